"""What people fill in about staff: who an agent id is, a change from a day on, a last day, shared metrics."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from twofour.money import fen_of, yuan_of
from twofour.text import Text
from twofour.web.bridge.staff import Member
from twofour.web.forms.words import SaidForm
from twofour.web.words import say

ROLES = {
    "pre_sales": Text("售前", "Pre-sales"),
    "after_sales": Text("售后", "After-sales"),
    "lead": Text("组长", "Lead"),
}
GRADES = {
    "junior": Text("初级", "Junior"),
    "middle": Text("中级", "Middle"),
    "senior": Text("高级", "Senior"),
}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DetailsForm(SaidForm):
    """Team, role, grade and wage."""

    team = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"list": "teams"}))
    role = forms.ChoiceField(required=False)
    grade = forms.ChoiceField(required=False)
    base_wage = forms.DecimalField(required=False, min_value=0, max_digits=10, decimal_places=2)
    labels = {
        "team": Text("小组", "Team"),
        "role": Text("岗位", "Role"),
        "grade": Text("等级", "Grade"),
        "base_wage": Text("底薪（元）", "Base wage (yuan)"),
    }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, words in (("role", ROLES), ("grade", GRADES)):
            self.fields[name].choices = [("", "–"), *((value, say(title)) for value, title in words.items())]

    @property
    def details(self) -> dict[str, Any]:
        """What was filled in, once the form is valid; nothing for blanks, the wage in fen."""
        said = self.cleaned_data
        wage: Decimal | None = said["base_wage"]
        return {
            "team": said["team"].strip() or None,
            "role": said["role"] or None,
            "grade": said["grade"] or None,
            "base_wage": None if wage is None else fen_of(wage),
        }


class ChangeForm(DetailsForm):
    """Those from a day on, and why."""

    since = forms.DateField(widget=_DAY)
    why = forms.CharField(max_length=300)
    labels = {
        **DetailsForm.labels,
        "since": Text("从哪天起", "From"),
        "why": Text("原因", "Reason"),
    }
    helps = {
        "since": Text(
            "这天起按新的算；已锁定的账期不改写，差额走调整",
            "Counts from this day on; locked periods are not rewritten, differences become adjustments",
        )
    }
    field_order = ("since", "team", "role", "grade", "base_wage", "why")

    @staticmethod
    def of(member: Member) -> dict[str, Any]:
        """What the form begins with."""
        wage = member.base_wage
        return {
            "team": member.team or "",
            "role": member.role or "",
            "grade": member.grade or "",
            "base_wage": None if wage is None else f"{yuan_of(wage):.2f}",
        }


class EndForm(SaidForm):
    """A last day in service, and why."""

    last_day = forms.DateField(widget=_DAY)
    why = forms.CharField(max_length=300)
    labels = {"last_day": Text("最后一天", "Last day"), "why": Text("原因", "Reason")}
    helps = {
        "last_day": Text(
            "这天还算在职；之后的聊天不再归此人", "Still in service; later chats belong to nobody"
        )
    }


class BindForm(DetailsForm):
    """An agent id belongs to somebody of ``members``, or to somebody new, from a day on."""

    member = forms.ChoiceField(required=False)
    since = forms.DateField(widget=_DAY)
    name = forms.CharField(max_length=64, required=False)
    member_id = forms.CharField(max_length=64, required=False)
    hired_on = forms.DateField(required=False, widget=_DAY)
    labels = {
        **DetailsForm.labels,
        "member": Text("这是谁", "Who it is"),
        "since": Text("从哪天起", "From"),
        "name": Text("姓名", "Name"),
        "member_id": Text("员工编号", "Member id"),
        "hired_on": Text("入职", "Hired on"),
    }
    helps = {
        "since": Text("默认是这个账号第一次出现的那天", "By default the day on which the id first appears"),
        "member_id": Text("工号或拼音，以后不能改", "A number or a short name; it cannot be changed later"),
    }
    field_order = (
        "member", "since", "name", "member_id", "team", "role", "grade", "base_wage", "hired_on",
    )  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        new = say(Text("新员工（填下面）", "Somebody new (fill in below)"))
        self.fields["member"].choices = [*members, ("", new)]

    def clean(self) -> dict[str, Any]:
        """Somebody new has a name and an id."""
        found = super().clean() or {}
        if not found.get("member") and "member" not in self.errors:
            for name in ("name", "member_id"):
                if not found.get(name):
                    self.add_error(name, say(Text("新员工必填", "Needed for somebody new")))
        return found


class SharingForm(forms.Form):
    """The metrics that a team shares."""

    metric = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, metrics: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["metric"].choices = [(one, one) for one in metrics]
