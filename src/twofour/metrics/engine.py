"""Counting a lake: shop by shop, in buckets of whole customers, so that memory does not grow with history."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from twofour.events.privacy import check_readable, erasures
from twofour.metrics.kept_months import Count, count_months
from twofour.metrics.kernel import Facts
from twofour.metrics.kernel import count as count_events
from twofour.metrics.loading import Bucket, buckets_of, load
from twofour.metrics.measuring import Counted, counted_of
from twofour.metrics.question import WORKERS, Progress, Question
from twofour.metrics.record_loading import load_records
from twofour.metrics.records import Records, record
from twofour.metrics.tally import DaySums, joined, tally


def count_here(question: Question, progress: Progress | None = None) -> DaySums:
    """What the question's days add up to, counted in this process, bucket by bucket."""
    parts: list[DaySums] = []
    buckets = _buckets(question)
    with ThreadPoolExecutor(WORKERS) as workers:
        for part in workers.map(lambda bucket: count_bucket(question, bucket), buckets):
            parts.append(part)
            if progress:
                progress(len(parts), len(buckets))
    return joined(parts)


def count_lake(question: Question, progress: Progress | None = None, count: Count = count_here) -> Counted:
    """Everything that measuring any days of the period needs; ``count`` is the engine that counts.

    Months are counted whole and kept beside the lake, so that asking again, or after an import, counts only
    what changed (``kept_months``). Under a chosen ``as_of`` just the period is counted and nothing is kept.
    What was read while somebody was being forgotten is read again. Raises what ``ask`` raises.
    """
    while True:
        before = erasures(question.snapshot.path)
        found = count(question, progress) if question.cut else count_months(question, count, progress)
        records = records_of(question)
        if before is not None and before == erasures(question.snapshot.path):
            return counted_of(found, records, question.as_of)
        check_readable(question.snapshot.path, question.shop_ids, question.period, question.rules)


def count_bucket(question: Question, bucket: Bucket) -> DaySums:
    """What the facts of one bucket's customers add up to: the unit of work of every engine."""
    return tally(_facts(question, bucket), question.rules)


def facts_of(question: Question, agent_ids: Collection[str] | None = None) -> Iterator[Facts]:
    """The fact tables themselves, bucket by bucket: what evidence lists. With ``agent_ids`` only those of
    customers with whom these agents had to do: everything that can count for them, at a fraction of the cost.
    """
    theirs = None if agent_ids is None else frozenset(agent_ids)
    return (_facts(question, replace(bucket, agent_ids=theirs)) for bucket in _buckets(question))


def records_of(question: Question) -> Records:
    """What the tables other than messages say: what evidence lists beside the facts."""
    events = load_records(question.snapshot, question.shop_ids, question.window)
    return record(events, question.rules, question.as_of)


def _buckets(question: Question) -> list[Bucket]:
    found = buckets_of(question.snapshot, question.shop_ids, question.window, WORKERS)
    # Without any shop one empty bucket still gives sums of the right shape.
    return found or [Bucket(())]


def _facts(question: Question, bucket: Bucket) -> Facts:
    events = load(question.snapshot, bucket, question.rules)
    return count_events(events, question.rules, question.as_of, cut=question.cut)
