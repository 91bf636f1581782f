"""The pages about mapping files are true: their maps are read, their commands print what they show."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from twofour.cli.app import main
from twofour.cli.console import console
from twofour.sources import load_mapping
from twofour.sources.mapping import document

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "foreign-data.md"
REFERENCE = ROOT / "docs" / "reference" / "mapping.md"
HOW_TO = ROOT / "docs" / "how-to" / "map-a-foreign-export.md"
IMPORT_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page, without the indentation of a list."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.M | re.S)
    return ["\n".join(line.removeprefix(indent) for line in text.splitlines()) for indent, text in found]


@pytest.mark.parametrize("page", [TUTORIAL, REFERENCE, HOW_TO], ids=lambda page: page.stem)
def test_every_map_of_a_page_is_sound(page: Path, tmp_path: Path) -> None:
    maps = blocks(page, "yaml")
    assert maps
    for text in maps:
        (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
        load_mapping(tmp_path / "map.yaml")


def test_maps_of_the_tutorial_say_what_the_example_files_say(tmp_path: Path) -> None:
    for text in blocks(TUTORIAL, "yaml"):
        (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
        shown = load_mapping(tmp_path / "map.yaml")
        assert shown == load_mapping(ROOT / "examples" / "foreign" / "maps" / f"{shown.map}.yaml")


@pytest.mark.parametrize(
    "model",
    [
        document.Mapping,
        document.Source,
        document.TableMap,
        document.Origin,
        document.Condition,
        document.Unit,
    ],
)
def test_every_key_is_in_the_reference(model: type[document.Strict]) -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    for name, field in model.model_fields.items():
        assert re.search(rf"`[^`]*\b{field.alias or name}\b[^`]*`|^ *{field.alias or name}:", page, re.M), (
            name
        )


def test_commands_of_the_tutorial_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TWOFOUR_LANG", "zh")
    console.cache_clear()
    for block in blocks(TUTORIAL, "console"):
        command, _, shown = block.partition("\n")
        monkeypatch.setattr(sys, "argv", shlex.split(command.removeprefix("$ ")))
        with pytest.raises(SystemExit):
            main()
        assert plain(capsys.readouterr().out) == plain(shown)


def plain(text: str) -> list[str]:
    """Lines without blanks at their ends and with one name for every import."""
    return [IMPORT_ID.sub("<import>", line).rstrip() for line in text.splitlines() if line.strip()]
