"""What a platform's reports say of one shop: the rows of the indicators table that are its own, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.events.privacy import check_reports_readable
from twofour.events.rules import CountingRules
from twofour.metrics.question import Question
from twofour.period import Period, business_day, day_start


@dataclass(frozen=True, slots=True)
class Reports:
    """The figures that the reports of ``source`` give for a shop: rows of the indicators table, of its agents
    and of the shop itself. They stand where counted facts would.
    """

    source: str
    shop_id: str
    rows: pl.DataFrame


def reports_of(question: Question, source: str) -> Reports:
    """The reports of ``source`` about the one shop of ``question``; under a chosen ``as_of`` without later
    days.

    Reports name agents but no shop. Where the lake holds several shops, only agents whom the staff rows of
    this one know are its own.
    """
    (shop_id,) = question.shop_ids
    rows = _rows(question.snapshot, source, shop_id)
    if question.cut:
        latest = datetime.fromtimestamp(question.as_of[shop_id], UTC)
        rules = question.rules
        rows = rows.filter(pl.col("day") <= business_day(latest, rules.timezone, rules.day_cut_seconds))
    return Reports(source, shop_id, rows.collect())


def ask_reports(
    snapshot: Snapshot,
    shop_id: str,
    source: str,
    rules: CountingRules,
    period: Period,
    as_of: datetime | None = None,
) -> Question:
    """What is asked of a shop's reports: known up to the end of their latest day, or ``as_of``. The shop may
    be one of which the lake holds nothing else.

    Raises ``DataMissing`` for days whose figures were removed because of their age.
    """
    check_reports_readable(snapshot.path, period)
    mark = reported_until(snapshot, source, shop_id, rules)
    if as_of is not None:
        mark = int(as_of.astimezone(UTC).timestamp())
    marks = {} if mark is None else {shop_id: mark}
    return Question(snapshot, (shop_id,), rules, period, marks, cut=as_of is not None)


def reported_until(snapshot: Snapshot, source: str, shop_id: str, rules: CountingRules) -> int | None:
    """The UTC second at which the latest day of a shop's reports ends; ``None`` where there is no report."""
    latest: date | None = _rows(snapshot, source, shop_id).select(pl.col("day").max()).collect().item()
    if latest is None:
        return None
    return day_start(latest + timedelta(days=1), rules.timezone, rules.day_cut_seconds) - 1


def reported_shops(snapshot: Snapshot, source: str) -> list[str]:
    """The shops that rows of the reports themselves name, in order."""
    rows = _of_source(snapshot, source).filter(pl.col("subject_kind") == "shop")
    return sorted(rows.select("subject_id").unique().collect().get_column("subject_id").to_list())


def is_reported(metric: str, sources: Iterable[str]) -> bool:
    """Whether an indicator is a figure of one of these platforms' reports: ``chitu.received``."""
    source, dot, _ = metric.partition(".")
    return bool(dot) and source in sources


def _of_source(snapshot: Snapshot, source: str) -> pl.LazyFrame:
    return snapshot.scan("indicators").filter(pl.col("metric").str.starts_with(f"{source}."))


def _rows(snapshot: Snapshot, source: str, shop_id: str) -> pl.LazyFrame:
    kind, subject = pl.col("subject_kind"), pl.col("subject_id")
    agents = kind == "agent"
    if not _alone(snapshot.shop_ids(), shop_id):
        staff = snapshot.scan("staff", shop_ids=[shop_id]).select("agent_id").unique().collect()
        agents &= subject.is_in(staff.get_column("agent_id").implode())
    return _of_source(snapshot, source).filter(agents | ((kind == "shop") & (subject == shop_id)))


def _alone(known: Sequence[str], shop_id: str) -> bool:
    return set(known) <= {shop_id}
