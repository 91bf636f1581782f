"""Which row of which facts adds what to which daily sum: read by the tally, and again by the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.inquiries import OUTCOMES
from twofour.metrics.kernel import Facts
from twofour.metrics.threads import MINUTE

LIMITS = (30, 180)
Parts = Mapping[str, pl.Expr]


@dataclass(frozen=True, slots=True)
class Family:
    """Rows of one kind (with shop_id, agent_id and ``day``) and what each adds to the sums it feeds.

    A part is a boolean or an integer per row. One sum may be fed by several families. ``untils`` feed
    pending counts: the UTC second until which a row may still turn (null: it no longer can), so that a
    later watermark needs no new count. Rows with untils have ``as_of``.
    """

    name: str
    rows: Callable[[Facts, CountingRules], pl.DataFrame]
    parts: Callable[[CountingRules], Parts]
    untils: Callable[[CountingRules], Parts] = lambda _: {}

    def adds(self, rules: CountingRules) -> Parts:
        """All that a row adds to sums, pending counts at the facts' own watermark included."""
        untils = self.untils(rules).items()
        pending = {name: (pl.col("as_of") < until).fill_null(False) for name, until in untils}
        return {**self.parts(rules), **pending}


def _of(name: str) -> Callable[[Facts, CountingRules], pl.DataFrame]:
    def rows(facts: Facts, _: CountingRules) -> pl.DataFrame:
        frame: pl.DataFrame = getattr(facts, name)
        return frame

    return rows


def _wait_parts(rules: CountingRules) -> Parts:
    answered, first, seconds = pl.col("answered"), pl.col("first"), pl.col("seconds").fill_null(0)
    parts = {
        "response_seconds": seconds,
        "answered_waits": answered,
        "first_response_seconds": pl.when("first").then(seconds).otherwise(0),
        "first_responses": first & answered,
    }
    if rules.unit == "customer":
        return parts
    counted = first if rules.unit == "first" else pl.lit(True)
    parts["within_all"] = counted if rules.unit == "first" else answered | True
    for limit in LIMITS:
        parts[f"within_{limit}s"] = counted & answered & (seconds <= limit)
    return parts


def _wait_untils(rules: CountingRules) -> Parts:
    if rules.unit == "customer":
        return {}
    counted = pl.col("first") if rules.unit == "first" else pl.lit(True)
    return {f"within_{n}s_pending": pl.when(counted).then(_answerable_until(n)) for n in LIMITS}


def _answerable_until(limit: int) -> pl.Expr:
    """The second at which an unanswered wait is ``limit`` seconds old."""
    return pl.when(~pl.col("answered")).then(pl.col("start") + limit)


def _span_parts(rules: CountingRules) -> Parts:
    talked = pl.col("human_messages") > 0
    long = (pl.col("end") - pl.col("start")) > rules.long_minutes * MINUTE
    return {"conversations": talked, "long_conversations": talked & long}


def _reception_rows(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    """Receptions with their slow answers and, by customer, the waits that missed a limit or are open."""
    waits = facts.waits
    late = {n: (pl.col("seconds") > n).fill_null(False) for n in LIMITS}
    missed = {n: ~pl.col("answered") | late[n] for n in LIMITS}
    slow = (pl.col("seconds") > rules.slow_seconds).fill_null(False)
    telling = slow | missed[min(LIMITS)] if rules.unit == "customer" else slow
    per_reception = (
        waits.filter(telling)
        .group_by("person", "agent_id", "day")
        .agg(
            slow.sum().alias("slow"),
            *(missed[n].sum().alias(f"missed_{n}") for n in LIMITS),
            # All that was missed may still be answered in time, until the first of it is too old.
            *(
                pl.when(~late[n].any()).then(_answerable_until(n).min()).alias(f"missed_{n}_until")
                for n in LIMITS
            ),
        )
    )
    added = pl.col("slow", *(f"missed_{n}" for n in LIMITS))
    rows = facts.receptions.join(per_reception, on=["person", "agent_id", "day"], how="left")
    return rows.with_columns(added.fill_null(0))


def _reception_parts(rules: CountingRules) -> Parts:
    consulted = pl.col("consulted")
    parts = {
        "consulted": consulted,
        "received": pl.col("received"),
        "unreplied": consulted & (pl.col("human_messages") == 0),
        "customer_messages": pl.col("customer_messages"),
        "agent_messages": pl.col("human_messages"),
        "inquiries": pl.col("inquiry"),
        "slow_receptions": pl.col("received") & (pl.col("slow") >= rules.slow_times),
    }
    for outcome in OUTCOMES:
        parts[outcome] = pl.col(outcome)
    if rules.unit == "customer":
        parts["within_all"] = consulted
        for limit in LIMITS:
            parts[f"within_{limit}s"] = consulted & (pl.col(f"missed_{limit}") == 0)
    return parts


def _reception_untils(rules: CountingRules) -> Parts:
    outcomes = (*OUTCOMES, "order_paid")
    untils: dict[str, pl.Expr] = {f"{outcome}_pending": pl.col(f"{outcome}_until") for outcome in outcomes}
    if rules.unit == "customer":
        for limit in LIMITS:
            until = pl.when("consulted").then(pl.col(f"missed_{limit}_until"))
            untils[f"within_{limit}s_pending"] = until
    return untils


def _automatic_parts(_: CountingRules) -> Parts:
    return {"auto_messages": pl.col("t").is_not_null()}


def _unaddressed_parts(_: CountingRules) -> Parts:
    return {"customer_messages": pl.col("t").is_not_null()}


def _paid_orders(facts: Facts, _: CountingRules) -> pl.DataFrame:
    return facts.orders.filter(pl.col("day").is_not_null())


def _order_parts(_: CountingRules) -> Parts:
    money = pl.col("money")
    return {
        "sales": money,
        "effective_sales": money,
        "sales_orders": pl.col("paid").is_not_null(),
        "sales_items": pl.col("items"),
        "silent_sales": pl.when(pl.col("bucket") == "fully_silent").then(money).otherwise(0),
        "upsell_orders": pl.col("upsell"),
        "upsell_sales": pl.when("upsell").then(money).otherwise(0),
        "returning_sales": pl.when("returning").then(money).otherwise(0),
        "refunded": pl.col("refunded"),
        "refund_orders": pl.col("was_refunded"),
    }


def _order_untils(_: CountingRules) -> Parts:
    return {"refund_pending": pl.col("refund_until")}


def _buyers(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    """Customers count once per agent and day, however many orders they paid."""
    return (
        _paid_orders(facts, rules)
        .group_by("person", "agent_id", "day")
        .agg(
            pl.col("shop_id", "customer_id").first(),
            pl.col("returning").any(),
            pl.col("order_id"),
            pl.col("money").sum(),
        )
    )


def _buyer_parts(_: CountingRules) -> Parts:
    return {"sales_customers": pl.col("money").is_not_null(), "repurchase_customers": pl.col("returning")}


def _assists(facts: Facts, _: CountingRules) -> pl.DataFrame:
    return facts.assists.rename({"created_day": "day"})


def _assist_parts(_: CountingRules) -> Parts:
    return {"assisted_orders": pl.col("order").is_not_null()}


def _urge_parts(_: CountingRules) -> Parts:
    return {
        "urged": pl.col("urged_at").is_not_null(),
        "urged_paid": pl.col("urged_paid"),
    }


def _urge_untils(_: CountingRules) -> Parts:
    return {"urged_pending": pl.col("urged_until")}


def _refund_parts(_: CountingRules) -> Parts:
    return {
        "refunds_credited": pl.col("money"),
        "effective_sales": -pl.col("money"),
        "disputes": pl.col("intervened"),
    }


def _handled(facts: Facts, _: CountingRules) -> pl.DataFrame:
    """Durations belong to the refund's own agent, not to the one who sold."""
    return facts.refunds.drop("agent_id").rename({"handler": "agent_id"})


def _handled_parts(_: CountingRules) -> Parts:
    seconds = pl.col("completed") - pl.col("requested")
    parts = {"refund_seconds": seconds, "refunds_completed": seconds.is_not_null()}
    for kind in ("refund_only", "return_refund"):
        of_kind = pl.col("kind") == kind
        parts[f"refund_seconds_{kind}"] = pl.when(of_kind).then(seconds).otherwise(0)
        parts[f"refunds_completed_{kind}"] = of_kind
    return parts


def _rating_parts(_: CountingRules) -> Parts:
    score = pl.col("score")
    return {
        "rating_points": score,
        "ratings": score.is_not_null(),
        "satisfied_ratings": score >= 4,
        "low_ratings": score <= 2,
        "named_praise": pl.col("named"),
    }


FAMILIES = (
    Family("waits", _of("waits"), _wait_parts, _wait_untils),
    Family("spans", _of("spans"), _span_parts),
    Family("receptions", _reception_rows, _reception_parts, _reception_untils),
    Family("automatic", _of("automatic"), _automatic_parts),
    Family("unaddressed", _of("unaddressed"), _unaddressed_parts),
    Family("orders", _paid_orders, _order_parts, _order_untils),
    Family("buyers", _buyers, _buyer_parts),
    Family("assists", _assists, _assist_parts),
    Family("urges", _of("urges"), _urge_parts, _urge_untils),
    Family("refunds", _of("refunds"), _refund_parts),
    Family("handled", _handled, _handled_parts),
    Family("ratings", _of("ratings"), _rating_parts),
)
"""Every family of rows, in the order in which evidence shows them."""
