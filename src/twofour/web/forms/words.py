"""Form fields that name themselves in the reader's language and look like Tabler's."""

from __future__ import annotations

from typing import Any

from django import forms

from twofour.text import Text
from twofour.web.words import say


class SaidForm(forms.Form):
    """A form whose ``labels`` (and ``helps``) are phrases in two languages, chosen when it is made."""

    labels: dict[str, Text] = {}
    helps: dict[str, Text] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            if name in self.labels:
                field.label = say(self.labels[name])
            if name in self.helps:
                field.help_text = say(self.helps[name])
            widget = field.widget
            if isinstance(widget, forms.Select):
                widget.attrs.setdefault("class", "form-select")
            elif isinstance(widget, forms.CheckboxInput):
                widget.attrs.setdefault("class", "form-check-input")
            elif not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                widget.attrs.setdefault("class", "form-control")
