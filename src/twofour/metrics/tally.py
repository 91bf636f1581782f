"""Facts to daily sums: one row per shop, agent (null: nobody) and business day, one integer per sum."""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.inquiries import OUTCOMES
from twofour.metrics.kernel import Facts
from twofour.metrics.threads import MINUTE

KEYS = ("shop_id", "agent_id", "day")
LIMITS = (30, 180)


def tally(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    """Every additive sum of the catalogue, Int64, 0 where a family has no row for that agent and day."""
    parts = [
        _waits(facts.waits, rules),
        _spans(facts.spans, rules),
        _receptions(facts, rules),
        _sum(
            facts.loose,
            auto_messages=pl.col("auto_messages").sum(),
            customer_messages=pl.col("customer_messages").sum(),
        ),
        _sales(facts.orders),
        _buyers(facts.orders),
        _sum(facts.assists.rename({"created_day": "day"}), assisted_orders=pl.len()),
        _urges(facts.urges),
        _refunds_charged(facts.refunds),
        _refunds_handled(facts.refunds),
        _ratings(facts.ratings),
    ]
    rows = pl.concat(parts, how="diagonal")
    return combine(rows).with_columns(
        (pl.col("sales") - pl.col("refunds_credited")).alias("effective_sales"),
    )


def combine(rows: pl.DataFrame) -> pl.DataFrame:
    """Add rows of the same shop, agent and day together."""
    return rows.group_by(*KEYS).agg(pl.exclude(*KEYS).sum()).with_columns(pl.exclude(*KEYS).fill_null(0))


def _sum(rows: pl.DataFrame, **sums: pl.Expr) -> pl.DataFrame:
    return rows.group_by(*KEYS).agg(*(e.cast(pl.Int64).alias(name) for name, e in sums.items()))


def _count(condition: str) -> pl.Expr:
    return pl.col(condition).sum()


def _waits(waits: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    answered, seconds = pl.col("answered"), pl.col("seconds")
    sums = {
        "response_seconds": seconds.sum(),
        "answered_waits": answered.sum(),
        "first_response_seconds": seconds.filter(pl.col("first")).sum(),
        "first_responses": (pl.col("first") & answered).sum(),
    }
    if rules.unit == "customer":
        return _sum(waits, **sums)
    counted = pl.col("first") if rules.unit == "first" else pl.lit(True)
    sums["within_all"] = counted.sum() if rules.unit == "first" else pl.len()
    for limit in LIMITS:
        sums[f"within_{limit}s"] = (counted & answered & (seconds <= limit)).sum()
        sums[f"within_{limit}s_pending"] = (counted & _may_still(limit)).sum()
    return _sum(waits, **sums)


def _may_still(limit: int) -> pl.Expr:
    """An unanswered wait that began less than ``limit`` seconds before the watermark."""
    return ~pl.col("answered") & (pl.col("as_of") - pl.col("start") < limit)


def _spans(spans: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    talked = pl.col("human_messages") > 0
    length = pl.col("end") - pl.col("start")
    return _sum(
        spans,
        conversations=talked.sum(),
        long_conversations=(talked & (length > rules.long_minutes * MINUTE)).sum(),
    )


def _receptions(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    rows = facts.receptions
    sums = {
        "consulted": _count("consulted"),
        "received": _count("received"),
        "unreplied": (pl.col("consulted") & (pl.col("human_messages") == 0)).sum(),
        "customer_messages": pl.col("customer_messages").sum(),
        "agent_messages": pl.col("human_messages").sum(),
        "inquiries": _count("inquiry"),
        "order_paid_pending": _count("order_paid_pending"),
        "slow_receptions": (pl.col("received") & (pl.col("slow") >= rules.slow_times)).sum(),
    }
    for outcome in OUTCOMES:
        sums[outcome] = _count(outcome)
        sums[f"{outcome}_pending"] = _count(f"{outcome}_pending")
    rows = rows.join(_waits_by_reception(facts.waits, rules), on=["person", "agent_id", "day"], how="left")
    if rules.unit == "customer":
        sums["within_all"] = _count("consulted")
        for limit in LIMITS:
            missed, open_still = pl.col(f"missed_{limit}").fill_null(0), pl.col(f"open_{limit}").fill_null(0)
            sums[f"within_{limit}s"] = (pl.col("consulted") & (missed == 0)).sum()
            hopeful = (missed > 0) & (missed == open_still)
            sums[f"within_{limit}s_pending"] = (pl.col("consulted") & hopeful).sum()
    return _sum(rows, **sums)


def _waits_by_reception(waits: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """Per customer, agent and day: slow answers, and the waits that missed each limit or are still open."""
    missed = {limit: ~pl.col("answered") | (pl.col("seconds") > limit).fill_null(False) for limit in LIMITS}
    telling = (pl.col("seconds") > rules.slow_seconds).fill_null(False)
    if rules.unit == "customer":
        telling |= missed[min(LIMITS)]
    return (
        waits.filter(telling)
        .group_by("person", "agent_id", "day")
        .agg(
            (pl.col("answered") & (pl.col("seconds") > rules.slow_seconds)).sum().alias("slow"),
            *(missed[limit].sum().alias(f"missed_{limit}") for limit in LIMITS),
            *(_may_still(limit).sum().alias(f"open_{limit}") for limit in LIMITS),
        )
    )


def _sales(orders: pl.DataFrame) -> pl.DataFrame:
    money = pl.col("money")
    return _sum(
        orders.filter(pl.col("day").is_not_null()),
        sales=money.sum(),
        sales_orders=pl.len(),
        sales_items=pl.col("items").sum(),
        silent_sales=money.filter(pl.col("bucket") == "fully_silent").sum(),
        upsell_orders=_count("upsell"),
        upsell_sales=money.filter("upsell").sum(),
        returning_sales=money.filter("returning").sum(),
        refunded=pl.col("refunded").sum(),
        refund_orders=_count("was_refunded"),
        refund_pending=_count("refund_open"),
    )


def _buyers(orders: pl.DataFrame) -> pl.DataFrame:
    """Customers count once per agent and day, however many orders they paid."""
    customers = (
        orders.filter(pl.col("day").is_not_null())
        .group_by("shop_id", "agent_id", "day", "person")
        .agg(pl.col("returning").any())
    )
    return _sum(customers, sales_customers=pl.len(), repurchase_customers=_count("returning"))


def _urges(urges: pl.DataFrame) -> pl.DataFrame:
    return _sum(urges, urged=pl.len(), urged_paid=_count("urged_paid"), urged_pending=_count("urged_pending"))


def _refunds_charged(refunds: pl.DataFrame) -> pl.DataFrame:
    return _sum(refunds, refunds_credited=pl.col("money").sum(), disputes=_count("intervened"))


def _refunds_handled(refunds: pl.DataFrame) -> pl.DataFrame:
    """Durations belong to the refund's own agent, not to the one who sold."""
    rows = refunds.drop("agent_id").rename({"handler": "agent_id"})
    seconds = pl.col("completed") - pl.col("requested")
    sums = {"refund_seconds": seconds.sum(), "refunds_completed": pl.len()}
    for kind in ("refund_only", "return_refund"):
        of_kind = pl.col("kind") == kind
        sums[f"refund_seconds_{kind}"] = seconds.filter(of_kind).sum()
        sums[f"refunds_completed_{kind}"] = of_kind.sum()
    return _sum(rows, **sums)


def _ratings(ratings: pl.DataFrame) -> pl.DataFrame:
    score = pl.col("score")
    return _sum(
        ratings,
        rating_points=score.sum(),
        ratings=pl.len(),
        satisfied_ratings=(score >= 4).sum(),
        low_ratings=(score <= 2).sum(),
        named_praise=_count("named"),
    )
