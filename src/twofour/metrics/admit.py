"""Which messages exist for counting, who spoke, in what order (``metrics.md`` §3)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.codes import AGENT

CUSTOMER, HUMAN, AUTOMATIC = 0, 1, 2
_NOT_WORDS = r"[\p{P}\p{S}\p{Z}\s]"
_ORDER = ("shop_id", "customer_id", "t", "seq")


@dataclass(frozen=True, slots=True)
class Admitted:
    """``rows``: person, new_person, agent_id, role, t and, where the rules name needless words, asks; sorted
    by person and time. ``people``: person, shop_id, customer_id. ``automatic``: shop_id, customer_id,
    agent_id, t of the machines' messages.
    """

    rows: pl.DataFrame
    people: pl.DataFrame
    automatic: pl.DataFrame


def admit(messages: pl.DataFrame, rules: CountingRules) -> Admitted:
    """Tell humans from machines, leave machines out where the rules ignore them, number the customers.

    ``messages``: shop_id, customer_id, agent_id, sender, t (UTC seconds), seq, text where the rules look
    at it; no system rows.
    """
    rows = messages.with_columns(_role(rules), AGENT)
    machine = pl.col("role") == AUTOMATIC
    automatic = rows.lazy().filter(machine).select("shop_id", "customer_id", "agent_id", "t").collect()
    keep = [*_ORDER, "agent_id", "role"]
    if rules.no_answer_needed:
        rows = rows.with_columns(_asks(rules))
        keep.append("asks")
    rows = rows.select(keep)
    if rules.auto_reply == "ignore" and automatic.height:
        rows = rows.filter(~machine)
    rows = _in_order(rows)
    people = rows.select(pl.col("shop_id", "customer_id").filter(pl.col("new_person"))).with_row_index(
        "person"
    )
    numbered = rows.drop("shop_id", "customer_id", "seq").with_columns(
        (pl.col("new_person").cum_sum() - 1).cast(pl.UInt32).alias("person")
    )
    return Admitted(numbered, people, automatic)


def _role(rules: CountingRules) -> pl.Expr:
    sender = pl.col("sender")
    role = pl.when(sender == "customer").then(CUSTOMER).when(sender == "agent").then(HUMAN)
    if rules.auto_reply_prefixes:
        prefixed = pl.any_horizontal(pl.col("text").str.starts_with(p) for p in rules.auto_reply_prefixes)
        machine_words = (sender == "agent") & prefixed.fill_null(False)
        role = pl.when(machine_words).then(AUTOMATIC).when(sender == "customer").then(CUSTOMER)
        role = role.when(sender == "agent").then(HUMAN)
    return role.otherwise(AUTOMATIC).cast(pl.Int8).alias("role")


def _asks(rules: CountingRules) -> pl.Expr:
    """A customer's message asks for an answer unless all it says is one of the needless words."""
    needless = pl.Series(list(rules.no_answer_needed)).str.replace_all(_NOT_WORDS, "")
    said = pl.col("text").str.replace_all(_NOT_WORDS, "")
    idle = said.is_in(needless.filter(needless != "").to_list()).fill_null(False)
    return ((pl.col("role") == CUSTOMER) & ~idle).alias("asks")


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort by shop, customer, second and arrival, unless they arrive so; add ``new_person``.

    Each file of the lake is sorted already. Several files are a handful of sorted runs per customer, so
    whole runs are moved first; every row is sorted only where runs overlap in time.
    """
    rows = rows.with_columns(_new_person())
    if _people_rise(rows) and _time_rises(rows):
        return rows
    rows = _move_runs(rows).with_columns(_new_person())
    if _time_rises(rows):
        return rows
    return rows.drop("new_person").sort(_ORDER).with_columns(_new_person())


def _new_person() -> pl.Expr:
    changed = pl.any_horizontal(pl.col(c) != pl.col(c).shift(1) for c in ("customer_id", "shop_id"))
    return changed.fill_null(True).alias("new_person")


def _time_rises(rows: pl.DataFrame) -> bool:
    t, seq = pl.col("t"), pl.col("seq")
    early = (t < t.shift(1)) | ((t == t.shift(1)) & (seq < seq.shift(1)))
    return not rows.select((early & ~pl.col("new_person")).any()).item()


def _people_rise(rows: pl.DataFrame) -> bool:
    shop, customer = pl.col("shop_id"), pl.col("customer_id")
    rising = (shop > shop.shift(1)) | ((shop == shop.shift(1)) & (customer > customer.shift(1)))
    firsts = rows.select(pl.col("shop_id", "customer_id").filter(pl.col("new_person")))
    return bool(firsts.select(rising.fill_null(True).all()).item())


def _move_runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Put every customer's runs of rows together, in order of their first second."""
    begin = rows.get_column("new_person").arg_true()
    runs = rows.select(pl.col(_ORDER).gather(begin)).with_columns(
        begin.alias("begin"), begin.shift(-1, fill_value=rows.height).alias("end")
    )
    places = runs.sort(_ORDER).select(pl.int_ranges("begin", "end").explode()).to_series()
    return rows.select(pl.all().gather(places))
