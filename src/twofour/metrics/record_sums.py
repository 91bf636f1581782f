"""Which row of which records adds what to which sum: read by the measuring, and again by the evidence."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from twofour.metrics.calendar import DAY, day_number, on_days
from twofour.metrics.followups import latest
from twofour.metrics.records import Records
from twofour.metrics.tally import KEYS, combine
from twofour.period import Period

Parts = Mapping[str, pl.Expr]
DISPUTE_DAYS = 30

_ONE = pl.lit(1)
_SATISFACTION = {"very": 10, "satisfied": 8, "not": 5}
_CAUSE = {"found_at_once": 10, "late": 8, "sluggish": 5}
_SKILL = {"alone": 10, "partly": 8, "poor": 5, "none": 0}
_GRADES = ("a", "b", "c", "d")


def _points(column: str, scale: Mapping[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(scale, default=0, return_dtype=pl.Int64)


def _speed() -> pl.Expr:
    """10 points for up to three days, 8 for up to five, else 5."""
    took = pl.col("resolved_at") - pl.col("opened_at")
    return pl.when(took <= 3 * DAY).then(10).when(took <= 5 * DAY).then(8).otherwise(5)


def _with_part(part: str) -> Parts:
    scored = pl.col(part)
    return {f"{part}_points": scored, f"{part}_reviews": scored.is_not_null()}


DAILY: Mapping[str, Parts] = {
    "ratings": {
        "rating_points": pl.col("score"),
        "ratings": _ONE,
        "satisfied_ratings": pl.col("score") >= 4,
        "low_ratings": pl.col("score") <= 2,
        "named_praise": pl.col("named_praise"),
        "invited_ratings": pl.col("invited"),
    },
    "invitations": {"rating_invitations": _ONE},
    "reviews": {
        **_with_part("description"),
        **_with_part("service"),
        **_with_part("logistics"),
        "bad_reviews": pl.col("sentiment").is_in(["neutral", "bad"]),
    },
    "complaints": {"complaints": _ONE},
    "resolved_tickets": {
        "resolved_tickets": _ONE,
        "satisfaction_points": _points("satisfaction", _SATISFACTION),
        "satisfaction_tickets": pl.col("satisfaction").is_not_null(),
        "speed_points": _speed(),
        "quality_points": _points("cause", _CAUSE),
        "quality_tickets": pl.col("cause").is_not_null(),
        "skill_points": _points("skill", _SKILL),
        "skill_tickets": pl.col("skill").is_not_null(),
        "fixed_first_tickets": pl.col("reopened").fill_null(0) == 0,
        "ticket_seconds": pl.col("resolved_at") - pl.col("opened_at"),
    },
    "disputes": {"disputes": _ONE},
    "followups": {"referrals": pl.col("referral")},
    "phones": {"follow_phones": _ONE},
    "friends": {"follow_friends": _ONE},
    "second_contacts": {"days_to_second_contact": pl.col("waited"), "second_contacts": _ONE},
    "third_contacts": {"days_to_third_contact": pl.col("waited"), "third_contacts": _ONE},
}
"""By kind of record: what a row adds to the daily sums of its agent."""

PERSONAL: Mapping[str, Parts] = {
    "shifts": {
        "duty_days": _ONE,
        "late_days": pl.col("late_minutes") > 0,
        "early_leave_days": pl.col("early_leave_minutes") > 0,
    }
}
"""By kind of record: what a row adds to the daily sums of the person whose it is."""

STANDING: Mapping[str, Parts] = {
    "open_tickets": {"open_tickets": _ONE},
    "latest_followups": {
        **{f"follow_{grade}": pl.col("grade") == grade.upper() for grade in _GRADES},
        "completeness_points": pl.col("completeness"),
        "completeness_customers": pl.col("completeness").is_not_null(),
    },
    "disputes": {"disputes_30d": _ONE},
    "paid_orders": {"paid_orders_30d": pl.col("orders")},
}
"""By kind of row that ``standing`` gives: what it adds to the sums of the period as a whole."""


def record_sums(records: Records) -> pl.DataFrame:
    """Daily sums of records by ``KEYS``, as ``tally`` has those of facts."""
    return combine(summed(records[kind], parts, *KEYS) for kind, parts in DAILY.items())


def standing(records: Records, period: Period) -> Records:
    """The rows behind snapshots: how things stand at the end of ``period``, or in it as a whole.

    A ticket is open if it was opened before the end and not resolved by then; its row lies on the last day
    that both the period and the data reach.
    """
    last, stop = day_number(period.last), day_number(period.stop)
    resolved_later = (pl.col("resolved_day") >= stop).fill_null(True)
    tickets = records["tickets"].filter((pl.col("day") < stop) & resolved_later)
    window = (pl.col("day") >= last - DISPUTE_DAYS) & (pl.col("day") < last)
    return {
        "open_tickets": tickets.with_columns(pl.col("known_day").clip(upper_bound=last).alias("day")),
        "latest_followups": latest(on_days(records["followups"], period)),
        "disputes": records["disputes"].filter(window),
        "paid_orders": records["paid_orders"].filter(window),
    }


def summed(rows: pl.DataFrame, parts: Parts, *keys: str) -> pl.DataFrame:
    """What ``rows`` add to their sums by ``keys``, Int64."""
    added = rows.select(*keys, *(part.cast(pl.Int64).alias(name) for name, part in parts.items()))
    return added.group_by(*keys).agg(pl.exclude(*keys).sum())
