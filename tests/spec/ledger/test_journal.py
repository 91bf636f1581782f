"""The journal only grows; whatever is changed, cut, added or moved shows, and what never ended counts not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bookkeeping import WRITER, Shop

from twofour.ledger import Ledger, balances, closing
from twofour.period import parse_period
from twofour.problems import Refused


@pytest.fixture
def journal(shop: Shop) -> Path:
    shop.month("2026-06", m01={"base": "3000.00"})
    shop.open("2026-07")
    return shop.ledger.journal.path


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def more_pay(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"300000", b"900000"))


def another_person(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("店长".encode(), "张三".encode()))


def one_line_less(path: Path) -> None:
    path.write_bytes(b"".join([*lines(path)[:2], *lines(path)[3:]]))


def two_lines_swapped(path: Path) -> None:
    first, second, *rest = lines(path)
    path.write_bytes(b"".join([second, first, *rest]))


def a_line_twice(path: Path) -> None:
    path.write_bytes(path.read_bytes() + lines(path)[-1])


def rewritten_without_a_hash(path: Path) -> None:
    *rest, last = lines(path)
    said = json.loads(last)
    said["act"]["period"] = "2026-08"
    path.write_bytes(b"".join([*rest, json.dumps(said).encode() + b"\n"]))


def the_end_cut_off(path: Path) -> None:
    path.write_bytes(b"".join(lines(path)[:-1]))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def mark_rewritten(path: Path) -> None:
    path.with_suffix(".head").write_text("{}")


def no_line_at_all(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00\xff\n")


TAMPERED = [
    *(more_pay, another_person, one_line_less, two_lines_swapped, a_line_twice, rewritten_without_a_hash),
    *(the_end_cut_off, emptied, mark_rewritten, no_line_at_all),
]


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_tampering_shows_to_readers_and_writers(
    shop: Shop, journal: Path, tamper: Callable[[Path], None]
) -> None:
    tamper(journal)
    before = journal.read_bytes()
    with pytest.raises(Refused, match=str(journal)):
        shop.ledger.book()
    with pytest.raises(Refused, match=str(journal)):
        shop.open("2026-08")
    assert journal.read_bytes() == before


def test_a_journal_cannot_stand_in_for_another_shops(shop: Shop, journal: Path) -> None:
    other = Ledger(shop.ledger.folder.parent, "s2")
    journal.rename(other.journal.path)
    with pytest.raises(Refused, match="line 1"):
        other.book()


@pytest.mark.parametrize("cut", [1, 2, 17, 200])
def test_an_act_that_never_ended_is_undone_by_the_next(shop: Shop, journal: Path, cut: int) -> None:
    whole, mark = journal.read_bytes(), journal.with_suffix(".head")
    marked = mark.read_bytes()
    shop.open("2026-08")
    journal.write_bytes(journal.read_bytes()[:-cut])
    mark.write_bytes(marked)
    book = shop.ledger.book()
    assert book.torn
    assert "2026-08" not in book.periods
    shop.open("2026-09")
    assert journal.read_bytes().startswith(whole)
    assert list(shop.book.periods) == ["2026-06", "2026-07", "2026-09"]
    assert not shop.book.torn


def test_a_crash_between_the_act_and_its_mark_loses_nothing(shop: Shop, journal: Path) -> None:
    mark = journal.with_suffix(".head")
    old = mark.read_bytes()
    shop.open("2026-08")
    mark.write_bytes(old)
    assert "2026-08" in shop.book.periods
    shop.open("2026-09")
    assert "2026-09" in shop.book.periods


def test_a_refused_act_leaves_no_trace(shop: Shop, journal: Path) -> None:
    before = journal.read_bytes()
    with pytest.raises(Refused):
        shop.open("2026-06")
    assert journal.read_bytes() == before


def test_an_act_that_rests_on_an_older_look_is_refused(shop: Shop, journal: Path) -> None:
    seen = shop.book.head
    shop.open("2026-08")
    with pytest.raises(Refused, match="somebody has just written"):
        shop.ledger.write(WRITER, lambda book: closing.open_period(book, parse_period("2026-09")), seen)


def test_every_amount_in_the_file_is_whole_fen(shop: Shop, journal: Path) -> None:
    for line in lines(journal):
        json.loads(line, parse_float=pytest.fail)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file where the folder should be")
    with pytest.raises(Refused, match="Nothing was changed"):
        Shop(tmp_path).open("2026-06")


def test_replaying_the_file_gives_the_book_that_the_writer_saw(shop: Shop, journal: Path) -> None:
    seen = shop.ledger.write(WRITER, lambda book: closing.open_period(book, parse_period("2026-08")))
    assert balances(seen) == balances(shop.book)
    assert (seen.head, list(seen.periods)) == (shop.book.head, list(shop.book.periods))
