"""Which row of which facts adds what to which daily sum: read by the tally, and again by the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import MINUTE
from twofour.metrics.grading import LIMITS, answerable_until, graded, holds, timed
from twofour.metrics.inquiries import OUTCOMES
from twofour.metrics.kernel import Facts

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
    """A wait without an answer has no seconds."""
    first, seconds = pl.col("first"), pl.col("seconds").fill_null(0)
    answered = holds(pl.col("answered"), timed(rules))
    parts = {
        "response_seconds": _where(timed(rules), seconds),
        "answered_waits": answered,
        "first_response_seconds": _where([first, *timed(rules)], seconds),
        "first_responses": first & answered,
    }
    if rules.unit == "customer":
        return parts
    counted = _counted(rules)
    parts["within_all"] = holds(pl.col("start").is_not_null(), counted)
    for limit in LIMITS:
        parts[f"within_{limit}s"] = holds(pl.col("answered") & (seconds <= limit), counted)
    return parts


def _counted(rules: CountingRules) -> list[pl.Expr]:
    """What must hold for a wait to count for the shares answered in time, by wait or by first wait."""
    return [*([pl.col("first")] if rules.unit == "first" else []), *graded(rules)]


def _where(conditions: list[pl.Expr], amount: pl.Expr) -> pl.Expr:
    return pl.when(*conditions).then(amount).otherwise(0) if conditions else amount


def _wait_untils(rules: CountingRules) -> Parts:
    if rules.unit == "customer":
        return {}
    untils = {f"within_{n}s_pending": answerable_until(rules, n) for n in LIMITS}
    if rules.unit == "first":
        return {name: pl.when("first").then(until) for name, until in untils.items()}
    return untils


def _span_parts(rules: CountingRules) -> Parts:
    talked = pl.col("human_messages") > 0
    long = (pl.col("end") - pl.col("start")) > rules.long_minutes * MINUTE
    return {"conversations": talked, "long_conversations": talked & long}


def _reception_rows(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    """Receptions with their slow answers and, by customer, the waits that missed a limit or are open.

    Where the rules do not grade every wait, also how many waits there are and how many of them are graded.
    """
    waits, grading = facts.waits, graded(rules)
    late = {n: holds((pl.col("seconds") > n).fill_null(False), grading) for n in LIMITS}
    missed = {n: holds(~pl.col("answered"), grading) | late[n] for n in LIMITS}
    slow = holds((pl.col("seconds") > rules.slow_seconds).fill_null(False), timed(rules))
    telling = slow | missed[min(LIMITS)] if rules.unit == "customer" else slow
    chosen = rules.unit == "customer" and grading
    counts = [pl.len().alias("waits"), pl.all_horizontal(grading).sum().alias("graded")] if chosen else []
    per_reception = (
        (waits if chosen else waits.filter(telling))
        .group_by("person", "agent_id", "day")
        .agg(
            *counts,
            slow.sum().alias("slow"),
            *(missed[n].sum().alias(f"missed_{n}") for n in LIMITS),
            # All that was missed may still be answered in time, until the first of it is too old.
            *(
                pl.when(~late[n].any()).then(answerable_until(rules, n).min()).alias(f"missed_{n}_until")
                for n in LIMITS
            ),
        )
    )
    added = pl.col(*(["waits", "graded"] if chosen else []), "slow", *(f"missed_{n}" for n in LIMITS))
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
        counted = holds(consulted, _gradable(rules))
        parts["within_all"] = counted
        for limit in LIMITS:
            parts[f"within_{limit}s"] = counted & (pl.col(f"missed_{limit}") == 0)
    return parts


def _gradable(rules: CountingRules) -> list[pl.Expr]:
    """A row counts by a graded wait; without any wait, by the hour in which the customer began."""
    if not graded(rules):
        return []
    began = [pl.col("began_in_hours")] if rules.graded_hours else []
    return [(pl.col("graded") > 0) | holds(pl.col("waits") == 0, began)]


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
)
"""Every family of rows, in the order in which evidence shows them."""
