"""What happens around every request: one state of things, the chosen language, errors as pages not traces."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.bridge.kept import reading

Respond = Callable[[HttpRequest], HttpResponse]
_KNOWN = dict(settings.LANGUAGES)
_fault = logging.getLogger("twofour.web")


class OneState:
    """A page that is only read asks once which data, rules and schemes there are, and shows that state."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what writes sees every change at once."""
        if request.method not in ("GET", "HEAD"):
            return self._respond(request)
        with reading():
            return self._respond(request)


class ChosenLanguage:
    """Chinese, unless the person chose English on some page before."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        with translation.override(chosen if chosen in _KNOWN else settings.LANGUAGE_CODE):
            response = self._respond(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


class PlainErrors:
    """An act that cannot be done becomes a page that says what is wrong and what would be right."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for ``error``; Django's own for permissions and missing pages."""
        if not isinstance(error, TwoFourError):
            return None
        _fault.info("refused: %s", error)
        return refusal(request, error.message)


def refusal(request: HttpRequest, message: Text, status: int = 422) -> HttpResponse:
    """A page, or the part that HTMX asked for, saying ``message``."""
    name = "web/_refusal.html" if getattr(request, "htmx", False) else "web/refusal.html"
    return render(request, name, {"message": message}, status=status)
