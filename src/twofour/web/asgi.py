"""The ASGI application that the server runs: a request is answered in one piece, on one of a few threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

_THREADS = 16
"""Enough that a few long answers (a workbook, a month counted for the first time) hold up nobody."""


class InOnePiece(ASGIHandler):
    """Django's handler, but from the first middleware to the view nothing changes threads.

    Left to itself it goes from thread to thread at every middleware, and each time waits its turn among the
    requests that are computing; and as each request has a thread of its own, each opens a connection to the
    database. Here a request waits once, and a thread keeps its connection.
    """

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="twofour-page")

    def load_middleware(self, is_async: bool = False) -> None:
        """Everything is plain functions, whatever a middleware could do besides."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the request whole, answer it on a thread, send the answer."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            response = await self._on_a_thread(self._answer, scope, body)
            try:
                await self.send_response(response, send)
            finally:
                if not response.closed:
                    await self._on_a_thread(response.close)
        finally:
            body.close()

    def _answer(self, scope: Any, body: Any) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused if request is None else self.get_response(request)
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            # Its content stays; what it held of this thread is given back here.
            response.close()
        return response

    async def _on_a_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)


django.setup(set_prefix=False)
application = InOnePiece()
