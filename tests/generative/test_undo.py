"""Imports taken back, in any order: the lake holds what it would hold had they never been."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.lake import Import, Row, rows_after
from twofour.events.lake import Lake, Snapshot
from unit.lake_rows import JUNE, frame, message, order, shift, staff

CHANCES = st.integers(0, 1)


@st.composite
def rows_of(draw: st.DrawFn, table: str) -> Row:
    """A row of few different ones, so that imports meet: the same, changed, moved, without id."""
    which, change = draw(CHANCES), draw(CHANCES)
    if table == "orders":
        moved = JUNE + timedelta(days=40 * change)
        return order(order_id=f"o{which}", amount=draw(CHANCES), created_at=moved)
    if table == "messages":
        number = draw(st.sampled_from([None, None, "m1", "m2"]))
        return message(text=str(which), message_id=number, shop_id=draw(st.sampled_from("sst")))
    if table == "staff":
        return staff(team=str(change), valid_from=draw(st.sampled_from([None, date(2026, 6, 1)])))
    return shift(member_id=f"m{which}", late_minutes=change)


TABLES = ("messages", "orders", "shifts", "staff")
DELIVERIES = {name: st.lists(st.lists(rows_of(name), max_size=3), min_size=1, max_size=2) for name in TABLES}
OTHERS = {name: DELIVERIES[name] for name in TABLES if name != "orders"}
IMPORTS = st.fixed_dictionaries({"orders": DELIVERIES["orders"]}, optional=OTHERS)
# Several imports before anything is taken back, then now one, now the other.
STEPS = st.tuples(
    st.lists(IMPORTS, min_size=3, max_size=4), st.lists(st.integers(0, 9) | IMPORTS, min_size=2, max_size=5)
).map(lambda both: [*both[0], *both[1]])


def held(snapshot: Snapshot) -> dict[str, list[Row]]:
    """All rows of every table in order of arrival."""
    return {name: snapshot.scan(name).sort("seq").drop("seq").collect().to_dicts() for name in TABLES}


def put(lake: Lake, one: Mapping[str, Any]) -> None:
    rows = {name: [frame(name, *delivery) for delivery in given] for name, given in one.items()}
    lake.commit(rows, source={})


@settings(max_examples=25)
@given(steps=STEPS)
def test_lake_after_undos_is_that_of_the_other_imports(steps: list[Import | int]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        lake, standing, snapshots = Lake(folder), {}, []
        for step in steps:
            if isinstance(step, int):
                if not standing:
                    continue
                gone = sorted(standing)[step % len(standing)]
                lake.undo(gone)
                del standing[gone]
            else:
                put(lake, step)
                standing[lake.imports()[-1].import_id] = step
            now = held(lake.snapshot())
            snapshots.append((lake.snapshot().number, now))
            assert now == {name: rows_after(standing.values(), name) for name in TABLES}
        for number, then in snapshots:
            if number:
                assert held(lake.snapshot(number)) == then
    finally:
        shutil.rmtree(folder)
