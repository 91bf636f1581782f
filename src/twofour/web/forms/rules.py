"""The counting rules as a document, and why they change."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.bridge import rules
from twofour.web.forms.words import SaidForm
from twofour.web.words import say


class RulesForm(SaidForm):
    """A YAML document that is right."""

    document = forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})
    )
    labels = {"document": Text("口径文件", "Counting rules")}
    helps = {
        "document": Text(
            "先写 preset: 预设名，再写与预设不同的项，例如 idle_minutes: 15",
            "Begin with preset: NAME, then what differs, such as idle_minutes: 15",
        )
    }

    def clean_document(self) -> str:
        """The document, once it is sound."""
        document: str = self.cleaned_data["document"].replace("\r\n", "\n")
        try:
            rules.written(document)
        except TwoFourError as error:
            raise ValidationError(say(error.message)) from None
        return document


class ChangeRulesForm(RulesForm):
    """The same with a reason."""

    why = forms.CharField(max_length=300)
    labels = {**RulesForm.labels, "why": Text("为什么改", "Why")}
