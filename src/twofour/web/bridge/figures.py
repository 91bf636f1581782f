"""Measures for the pages: counted once per snapshot and rules, then looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.metrics import Measure, Question, SubjectKind, ask, count_lake
from twofour.metrics.loading import watermark
from twofour.metrics.measuring import Counted, Grain
from twofour.metrics.own import MetricBook, entered_of, measure_book, shop_metrics
from twofour.metrics.own.file import METRICS_FILE
from twofour.metrics.reported import Reports, ask_reports, reported_book, reported_until, reports_of
from twofour.period import Period, business_day, month_of
from twofour.problems import TwoFourError
from twofour.web.bridge import lake, reports, rules
from twofour.web.bridge.kept import kept, once

_USUAL_DAYS, _QUARTER = 30, 4

Figures = Mapping[tuple[str, str], Measure]
"""(subject id, metric) -> measure."""
Ways = tuple[CountingRules, str | None]
"""The rules to count by, and the platform whose report gives the figures instead, if one does."""


def book(source: str | None = None) -> MetricBook:
    """Every metric that there is: the catalogue's, counted or from the report of ``source``, and own ones."""
    return _book(str(lake.data()), own_metrics(), source)


@once
def own_metrics() -> tuple[int, int]:
    """What tells one state of the shop's own metrics from another: when their file was written, its size."""
    path = lake.data() / METRICS_FILE
    found = path.stat() if path.exists() else None
    return (found.st_mtime_ns, found.st_size) if found else (0, 0)


def latest_day(shop_id: str) -> date | None:
    """The last day of ordinary work: with at least a quarter of the receptions that were usual in the thirty
    days before the end of the data. Stragglers after a month's export are no day. ``None`` without events.

    Where those days cannot be counted (removed by age, an erasure half done) the last with any event: every
    page asks for this day, also the one that says so.
    """
    try:
        return _latest_day(str(lake.data()), lake.newest(), shop_id, *ways(shop_id))
    except TwoFourError:
        return last_day(shop_id)


def last_day(shop_id: str) -> date | None:
    """The last business day with any event of a shop; ``None`` where there is none."""
    return _last_day(str(lake.data()), lake.newest(), shop_id, *ways(shop_id))


def as_of(shop_id: str) -> datetime | None:
    """The instant up to which a shop's data reaches."""
    day = last_day(shop_id)
    if day is None:
        return None
    counting, source = ways(shop_id)
    marks = question(str(lake.data()), lake.newest(), shop_id, counting, month_of(day), source).as_of
    return datetime.fromtimestamp(marks[shop_id], UTC)


def ways(shop_id: str) -> Ways:
    """How a shop's pages come by figures: by which rules, or from which platform's report."""
    said = rules.said_of(shop_id)
    return said.counting, reports.source_of(shop_id, said.measures_from)


def figures(shop_id: str, period: Period, by: SubjectKind, chosen: Ways | None = None) -> Figures:
    """Every measure of every subject of kind ``by`` in ``period``; ``chosen``: other ways than its own."""
    own = own_metrics()
    return _figures(str(lake.data()), lake.newest(), own, shop_id, *(chosen or ways(shop_id)), period, by)


def daily(
    shop_id: str, period: Period, by: SubjectKind, chosen: Ways | None = None
) -> Mapping[tuple[str, str], list[Measure]]:
    """Day by day: (subject id, metric) -> measures in order of days; days without a fact are absent."""
    own = own_metrics()
    return _daily(str(lake.data()), lake.newest(), own, shop_id, *(chosen or ways(shop_id)), period, by)


@kept(LRUCache(64))
def _latest_day(
    folder: str, number: int, shop_id: str, counting: CountingRules, source: str | None
) -> date | None:
    last = _last_day(folder, number, shop_id, counting, source)
    if last is None:
        return None
    period = Period(last - timedelta(days=_USUAL_DAYS - 1), last + timedelta(days=1))
    found = _daily(folder, number, own_metrics(), shop_id, counting, source, period, "shop").get(
        (shop_id, "received"), []
    )
    received = {one.day: one.numerator for one in found if one.numerator}
    if not received:
        return last
    usual = sorted(received.values())[len(received) // 2]
    return max(day for day, count in received.items() if day and count * _QUARTER >= usual)


@kept(LRUCache(64))
def _last_day(
    folder: str, number: int, shop_id: str, counting: CountingRules, source: str | None
) -> date | None:
    if source is None:
        mark = watermark(lake.snapshot(), shop_id)
    else:
        mark = reported_until(lake.snapshot(), source, shop_id, counting)
    if mark is None:
        return None
    return business_day(datetime.fromtimestamp(mark, UTC), counting.timezone, counting.day_cut_seconds)


@kept(LRUCache(64))
def question(
    folder: str,
    number: int,
    shop_id: str,
    counting: CountingRules,
    period: Period,
    source: str | None = None,
) -> Question:
    """A question about one shop of the newest snapshot, or about its reports of ``source``; folder and number
    are named for the cache alone.
    """
    if source is not None:
        return ask_reports(lake.snapshot(), shop_id, source, counting, period)
    return ask(lake.snapshot(), [shop_id], counting, period)


@kept(LRUCache(16))
def _counted(
    folder: str, number: int, shop_id: str, counting: CountingRules, source: str | None, period: Period
) -> Counted | Reports:
    asked = question(folder, number, shop_id, counting, period, source)
    return count_lake(asked) if source is None else reports_of(asked, source)


@kept(LRUCache(256))
def _figures(
    folder: str,
    number: int,
    own: tuple[int, int],
    shop_id: str,
    counting: CountingRules,
    source: str | None,
    period: Period,
    by: SubjectKind,
) -> Figures:
    found = _measured(folder, number, own, shop_id, counting, source, period, by, "total")
    return {(one.subject_id, one.metric): one for one in found}


@kept(LRUCache(64))
def _daily(
    folder: str,
    number: int,
    own: tuple[int, int],
    shop_id: str,
    counting: CountingRules,
    source: str | None,
    period: Period,
    by: SubjectKind,
) -> Mapping[tuple[str, str], list[Measure]]:
    found: dict[tuple[str, str], list[Measure]] = {}
    for one in _measured(folder, number, own, shop_id, counting, source, period, by, "day"):
        found.setdefault((one.subject_id, one.metric), []).append(one)
    return found


def _measured(
    folder: str,
    number: int,
    own: tuple[int, int],
    shop_id: str,
    counting: CountingRules,
    source: str | None,
    period: Period,
    by: SubjectKind,
    grain: Grain,
) -> list[Measure]:
    asked = question(folder, number, shop_id, counting, period, source)
    counted = _counted(folder, number, shop_id, counting, source, period)
    staff = asked.snapshot.scan("staff", shop_ids=[shop_id]).collect()
    return measure_book(counted, staff, entered_of(asked), _book(folder, own, source), period, by, grain)


@kept(LRUCache(16))
def _book(folder: str, own: tuple[int, int], source: str | None) -> MetricBook:
    found = shop_metrics(Path(folder)).book
    return found if source is None else reported_book(source, found)
