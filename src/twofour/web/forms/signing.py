"""The sign-in form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

from twofour.text import Text
from twofour.web.words import say


class SignInForm(AuthenticationForm):
    """Name and password, labelled in the reader's language."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["username"].label = say(Text("账号", "Name"))
        self.fields["password"].label = say(Text("密码", "Password"))
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        self.error_messages["invalid_login"] = say(
            Text(
                "账号或密码不对；连错五次会锁定一刻钟",
                "Name or password is wrong; five mistakes lock for 15 minutes",
            )
        )
