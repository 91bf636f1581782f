"""What people type to hold a part of a line back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from twofour.text import Text
from twofour.web.forms.appeals import FenField
from twofour.web.forms.words import SaidForm
from twofour.web.words import say

_LONGEST = 2000


class HoldForm(SaidForm):
    """Which line, of whom, how much of it, until when, and why."""

    labels = {
        "line": Text("哪一行", "Line"),
        "share": Text("比例（%）", "Share (%)"),
        "fen": Text("或每人金额（元）", "Or yuan each"),
        "until": Text("到哪天为止", "Until"),
        "reason": Text("原因（本人看得到）", "Why (shown to whom it is held from)"),
        "members": Text("只扣这些人（不选为所有有这一行的人）", "Only from these (none: all with the line)"),
    }
    line = forms.ChoiceField()
    share = forms.DecimalField(min_value=Decimal("0.01"), max_value=100, decimal_places=2, required=False)
    fen = FenField(max_length=20, required=False)
    until = forms.DateField()
    reason = forms.CharField(max_length=_LONGEST, strip=True)
    members = forms.MultipleChoiceField(required=False)

    def __init__(
        self, *args: Any, lines: dict[str, Text], people: list[tuple[str, str]], first: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        line, members = self.fields["line"], self.fields["members"]
        assert isinstance(line, forms.ChoiceField) and isinstance(members, forms.MultipleChoiceField)
        line.choices = [(id, say(title)) for id, title in lines.items()]
        members.widget = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
        members.choices = people
        self.fields["until"].widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"class": "form-control", "type": "date", "min": first.isoformat()}
        )
        self.fields["reason"].widget = forms.Textarea(
            attrs={"class": "form-control", "rows": 2, "required": True}
        )

    def clean(self) -> dict[str, Any]:
        """A share or an amount, and only one of them; the share as a fraction."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        share, fen = said.get("share"), said.get("fen")
        if (share is None) == (fen is None):
            words = Text("比例和金额写一个，也只写一个", "give a share or an amount, and only one")
            raise forms.ValidationError(say(words))
        return {**said, "share": None if share is None else share.scaleb(-2)}
