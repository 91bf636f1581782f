"""What scoring and pay start from: the people, their measures of the period, and those of earlier months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.metrics import Measure, SubjectKind
from twofour.period import Period
from twofour.text import Text

Key = tuple[SubjectKind, str, str]
Measures = Mapping[Key, Measure]


def by_key(measures: Iterable[Measure]) -> dict[Key, Measure]:
    """Measures of a period as a whole, each under (kind of subject, subject, metric)."""
    return {(m.subject_kind, m.subject_id, m.metric): m for m in measures if m.day is None}


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier month. ``teams`` says who was in which team then; those it does not name count as today."""

    period: Period
    measures: Measures
    teams: Mapping[str, str] = field(default_factory=dict)


class Override(NamedTuple):
    """A judged item's score as somebody set it (改判), on the item's own scale, with who and why."""

    score: Decimal
    by: str
    reason: str


class Carried(NamedTuple):
    """An amount that comes from an earlier period, in signed integer fen, and why."""

    fen: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that ``score`` and ``pay`` read. A measure that is not here has no value; it is never 0.

    ``members`` may hold people whom a scheme does not pay. ``history`` is in any order, one entry a month.
    ``overrides`` are under (member id, item id), ``carried`` under the member id. ``events`` are the single
    amounts behind a money measure, in integer fen; they sum to it.
    """

    period: Period
    shop_id: str
    members: tuple[Member, ...]
    measures: Measures
    history: tuple[Past, ...] = ()
    overrides: Mapping[tuple[str, str], Override] = field(default_factory=dict)
    carried: Mapping[str, Carried] = field(default_factory=dict)
    events: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
