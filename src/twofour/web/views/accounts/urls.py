"""The addresses of members and rights."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.accounts import accounts

urlpatterns = [
    path("accounts", accounts.listed, name="accounts"),
    path("accounts/new", accounts.new, name="accounts-new"),
    path("accounts/<id:username>", accounts.one, name="accounts-one"),
    path("accounts/<id:username>/give", accounts.give, name="accounts-give"),
    path("accounts/<id:username>/take/<int:grant>", accounts.take, name="accounts-take"),
    path("accounts/<id:username>/password", accounts.password, name="accounts-password"),
    path("accounts/<id:username>/active", accounts.active, name="accounts-active"),
]
