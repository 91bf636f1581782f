"""What people type on their way through a period."""

from __future__ import annotations

from typing import Any

from django import forms

from twofour.text import Text
from twofour.web.words import say

_LONGEST = 2000


class OpenForm(forms.Form):
    """Which month to open."""

    period = forms.RegexField(regex=r"^\d{4}-(0[1-9]|1[0-2])$")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["period"]
        field.label = say(Text("月份", "Month"))
        field.widget = forms.TextInput(attrs={"class": "form-control", "type": "month", "required": True})
        field.error_messages["invalid"] = say(Text("写成 2026-06 这样", "write it as 2026-06"))


class WordsForm(forms.Form):
    """A reason, a question, an answer: words that must not be empty."""

    words = forms.CharField(max_length=_LONGEST, strip=True)

    def __init__(self, *args: Any, label: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["words"]
        field.label = say(label)
        field.widget = forms.Textarea(
            attrs={"class": "form-control", "rows": 2, "required": True, "maxlength": _LONGEST}
        )


class PayForm(forms.Form):
    """The reference of the transfer, and whom it paid (nobody chosen: everybody)."""

    reference = forms.CharField(max_length=200, strip=True)
    members = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, unpaid: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reference"].label = say(Text("转账凭证号", "Reference of the transfer"))
        self.fields["reference"].widget.attrs |= {"class": "form-control", "required": True}
        members = self.fields["members"]
        members.label = say(Text("只发给这些人（不选为全部）", "Only to these (none: everybody)"))
        assert isinstance(members, forms.MultipleChoiceField)
        members.choices = unpaid
        members.widget = forms.CheckboxSelectMultiple(choices=unpaid)
