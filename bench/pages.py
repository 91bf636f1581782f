"""How fast the pages are with many readers: 300 agents, 90 days of facts, a real server, 20 readers at once.

    uv run python bench/pages.py [--readers 20] [--seconds 40] [--think 3] [--settle 45]

Makes the shop once (bench/data/pages-*; 1.3 M messages, 6 conversations an agent and day), serves it with
``twofour serve``, gives it ``settle`` seconds to prepare itself after the start, and lets readers walk the
pages, each with a pause of ``think`` seconds on average between two. Prints the median and 95th percentile of
each page, the ratio to a bare Django view that says hello, asked by as many readers in the same run, the
compressed bytes of a first visit, and the time of the scheme editor's live preview. The readers share the
machine with the server.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

from rich.console import Console
from rich.table import Table

from pages_shop import AGENTS, DAYS, MAY, MESSAGES, PASSWORD, SHOP

DATA = Path(__file__).parent / "data" / f"pages-{AGENTS}-{DAYS}-{MESSAGES}"
AIMS = {"median": 150, "p95": 400, "bytes": 350, "preview": 150}
_ADDRESS = re.compile(r"127\.0\.0\.1:(\d+)")
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_WARM, _IDLE = 3, 4
AT = f"/s/{quote(SHOP)}"
WALK = (
    ("Today, whole shop", "owner", f"{AT}/today"),
    ("Today, a team", "lead", f"{AT}/today"),
    ("Me", "agent", f"{AT}/me"),
    ("Metrics, 300 agents", "manager", f"{AT}/metrics"),
    ("Metrics, a team", "lead", f"{AT}/metrics"),
    ("Period, 300 people", "finance", f"{AT}/periods/{MAY}"),
    ("Statement", "finance", f"{AT}/periods/{MAY}/members/{quote(SHOP + ':member-9')}"),
    ("Schemes", "agent", f"{AT}/schemes"),
)
_HELLO = """
import sys
import uvicorn
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="hello")
from django.core.asgi import get_asgi_application
uvicorn.run(get_asgi_application(), port=int(sys.argv[1]), log_level="error", lifespan="off")
"""


class Reader:
    """Somebody signed in, on one kept connection."""

    def __init__(self, port: int, username: str | None = None) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        self._last = time.perf_counter()
        if username:
            page = self.ask("/sign-in", plain=True)[1].decode()
            self.ask("/sign-in", self.form(page, username=username, password=PASSWORD))

    def form(self, page: str, **said: str) -> dict[str, str]:
        """What a form of ``page`` sends, with its token."""
        return {**said, "csrfmiddlewaretoken": _TOKEN.findall(page)[0]}

    def ask(
        self, path: str, said: dict[str, str] | None = None, encoding: str = "gzip", plain: bool = False
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Get, or post ``said``; the status, the body as sent, the headers."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers["Accept-Encoding"] = "identity" if plain else encoding
        body = None
        if said is not None:
            body, headers["Content-Type"] = urlencode(said), "application/x-www-form-urlencoded"
        if time.perf_counter() - self._last > _IDLE:
            self._line.close()  # the server would; the next request opens a new one
        self._line.request("POST" if body else "GET", path, body, headers)
        answer = self._line.getresponse()
        content = answer.read()
        self._last = time.perf_counter()
        for cookie in answer.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, content, answer.msg


def main() -> None:
    """Make the shop once, serve, read, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--think", type=float, default=3)
    parser.add_argument("--settle", type=float, default=45)
    options = parser.parse_args()
    if not (DATA / "made").exists():
        maker = Path(__file__).with_name("pages_shop.py")
        subprocess.run([sys.executable, str(maker), str(DATA)], check=True)
        (DATA / "made").touch()
    with process([sys.executable, "-c", _HELLO, "0"], port=8931) as port:
        hello = reading(options, lambda: [("hello", Reader(port), "/")])["hello"]
    served = [str(Path(sys.executable).with_name("twofour")), "serve", "--data", str(DATA), "--port", "0"]
    with process(served) as port:
        time.sleep(options.settle)
        people = {name: Reader(port, name) for _, name, _ in WALK}
        cold = {title: _timed(people[name], path) for title, name, path in WALK}
        for _ in range(_WARM):
            alone = {title: _timed(people[name], path) for title, name, path in WALK}
        preview = _preview(Reader(port, "manager"))
        sizes = _first_visit(people["owner"], f"{AT}/today")

        def own() -> list[tuple[str, Reader, str]]:
            mine: dict[str, Reader] = {}
            for _, name, _ in WALK:
                mine.setdefault(name, Reader(port, name))
            return [(title, mine[name], path) for title, name, path in WALK]

        busy = reading(options, own)
    _print(options, hello, cold, alone, busy, preview, sizes)


def reading(
    options: argparse.Namespace, begin: Callable[[], list[tuple[str, Reader, str]]]
) -> dict[str, list[float]]:
    """Milliseconds of every page that ``options.readers`` asked for in ``options.seconds``."""
    found: dict[str, list[float]] = {}
    walks = [begin() for _ in range(options.readers)]
    end = time.perf_counter() + options.seconds

    def read(walk: list[tuple[str, Reader, str]], seed: int) -> None:
        chance = random.Random(seed)
        while time.perf_counter() < end:
            time.sleep(chance.uniform(0, 2 * options.think))
            title, reader, path = chance.choice(walk)
            found.setdefault(title, []).append(_timed(reader, path))

    threads = [threading.Thread(target=read, args=(walk, seed)) for seed, walk in enumerate(walks)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def _timed(reader: Reader, path: str) -> float:
    began = time.perf_counter()
    status, _, _ = reader.ask(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return (time.perf_counter() - began) * 1000


def _preview(manager: Reader) -> list[float]:
    """Milliseconds from text to table, each time another text, as somebody types."""
    page = manager.ask(f"{AT}/schemes", plain=True)[1].decode()
    version = re.findall(rf'"({AT}/schemes/versions/\w+)"', page)[0]
    shown = manager.ask(version, plain=True)[1].decode()
    _, _, headers = manager.ask(f"{version}/next", manager.form(shown))
    draft = headers["Location"].removesuffix("/edit")
    editor = manager.ask(f"{draft}/edit", plain=True)[1].decode()
    text = re.findall(r"<textarea[^>]*>(.*?)</textarea>", editor, re.S)[0]
    text = text.replace("&quot;", '"').replace("&#x27;", "'").replace("&gt;", ">").replace("&lt;", "<")
    found = []
    for at in range(_WARM + 9):
        typed = manager.form(editor, text=text.replace("rate: 2.5%", f"rate: 2.{at}5%"), revision="1")
        began = time.perf_counter()
        status, body, _ = manager.ask(f"{draft}/preview", typed, plain=True)
        found.append((time.perf_counter() - began) * 1000)
        if status != 200 or b"tf-preview" not in body:
            raise SystemExit(f"the preview answered {status}: {body[:300]!r}")
    manager.ask(f"{draft}/discard", manager.form(editor))
    return found[_WARM:]


def _first_visit(reader: Reader, path: str) -> dict[str, dict[str, int]]:
    """Bytes over the wire of a page and all that it loads, by encoding and kind."""
    found: dict[str, dict[str, int]] = {}
    page = reader.ask(path, plain=True)[1].decode()
    assets = dict.fromkeys(urljoin(path, one) for one in _ASSET.findall(page))
    for encoding in ("gzip", "br"):
        kinds = {"html": len(reader.ask(path, encoding="gzip")[1])}
        for asset in assets:
            kind = asset.rsplit(".", 1)[-1]
            kinds[kind] = kinds.get(kind, 0) + len(reader.ask(asset, encoding=encoding)[1])
        found[encoding] = kinds
    return found


@contextmanager
def process(command: list[str], port: int | None = None) -> Iterator[int]:
    """A server of its own until the block ends; gives its port, read from what it prints if none is said."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    words = [*command[:-1], str(port)] if port else command
    running = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if port is None:
            assert running.stdout is not None
            port = next(int(found.group(1)) for line in running.stdout if (found := _ADDRESS.search(line)))
        _wait(port)
        yield port
    finally:
        running.terminate()
        running.wait(30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            Reader(port).ask("/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def _print(
    options: argparse.Namespace,
    hello: list[float],
    cold: dict[str, float],
    alone: dict[str, float],
    busy: dict[str, list[float]],
    preview: list[float],
    sizes: dict[str, dict[str, int]],
) -> None:
    table = Table(
        title=f"{options.readers} readers, {options.think} s of thought, {options.seconds:.0f} s; ms"
    )
    for column in ("page", "asked", "first", "alone", "median", "p95", "median / hello"):
        table.add_column(column, justify="left" if column == "page" else "right")
    base = statistics.median(hello)
    table.add_row("hello", str(len(hello)), "", "", f"{base:.1f}", f"{_p95(hello):.1f}", "1")
    for title, times in {title: busy.get(title, []) for title, _, _ in WALK}.items():
        middle = statistics.median(times)
        table.add_row(
            title, str(len(times)), f"{cold[title]:.0f}", f"{alone[title]:.0f}", f"{middle:.0f}",
            f"{_p95(times):.0f}", f"{middle / base:.0f}",
        )  # fmt: skip
    every = [one for times in busy.values() for one in times]
    table.add_row(
        "all pages", str(len(every)), "", "", f"{statistics.median(every):.0f}", f"{_p95(every):.0f}",
        f"{statistics.median(every) / base:.0f}",
    )  # fmt: skip
    console = Console(width=110)
    console.print(table)
    console.print(
        f"aims: median {AIMS['median']} ms ({statistics.median(every) / AIMS['median']:.2f} of it), "
        f"p95 {AIMS['p95']} ms ({_p95(every) / AIMS['p95']:.2f} of it)"
    )
    console.print(
        f"live preview of {AGENTS} people: median {statistics.median(preview):.0f} ms, "
        f"best {min(preview):.0f} ms; "
        f"{statistics.median(preview) / AIMS['preview']:.2f} of the aim of {AIMS['preview']} ms"
    )
    for encoding, kinds in sizes.items():
        whole = sum(kinds.values()) / 1024
        parts = ", ".join(f"{kind} {count / 1024:.0f}" for kind, count in kinds.items())
        console.print(
            f"first visit, {encoding}: {whole:.0f} KB ({parts}); {whole / AIMS['bytes']:.2f} of the aim"
        )


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * 0.95))]


if __name__ == "__main__":
    main()
