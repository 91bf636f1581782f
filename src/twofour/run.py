"""The corridor in one function: a data snapshot and a scheme in, a run ready to be frozen out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from importlib.metadata import version

import polars as pl

from twofour.events.lake import Snapshot
from twofour.events.overrides import entered_overrides
from twofour.events.roster import Member, roster
from twofour.events.rules import CountingRules
from twofour.metrics import (
    METRICS,
    Measure,
    Question,
    SubjectKind,
    ask,
    count_lake,
    evidence,
    facts_of,
    measures,
    records_of,
)
from twofour.metrics.calendar import on_days
from twofour.metrics.indicators import Indicator, measure_indicators
from twofour.metrics.loading import watermark
from twofour.metrics.measuring import Counted
from twofour.metrics.own import CATALOGUE, MetricBook, measure_book
from twofour.metrics.question import Progress
from twofour.metrics.reported import (
    Reports,
    ask_reports,
    measure_reports,
    report_names,
    report_of,
    report_source,
    reported_until,
    reports_of,
)
from twofour.pay import pay, with_next_steps
from twofour.period import Period, business_day, last_whole_month, month_before
from twofour.problems import DataMissing, SchemeError
from twofour.scheme import Scheme
from twofour.scheme.scheme import MEASURES_FROM
from twofour.scorecard import Inputs, Override, Past, by_key, score
from twofour.scorecard.inputs import Key
from twofour.statements import CountingRecord, LakeRecord, Run, SchemeRecord
from twofour.text import Text, same


def run(
    snapshot: Snapshot, scheme: Scheme, period: Period, shop_id: str, progress: Progress | None = None
) -> Run:
    """Measure, score and pay ``period`` of one shop under ``scheme``.

    Everything that decides the outcome is in the arguments: the same snapshot and scheme give the same
    run. Raises ``SchemeError`` when the scheme is not in force throughout the period.
    """
    _check_in_force(scheme, period)
    question = _asked(snapshot, scheme, period, shop_id)
    inputs = _inputs(snapshot, scheme, question, period, progress)
    cards = score(scheme, inputs)
    payslips = with_next_steps(cards, pay(scheme, inputs, cards))
    paid = {slip.member.member_id for slip in payslips}
    return Run(
        period=period,
        shops=(shop_id,),
        scheme=SchemeRecord(scheme.scheme, scheme.title, scheme.valid_from, scheme.digest, scheme.source),
        counting=_counting(scheme),
        lake=LakeRecord(snapshot.number, snapshot.versions),
        as_of=_watermarks(question),
        payslips=tuple(payslips),
        measures=tuple(
            m for m in inputs.measures.values() if m.subject_kind != "member" or m.subject_id in paid
        ),
        software=version("twofour"),
    )


def inputs_of(
    snapshot: Snapshot, scheme: Scheme, period: Period, shop_id: str, progress: Progress | None = None
) -> Inputs:
    """What ``score`` and ``pay`` read of one shop and period under ``scheme``, whether or not it is in force
    then: for asking what would be.
    """
    question = _asked(snapshot, scheme, period, shop_id)
    return _inputs(snapshot, scheme, question, period, progress)


def _asked(snapshot: Snapshot, scheme: Scheme, period: Period, shop_id: str) -> Question:
    """The period with the earlier months that the scheme looks back to."""
    first = _months(period, scheme.needs().history_months)[-1]
    return _ask(snapshot, shop_id, scheme.rules, Period(first.start, period.stop), scheme.measures_from)


def _ask(
    snapshot: Snapshot, shop_id: str, rules: CountingRules, days: Period, source: str | None
) -> Question:
    """A question about events, or about the reports of ``source``."""
    if source is None:
        return ask(snapshot, [shop_id], rules, days)
    return ask_reports(snapshot, shop_id, source, rules, days)


def _figures(question: Question, source: str | None, progress: Progress | None) -> Counted | Reports:
    """What measures are made of: counted events, or what the reports of ``source`` say."""
    return count_lake(question, progress) if source is None else reports_of(question, source)


def _counting(scheme: Scheme) -> CountingRecord:
    """The counting rules; figures from a report name their platform beside them."""
    source = {} if scheme.measures_from is None else {MEASURES_FROM: scheme.measures_from}
    return CountingRecord({**scheme.rules.settings(), **source}, scheme.rules.digest)


def _inputs(
    snapshot: Snapshot, scheme: Scheme, question: Question, period: Period, progress: Progress | None
) -> Inputs:
    months = _months(period, scheme.needs().history_months)
    counted = _figures(question, scheme.measures_from, progress)
    if isinstance(counted, Reports) and not _any(counted, period):
        raise _nothing_reported(counted.source, period)
    staff = snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    entered = snapshot.scan("indicators").collect()
    now, *before = (_measured(scheme, counted, staff, entered, month) for month in months)
    members = tuple(roster(staff, period))
    return Inputs(
        period,
        question.shop_ids[0],
        members,
        by_key(now),
        tuple(
            Past(month, by_key(found), {m.member_id: m.team for m in roster(staff, month) if m.team})
            for month, found in zip(months[1:], before, strict=True)
        ),
        overrides={
            (one.member_id, one.item): Override(one.score, one.by, one.reason)
            for one in entered_overrides(entered, period)
        },
        events=_events(scheme.needs().events, question, staff, period, members),
    )


def _events(
    metrics: Iterable[str], question: Question, staff: pl.DataFrame, period: Period, members: Iterable[Member]
) -> dict[Key, tuple[int, ...]]:
    """The single amounts behind what is paid event by event: the evidence of each member."""
    found: dict[Key, tuple[int, ...]] = {}
    for metric in metrics:
        facts, records = list(facts_of(question)), records_of(question)
        for member in members:
            subject: tuple[SubjectKind, str] = ("member", member.member_id)
            rows = evidence(facts, records, staff, question.rules, METRICS[metric], subject, period)
            found[(*subject, metric)] = tuple(row.numerator for row in rows)
    return found


def measured_months(
    snapshot: Snapshot,
    shop_id: str,
    count: int,
    *,
    rules: CountingRules,
    book: MetricBook = CATALOGUE,
    history: int = 0,
    events: Collection[str] = (),
    progress: Progress | None = None,
) -> list[Inputs]:
    """Every metric of ``book`` in the last ``count`` months of a shop that its data holds to their end,
    latest first; each with ``history`` earlier months beside it, as far as there are any, and with every
    single amount behind the metrics ``events``. A ``reported_book`` takes them from its platform's reports.

    For advice and replays: which scheme will look at them is not known yet. Months before the first event
    are left out, so there may be fewer. Raises ``DataMissing`` where no month is whole.
    """
    report = report_of(book)
    source = None if report is None else report.report
    latest = _last_whole_month(snapshot, shop_id, rules, source)
    months = _months(latest, count - 1 + history)
    question = _ask(snapshot, shop_id, rules, Period(months[-1].start, latest.stop), source)
    counted = _figures(question, source, progress)
    staff = snapshot.scan("staff", shop_ids=[shop_id]).collect()
    entered = snapshot.scan("indicators").collect()
    months = [month for month in months if _any(counted, month)]
    if not months:
        raise _no_whole_month(snapshot, shop_id, rules)
    kinds: tuple[SubjectKind, ...] = ("member", "team", "shop")
    past = [
        Past(
            month,
            by_key(m for kind in kinds for m in measure_book(counted, staff, entered, book, month, kind)),
            {m.member_id: m.team for m in roster(staff, month) if m.team},
        )
        for month in months
    ]
    people = [tuple(roster(staff, one.period)) for one in past[:count]]
    return [
        Inputs(
            one.period,
            shop_id,
            members,
            one.measures,
            tuple(past[at + 1 : at + 1 + history]),
            events=_events(events, question, staff, one.period, members),
        )
        for at, (one, members) in enumerate(zip(past, people, strict=False))
    ]


def _any(counted: Counted | Reports, month: Period) -> bool:
    """Whether anything was counted, or reported, on a day of the month."""
    if isinstance(counted, Reports):
        return any(day in month for day in counted.rows.get_column("day").unique())
    return not on_days(counted.sums, month).is_empty()


def _last_whole_month(snapshot: Snapshot, shop_id: str, rules: CountingRules, source: str | None) -> Period:
    """The latest calendar month whose last day the data of a shop, or its reports, reach."""
    if source is None:
        mark = watermark(snapshot, shop_id)
    else:
        mark = reported_until(snapshot, source, shop_id, rules)
    if mark is None:
        raise _no_whole_month(snapshot, shop_id, rules)
    last = business_day(datetime.fromtimestamp(mark, UTC), rules.timezone, rules.day_cut_seconds)
    return last_whole_month(last)


def _no_whole_month(snapshot: Snapshot, shop_id: str, rules: CountingRules) -> DataMissing:
    """What to do first; where a platform's report is there, how to go by it."""
    reports = [name for name in report_names() if reported_until(snapshot, name, shop_id, rules) is not None]
    instead, command = Text("", ""), same("twofour import FILE…")
    if reports:
        title, source = report_source(reports[0]).title, reports[0]
        instead = Text(
            f"；或用{title.zh}报表里的数，方案里写 counting: {{measures_from: {source}}}",
            f"; or take those of the {title.en} report: write counting: {{measures_from: {source}}}",
        )
        command = same(f"twofour … --report {source}")
    return DataMissing(
        Text(
            f"{shop_id} 还没有一个完整月份的数据；请先导入往月数据{instead.zh}",
            f"{shop_id} has no month of data that is whole; import past months first{instead.en}",
        ),
        command,
    )


def _nothing_reported(source: str, period: Period) -> DataMissing:
    title = report_source(source).title
    return DataMissing(
        Text(
            f"{period} 没有{title.zh}报表的数；请先导入这个月的报表",
            f"there are no figures of {title.en} reports in {period}; import that month's report first",
        ),
        same("twofour import FILE…"),
    )


def _check_in_force(scheme: Scheme, period: Period) -> None:
    for day in (period.start, period.last):
        if not scheme.covers(day):
            until = scheme.valid_until.isoformat() if scheme.valid_until else "…"
            raise SchemeError(
                Text(
                    f"方案 {scheme.scheme} 的有效期是 {scheme.valid_from} 至 {until}，不含 {day}；"
                    "请换用当期方案，或改 valid_from / valid_until",
                    f"scheme {scheme.scheme} is valid from {scheme.valid_from} to {until}, not on {day}; "
                    "use the scheme of that period, or change valid_from / valid_until",
                )
            )


def _months(period: Period, history: int) -> list[Period]:
    """The period itself, then the calendar months before it, latest first."""
    months = [period]
    for _ in range(history):
        months.append(month_before(months[-1]))
    return months


def _measured(
    scheme: Scheme, counted: Counted | Reports, staff: pl.DataFrame, entered: pl.DataFrame, period: Period
) -> list[Measure]:
    """The measures of one month that the scheme reads, of members, teams and the shop."""
    needs = scheme.needs()
    indicators = {
        own.metric: Indicator(own.indicator, scheme.book[own.metric].unit)
        for own in scheme.metrics
        if own.indicator is not None
    }
    found: list[Measure] = []
    for kind in _kinds(needs.metrics):
        wanted = {metric for of, metric in needs.metrics if of == kind}
        if isinstance(counted, Reports):
            found += measure_reports(counted, staff, period, kind, metrics=wanted)
        else:
            found += [m for m in measures(counted, staff, period, kind) if m.metric in wanted]
        found += measure_indicators(entered, staff, indicators, period, kind)
    return found


def _kinds(needed: Iterable[tuple[SubjectKind, str]]) -> list[SubjectKind]:
    return list(dict.fromkeys(kind for kind, _ in needed))


def _watermarks(question: Question) -> dict[str, datetime | None]:
    return {
        shop: datetime.fromtimestamp(question.as_of[shop], UTC) if shop in question.as_of else None
        for shop in question.shop_ids
    }
