"""What is asked of a lake: which shops, under which rules, for which days, known as of when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from twofour.events.lake.snapshot import Snapshot
from twofour.events.privacy import check_readable
from twofour.events.rules import CountingRules
from twofour.metrics.loading import watermarks_of
from twofour.period import Period, day_start

Progress = Callable[[int, int], None]
"""Told how many steps of how many are done."""

# Two buckets at a time keep two cores busy: Polars runs a kernel's short steps mostly on one.
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What to count: which shops of which snapshot, under which rules, for which days, known as of when.

    ``as_of``: UTC second of each shop's watermark; a shop without events has none. ``cut``: somebody chose
    it, so that later events may have to be left out.
    """

    snapshot: Snapshot
    shop_ids: tuple[str, ...]
    rules: CountingRules
    period: Period
    as_of: Mapping[str, int]
    cut: bool

    @property
    def window(self) -> tuple[int, int]:
        """UTC seconds between which an event can touch a day of the period."""
        rules, period = self.rules, self.period
        start = day_start(period.start, rules.timezone, rules.day_cut_seconds)
        return start, day_start(period.stop, rules.timezone, rules.day_cut_seconds)

    def narrowed(self, shop_ids: Sequence[str], period: Period) -> Question:
        """The same question about some of its shops and other days."""
        return replace(self, shop_ids=tuple(shop_ids), period=period)


def ask(
    snapshot: Snapshot,
    shop_ids: Sequence[str],
    rules: CountingRules,
    period: Period,
    as_of: datetime | None = None,
) -> Question:
    """A question with each shop's own watermark (its latest sent_at, created_at or paid_at), or ``as_of``.

    Raises ``DataMissing`` for days whose raw data was removed because of its age.
    """
    check_readable(snapshot.path, shop_ids, period, rules)
    if as_of is None:
        marks = watermarks_of(snapshot, shop_ids)
    else:
        marks = dict.fromkeys(shop_ids, int(as_of.astimezone(UTC).timestamp()))
    return Question(snapshot, tuple(shop_ids), rules, period, marks, cut=as_of is not None)
