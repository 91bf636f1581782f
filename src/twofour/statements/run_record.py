"""The run record (核算批次): everything that decided a period's pay, in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from twofour.metrics import Measure
from twofour.pay import Line, Payslip
from twofour.period import Period
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class SchemeRecord:
    """The scheme that a run used. ``source`` is the document as written; ``digest`` its SHA-256 in hex."""

    id: str
    title: Text
    valid_from: date
    digest: str
    source: str


@dataclass(frozen=True, slots=True)
class CountingRecord:
    """The counting rules that a run used: every setting as plain JSON values, and their digest."""

    settings: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class LakeRecord:
    """The data that a run read: the snapshot's number and the version of each table."""

    snapshot: int
    tables: Mapping[str, int]


@dataclass(frozen=True)
class Run:
    """One period's pay under one scheme. ``as_of`` holds each shop's watermark (UTC; ``None``: no events).

    ``measures`` are the integers that the trees lead down to, with their pending counts. ``software`` is
    the version of TwoFour that computed it. Nothing here depends on when or where the run was made.
    """

    period: Period
    shops: tuple[str, ...]
    scheme: SchemeRecord
    counting: CountingRecord
    lake: LakeRecord
    as_of: Mapping[str, datetime | None]
    payslips: tuple[Payslip, ...]
    measures: tuple[Measure, ...]
    software: str

    def in_order(self) -> Run:
        """The same run with payslips by team and member and measures by subject, however they came."""
        return replace(
            self,
            payslips=tuple(sorted(self.payslips, key=lambda p: (p.member.team or "", p.member.member_id))),
            measures=tuple(sorted(self.measures, key=_measure_order)),
        )

    @cached_property
    def by_source(self) -> Mapping[str, Measure]:
        """The measures of the whole period under the source that a tree names them by."""
        return {f"measure:{m.metric}@{m.subject_kind}:{m.subject_id}": m for m in self.measures if not m.day}

    @property
    def total(self) -> int:
        """Integer fen that the whole run pays."""
        return sum(payslip.total for payslip in self.payslips)

    @cached_property
    def columns(self) -> tuple[Line, ...]:
        """One exemplary line for each line id of the run, in the order of work of the payslips."""
        columns: list[Line] = []
        for payslip in self.payslips:
            at = 0
            for line in payslip.lines:
                known = next((i for i, column in enumerate(columns) if column.id == line.id), None)
                if known is None:
                    columns.insert(at, line)
                at = (at if known is None else known) + 1
        return tuple(columns)


def _measure_order(measure: Measure) -> tuple[str, str, str, date]:
    return (measure.subject_kind, measure.subject_id, measure.metric, measure.day or date.min)
