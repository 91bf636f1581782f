"""Replays: a scheme over a month that is past, with the real score and pay, whatever its dates say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from twofour.metrics import Measure
from twofour.metrics.own import MetricEntry
from twofour.money import multiply, round_fen, yuan_of
from twofour.pay import pay
from twofour.plan.candidates import is_share
from twofour.plan.whatif import finer
from twofour.scheme import Scheme
from twofour.scorecard import Inputs, score
from twofour.scorecard.collector import without_collecting
from twofour.scorecard.inputs import Key
from twofour.text import Text

_SCALE = 100
"""Measures are integers: one percent more of them is whole once they are a hundred times as fine."""
_HIGHER = Decimal("1.01")
POINT, PERCENT = Text("+1 个百分点", "+1 point"), Text("+1%", "+1%")


class Sensitivity(NamedTuple):
    """What a month costs more, in fen, if a metric of everybody were higher: a ratio by a percentage point
    (shares stop at 100 %), anything else by a hundredth of itself.
    """

    entry: MetricEntry
    step: Text
    fen: int


def replayed(scheme: Scheme, inputs: Inputs) -> dict[str, int]:
    """What ``scheme`` pays each member for a month, in fen, by member id, though it was not in force then.

    Raises what ``score`` and ``pay`` do.
    """
    # The trees of a month are let go before anything collects, so nothing looks through them in vain.
    with without_collecting():
        return {slip.member.member_id: slip.total for slip in pay(scheme, inputs, score(scheme, inputs))}


def sensitivity(scheme: Scheme, inputs: Inputs, cost: int) -> Iterator[Sensitivity]:
    """Every metric that the scheme reads and that has figures this month, moved one at a time.

    ``cost`` is what the month costs as it is, in fen. Members, teams and the shop move alike.
    """
    for metric in scheme.metrics_used:
        entry = scheme.book[metric]
        if not any(key[2] == metric and one.numerator for key, one in inputs.measures.items()):
            continue
        moved = sum(replayed(scheme, _raised(inputs, entry)).values())
        yield Sensitivity(entry, POINT if entry.unit == "ratio" else PERCENT, moved - cost)


def _raised(inputs: Inputs, entry: MetricEntry) -> Inputs:
    """The month with more of a metric. Earlier months keep their figures, made finer alike, so that sums over
    several months keep their weights.
    """
    events = _raised_events(inputs, entry.id)
    measures = {key: _more(one, entry, events) if key[2] == entry.id else one
                for key, one in inputs.measures.items()}  # fmt: skip
    if any(key[2] == entry.id for key in inputs.events):
        return replace(inputs, measures=measures, events=events)
    history = tuple(replace(past, measures=finer(past.measures, entry.id, _SCALE)) for past in inputs.history)
    return replace(inputs, measures=measures, history=history)


def _more(measure: Measure, entry: MetricEntry, events: Mapping[Key, tuple[int, ...]]) -> Measure:
    key: Key = (measure.subject_kind, measure.subject_id, measure.metric)
    if key in events:
        return replace(measure, numerator=sum(events[key]))
    by = measure.denominator if entry.unit == "ratio" else measure.numerator
    bottom = measure.denominator * _SCALE
    top = measure.numerator * _SCALE + by
    if is_share(measure.metric):
        top = min(top, bottom)
    return replace(measure, numerator=top, denominator=bottom)


def _raised_events(inputs: Inputs, metric: str) -> dict[Key, tuple[int, ...]]:
    """Every single amount a hundredth higher, in whole fen."""
    return {
        key: tuple(round_fen(multiply(yuan_of(fen), _HIGHER)) for fen in amounts)
        if key[2] == metric
        else amounts
        for key, amounts in inputs.events.items()
    }
