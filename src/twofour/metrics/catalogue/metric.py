"""What a metric is: its names, unit and direction, and the daily sums that it divides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twofour.explain import Unit
from twofour.text import Text

Direction = Literal["higher", "lower", "neither"]
Category = Literal[
    "sales",
    "conversion",
    "speed",
    "attitude",
    "quality",
    "after-sales",
    "workload",
    "knowledge",
    "follow-up",
]
Nature = Literal["platform", "quantified", "judged"]
Scope = Literal["all", "shop", "member"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric definition (指标). ``numerator``, ``denominator``, ``pending`` name sums.

    No denominator means a plain count. ``scope`` says who can have it: everybody, only the shop, or only
    people. Sums are by business day; those of a ``snapshot`` are of the period as a whole and do not add up.
    """

    id: str
    title: Text
    unit: Unit
    direction: Direction
    category: Category
    numerator: str
    denominator: str | None = None
    pending: str | None = None
    scope: Scope = "all"
    snapshot: bool = False
    nature: Nature = "quantified"


def metric(
    id: str,
    zh: str,
    en: str,
    unit: Unit,
    direction: Direction,
    category: Category,
    numerator: str | None = None,
    denominator: str | None = None,
    pending: str | None = None,
    scope: Scope = "all",
    snapshot: bool = False,
    nature: Nature = "quantified",
) -> Metric:
    """A metric as the catalogue's tables write it; the numerator is the sum of its own name unless given."""
    return Metric(
        id,
        Text(zh, en),
        unit,
        direction,
        category,
        numerator or id,
        denominator,
        pending,
        scope,
        snapshot,
        nature,
    )
