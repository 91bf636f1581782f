"""Own metrics from the integers of their parts: exact fractions, and what each part's rows add to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd, lcm
from typing import Literal

from twofour.events.rules import CountingRules
from twofour.metrics.catalogue import METRICS
from twofour.metrics.families import FAMILIES
from twofour.metrics.measure import Measure
from twofour.metrics.own.entry import MetricBook, leaves
from twofour.problems import SchemeError
from twofour.text import Text

_LARGEST = 10**38 - 1
Side = Literal["numerator", "denominator"]
_PENDING_KINDS = {name: family.name for family in FAMILIES for name in family.untils(CountingRules())}
Weights = Mapping[tuple[str, Side], int]
"""How often the rows of a side of a measured metric count."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An exact fraction. A denominator of 0 is no value.

    ``top`` and ``bottom``: how often which rows count for the numerator and the denominator. An empty
    ``bottom`` is a denominator that no rows make up, such as the 1 of a plain count.
    """

    numerator: int
    denominator: int
    top: Weights = field(default_factory=dict)
    bottom: Weights = field(default_factory=dict)


def compose(book: MetricBook, metric: str, measured: Mapping[str, Measure]) -> Composed | None:
    """The fraction of ``metric`` from measures of its leaves, of one subject and period, by metric id.

    ``None`` where one of them was not measured. Sums and differences of ratios are brought to the least
    common denominator; whatever rests on a part without a value has none either. Raises ``SchemeError``
    where the integers outgrow what tables of numbers hold.
    """
    if any(leaf not in measured for leaf in leaves(book, metric)):
        return None
    known: dict[str, Composed] = {}

    def of(name: str) -> Composed:
        if name not in known:
            entry = book[name]
            parts = [of(part) for part in entry.parts]
            if not parts:
                known[name] = _leaf(book, measured[name])
            elif entry.composition == "ratio":
                known[name] = _ratio(*parts)
            else:
                known[name] = _sum(parts, negative=entry.composition == "minus")
        return known[name]

    found = of(metric)
    if max(abs(found.numerator), abs(found.denominator)) > _LARGEST:
        raise SchemeError(
            Text(
                f"指标 {metric} 的分子或分母超过 38 位数，存不下；请少套几层比率",
                f"the integers behind metric {metric} have more than 38 digits; compose it of fewer ratios",
            )
        )
    return found


def pending_leaves(book: MetricBook, metric: str, measured: Mapping[str, Measure]) -> dict[str, int]:
    """The leaves of ``metric`` whose pending rows count for it, and how many they are.

    An inquiry that may still be ordered may also still be paid: of leaves that wait for rows of one kind,
    the one that waits for most speaks for all.
    """
    kinds: dict[str, str] = {}
    for leaf in leaves(book, metric):
        kind = _PENDING_KINDS.get(METRICS[leaf].pending or "") if leaf in METRICS else None
        if kind and (kind not in kinds or measured[leaf].pending > measured[kinds[kind]].pending):
            kinds[kind] = leaf
    return {leaf: measured[leaf].pending for leaf in kinds.values()}


def _leaf(book: MetricBook, measure: Measure) -> Composed:
    name = measure.metric
    recipe = book[name].recipe
    if recipe is not None:
        divided = recipe.divided
    else:
        divided = book[name].indicator == "mean" or (
            name in METRICS and METRICS[name].denominator is not None
        )
    bottom: Weights = {(name, "denominator"): 1} if divided else {}
    return Composed(measure.numerator, measure.denominator, {(name, "numerator"): 1}, bottom)


_NO_VALUE = Composed(0, 0)


def _sum(parts: Sequence[Composed], negative: bool) -> Composed:
    common = lcm(*(part.denominator for part in parts))
    if common == 0:
        return _NO_VALUE
    numerator, top, bottom = 0, dict[tuple[str, Side], int](), dict[tuple[str, Side], int]()
    for position, part in enumerate(parts):
        times = common // part.denominator
        signed = -times if negative and position else times
        numerator += part.numerator * signed
        for key, weight in part.top.items():
            top[key] = top.get(key, 0) + weight * signed
        # Any part's rows make up the common denominator; more than one part's would make it up twice.
        bottom = bottom or {key: weight * times for key, weight in part.bottom.items()}
    return Composed(numerator, common, top, bottom)


def _ratio(upper: Composed, lower: Composed) -> Composed:
    if upper.denominator == 0 or lower.denominator == 0:
        return _NO_VALUE
    shared = gcd(upper.denominator, lower.denominator)
    up, down = lower.denominator // shared, upper.denominator // shared
    return Composed(
        upper.numerator * up,
        lower.numerator * down,
        {key: weight * up for key, weight in upper.top.items()},
        {key: weight * down for key, weight in lower.top.items()},
    )
