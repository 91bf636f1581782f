"""The addresses of today."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.today import today

urlpatterns = [path("today", today.show, name="today")]
