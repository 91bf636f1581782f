"""``twofour serve``: the web application for a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.options import DEFAULT_DATA, DataDir
from twofour.problems import Refused
from twofour.text import Text

Host = Annotated[str, typer.Option("--host", help="监听地址 / address to listen on", metavar="HOST")]
Port = Annotated[int, typer.Option("--port", help="端口，0 为任选 / port, 0 for any", min=0, max=65535)]
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8024


def serve(data: DataDir = DEFAULT_DATA, host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT) -> None:
    """打开网页版 / serve the web application until Ctrl-C."""
    open_door(data, host, port)


def open_door(data: Path, host: str, port: int) -> None:
    """Prepare and serve ``data``. Raises ``Refused`` where the web extra is not installed."""
    try:
        from twofour.web import server  # noqa: PLC0415 - comes with the extra
    except ImportError as error:
        raise Refused(
            Text(
                f"没有安装网页版（缺 {error.name}）；请运行 pip install 'twofour[web]'",
                f"the web application is not installed ({error.name} is missing); "
                "run pip install 'twofour[web]'",
            )
        ) from None
    with console(stderr=True).status(Text("准备网页版…", "preparing the pages…").say(lang())):
        server.prepare(data)
    server.serve(host, port, _told)


def _told(address: str) -> None:
    say(Text(f"\n网页版已打开：{address}", f"\nThe pages are open: {address}"), style="bold green")
    say(Text("按 Ctrl-C 结束", "Ctrl-C ends it"), style="dim")
