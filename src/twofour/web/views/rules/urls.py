"""The addresses of the counting rules."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.rules import rules

urlpatterns = [
    path("rules", rules.show, name="rules"),
    path("rules/edit", rules.edit, name="rules-edit"),
]
