"""The addresses of the pages of appeals."""

from __future__ import annotations

from django.urls import URLPattern, path

from twofour.web.views.appeals import file, index, show

urlpatterns: list[URLPattern] = [
    path("appeals", index.index, name="appeals"),
    path(
        "appeals/file/<str:period>/<id:member>/<id:line>",
        file.file,
        name="appeals-file",
    ),
    path("appeals/<str:name>", show.show, name="appeals-show"),
    path("appeals/<str:name>/decide", show.decide, name="appeals-decide"),
]
