"""Loading: figures as people write them, what a scheme needs, its digest, whom and when it covers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from twofour.events.roster import Member
from twofour.scheme import load_scheme, read_scheme
from twofour.scheme.components import Base
from twofour.scheme.scaled import Commission
from twofour.text import Text

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "scheme: s\ntitle: s\nvalid_from: 2026-06-01\n"


def test_decimals_never_pass_through_binary_fractions() -> None:
    scheme = read_scheme(HEAD + "pay: [{base: {fixed: 0.10}}, {base: {fixed: 1234567890123.45}}]\n", "s")
    assert [c.fixed for c in scheme.pay if isinstance(c, Base)] == [
        Decimal("0.10"),
        Decimal("1234567890123.45"),
    ]


@pytest.mark.parametrize("rate", ["3%", "3.0%", '"3%"', "３％", "+3%"])
def test_a_rate_is_a_fraction_however_it_is_written(rate: str) -> None:
    scheme = read_scheme(HEAD + f"pay: [{{commission: {{on: sales, shape: linear, rate: {rate}}}}}]\n", "s")
    (commission,) = scheme.pay
    assert isinstance(commission, Commission)
    assert commission.rate is not None
    assert commission.rate.fixed == Decimal("0.03")


def test_thousands_may_be_separated_in_quotes() -> None:
    scheme = read_scheme(HEAD + 'pay: [{base: {fixed: "12,345.60"}}]\n', "s")
    assert [c.fixed for c in scheme.pay if isinstance(c, Base)] == [Decimal("12345.60")]


def test_a_title_may_stand_in_both_languages() -> None:
    scheme = read_scheme(HEAD.replace("title: s", "title: {zh: 售前（新）, en: Pre-sales}"), "s")
    assert scheme.title == Text("售前（新）", "Pre-sales")


def test_the_digest_is_of_what_the_document_says() -> None:
    plain = read_scheme(HEAD + "pay: [{base: {fixed: 1.00}}]\n", "a")
    laid_out = read_scheme("# 注释\n" + HEAD + 'pay:\n  - base:\n      fixed: "1.00"   # 底薪\n', "b")
    other = read_scheme(HEAD + "pay: [{base: {fixed: 1.01}}]\n", "a")
    assert plain.digest == laid_out.digest
    assert plain.digest != other.digest
    assert len(plain.digest) == 64


def test_the_document_is_kept_as_written() -> None:
    assert read_scheme(HEAD, "s").source == HEAD


def test_needs_name_every_figure_by_whose_it_is_and_how_far_back_it_goes() -> None:
    scheme = read_scheme(
        HEAD
        + """
metrics:
  - {metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: last}
  - metric: net
    title: 净额
    unit: yuan
    direction: higher
    category: sales
    minus: [sales, refunds_credited]
incentive:
  - {item: a, metric: exam, weight: 100, score: {proportional: {target: 100}}}
duties:
  - {duty: d, metric: disputes, of: shop, must: {at_most: 2}, breach: {deduct_points: 5}}
  - {duty: e, metric: received, of: team, must: {at_least: team_mean}, breach: {deduct_points: 5}}
pay:
  - {commission: {on: net, of: team, shape: linear, rate: 1%}}
  - {prize: {when: running, months: 4, metric: inquiry_pay_rate, ties: all, amount: 1.00}}
""",
        "s",
    )
    needs = scheme.needs()
    assert needs.metrics == (
        ("member", "exam"),
        ("member", "inquiry_pay_rate"),
        ("member", "received"),
        ("shop", "disputes"),
        ("team", "received"),
        ("team", "refunds_credited"),
        ("team", "sales"),
    )
    assert needs.indicators == ("exam",)
    assert needs.history_months == 3
    assert scheme.metrics_used == (
        "exam", "inquiry_pay_rate", "received", "disputes", "refunds_credited", "sales",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "months"),
    [
        ("{metric: received, above: 1}", 0),
        ("{metric: received, above: team_best}", 0),
        ("{metric: received, above: last_month}", 1),
        ("{metric: received, above: history_best}", 12),
        ("{metric: received, above: 1, window: quarter}", 2),
        ("{any: [{metric: received, above: 1, window: year}, {metric: received, above: 2}]}", 11),
    ],
)
def test_needs_reach_back_as_far_as_a_condition_looks(condition: str, months: int) -> None:
    scheme = read_scheme(HEAD + f"pay: [{{target_bonus: {{each: 1.00, targets: [{condition}]}}}}]\n", "s")
    assert scheme.needs().history_months == months


def test_counting_rules_come_from_the_scheme() -> None:
    scheme = read_scheme(
        HEAD + "counting: {preset: default, attribution_days: 7, excluded_customers: [a]}\n", "s"
    )
    assert scheme.rules.attribution_days == 7
    assert scheme.rules.excluded_customers == ("a",)
    assert read_scheme(HEAD, "s").rules.attribution_days == 2


def test_a_scheme_covers_whom_and_when_it_says() -> None:
    scheme = read_scheme(HEAD + "valid_until: 2026-08-31\napplies_to: {role: pre_sales, team: [A, B]}\n", "s")
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 31), date(2026, 9, 1)]
    assert [scheme.covers(day) for day in days] == [False, True, True, False]
    people = [
        Member("1", "1", "A", "pre_sales"),
        Member("2", "2", "C", "pre_sales"),
        Member("3", "3", "A", "lead"),
    ]
    assert [person in scheme.applies_to for person in people] == [True, False, False]


def test_lines_are_numbered_by_kind_unless_they_are_named() -> None:
    unit = "{per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}"
    named = "{per_unit: {id: upsell, on: upsell_orders, shape: linear, amount: 1.00}}"
    scheme = read_scheme(HEAD + f"pay: [{unit}, {named}, {unit}]\n", "s")
    assert [line for line, _ in scheme.lines()] == ["per_unit", "upsell", "per_unit-2"]


@pytest.mark.parametrize(
    "file", sorted(EXAMPLES.glob("*/*.yaml")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_example_schemes_load(file: Path) -> None:
    scheme = load_scheme(file)
    assert scheme.pay
    incentives = {item.metric for item in scheme.items}
    assert not incentives & {duty.metric for duty in scheme.duties}
