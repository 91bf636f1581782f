"""A statement as a browser shows it: no sideways scrolling on a phone or a desk, one language at a time."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from twofour.demo.folder import Folder
from twofour.demo.play import play
from twofour.demo.shop import SEED

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=4000", "--dump-dom",
)  # fmt: skip
PROBE = """
<iframe id="page" width="{width}" height="900" srcdoc="{page}"></iframe><pre id="seen"></pre>
<script>
const frame = document.getElementById("page");
frame.onload = () => {{
  const page = frame.contentDocument;
  const widest = () => page.documentElement.scrollWidth;
  const words = () => page.body.innerText;
  const seen = {{closed: widest(), chinese: words()}};
  for (const part of page.querySelectorAll("details")) part.open = true;
  seen.opened = widest();
  page.querySelectorAll("input[type=radio]")[1].click();
  seen.english = words();
  seen.opened_english = widest();
  document.getElementById("seen").textContent = JSON.stringify(seen);
}};
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser. Where the checks run it must be there; elsewhere a missing one is no failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing; .ci/run installs it")
    if found is None:
        pytest.skip("Chromium is not installed, so no page can be looked at")
    return found


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML of the demo's busiest agent, with broken duties and a correction."""
    folder = tmp_path_factory.mktemp("shop")
    played = play(Folder(folder / "demo", SEED), folder / "runs", lambda _: None)
    return (played.run_folder / "statements" / "syn-azhe.html").read_text(encoding="utf-8")


def look(chromium: str, statement: str, width: int, folder: Path) -> dict[str, Any]:
    """What a page in a frame of ``width`` pixels shows, closed and with everything opened."""
    probe = folder / "probe.html"
    probe.write_text(PROBE.format(width=width, page=html.escape(statement)), encoding="utf-8")
    command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000"]
    out = subprocess.run([*command, probe.as_uri()], check=True, capture_output=True, text=True, timeout=120)
    found = re.search(r'<pre id="seen">(.+?)</pre>', out.stdout, re.S)
    assert found, "the page never loaded"
    seen: dict[str, Any] = json.loads(html.unescape(found[1]))
    return seen


@pytest.mark.parametrize("width", [390, 1280])
def test_statement_fits_its_screen_closed_and_opened(
    chromium: str, statement: str, tmp_path: Path, width: int
) -> None:
    """Even with every explanation open nothing sticks out, in either language."""
    seen = look(chromium, statement, width, tmp_path)
    for state in ("closed", "opened", "opened_english"):
        assert seen[state] <= width, (state, seen[state])


def test_statement_shows_one_language_at_a_time(chromium: str, statement: str, tmp_path: Path) -> None:
    """Chinese first; the switch needs no network and no script of the page."""
    seen = look(chromium, statement, 1280, tmp_path)
    assert "应发合计" in seen["chinese"]
    assert "Total" not in seen["chinese"]
    assert "应发合计" not in seen["english"]
    assert "阿哲" in seen["english"]
