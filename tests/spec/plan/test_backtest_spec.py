"""Backtests, cliffs, sensitivity and changes, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from advising import HEAD, scheme_of, shop

from twofour.period import parse_period
from twofour.plan import Change, backtest, read_change, shared_book, what_if
from twofour.plan.cliffs import cliffs
from twofour.plan.replay import replayed, sensitivity
from twofour.problems import DataMissing, SchemeError, UsageError
from twofour.scheme import read_scheme
from twofour.scheme.figures import figure

# Yuan: m1 sells 10,000 in May and 40,000 in June, m2 20,000 and 10,000, m3 20,000 in both.
DRAFT = "pay: [{base: {fixed: 3000.00}}, {commission: {on: effective_sales, shape: linear, rate: 2%}}]"
CURRENT = "pay: [{base: {fixed: 3100.00}}, {commission: {on: effective_sales, shape: linear, rate: 1.5%}}]"
JUNE = ["effective_sales: 40000.00", "effective_sales: 10000.00", "effective_sales: 20000.00"]
MAY = ["effective_sales: 10000.00", "effective_sales: 20000.00", "effective_sales: 20000.00"]

BY_RATE = """
pay:
  - commission:
      on: effective_sales
      shape: cliff
      by: inquiry_pay_rate
      tiers: [{from: 0, rate: 1%}, {from: 40%, rate: 2%}]
"""


def at(paid: int, of: int, sales: str) -> str:
    """A member's conversion and sales."""
    return f"inquiry_pay_rate: {{numerator: {paid}, denominator: {of}}}, effective_sales: {sales}"


# m1 and m4 lack 1 and 0.1 points, m2 lacks 5, m3 is past it.
RATES = [at(390, 1000, "40000.00"), at(350, 1000, "10000.00"), at(400, 1000, "20000.00"),
         at(399, 1000, "4000.00")]  # fmt: skip


# ── cost, people, winners ──


def test_cost_and_everybodys_difference_by_month(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, DRAFT, JUNE, MAY)
    found = backtest(draft, months, scheme_of(CURRENT))
    # May: 3,200 + 3,400 + 3,400 against 3,250 + 3,400 + 3,400; June: 3,800 + 3,200 + 3,400 against 10,350.
    assert [(str(one.period), one.people, one.draft, one.current, one.difference) for one in found.costs] == [
        ("2026-05", 3, 1_000_000, 1_005_000, -5_000),
        ("2026-06", 3, 1_040_000, 1_035_000, 5_000),
    ]
    assert {one.member.member_id: [month.difference for month in one.months] for one in found.people} == {
        "m1": [-5_000, 10_000],
        "m2": [0, -5_000],
        "m3": [0, 0],
    }
    for group, who, fen in (
        (found.winners, "m1", 5_000),
        (found.losers, "m2", -5_000),
        (found.unchanged, "m3", 0),
    ):
        assert [(one.member.member_id, one.difference) for one in group] == [(who, fen)]


def test_without_a_scheme_to_compare_nobody_wins_or_loses(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, DRAFT, JUNE, MAY)
    found = backtest(draft, months)
    assert [one.difference for one in found.costs] == [None, None]
    assert found.people[0].draft == 700_000
    assert (found.winners, found.losers, found.unchanged, found.apart) == ((), (), (), ())


def test_a_draft_of_next_year_is_replayed_all_the_same(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, DRAFT, JUNE, MAY)
    later = read_scheme(HEAD.replace("2026-06-01", "2027-01-01") + DRAFT, "draft.yaml")
    assert backtest(later, months).costs == backtest(draft, months).costs


def test_whom_one_scheme_alone_pays_counts_in_the_cost_only(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, "applies_to: {member: [m1, m2]}\n" + DRAFT, JUNE)
    found = backtest(draft, months, scheme_of(CURRENT))
    assert [one.member.member_id for one in found.apart] == ["m3"]
    assert (found.costs[0].people, found.costs[0].difference) == (3, 700_000 - 1_035_000)
    assert sum(one.difference or 0 for one in found.people) == 10_000 - 5_000


def test_a_month_that_cannot_be_paid_is_left_out_with_the_reason(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, DRAFT, JUNE, [*MAY[:2], "received: 5"])
    found = backtest(draft, months, scheme_of(CURRENT))
    assert [str(one.period) for one in found.costs] == ["2026-06"]
    (left_out,) = found.left_out
    assert str(left_out.period) == "2026-05"
    assert "effective_sales" in left_out.reason.en
    with pytest.raises(DataMissing, match="effective_sales"):
        backtest(draft, months[1:])


def test_nobody_to_pay_is_told(tmp_path: Path) -> None:
    _, months, _ = shop(tmp_path, DRAFT, JUNE)
    with pytest.raises(DataMissing, match="pays nobody"):
        backtest(scheme_of("applies_to: {member: stranger}\n" + DRAFT), months)


def test_one_metric_defined_in_two_ways_is_refused() -> None:
    own = """
    metrics:
      - {{metric: calm, title: 耐心, unit: point, direction: higher, category: attitude, indicator: {}}}
    pay: [{{per_unit: {{on: calm, shape: linear, amount: 1.00}}}}]
    """
    draft, current = scheme_of(own.format("sum")), scheme_of(own.format("mean"))
    assert shared_book(draft, draft)["calm"].indicator == "sum"
    with pytest.raises(SchemeError, match="calm in different ways"):
        shared_book(draft, current)


# ── cliffs ──


def test_those_just_before_a_jump_are_at_a_cliff(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, BY_RATE, RATES)
    # m1: 1 % of 40,000 more. m4 would gain 40 yuan only, m2 lacks five points, m3 is past it.
    (one,) = cliffs(draft, months[0])
    assert (one.member.member_id, one.figure, one.bound, one.fen) == (
        "m1",
        Decimal("0.39"),
        Decimal("0.4"),
        40_000,
    )


def test_one_threshold_of_two_scales_is_one_cliff(tmp_path: Path) -> None:
    bonus = "  - {target_bonus: {each: 30.00, targets: [{metric: inquiry_pay_rate, at_least: 40%}]}}\n"
    draft, months, _ = shop(tmp_path, BY_RATE + bonus, RATES)
    found = cliffs(draft, months[0])
    assert [(one.member.member_id, one.fen) for one in found] == [("m1", 43_000), ("m4", 7_000)]
    assert "、" in found[0].titles.zh


@pytest.mark.parametrize(("orders", "who"), [(95, ["m1"]), (94, []), (100, [])])
def test_a_twentieth_of_a_count_is_near(tmp_path: Path, orders: int, who: list[str]) -> None:
    piece = """
    pay:
      - per_unit:
          on: upsell_orders
          shape: cliff
          tiers: [{from: 0, amount: 1.00}, {from: 100, amount: 2.00}]
    """
    draft, months, _ = shop(tmp_path, piece, [f"upsell_orders: {orders}"])
    assert [one.member.member_id for one in cliffs(draft, months[0])] == who


def test_a_slope_is_no_cliff(tmp_path: Path) -> None:
    draft, months, _ = shop(tmp_path, BY_RATE.replace("cliff", "interpolated"), RATES)
    assert cliffs(draft, months[0]) == []


# ── sensitivity ──


def test_a_point_more_of_a_ratio_and_a_percent_more_of_money(tmp_path: Path) -> None:
    draft, (june, *_), _ = shop(tmp_path, BY_RATE, RATES)
    found = {
        one.entry.id: (one.step.en, one.fen)
        for one in sensitivity(draft, june, sum(replayed(draft, june).values()))
    }
    # A point lifts m1 and m4 past 40 %: 400 + 40 yuan. 1 % of sales: 4 + 1 + 4 + 0.40 yuan.
    assert found == {"inquiry_pay_rate": ("+1 point", 44_000), "effective_sales": ("+1%", 940)}


def test_a_share_stops_at_a_hundred_percent(tmp_path: Path) -> None:
    piece = """
    incentive:
      - {item: c, metric: inquiry_pay_rate, weight: 100, score: {proportional: {target: 100%, cap: 120}}}
    pay: [{score_pay: {amount: 1000.00}}]
    """
    draft, (june, *_), _ = shop(tmp_path, piece, [at(999, 1000, "10000.00")])
    (moved,) = sensitivity(draft, june, 99_900)
    assert moved.fen == 100  # 99.9 % becomes 100 %, not 100.9 %


@pytest.mark.parametrize(("paid", "worth"), [(490, 10_000), (480, 0)])
def test_earlier_months_keep_their_weight_in_a_quarter(tmp_path: Path, paid: int, worth: int) -> None:
    """300 of 1,000 in April: in May a point more makes 800 of 2,000 of 490, and 790 of 480."""
    piece = """
    pay:
      - allowance: {amount: 100.00, when: {metric: inquiry_pay_rate, window: quarter, at_least: 40%}}
    """
    draft, (june, *_), _ = shop(tmp_path, piece, [at(paid, 1000, "1.00")], [at(300, 1000, "1.00")])
    april = replace(june.history[0], period=parse_period("2026-04"))
    may = replace(june, period=parse_period("2026-05"), history=(april,))
    (one,) = sensitivity(draft, may, 0)
    assert one.fen == worth
    tried = what_if(draft, may, "m1", [Change("inquiry_pay_rate", plus=figure("1.0001%"))])
    assert tried.gain == worth


def test_single_orders_grow_with_their_sum(tmp_path: Path) -> None:
    piece = """
    pay:
      - commission:
          on: sales
          accumulate: event
          shape: cliff
          tiers: [{from: 0, rate: 1%}, {from: 100.00, rate: 2%}]
    """
    draft, (june, *_), _ = shop(tmp_path, piece, ["sales: 199.50"])
    june = replace(june, events={("member", "m1", "sales"): (9_950, 10_000)})
    # 0.995 + 2.00 becomes 100.495 → 100.50 (2.01) and 101.00 (2.02).
    (one,) = sensitivity(draft, june, sum(replayed(draft, june).values()))
    assert one.fen == 403 - 300
    with pytest.raises(UsageError, match="order by order"):
        what_if(draft, june, "m1", [Change("sales", plus=figure("1.00"))])


# ── changes ──


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("inquiry_pay_rate=47%", "0.47"),
        ("inquiry_pay_rate=+3%", "0.42"),
        ("inquiry_pay_rate＝－９％", "0.3"),
        ("effective_sales=+10%", "44000"),
        ("effective_sales=-10%", "36000"),
        ("effective_sales=+50", "40050"),
        ("effective_sales = 1,234.56", "1234.56"),
    ],
)
def test_a_change_is_read_as_people_write_it(tmp_path: Path, written: str, after: str) -> None:
    draft, (june, *_), _ = shop(tmp_path, BY_RATE, RATES)
    found = what_if(draft, june, "m1", [read_change(draft, written)])
    assert found.moved[0].after == Decimal(after)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("inquiry_pay_rate", "no METRIC=FIGURE"),
        ("inquiry_pay_rat=3%", "inquiry_pay_rate"),
        ("inquiry_pay_rate=47", "Write 47%"),
        ("inquiry_pay_rate=+3", r"Write \+?3%"),
        ("effective_sales=47%", "without|Leave the percent sign out"),
        ("effective_sales=many", "many is not a number"),
        ("received=+5", "does not read a member's received"),
    ],
)
def test_a_change_that_cannot_be_is_told(tmp_path: Path, written: str, told: str) -> None:
    draft, _, _ = shop(tmp_path, BY_RATE, RATES)
    with pytest.raises(UsageError, match=told):
        read_change(draft, written)


@pytest.mark.parametrize("written", ["inquiry_pay_rate=+70%", "inquiry_pay_rate=-70%"])
def test_a_share_beyond_its_ends_is_refused(tmp_path: Path, written: str) -> None:
    draft, (june, *_), _ = shop(tmp_path, BY_RATE, RATES)
    with pytest.raises(UsageError, match="cannot be"):
        what_if(draft, june, "m1", [read_change(draft, written)])
