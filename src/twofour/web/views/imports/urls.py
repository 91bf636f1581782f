"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.imports import forget, index, show, upload

urlpatterns = [
    path("imports", index.listed, name="imports"),
    path("imports/send", index.send, name="imports-send"),
    path("imports/forget", forget.show, name="imports-forget"),
    path("imports/uploads/<id:upload>", upload.show, name="imports-upload"),
    path("imports/uploads/<id:upload>/import", upload.confirm, name="imports-confirm"),
    path("imports/uploads/<id:upload>/keep", upload.keep, name="imports-keep"),
    path("imports/uploads/<id:upload>/correct", upload.correct, name="imports-correct"),
    path("imports/uploads/<id:upload>/discard", upload.discard, name="imports-discard"),
    path("imports/uploads/<id:upload>/problems", upload.problems, name="imports-upload-problems"),
    path("imports/<id:import_id>", show.show, name="imports-show"),
    path("imports/<id:import_id>/problems", show.problems, name="imports-problems"),
    path("imports/<id:import_id>/undo", show.undo, name="imports-undo"),
]
