"""Fixtures of the browser tests: Chromium, the demo's folder staged once, servers over copies of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from e2e.browser.serving import serving, staged_demo
from e2e.browser.visitor import Screen, Visitor, visitor

Visit = Callable[..., Visitor]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Its loop lives in this thread, so it ends with the file, before others use the database."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        reason = "no Chromium on this machine (apt-get install chromium)"
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data folder, staged once for all workers; nobody writes into it."""
    root = tmp_path_factory.getbasetemp().parent / "browser-demo"
    with FileLock(root.with_suffix(".lock")):
        if not (root / "done").exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            staged_demo(root / "data")
            (root / "done").touch()
    return root / "data"


@pytest.fixture
def demo_server(staged: Path, tmp_path: Path) -> Iterator[str]:
    """A server over a copy of the demo that only this test has; its address."""
    copy = tmp_path / "demo"
    shutil.copytree(staged, copy, ignore=shutil.ignore_patterns("raw"))
    with serving(copy) as address:
        yield address


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures go: the folder named by TWOFOUR_SHOTS, else the test's own."""
    folder = Path(os.environ.get("TWOFOUR_SHOTS") or tmp_path / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(browser: Browser, shots: Path) -> Iterator[Visit]:
    """Opens a window at an address: ``visit(address, screen, story)``."""
    opened: list[Visitor] = []

    def begin(address: str, screen: Screen, story: str) -> Visitor:
        opened.append(visitor(browser, address, screen, shots, story))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()
