"""The addresses of the metrics."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.metrics import chat, evidence, table

urlpatterns = [
    path("metrics", table.show, name="metrics"),
    path("metrics/export", table.export, name="metrics-export"),
    path("metrics/<str:metric>/<str:subject_kind>/<id:subject_id>", evidence.show, name="metrics-evidence"),
    path(
        "metrics/<str:metric>/<str:subject_kind>/<id:subject_id>/export",
        evidence.export,
        name="metrics-evidence-export",
    ),
    path("chats/<id:customer>", chat.show, name="metrics-chat"),
]
