"""Forms of accounts: the first owner, a new account, a role, a new password, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from twofour.text import Text
from twofour.web.forms.words import SaidForm
from twofour.web.models import Account, Role
from twofour.web.words import say


class PasswordForm(SaidForm):
    """A new password, twice."""

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    labels = {"password": Text("密码", "Password"), "again": Text("再输一遍", "Password again")}
    helps = {
        "password": Text("至少 10 位，不能全是数字", "At least 10 characters, not only digits"),
    }

    def clean(self) -> dict[str, Any]:
        """Both alike, and a password that is not easily guessed."""
        found = super().clean() or {}
        password = found.get("password")
        if password:
            try:
                validate_password(password)
            except ValidationError as error:
                self.add_error("password", error)
            if found.get("again") != password:
                self.add_error("again", say(Text("两次输入不一样", "The two passwords differ")))
        return found


class NameForm(PasswordForm):
    """Who signs in, and with which password."""

    username = forms.SlugField(max_length=64)
    name = forms.CharField(max_length=64)
    labels = {
        "username": Text("账号", "Sign-in name"),
        "name": Text("姓名", "Name"),
        **PasswordForm.labels,
    }
    helps = {
        "username": Text("英文字母、数字和连字符，例如 dianzhu", "Letters, digits and hyphens"),
        **PasswordForm.helps,
    }
    field_order = ("username", "name", "password", "again")

    def clean_username(self) -> str:
        """A name that nobody has yet."""
        username: str = self.cleaned_data["username"]
        if Account.objects.filter(username__iexact=username).exists():
            raise ValidationError(say(Text("这个账号已经有人用了", "Somebody has this name already")))
        return username


class RoleForm(SaidForm):
    """A role in the shop; ``teams`` and ``members`` are what the roster offers."""

    role = forms.ChoiceField()
    team = forms.ChoiceField(required=False)
    member = forms.ChoiceField(required=False)
    labels = {
        "role": Text("角色", "Role"),
        "team": Text("小组", "Team"),
        "member": Text("对应哪位员工", "Which member they are"),
    }
    helps = {
        "member": Text("客服必填；组长填了才有“我的”页", "Needed for agents; gives leads their own page"),
    }

    def __init__(
        self, *args: Any, teams: Sequence[str], members: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = [(role.value, say(role.title)) for role in Role]
        self.fields["team"].choices = [("", say(Text("全店", "Whole shop"))), *((one, one) for one in teams)]
        self.fields["member"].choices = [("", "–"), *members]

    def clean(self) -> dict[str, Any]:
        """An agent is somebody of the roster."""
        found = super().clean() or {}
        if found.get("role") == Role.AGENT and not found.get("member"):
            self.add_error("member", say(Text("请选这位客服是谁", "Say which member this agent is")))
        return found


class AccountForm(RoleForm, NameForm):
    """A new account with its first role."""

    labels = {**NameForm.labels, **RoleForm.labels}
    helps = {**NameForm.helps, **RoleForm.helps}
    field_order = ("username", "name", "role", "team", "member", "password", "again")


class WhyForm(SaidForm):
    """A reason."""

    why = forms.CharField(max_length=300)
    labels = {"why": Text("原因", "Reason")}
