"""Hours that count (``metrics.md`` §§4, 7): seconds of service, waits that response metrics leave out.

A column exists only under the rule that needs it; the functions below give the expressions that read it.
"""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import Calendar
from twofour.metrics.hours import Hours

LIMITS = (30, 180)
"""Seconds of response_within_30s and response_within_180s."""


def with_hours(
    waits: pl.DataFrame, rows: pl.DataFrame, rules: CountingRules, calendar: Calendar
) -> pl.DataFrame:
    """Waits with ``seconds`` inside service_hours and, where the rules set hours, the columns read below.

    ``rows``: the messages that the waits are of: t, new_conversation.
    """
    columns: dict[str, pl.Expr] = {}
    if rules.service_hours:
        service = _hours(rules.service_hours, rules, calendar)
        since = pl.col("start" if rules.clock == "first" else "last_asked")
        columns["seconds"] = service.between(since, pl.col("replied_at"))
        columns |= {f"until_{limit}": service.after(pl.col("start"), limit) for limit in LIMITS}
    if rules.ungraded_starts:
        opened = rows.select(pl.col("t").filter("new_conversation")).to_series()
        began = pl.lit(opened).gather(pl.col("conversation") - 1)
        columns["timed"] = ~_hours(rules.ungraded_starts, rules, calendar).inside(began)
    if rules.graded_hours:
        graded = _hours(rules.graded_hours, rules, calendar)
        replied = graded.inside(pl.col("replied_at")).fill_null(False)
        columns["in_hours"] = graded.inside(pl.col("start")) | replied
    return waits.with_columns(**columns)


def began_in_hours(receptions: pl.DataFrame, rules: CountingRules, calendar: Calendar) -> pl.DataFrame:
    """Receptions with ``began_in_hours`` (the customer's first message) where graded_hours are set."""
    if not rules.graded_hours:
        return receptions
    began = _hours(rules.graded_hours, rules, calendar).inside(pl.col("first_asked"))
    return receptions.with_columns(began.alias("began_in_hours"))


def timed(rules: CountingRules) -> list[pl.Expr]:
    """What must hold for a wait to count for response times."""
    return [pl.col("timed")] if rules.ungraded_starts else []


def graded(rules: CountingRules) -> list[pl.Expr]:
    """What must hold for a wait to count for the shares answered in time."""
    return [*timed(rules), *([pl.col("in_hours")] if rules.graded_hours else [])]


def answerable_until(rules: CountingRules, limit: int) -> pl.Expr:
    """The second at which a wait that counts and has no answer is ``limit`` (counted) seconds old."""
    until = pl.col(f"until_{limit}") if rules.service_hours else pl.col("start") + limit
    return pl.when(holds(~pl.col("answered"), graded(rules))).then(until)


def holds(condition: pl.Expr, conditions: list[pl.Expr]) -> pl.Expr:
    """All of the conditions together."""
    for other in conditions:
        condition = condition & other
    return condition


def _hours(written: str, rules: CountingRules, calendar: Calendar) -> Hours:
    return Hours(written, rules.timezone, calendar.first, calendar.last)
