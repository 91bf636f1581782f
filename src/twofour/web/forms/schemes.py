"""What people type about schemes: where a draft begins, its text, why it goes back, a backtest's span."""

from __future__ import annotations

from typing import Any

from django import forms

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.schemes_backtest import MOST_MONTHS
from twofour.web.bridge import schemes, schemes_templates


class StartForm(forms.Form):
    """One of three beginnings: a ready scheme, a file, a pasted document."""

    template = forms.CharField(required=False)
    file = forms.FileField(required=False)
    text = forms.CharField(required=False, strip=False)

    def document(self, source: str | None = None) -> str:
        """What the draft begins with; a ready scheme takes its figures from the report of ``source``. Raises
        ``Refused`` where nothing was chosen or the file is no text.
        """
        self.full_clean()
        given: dict[str, Any] = self.cleaned_data
        template = schemes_templates.text_of(given.get("template") or "", source)
        if template is not None:
            return template
        file = given.get("file")
        if file is not None:
            return _decoded(file)
        text = str(given.get("text") or "")
        if not text.strip():
            raise Refused(
                Text("请选一个模板、上传文件，或粘贴 YAML", "choose a template, upload a file or paste YAML")
            )
        return unix(text)


class DraftForm(forms.Form):
    """The text of a draft and the revision that it was typed over."""

    text = forms.CharField(required=False, strip=False)
    revision = forms.IntegerField(required=False, min_value=0)

    @property
    def written(self) -> str:
        """What was typed, with plain line ends."""
        self.full_clean()
        return unix(str(self.cleaned_data.get("text") or ""))

    @property
    def over(self) -> int:
        """The revision; 0, which never is one, where it is missing."""
        self.full_clean()
        return int(self.cleaned_data.get("revision") or 0)


class BacktestForm(forms.Form):
    """How many months, and which approved version to compare with (empty: none)."""

    months = forms.IntegerField(min_value=1, max_value=MOST_MONTHS)
    against = forms.CharField(required=False)


def unix(text: str) -> str:
    """Text from a browser, whose lines end in two characters."""
    return text.replace("\r\n", "\n")


def _decoded(file: Any) -> str:
    if file.size > schemes.MAX_BYTES:
        raise Refused(
            Text("文件超过 1 MB，请确认选对了文件", "the file is larger than 1 MB; is it the right one?")
        )
    try:
        return unix(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(
            Text(
                "文件不是 UTF-8 编码；请用编辑器另存为 UTF-8", "the file is not UTF-8 text; save it as UTF-8"
            )
        ) from None
