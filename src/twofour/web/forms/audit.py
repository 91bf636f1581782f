"""What to look for in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from twofour.text import Text
from twofour.web.acts import title_of
from twofour.web.forms.words import SaidForm
from twofour.web.words import say


class AuditSearch(SaidForm):
    """Words, an act, days; all may be empty."""

    words = forms.CharField(required=False)
    act = forms.ChoiceField(required=False)
    first = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    labels = {
        "words": Text("谁、对象、原因", "Who, what, why"),
        "act": Text("操作", "Act"),
        "first": Text("从", "From"),
        "last": Text("到", "To"),
    }

    def __init__(self, *args: Any, acts: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(act, say(title_of(act))) for act in acts]
        self.fields["act"].choices = [("", say(Text("全部", "All"))), *choices]
