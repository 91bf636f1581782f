"""The addresses of the first run."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.welcome import welcome

urlpatterns = [
    path("", welcome.greet, name="welcome"),
    path("owner", welcome.own, name="welcome-owner"),
    path("demo", welcome.try_demo, name="welcome-demo"),
]
