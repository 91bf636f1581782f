"""The addresses of the audit."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.audit import audit

urlpatterns = [
    path("audit", audit.listed, name="audit"),
    path("audit/export", audit.export, name="audit-export"),
]
