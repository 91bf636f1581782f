"""What people fill in about imports: the files, whose they are, a reason, a customer to forget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from twofour.text import Text
from twofour.web.bridge import imports
from twofour.web.forms.words import SaidForm
from twofour.web.words import say

MOST_FILES = 20
MOST_BYTES = 4 * 1024**3
CELL = "cell-"


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files at once."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """All of them, or words about what is wrong."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        sent = [one for one in given if one]
        if not sent:
            raise ValidationError(say(Text("请选至少一个文件", "choose at least one file")))
        if len(sent) > MOST_FILES or sum(one.size or 0 for one in sent) > MOST_BYTES:
            raise ValidationError(
                say(
                    Text(
                        f"一次最多 {MOST_FILES} 个文件、4 GB；请分几次上传",
                        f"at most {MOST_FILES} files and 4 GB at once; upload them in parts",
                    )
                )
            )
        return sent


class UploadForm(SaidForm):
    """Files, and what they do not say themselves. ``keyed``: the shop's customers have pseudonyms."""

    files = FilesField()
    shop = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(required=False)
    mapping = forms.FileField(required=False)
    key = forms.FileField(required=False)
    labels = {
        "files": Text("文件", "Files"),
        "shop": Text("店铺", "Shop"),
        "kind": Text("文件是什么", "What the files are"),
        "mapping": Text("映射文件", "Mapping file"),
        "key": Text("买家密钥", "Customer key"),
    }
    helps = {
        "files": Text(
            "CSV、XLSX、JSON、Parquet，可以一次选几个；也可以把文件拖到这里",
            "CSV, XLSX, JSON, Parquet, several at once; or drop them here",
        ),
        "shop": Text("文件里没写店铺时用这个名字", "Used where a file names no shop"),
        "kind": Text("一般不用选，看表头就认得出", "Seldom needed: the header tells"),
        "mapping": Text("表头叫法不同时用，YAML", "For files whose header uses other words; YAML"),
        "key": Text(
            "买家编号用假名时才需要；只在内存里用，不会存盘",
            "Only where customers have pseudonyms; used in memory, never stored",
        ),
    }

    def __init__(self, *args: Any, keyed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        groups = [
            (say(title), [(value, say(one)) for value, one in choices]) for title, choices in imports.kinds()
        ]
        self.fields["kind"].choices = [("", say(Text("看表头自动识别", "Told by the header"))), *groups]
        self.fields["key"].required = keyed
        self.fields["key"].error_messages["required"] = say(
            Text(
                "这家店的买家编号用假名，导入要有密钥文件",
                "this shop's customers have pseudonyms; give the key file",
            )
        )

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action is asked, once the form is valid."""
        said = self.cleaned_data
        kind, _, name = said["kind"].partition(":")
        return {
            "sent": said["files"],
            "shop": said["shop"].strip(),
            "table": name if kind == "table" else "",
            "export": name if kind == "export" else "",
            "mapping": said["mapping"],
            "key": said["key"],
        }


class FirstUploadForm(UploadForm):
    """The same for an installation without any shop: the shop has a name first."""

    shop = forms.CharField(max_length=200)
    helps = {
        **UploadForm.helps,
        "shop": Text(
            "例如“小红的店”；文件里写了店铺的，以文件为准",
            "Such as “My shop”; where a file names its shop, that counts",
        ),
    }


class ForgetForm(SaidForm):
    """Whom to forget, and why."""

    customer = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    why = forms.CharField(max_length=300)
    key = forms.FileField(required=False)
    sure = forms.BooleanField()
    labels = {
        "customer": Text("买家编号", "Customer id"),
        "why": Text("原因", "Reason"),
        "key": Text("买家密钥", "Customer key"),
        "sure": Text("我知道这不能恢复", "I know that this cannot be taken back"),
    }
    helps = {
        "customer": Text("与导出文件里写的一致", "As the exports write it"),
        "why": Text("例如：买家来信要求删除", "Such as: asked for by letter"),
        "key": Text("买家编号用假名时才需要", "Only where customers have pseudonyms"),
    }


def cells_in(posted: Any) -> dict[int, str]:
    """The corrected cells of a posted table: number of the row → content."""
    numbers = ((name.removeprefix(CELL), text) for name, text in posted.items() if name.startswith(CELL))
    return {int(number): str(text) for number, text in numbers if number.isdecimal()}
