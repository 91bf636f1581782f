"""Lines break between Chinese characters and between words, never before a closing mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from twofour.cli.wrapping import wrapped


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("过 35% 那一刻小美多拿", ["过 35% 那", "一刻小美多", "拿"]),
        ("one more order", ["one more", "order"]),
        ("一二三四五，六", ["一二三四", "五，六"]),  # a comma never begins a line
        ("一二三四（五）", ["一二三四", "（五）"]),  # nor does a bracket end one
        ("twofour-scheme-fit", ["twofour-scheme-fit"]),  # too long, but whole
        ("", [""]),
    ],
)
def test_lines_of_ten_cells(words: str, lines: list[str]) -> None:
    assert wrapped(words, 10).split("\n") == lines


@given(st.text("一二三，。（）「」ab1% .,-→", max_size=60), st.integers(8, 30))
def test_nothing_is_lost_and_lines_fit(words: str, width: int) -> None:
    found = wrapped(words, width)
    assert found.replace("\n", "").replace(" ", "") == words.replace(" ", "")
    for line in found.split("\n"):
        # A wider line has no place to break: only its first word, and marks that hang on to it.
        rest = line.strip().lstrip("（「")[1:]
        assert cell_len(line) <= width or not any(one in rest for one in "一二三 ")
