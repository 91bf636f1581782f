"""The corridor in one function: a data snapshot and a scheme in, a run ready to be frozen out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version

import polars as pl

from twofour.events.lake import Snapshot
from twofour.events.roster import roster
from twofour.metrics import Measure, Question, SubjectKind, ask, count_lake, measures
from twofour.metrics.engine import Progress
from twofour.metrics.indicators import Indicator, measure_indicators
from twofour.metrics.measuring import Counted
from twofour.pay import pay
from twofour.period import Period, month_before
from twofour.problems import SchemeError
from twofour.scheme import Scheme
from twofour.scorecard import Inputs, Past, by_key, score
from twofour.statements import CountingRecord, LakeRecord, Run, SchemeRecord
from twofour.text import Text


def run(
    snapshot: Snapshot, scheme: Scheme, period: Period, shop_id: str, progress: Progress | None = None
) -> Run:
    """Measure, score and pay ``period`` of one shop under ``scheme``.

    Everything that decides the outcome is in the arguments: the same snapshot and scheme give the same
    run. Raises ``SchemeError`` when the scheme is not in force throughout the period.
    """
    _check_in_force(scheme, period)
    months = _months(period, scheme.needs().history_months)
    question = ask(snapshot, [shop_id], scheme.rules, Period(months[-1].start, period.stop))
    counted = count_lake(question, progress)
    staff = snapshot.scan("staff", shop_ids=[shop_id]).collect()
    entered = snapshot.scan("indicators").collect()
    now, *before = (_measured(scheme, counted, staff, entered, month) for month in months)
    inputs = Inputs(
        period,
        shop_id,
        tuple(roster(staff, period)),
        by_key(now),
        tuple(
            Past(month, by_key(found), {m.member_id: m.team for m in roster(staff, month) if m.team})
            for month, found in zip(months[1:], before, strict=True)
        ),
    )
    payslips = pay(scheme, inputs, score(scheme, inputs))
    paid = {slip.member.member_id for slip in payslips}
    return Run(
        period=period,
        shops=(shop_id,),
        scheme=SchemeRecord(scheme.scheme, scheme.title, scheme.valid_from, scheme.digest, scheme.source),
        counting=CountingRecord(scheme.rules.settings(), scheme.rules.digest),
        lake=LakeRecord(snapshot.number, snapshot.versions),
        as_of=_watermarks(question),
        payslips=tuple(payslips),
        measures=tuple(m for m in now if m.subject_kind != "member" or m.subject_id in paid),
        software=version("twofour"),
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
    scheme: Scheme, counted: Counted, staff: pl.DataFrame, entered: pl.DataFrame, period: Period
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
