"""The addresses. What belongs to a shop begins with ``s/<shop>/``; each page's are in its own file."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from twofour.web.paths import Id

register_converter(Id, "id")

from twofour.web.views import home, jobs, signing  # noqa: E402

_SHOP_PAGES = (
    "today",
    "me",
    "metrics",
    "schemes",
    "periods",
    "appeals",
    "imports",
    "staff",
    "rules",
    "accounts",
    "audit",
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", signing.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/<str:username>", signing.enter_demo, name="sign-in-demo"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("language", set_language, name="language"),
    path("jobs/<uuid:job>", jobs.show, name="job"),
    path("jobs/<uuid:job>/state", jobs.state, name="job-state"),
    path("welcome/", include("twofour.web.views.welcome.urls")),
    *(path("s/<id:shop>/", include(f"twofour.web.views.{name}.urls")) for name in _SHOP_PAGES),
]
handler404 = "twofour.web.views.home.missing"
handler500 = "twofour.web.views.home.fault"
