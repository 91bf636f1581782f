"""Whatever happened in a shop: pseudonyms change no figure, and neither does forgetting somebody."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import frames
from twofour.events.lake import Lake
from twofour.events.privacy import CustomerKey, forget, pseudonym, with_pseudonyms, words_of
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics.measuring import measure_events
from twofour.period import Period

DAYS = Period(FIRST_DAY, LAST_DAY + timedelta(days=1))
KEY = CustomerKey(b"k" * 32)
MANY = settings(
    max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def figures(tables: dict[str, pl.DataFrame], rules: CountingRules) -> list[object]:
    """Every measure of every agent and of the shops."""
    return [one for by in ("agent", "shop") for one in measure_events(tables, rules, DAYS, by)]


@MANY
@given(world=worlds(2, with_staff=True, shared_agents=True))
def test_pseudonyms_change_no_figure(world: World) -> None:
    """A customer whom the rules leave out is named there by the pseudonym too."""
    tables = frames(world.events)
    hidden = {name: with_pseudonyms(KEY, TABLES[name], rows) for name, rows in tables.items()}
    excluded = tuple(pseudonym(KEY, one) for one in world.rules.excluded_customers)
    rules = world.rules.model_copy(update={"excluded_customers": excluded})
    assert figures(hidden, rules) == figures(tables, world.rules)
    customers = {
        one for rows in hidden.values() if "customer_id" in rows for one in rows["customer_id"] if one
    }
    assert all(one.startswith("pn_") for one in customers)


@MANY
@given(world=worlds(2, with_staff=True, shared_agents=True), who=st.sampled_from(["c1", "c2"]))
def test_forgetting_somebody_changes_no_figure(world: World, who: str) -> None:
    """In every shop at once, with words that the rules look for in what was said."""
    assume(who not in world.rules.excluded_customers)
    folder = Path(tempfile.mkdtemp())
    try:
        lake = Lake.create_or_open(folder)
        tables = {name: rows.drop("seq", strict=False) for name, rows in frames(world.events).items()}
        lake.commit(tables, source={})
        before = {name: lake.snapshot().scan(name).collect() for name in TABLES}
        assume(any(who in rows["customer_id"] for rows in before.values() if "customer_id" in rows))
        forget(folder, who, by="b", reason="r", words=words_of(world.rules))
        after = {name: lake.snapshot().scan(name).collect() for name in TABLES}
        assert figures(after, world.rules) == figures(before, world.rules)
        assert not any(who in rows["customer_id"] for rows in after.values() if "customer_id" in rows)
    finally:
        shutil.rmtree(folder)
