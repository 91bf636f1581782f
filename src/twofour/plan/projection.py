"""The manager's arithmetic (G03, G24–G26): what customers, conversion and ticket are worth, then and now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.text import Text

Lever = Literal["customers", "conversion", "ticket", "profit"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A day's business, and which of its levers move ``to`` what.

    Either ``customers``, ``conversion`` (a fraction) and ``ticket`` (yuan), or a known ``profit`` (yuan).
    ``margin`` is the share of sales that is profit; ``cost`` (yuan) what the change costs.
    """

    customers: Decimal | None = None
    conversion: Decimal | None = None
    ticket: Decimal | None = None
    profit: Decimal | None = None
    days: Decimal = Decimal(1)
    margin: Decimal | None = None
    cost: Decimal | None = None
    to: Mapping[Lever, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Projected:
    """Sales (or the known profit) before and after, the gain, its profit, and what the cost leaves of it."""

    before: Node
    after: Node
    gain: Node
    profit: Node | None
    left: Node | None


def project(projection: Projection) -> Projected:
    """Work ``projection`` out, in yuan, unrounded."""
    before = _business(projection, {}, Text("现在", "now"))
    after = _business(projection, projection.to, Text("之后", "then"))
    gain = computed("difference", Text("增加", "gain"), "yuan", (after, before))
    profit = gain if projection.profit is not None else None
    if projection.margin is not None:
        margin = leaf(Text("毛利率", "margin"), Quantity(projection.margin, "ratio"))
        profit = computed("product", Text("增加的利润", "more profit"), "yuan", (gain, margin))
    left = None
    if profit is not None and projection.cost is not None:
        cost = leaf(Text("投入", "cost"), Quantity(projection.cost, "yuan"))
        left = computed("difference", Text("净剩", "left"), "yuan", (profit, cost))
    return Projected(before, after, gain, profit, left)


def _business(projection: Projection, to: Mapping[Lever, Decimal], label: Text) -> Node:
    profit = to.get("profit", projection.profit)
    if profit is not None:
        return leaf(label, Quantity(profit, "yuan"))
    days = leaf(Text("天数", "days"), Quantity(projection.days, "day"))
    customers = Quantity(to.get("customers", projection.customers), "customer")
    conversion = Quantity(to.get("conversion", projection.conversion), "ratio")
    ticket = Quantity(to.get("ticket", projection.ticket), "yuan")
    parts = (
        leaf(Text("人数", "customers"), customers),
        leaf(Text("转化率", "conversion"), conversion),
        leaf(Text("客单价", "ticket"), ticket),
        days,
    )
    return computed("product", label, "yuan", parts)
