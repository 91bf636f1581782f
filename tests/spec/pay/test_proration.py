"""Proration: people who joined, left or changed grade in the month, by calendar days or by days on duty."""

from __future__ import annotations

from replaying import Replay, row


def service(*spells: str) -> str:
    return "[" + ", ".join(f"{{{spell}}}" for spell in spells) + "]"


def test_by_calendar_days_in_service(replay: Replay) -> None:
    replay(
        "pay: [{base: {fixed: 3000.00, prorate: calendar_days}}]",
        row("=> base: 3000.00"),
        row("=> base: 1500.00", service=service("first: 2026-06-16, last: 2026-06-30")),
        row("=> base: 100.00", service=service("first: 2026-06-01, last: 2026-06-01")),
    )


def test_each_grade_pays_its_own_days(replay: Replay) -> None:
    replay(
        "pay: [{base: {by_grade: {junior: 3000.00, middle: 3600.00}, prorate: calendar_days}}]",
        row(
            # 10 days of 3,000 and 20 of 3,600
            "=> base: 3400.00",
            grade="middle",
            service=service(
                "first: 2026-06-01, last: 2026-06-10, grade: junior",
                "first: 2026-06-11, last: 2026-06-30, grade: middle",
            ),
        ),
    )


def test_a_wage_from_the_staff_table_is_that_of_each_spell(replay: Replay) -> None:
    replay(
        "pay: [{base: {from_staff: base_wage, prorate: calendar_days}}]",
        row(
            "=> base: 2200.00",
            base_wage="2400.00",
            service=service(
                "first: 2026-06-01, last: 2026-06-10, base_wage: 1800.00",
                "first: 2026-06-11, last: 2026-06-30, base_wage: 2400.00",
            ),
        ),
    )


def test_by_days_on_duty_up_to_a_full_month(replay: Replay) -> None:
    replay(
        "pay: [{base: {fixed: 2600.00, prorate: {by: duty_days, full: 26}}}]",
        row("duty_days: 13 => base: 1300.00"),
        row("duty_days: 26 => base: 2600.00"),
        row("duty_days: 28 => base: 2600.00"),
        row("duty_days: 0 => base: 0.00"),
    )


def test_days_on_duty_weigh_the_grades_by_their_days_in_service(replay: Replay) -> None:
    replay(
        "pay: [{base: {by_grade: {junior: 3000.00, middle: 3600.00}, prorate: {by: duty_days, full: 26}}}]",
        row(
            # (3,000 × 10 + 3,600 × 10) ÷ 20 = 3,300 a month, for 13 of 26 days
            "duty_days: 13 => base: 1650.00",
            grade="middle",
            service=service(
                "first: 2026-06-11, last: 2026-06-20, grade: junior",
                "first: 2026-06-21, last: 2026-06-30, grade: middle",
            ),
        ),
    )


def test_without_a_rule_a_whole_month_is_paid_and_said(replay: Replay) -> None:
    (slip,) = replay(
        "pay: [{base: {fixed: 3000.00}}]",
        row("=> base: 3000.00", service=service("first: 2026-06-16, last: 2026-06-30")),
    )
    assert any("没写折算" in node.formula.zh for node in slip.lines[0].node.walk() if node.formula)


def test_bonuses_allowances_and_performance_pay_are_prorated_too(replay: Replay) -> None:
    replay(
        """
        metrics:
          - {metric: kpi, title: 绩效, unit: point, direction: higher, category: quality, indicator: last}
        incentive: [{item: kpi, metric: kpi, weight: 100, score: {proportional: {target: 100}}}]
        pay:
          - {grade_bonus: {by_grade: {junior: 300.00}, prorate: calendar_days}}
          - {allowance: {amount: {by_grade: {junior: 60.00}}, prorate: calendar_days}}
          - {score_pay: {amount: 1000.00, prorate: calendar_days}}
        """,
        row(
            "kpi: 80 => grade_bonus: 150.00, allowance: 30.00, score_pay: 400.00",
            grade="junior",
            service=service("first: 2026-06-16, last: 2026-06-30, grade: junior"),
        ),
    )
