"""The addresses of the pages of a member."""

from __future__ import annotations

from django.urls import URLPattern, path

from twofour.web.views.me import index, lost

urlpatterns: list[URLPattern] = [
    path("me", index.index, name="me"),
    path("me/lost", lost.lost, name="me-lost"),
]
