"""The pages about schemes and money are true: their commands, run in order, print what they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from commandline import twofour

from twofour.demo.folder import Folder
from twofour.demo.play import play
from twofour.demo.shop import SEED

DOCS = Path(__file__).parents[2] / "docs"
FILES = {"csv": "refunds.csv", "yaml": "draft.yaml"}
# What differs from day to day and with the demo's figures: ids of imports, times, hashes, amounts, blanks.
MOVING = re.compile(
    r"\b\d{8}-\d{6}-[0-9a-f]{4}\b|\d{4}-\d\d-\d\d \d\d:\d\d|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b"
    r"|-?\d[\d,]*\.\d\d|─+|\s+"
)


def plain(text: str) -> str:
    """The words of a screen, without what moves."""
    return MOVING.sub("", text)


@pytest.mark.parametrize("page", ["how-to/close-a-month.md", "tutorials/design-a-scheme.md"])
def test_commands_of_the_page_print_what_it_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    play(Folder(Path("twofour-demo"), SEED), Path("twofour-demo/runs"), lambda _: None)
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(console|csv|yaml)\n(.*?)^```", text, re.M | re.S)
    assert len(blocks) > 15
    for kind, block in blocks:
        if kind in FILES:
            Path(FILES[kind]).write_text(block, encoding="utf-8")
            continue
        command, _, shown = block.partition("\n")
        done = twofour(*_words(command), width=80)
        assert plain(done.stdout + done.stderr) == plain(shown), command


def _words(command: str) -> list[str]:
    """The words after ``$ twofour``, as a shell would give them."""
    _, _, *words = shlex.split(command)
    return [
        found for word in words for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
