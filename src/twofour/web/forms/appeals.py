"""What people type when they appeal and decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from twofour.money import parse_fen, yuan_of
from twofour.text import Text
from twofour.web.words import say

_LONGEST = 2000


class FenField(forms.CharField):
    """Yuan as people write them; the cleaned value is integer fen, ``None`` where it may be left out."""

    def clean(self, value: Any) -> int | None:
        """The amount. A mistake says what would be right."""
        said = super().clean(value)
        if not said:
            return None
        try:
            return parse_fen(str(said))
        except ValueError:
            words = Text("不是金额；写元，最多两位小数，例如 35.00", "no amount; write yuan such as 35.00")
            raise forms.ValidationError(say(words)) from None


class AppealForm(forms.Form):
    """What the line should be, what shows it, by when an answer is wanted."""

    proposed = FenField(max_length=20)
    evidence = forms.CharField(max_length=_LONGEST, strip=True)
    order = forms.CharField(max_length=200, strip=True, required=False)
    due = forms.DateField()

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self._today = today
        labels = {
            "proposed": Text("我认为应该是（元）", "It should be (yuan)"),
            "evidence": Text("证据：哪个会话、哪张订单、为什么", "What shows it: the chat or order, and why"),
            "order": Text("订单号（归属有误时写）", "Order (if it is about whose order)"),
            "due": Text("请在这天前答复", "Please decide by"),
        }
        for name, label in labels.items():
            self.fields[name].label = say(label)
        plain = {"class": "form-control"}
        self.fields["proposed"].widget.attrs |= {**plain, "inputmode": "decimal"}
        self.fields["evidence"].widget = forms.Textarea(attrs={**plain, "rows": 4, "required": True})
        self.fields["order"].widget.attrs |= plain
        self.fields["due"].widget = forms.DateInput(
            format="%Y-%m-%d", attrs={**plain, "type": "date", "min": today.isoformat()}
        )

    def clean_due(self) -> date:
        """A day that is not over yet."""
        due: date = self.cleaned_data["due"]
        if due < self._today:
            raise forms.ValidationError(say(Text("这一天已经过了", "that day is over")))
        return due


class DecisionForm(forms.Form):
    """Approve with an amount in a draft period, or reject; with a reason either way."""

    decision = forms.ChoiceField(choices=(("approve", ""), ("reject", "")))
    amount = FenField(max_length=20)
    into = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=_LONGEST, strip=True)

    def __init__(self, *args: Any, into: list[str], fen: int, **more: Any) -> None:
        super().__init__(*args, initial={"amount": f"{yuan_of(fen)}"}, **more)
        labels = {
            "amount": Text("调整金额（元，可为负）", "Adjust by (yuan, may be negative)"),
            "into": Text("记入账期", "In the period"),
            "reason": Text("理由（提出人看得到）", "Reason (shown to who filed it)"),
        }
        for name, label in labels.items():
            self.fields[name].label = say(label)
        choices = self.fields["into"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(key, key) for key in into]
        choices.widget.attrs["class"] = "form-select"
        self.fields["amount"].widget.attrs |= {"class": "form-control", "inputmode": "decimal"}
        self.fields["reason"].widget = forms.Textarea(
            attrs={"class": "form-control", "rows": 3, "required": True}
        )

    def clean(self) -> dict[str, Any]:
        """An approval needs a period to stand in."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("decision") == "approve" and not said.get("into"):
            words = Text("没有可记入的草稿账期，请先开账", "there is no draft period to post it in; open one")
            raise forms.ValidationError(say(words))
        return said
