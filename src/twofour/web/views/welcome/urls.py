"""The addresses of the first run."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.welcome import data, welcome

urlpatterns = [
    path("", welcome.greet, name="welcome"),
    path("owner", welcome.own, name="welcome-owner"),
    path("demo", welcome.try_demo, name="welcome-demo"),
    path("data", data.first, name="welcome-data"),
    path("data/<id:upload>", data.show, name="welcome-data-upload"),
    path("data/<id:upload>/import", data.confirm, name="welcome-data-confirm"),
    path("data/<id:upload>/keep", data.keep, name="welcome-data-keep"),
    path("data/<id:upload>/correct", data.correct, name="welcome-data-correct"),
    path("data/<id:upload>/discard", data.discard, name="welcome-data-discard"),
]
