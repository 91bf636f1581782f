"""Counting a lake: shop by shop, in buckets of whole customers, so that memory does not grow with history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.events.rules import CountingRules
from twofour.metrics.calendar import DAY
from twofour.metrics.kernel import Facts, count
from twofour.metrics.loading import Bucket, buckets_of, load, watermark
from twofour.metrics.measuring import Counted
from twofour.metrics.snapshots import LOOK_BACK_DAYS, open_spans
from twofour.metrics.tally import combine, tally
from twofour.period import Period, day_start

# Two buckets at a time keep two cores busy: Polars runs a kernel's short steps mostly on one.
WORKERS = 2

Progress = Callable[[int, int], None]


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
        """UTC seconds between which an event can touch a day of the period or of a snapshot's look-back."""
        rules, period = self.rules, self.period
        start = day_start(period.start, rules.timezone, rules.day_cut_seconds)
        stop = day_start(period.stop, rules.timezone, rules.day_cut_seconds)
        return start - LOOK_BACK_DAYS * DAY, stop


def ask(
    snapshot: Snapshot,
    shop_ids: Sequence[str],
    rules: CountingRules,
    period: Period,
    as_of: datetime | None = None,
) -> Question:
    """A question with each shop's own watermark (its latest sent_at, created_at or paid_at), or ``as_of``."""
    if as_of is None:
        marks = {shop: mark for shop in shop_ids if (mark := watermark(snapshot, shop)) is not None}
    else:
        marks = dict.fromkeys(shop_ids, int(as_of.astimezone(UTC).timestamp()))
    return Question(snapshot, tuple(shop_ids), rules, period, marks, cut=as_of is not None)


def count_lake(question: Question, progress: Progress | None = None) -> Counted:
    """Daily sums and open spans of every day of the period (and of the days that snapshots look back)."""
    sums: list[pl.DataFrame] = []
    spans: list[pl.DataFrame] = []
    buckets = _buckets(question)

    def work(bucket: Bucket) -> tuple[pl.DataFrame, pl.DataFrame]:
        facts = _facts(question, bucket)
        return tally(facts, question.rules), open_spans(facts.spans)

    with ThreadPoolExecutor(WORKERS) as workers:
        for done, (bucket_sums, bucket_spans) in enumerate(workers.map(work, buckets), start=1):
            sums.append(bucket_sums)
            spans.append(bucket_spans)
            if progress:
                progress(done, len(buckets))
    return Counted(combine(sums), pl.concat(spans))


def facts_of(question: Question) -> Iterator[Facts]:
    """The fact tables themselves, bucket by bucket: what evidence lists."""
    return (_facts(question, bucket) for bucket in _buckets(question))


def _buckets(question: Question) -> list[Bucket]:
    found = buckets_of(question.snapshot, question.shop_ids, question.window, WORKERS)
    # Without any shop one empty bucket still gives sums of the right shape.
    return found or [Bucket(())]


def _facts(question: Question, bucket: Bucket) -> Facts:
    events = load(question.snapshot, bucket, question.rules)
    return count(events, question.rules, question.as_of, cut=question.cut)
