"""Facts that need no conversations: what the smaller tables say, one row each, and the day it lies on."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES, Kind
from twofour.metrics.calendar import Calendar
from twofour.metrics.followups import contacts, firsts
from twofour.metrics.prepare import (
    Events,
    bounds,
    frame_of,
    known,
    known_orders,
    known_refunds,
    not_yet,
    seconds,
)
from twofour.metrics.shifts import shift_days

Records = Mapping[str, pl.DataFrame]
"""Rows by kind, one counted thing each, with shop_id, the agent_id whose it is (null: nobody), its instant
``at`` (UTC second) and the business ``day`` (a day number) that it lies on. ``record_sums`` says what each
kind feeds. ``shifts`` are people's: they have member_id in place of shop and agent.
"""

_HAPPENED = {
    "ratings": "rated_at",
    "invitations": "sent_at",
    "reviews": "reviewed_at",
    "tickets": "opened_at",
    "followups": "at",
}
_NOBODY = pl.lit(None, pl.String).alias("agent_id")


def record(events: Events, rules: CountingRules, as_of: Mapping[str, int]) -> Records:
    """Everything that the tables other than messages say by each shop's ``as_of`` (UTC second).

    A shop that is not in ``as_of`` has no events; of its members all shifts are known. Rows of different
    shops never meet, except that a person's shifts are the same in each.
    """
    read = {table: _read(events, table, happened, as_of) for table, happened in _HAPPENED.items()}
    orders = known_orders(frame_of(events, "orders"), as_of)
    refunds = known_refunds(frame_of(events, "refunds"), as_of)
    marks = pl.DataFrame(list(as_of.items()), {"shop_id": pl.String, "as_of": pl.Int64}, orient="row")
    times = [(read[table], (happened,)) for table, happened in _HAPPENED.items()]
    times += [(read["tickets"], ("resolved_at",)), (orders, ("paid",)), (refunds, ("completed",))]
    calendar = Calendar(rules, *bounds([*times, (marks, ("as_of",))]))

    def dated(rows: pl.DataFrame, at: str) -> pl.DataFrame:
        return rows.with_columns(pl.col(at).alias("at"), calendar.day(pl.col(at)).alias("day"))

    tickets = dated(read["tickets"], "opened_at").with_columns(
        calendar.day(pl.col("resolved_at")).alias("resolved_day"),
        calendar.day(pl.col("as_of")).alias("known_day"),
    )
    followups = dated(read["followups"], "at").sort("at", "seq")
    disputes = refunds.filter("intervened").join(
        orders.select("shop_id", "order_id", "customer_id"), on=["shop_id", "order_id"], how="left"
    )
    paid = orders.filter(pl.col("paid").is_not_null())
    known_days = marks.select("shop_id", calendar.day(pl.col("as_of")).alias("known_day"))
    return {
        "ratings": dated(read["ratings"], "rated_at"),
        "invitations": dated(read["invitations"].filter(pl.col("kind") == "rating"), "sent_at"),
        "reviews": dated(read["reviews"], "reviewed_at").with_columns(_NOBODY),
        "tickets": tickets,
        "complaints": tickets.filter("complaint"),
        "resolved_tickets": dated(tickets.filter(pl.col("resolved_at").is_not_null()), "resolved_at"),
        "disputes": dated(disputes, "completed").with_columns(_NOBODY),
        "paid_orders": dated(paid, "paid").with_columns(_NOBODY, pl.lit(1).alias("orders")),
        "followups": followups,
        "phones": firsts(followups, "phone_collected"),
        "friends": firsts(followups, "friend_added"),
        "second_contacts": contacts(followups, 2),
        "third_contacts": contacts(followups, 3),
        "shifts": shift_days(events, rules, known_days),
    }


def _read(events: Events, table: str, happened: str, as_of: Mapping[str, int]) -> pl.DataFrame:
    """Rows of ``table`` that had ``happened`` by then, every time in UTC seconds, empty where it is later."""
    times = [column.name for column in TABLES[table].columns if column.kind is Kind.TIME]
    rows = known(frame_of(events, table).with_columns(seconds(t).alias(t) for t in times), as_of, happened)
    return rows.with_columns(not_yet(t) for t in times)


def held(records: Records) -> Records:
    """The same with paid orders, the many, added up by day: all that measuring needs."""
    paid = records["paid_orders"].group_by("shop_id", "agent_id", "day").agg(pl.col("orders").sum())
    return {**records, "paid_orders": paid}
