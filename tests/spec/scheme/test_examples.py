"""Every ready scheme loads, says for whom it is, and pays a small synthetic month that adds up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from twofour.events.roster import Member, Spell
from twofour.explain.working import recomputed
from twofour.metrics import Measure, SubjectKind
from twofour.pay import Payslip, pay, with_next_steps
from twofour.period import Period, month_before, parse_period
from twofour.scheme import Scheme, load_scheme
from twofour.scorecard import Inputs, Past, by_key, score

ROOT = Path(__file__).parents[3]
SCHEMES = sorted((ROOT / "examples" / "schemes").glob("*.yaml"))
READY = {
    "after-sales-sheet", "after-sales-two-four", "car-dealer-after-sales", "classic-kpi", "conversion-rate",
    "group-all-or-nothing", "long-cycle", "outsourcing", "sales-first", "service-first", "team-lead",
}  # fmt: skip
JUNE = parse_period("2026-06")


def people(scheme: Scheme) -> tuple[Member, ...]:
    """Five of a role that the scheme pays, one of whom joined in the middle of the month."""
    role = scheme.applies_to.role[0] if scheme.applies_to.role else "pre_sales"
    grades = ("junior", "middle", "senior", "junior", "middle")
    found = [
        Member(
            f"m{at}", f"员工{at}", "AB"[at % 2], role, grade, 280_000 + at * 10_000, hired_on=date(2025, 1, 1)
        )
        for at, grade in enumerate(grades)
    ]
    late = Member("m5", "新人", "A", role, "junior", 260_000, hired_on=date(2026, 6, 16),
                  spells=(Spell(date(2026, 6, 16), date(2026, 7, 1), "junior", 260_000),))  # fmt: skip
    return (*found, late)


def month(scheme: Scheme, subjects: dict[SubjectKind, list[str]], salt: int) -> list[Measure]:
    """A figure for everything that the scheme asks of everybody, by simple arithmetic."""
    found = []
    for kind, metric in scheme.needs().metrics:
        for at, subject in enumerate(subjects[kind]):
            unit = scheme.book[metric].unit
            spread = (at * 37 + salt * 11 + len(metric) * 5) % 40
            if unit == "ratio":
                found.append(Measure(kind, subject, metric, 55 + spread, 100, 0, unit))
            elif unit == "fen":
                found.append(Measure(kind, subject, metric, 2_000_000 + spread * 100_000, 1, 0, unit))
            elif unit == "second":
                found.append(Measure(kind, subject, metric, (20 + spread) * 50, 50, 0, unit))
            else:
                found.append(Measure(kind, subject, metric, 3 + spread, 1, 0, unit))
    return found


def inputs_of(scheme: Scheme) -> Inputs:
    members = people(scheme)
    subjects: dict[SubjectKind, list[str]] = {
        "member": [member.member_id for member in members],
        "team": ["A", "B"],
        "shop": ["s1"],
    }
    history, period = [], JUNE
    for ago in range(1, scheme.needs().history_months + 1):
        period = month_before(period)
        history.append(Past(Period(period.start, period.stop), by_key(month(scheme, subjects, ago))))
    return Inputs(JUNE, "s1", members, by_key(month(scheme, subjects, 0)), tuple(history))


def paid(scheme: Scheme, inputs: Inputs) -> list[Payslip]:
    cards = score(scheme, inputs)
    return with_next_steps(cards, pay(scheme, inputs, cards))


def test_every_ready_scheme_is_here() -> None:
    assert {file.stem for file in SCHEMES} >= READY


@pytest.mark.parametrize("file", SCHEMES, ids=lambda file: file.stem)
def test_a_ready_scheme_pays_a_month_that_adds_up(file: Path) -> None:
    scheme = load_scheme(file)
    slips = paid(scheme, inputs_of(scheme))
    assert len(slips) == 6
    for slip in slips:
        assert slip.total == sum(line.fen for line in slip.lines) > 0
        for line in slip.lines:
            assert line.fen == line.node.amount
            for node in line.node.walk():
                assert recomputed(node) == node.amount
                assert node.label.zh and node.label.en
        for step in slip.steps:
            assert step.gain > 0
    assert slips == paid(scheme, inputs_of(load_scheme(file)))
    assert len({slip.total for slip in slips}) > 1


@pytest.mark.parametrize("file", SCHEMES, ids=lambda file: file.stem)
def test_a_ready_scheme_says_for_whom_it_is_and_what_to_watch(file: Path) -> None:
    note = "".join(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    for words in ("给谁", "让人怎么做", "要留意"):
        assert words in note
    scheme = load_scheme(file)
    assert scheme.scheme == file.stem
    assert scheme.title.zh != scheme.title.en
