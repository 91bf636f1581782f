"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """TwoFour's one Django app; its models are labelled ``web``."""

    name = "twofour.web"
    label = "web"
