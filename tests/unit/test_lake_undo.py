"""An import taken back: what it alone brought goes, what others brought too stays as they left it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lake_rows import JUNE, frame, message, order, shift, stored

from twofour.events.lake import Counts, Lake, Taken
from twofour.problems import Refused, UsageError


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def put(lake: Lake, name: str, *rows: dict[str, Any], table: str = "orders") -> None:
    """Import ``name``."""
    lake.commit({table: frame(table, *rows)}, source={"import": name, "files": [f"{name}.csv"]})


def amounts(lake: Lake, number: int | None = None) -> list[tuple[str, int]]:
    return stored(lake.snapshot(number), "orders", "order_id", "amount")  # type: ignore[return-value]


def test_rows_that_only_the_import_brought_go(lake: Lake) -> None:
    put(lake, "a", order(order_id="o1", amount=1))
    put(lake, "b", order(order_id="o2", amount=2), order(order_id="o3", amount=3))
    done = lake.undo("b")
    assert done.tables == {"orders": Taken(gone=2)}
    assert (done.changed_lake, done.snapshot.number) == (True, 3)
    assert amounts(lake) == [("o1", 1)]


def test_an_undo_is_foreseen_without_being_done(lake: Lake) -> None:
    put(lake, "a", order(order_id="o1", amount=1), order(order_id="o2", amount=2))
    put(lake, "b", order(order_id="o1", amount=10), order(order_id="o3", amount=3))
    before = amounts(lake)
    foreseen = lake.undo_foreseen("b")
    assert foreseen == {"orders": Taken(gone=1, restored=1)}
    assert amounts(lake) == before
    assert lake.undo("b").tables == foreseen
    with pytest.raises(Refused):
        lake.undo_foreseen("b")


def test_rows_that_the_import_changed_get_their_earlier_content_back(lake: Lake) -> None:
    put(lake, "a", order(order_id="o1", amount=1), order(order_id="o2", amount=2))
    put(lake, "b", order(order_id="o1", amount=10, created_at=JUNE + timedelta(days=40)))
    assert lake.undo("b").tables == {"orders": Taken(restored=1)}
    assert amounts(lake) == [("o1", 1), ("o2", 2)]
    assert lake.snapshot().files("orders", months=["2026-07"]) == []


def test_row_that_a_later_import_changed_again_keeps_that_content(lake: Lake) -> None:
    for name, amount in (("a", 1), ("b", 2), ("c", 3)):
        put(lake, name, order(amount=amount))
    assert lake.undo("b").tables == {"orders": Taken(kept=1)}
    assert amounts(lake) == [("o1", 3)]


def test_row_that_a_later_import_delivered_alike_stays_where_that_one_put_it(lake: Lake) -> None:
    put(lake, "a", order(order_id="o1"), order(order_id="o2"))
    put(lake, "b", order(order_id="o3"))
    put(lake, "c", order(order_id="o2"))
    assert lake.undo("a").tables == {"orders": Taken(gone=1, kept=1)}
    assert [name for name, _ in amounts(lake)] == ["o3", "o2"]


def test_import_that_changed_nothing_keeps_its_rows_alive(lake: Lake) -> None:
    put(lake, "a", order(), order(order_id="o2"))
    put(lake, "b", order(), order(order_id="o2"))
    assert lake.snapshot().number == 1
    lake.undo("a")
    assert [name for name, _ in amounts(lake)] == ["o1", "o2"]
    lake.undo("b")
    assert amounts(lake) == []


def test_undoing_an_import_that_changed_nothing_makes_no_snapshot(lake: Lake) -> None:
    put(lake, "a", order())
    put(lake, "b", order())
    done = lake.undo("b")
    assert (done.changed_lake, done.snapshot.number) == (False, 1)
    assert done.tables == {"orders": Taken(kept=1)}
    assert [bool(one.undone) for one in lake.imports()] == [False, True]


def test_three_deliveries_of_a_row_are_undone_one_by_one(lake: Lake) -> None:
    for name in "abc":
        put(lake, name, order())
    for name, left in (("a", 1), ("b", 1), ("c", 0)):
        lake.undo(name)
        assert len(amounts(lake)) == left


def test_content_is_found_again_after_its_row_was_renumbered(lake: Lake) -> None:
    put(lake, "a", order(amount=1))
    put(lake, "b", order(amount=2))
    lake.undo("a")
    put(lake, "c", order(amount=3))
    put(lake, "d", order(amount=4))
    lake.undo("d")
    assert amounts(lake) == [("o1", 3)]
    lake.undo("c")
    assert amounts(lake) == [("o1", 2)]


def test_copies_of_a_row_without_id_are_as_many_as_one_import_left_holds(lake: Lake) -> None:
    for name, copies in (("a", 2), ("b", 3), ("c", 1)):
        put(lake, name, *[message()] * copies, table="messages")
    for name, left in (("b", 2), ("a", 1), ("c", 0)):
        lake.undo(name)
        assert lake.snapshot().scan("messages").collect().height == left


def test_all_tables_of_an_import_go_at_once(lake: Lake) -> None:
    rows = {"orders": frame("orders", order()), "shifts": frame("shifts", shift())}
    lake.commit(rows, source={"import": "a"})
    assert lake.undo("a").tables == {"orders": Taken(gone=1), "shifts": Taken(gone=1)}
    assert amounts(lake) == []
    assert stored(lake.snapshot(), "shifts", "member_id") == []


def test_older_snapshots_read_as_before(lake: Lake) -> None:
    put(lake, "a", order(amount=1))
    put(lake, "b", order(amount=2), order(order_id="o2"))
    lake.undo("a")
    lake.undo("b")
    assert [amounts(lake, number) for number in (1, 2, 3)] == [
        [("o1", 1)],
        [("o1", 2), ("o2", 1234)],
        [("o1", 2), ("o2", 1234)],
    ]


def test_importing_again_undoes_the_undo(lake: Lake) -> None:
    put(lake, "a", order(amount=1))
    lake.undo("a")
    put(lake, "again", order(amount=1))
    assert amounts(lake) == [("o1", 1)]
    lake.undo("again")
    assert amounts(lake) == []


def test_every_import_is_listed_with_what_it_did(lake: Lake) -> None:
    put(lake, "a", order(amount=1))
    put(lake, "b", order(amount=2), order(order_id="o2"))
    put(lake, "c", order(amount=2))
    lake.undo("b")
    a, b, c = lake.imports()
    assert [one.import_id for one in (a, b, c)] == ["a", "b", "c"]
    assert (b.tables, b.files, b.snapshot) == ({"orders": Counts(new=1, changed=1)}, ("b.csv",), 2)
    assert (c.tables, c.changed_lake, c.snapshot) == ({"orders": Counts(unchanged=1)}, False, 2)
    assert b.undone is not None
    assert b.undone >= b.created
    assert (a.undone, c.undone) == (None, None)


def test_same_imports_and_undos_give_the_same_digest(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        lake = Lake(tmp_path / name)
        put(lake, "a", order(), order(order_id="o2"))
        put(lake, "b", order(amount=2))
        lake.undo("b")
        digests.append(lake.snapshot().digest)
    assert digests[0] == digests[1]
    assert digests[0] != Lake(tmp_path / "one").snapshot(1).digest


def test_unknown_import_is_named_with_the_nearest(lake: Lake) -> None:
    put(lake, "20260601-093000-ab12", order())
    with pytest.raises(UsageError, match="did you mean 20260601-093000-ab12"):
        lake.undo("20260601-093000-ab21")
    with pytest.raises(UsageError, match="there is no import x") as caught:
        lake.undo("x")
    assert caught.value.command is not None and caught.value.command.zh == "twofour imports"


def test_import_is_undone_only_once(lake: Lake) -> None:
    put(lake, "a", order())
    lake.undo("a")
    with pytest.raises(Refused, match="undone already"):
        lake.undo("a")
    assert lake.snapshot().number == 2


def test_content_that_was_erased_refuses_the_undo(lake: Lake) -> None:
    put(lake, "a", order(amount=1))
    (first,) = lake.snapshot().files("orders")
    put(lake, "b", order(amount=2))
    (lake.snapshot().folder("orders") / first.path).unlink()
    with pytest.raises(Refused, match="was erased"):
        lake.undo("b")
    assert amounts(lake) == [("o1", 2)]
