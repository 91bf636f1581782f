"""Both fast readers of delimited text see the same rows, or the first one stands back."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from twofour.sources.readers.blocks import Block, delimiters, well_quoted
from twofour.sources.readers.strict import parse

CELLS = st.text(st.sampled_from(list('ab,"中\n ')), max_size=4)
ODD = st.text(st.sampled_from(list('ab,,"\n\n\r 中\ufeff')), max_size=30)


def block(text: str) -> Block:
    data = text.encode()
    return Block(0, data, len(data))


def rows_of(text: str, width: int, chosen: list[int]) -> list[tuple[str, ...]] | None:
    """What is read of ``chosen`` columns: of all, by the first reader; of few, by the second one."""
    frame = parse(block(text), width, chosen, ",")
    return None if frame is None else [tuple(cell or "" for cell in row) for row in frame.rows()]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(["\n", "\r\n"]), ODD)
@settings(max_examples=400)
def test_both_fast_readers_agree(rows: list[list[str]], end: str, odd: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    for written in (text.getvalue(), text.getvalue() + odd, odd):
        if not written or not well_quoted(block(written), ","):
            continue
        whole = rows_of(written, 3, [0, 1, 2])
        alone = [rows_of(written, 3, [number]) for number in range(3)]
        columns = None if whole is None else [[(row[number],) for row in whole] for number in range(3)]
        assert alone == ([None] * 3 if columns is None else columns)


def test_a_row_too_short_beside_one_too_long_is_no_block_of_rows() -> None:
    assert rows_of("a,b,c\na,b\na,b,c,d\n", 3, [0, 1, 2]) is None
    assert rows_of("a,b,c\na,b\n", 3, [0, 1, 2]) is None
    # The last cell, empty and without the end of a line behind it, is easily overlooked.
    assert rows_of("a,b\na,b,c,", 3, [0, 1, 2]) is None
    assert rows_of("a,b\n\na,b,", 2, [0, 1]) is None
    assert rows_of("a,b\na,", 2, [0, 1]) == [("a", "b"), ("a", "")]
    assert rows_of("a,b,c\na,b,c\n", 3, [0, 1, 2]) == [("a", "b", "c")] * 2


def test_delimiters_inside_quotes_are_not_counted() -> None:
    assert delimiters(block('a,"b,c","d""e,f"\n,,\n'), ",") == 4
