"""The door for requests: one thread from the first middleware to the view, and a connection that stays."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path

from twofour.web.asgi import InOnePiece

# The server says the same of files; see ``server.serve``.
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")

_seen: list[Any] = []


def _note(what: str) -> None:
    _seen.append((what, threading.current_thread().name, id(connection._connections["default"])))


def show(request: HttpRequest) -> HttpResponse:
    _note("view")
    return HttpResponse(f"{request.method} {request.path} {request.body.decode()}")


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def send_file(request: HttpRequest) -> FileResponse:
    return FileResponse([b"one ", b"two"])


urlpatterns = [path("show", show), path("fail", fail), path("file", send_file)]


def _middleware(respond: Any) -> Any:
    def around(request: HttpRequest) -> HttpResponse:
        _note("middleware")
        return respond(request)

    return around


@pytest.fixture
def door(settings: Any) -> InOnePiece:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}._middleware", *settings.MIDDLEWARE]
    settings.ALLOWED_HOSTS = ["shop"]
    _seen.clear()
    return InOnePiece()


def ask(
    door: InOnePiece,
    address: str,
    method: str = "GET",
    body: bytes = b"",
    host: bytes = b"shop",
    gone: int = 0,
) -> tuple[int, bytes]:
    """Ask as a server would; whoever asks is ``gone`` after so many messages, if any."""
    return asyncio.run(_ask(door, address, method, body, host, gone))


async def _ask(
    door: InOnePiece, address: str, method: str, body: bytes, host: bytes, gone: int
) -> tuple[int, bytes]:
    parts = [
        {"type": "http.request", "body": body[:3], "more_body": True},
        {"type": "http.request", "body": body[3:], "more_body": False},
    ]
    if gone:
        parts[gone:] = [{"type": "http.disconnect"}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": address, "query_string": b"",
        "headers": [(b"host", host)], "server": ("shop", 80),
    }  # fmt: skip
    await door(scope, receive, send)
    if not sent:
        return 0, b""
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])


def test_nothing_changes_threads_and_the_connection_stays(door: InOnePiece) -> None:
    first, second = ask(door, "/show"), ask(door, "/show")
    assert first == second == (200, b"GET /show ")
    assert [one[0] for one in _seen] == ["middleware", "view"] * 2
    assert len({one[1:] for one in _seen}) == 1
    assert _seen[0][1].startswith("twofour-page")


def test_every_request_begins_and_ends_by_signal(door: InOnePiece) -> None:
    begun, ended = [], []
    start, end = (lambda **more: begun.append(1)), (lambda **more: ended.append(1))
    request_started.connect(start)
    request_finished.connect(end)
    try:
        for address in ("/show", "/file", "/missing"):
            ask(door, address)
    finally:
        request_started.disconnect(start)
        request_finished.disconnect(end)
    assert len(begun) == len(ended) == 3


def test_a_body_in_pieces_arrives_whole(door: InOnePiece, settings: Any) -> None:
    settings.MIDDLEWARE = []
    assert ask(InOnePiece(), "/show", "POST", "订单一百".encode()) == (200, "POST /show 订单一百".encode())


def test_a_file_comes_whole(door: InOnePiece) -> None:
    assert ask(door, "/file") == (200, b"one two")


def test_a_fault_is_an_answer(door: InOnePiece) -> None:
    status, body = ask(door, "/fail")
    assert status == 500
    assert b"on purpose" not in body


def test_another_host_is_refused(door: InOnePiece) -> None:
    assert ask(door, "/show", host=b"elsewhere")[0] == 400


def test_who_leaves_while_sending_is_let_go(door: InOnePiece) -> None:
    assert ask(door, "/show", "POST", b"half of it", gone=1) == (0, b"")
    assert _seen == []


def test_many_at_once_are_all_answered(door: InOnePiece) -> None:
    async def crowd() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(_ask(door, "/show", "GET", b"", b"shop", 0) for _ in range(60)))

    assert asyncio.run(crowd()) == [(200, b"GET /show ")] * 60
    assert len({one[1] for one in _seen}) <= 16
