"""Whole months, counted once and kept: what is unchanged is read, what an import touched is counted anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

from twofour.metrics.calendar import day_number
from twofour.metrics.fact_cache import COUNTED_TABLES, Entry, FactCache, data_of
from twofour.metrics.increments import MOST, Change, difference, new_messages, worthwhile
from twofour.metrics.loading import BUCKET_MESSAGES
from twofour.metrics.question import WORKERS, Progress, Question
from twofour.metrics.tally import DaySums, joined
from twofour.period import Period, month_before, month_of

Count = Callable[[Question, Progress | None], DaySums]
"""An engine: all that the question's days add up to (sums of other days may stand beside them)."""
_STEPS = 100  # of progress in each month
_PARTS = 8  # as many files of changes cost less to read than the whole month costs to write again


def count_months(question: Question, count: Count, progress: Progress | None = None) -> DaySums:
    """Daily sums of every whole month that the period touches and in which anything can have happened.

    ``count`` counts what nobody has counted yet, with any engine. A shop's month is kept with the names of
    the data files that it was counted from and with its watermark. After an import only the change is kept,
    until there are ``_PARTS`` of them.
    """
    months = list(_months(question))
    cache = FactCache(question.snapshot, question.rules)
    parts = []
    for number, month in enumerate(months):

        def step(done: int, of: int, number: int = number) -> None:
            if progress:
                progress(number * _STEPS + done * _STEPS // of, len(months) * _STEPS)

        parts.append(_month(question.narrowed(question.shop_ids, month), cache, count, step))
    # Without any month to count one empty question still gives sums of the right shape.
    return joined(parts or [count(question.narrowed((), question.period), None)])


def _months(question: Question) -> Iterator[Period]:
    """The period's calendar months between the first event and the last watermark, whatever the time zone."""
    months = [
        file.month
        for table in COUNTED_TABLES
        for file in question.snapshot.files(table, shop_ids=question.shop_ids)
        if file.month
    ]
    if not months or not question.as_of:
        return
    month = month_of(question.period.start)
    first = month_before(month_of(date.fromisoformat(f"{min(months)}-01")))
    latest = datetime.fromtimestamp(max(question.as_of.values()), UTC).date()
    month = max(month, first)
    while month.start < question.period.stop and month.start <= month_of(latest).stop:
        yield month
        month = month_of(month.stop)


def _month(question: Question, cache: FactCache, count: Count, progress: Progress) -> DaySums:
    """One month of all the question's shops."""
    entries = cache.entries(question.period)
    known = {shop: entries[shop] for shop in question.shop_ids if shop in entries}
    current = {shop: _entry(question, shop) for shop in question.shop_ids}
    fresh = {shop: entry for shop, entry in known.items() if _same(entry, current[shop])}
    parts = [kept] if (kept := cache.read(fresh)) else []
    if not parts:
        fresh = {}
    changes = {shop: Change(entry, current[shop]) for shop, entry in known.items() if shop not in fresh}
    stale = {shop: change for shop, change in changes.items() if worthwhile(question, shop, change)}
    for group, whole, changed in _recounted(question, stale, cache, progress):
        parts.append(whole)
        before = {shop: stale[shop].was.parts for shop in group}
        if max(map(len, before.values())) < _PARTS:
            _keep(question.period, changed, current, cache, before)
        else:
            _keep(question.period, whole, current, cache, dict.fromkeys(group, ()))
        fresh |= {shop: current[shop] for shop in group}
    missing = [shop for shop in question.shop_ids if shop not in fresh]
    if missing or not parts:
        asked = question.narrowed(missing, question.period)
        first, stop = day_number(question.period.start), day_number(question.period.stop)
        found = count(asked, progress).of_days(first, stop)
        _keep(question.period, found, current, cache, dict.fromkeys(missing, ()))
        parts.append(found)
    return joined(parts)


def _recounted(
    question: Question, stale: Mapping[str, Change], cache: FactCache, progress: Progress
) -> Iterator[tuple[Sequence[str], DaySums, DaySums]]:
    """Groups of shops of which only some customers were counted anew: what they add up to now, and how that
    changed; a group that cannot be read is not.
    """
    groups = list(_groups(question, stale))

    def work(group: Sequence[str]) -> tuple[DaySums, DaySums] | None:
        changes = {shop: stale[shop] for shop in group}
        kept = cache.read({shop: change.was for shop, change in changes.items()})
        if not kept:
            return None
        changed = difference(question.narrowed(group, question.period), changes)
        return joined([kept, changed]).net(), changed

    with ThreadPoolExecutor(WORKERS) as workers:
        for done, (group, found) in enumerate(zip(groups, workers.map(work, groups), strict=True), start=1):
            progress(done, len(groups))
            if found:
                yield group, *found


def _groups(question: Question, stale: Mapping[str, Change]) -> Iterator[Sequence[str]]:
    """Shops together up to a bucket's messages, if customers who wrote now wrote as much before, and more."""
    group: list[str] = []
    room = BUCKET_MESSAGES
    for shop, change in stale.items():
        size = new_messages(question, shop, change) * MOST
        if group and size > room:
            yield group
            group, room = [], BUCKET_MESSAGES
        group.append(shop)
        room -= size
    if group:
        yield group


def _keep(
    month: Period,
    found: DaySums,
    current: Mapping[str, Entry],
    cache: FactCache,
    before: Mapping[str, Sequence[str]],
) -> None:
    """Keep ``found`` as one part more of each shop, after the parts that it has ``before``."""
    part = uuid.uuid4().hex
    entries = {shop: replace(current[shop], parts=(*parts, part)) for shop, parts in before.items()}
    cache.store(month, part, found, entries)


def _entry(question: Question, shop_id: str) -> Entry:
    return Entry(question.as_of.get(shop_id), data_of(question.snapshot, shop_id), parts=())


def _same(one: Entry, other: Entry) -> bool:
    return (one.as_of, one.data) == (other.as_of, other.data)
