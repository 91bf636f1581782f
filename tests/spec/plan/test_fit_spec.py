"""Tiers from the data: the shares that people get, round thresholds, the cost, and YAML that loads."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from advising import scheme_of, shop
from hypothesis import given
from hypothesis import strategies as st

from twofour.metrics.own import CATALOGUE, MetricEntry
from twofour.plan.fit import Fitted, fit, written
from twofour.plan.offer import Offer, cost, evenly, paste, within
from twofour.plan.past import PastMonths
from twofour.problems import DataMissing, UsageError

RATE, SECONDS, COUNT, MONEY = (
    CATALOGUE[metric] for metric in ("inquiry_pay_rate", "mean_response", "upsell_orders", "effective_sales")
)


def numbers(*written: int | str) -> list[Decimal]:
    return [Decimal(one) for one in written]


def percents(*written: int) -> list[Decimal]:
    return [Decimal(one).scaleb(-2) for one in written]


TEN = percents(21, 24, 27, 29, 32, 34, 36, 41, 44, 52)


def bounds(fitted: Fitted) -> list[str]:
    return [written(fitted.entry, bound) for bound in fitted.bounds]


def test_each_tier_gets_its_share_on_round_thresholds() -> None:
    fitted = fit(RATE, TEN, numbers(20, 30, 30, 20))
    assert [band.got for band in fitted.bands] == [2, 3, 3, 2]
    assert bounds(fitted) == ["25%", "34%", "44%"]


def test_where_less_is_better_the_best_tier_has_the_smallest_bound() -> None:
    fitted = fit(SECONDS, numbers(12, 18, 25, 31, 38, 45, 52, 60, 75, 90), numbers(20, 30, 30, 20))
    assert [band.got for band in fitted.bands] == [2, 3, 3, 2]
    worst_first = fitted.bounds
    assert list(worst_first) == sorted(worst_first, reverse=True)
    assert 12 < worst_first[-1] < 25


def test_equal_figures_stay_together_and_the_real_share_is_told() -> None:
    fitted = fit(COUNT, numbers(0, 0, 0, 0, 0, 1, 5, 9), numbers(25, 50, 25))
    assert [band.got for band in fitted.bands] == [5, 1, 2]


def test_money_is_cut_at_round_amounts() -> None:
    figures = numbers(4455, 9595, 12393, 17789, 23458, 37553, 53885, 81329)
    assert bounds(fit(MONEY, figures, numbers(50, 50))) == ["20000.00"]


@pytest.mark.parametrize("shares", [(20, 30), (100,), (50, 50, 0), (60, 60), (120, -20)])
def test_shares_that_are_none_are_refused(shares: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="sum to"):
        fit(RATE, TEN, numbers(*shares))


def test_figures_too_alike_are_refused_with_their_number() -> None:
    with pytest.raises(DataMissing, match=r"has 4 figures, 1 of them different"):
        fit(RATE, percents(30, 30, 30, 30), numbers(50, 50))
    with pytest.raises(DataMissing, match=r"has 0 figures"):
        fit(RATE, [], numbers(50, 50))


def test_a_metric_without_a_better_end_is_refused() -> None:
    with pytest.raises(UsageError, match="neither better nor worse"):
        fit(CATALOGUE["unit_price"], numbers(1, 2, 3), numbers(50, 50))


@given(
    st.lists(st.integers(0, 10_000), min_size=2, max_size=40),
    st.sampled_from([(50, 50), (20, 30, 30, 20), (10, 20, 40, 20, 10)]),
    st.sampled_from([RATE, SECONDS, COUNT, MONEY]),
)
def test_whatever_the_figures_bounds_part_them_in_order(
    figures: list[int], shares: tuple[int, ...], entry: MetricEntry
) -> None:
    """Every figure has one place, better figures have no worse place, and the counts add up."""
    amounts = [Decimal(one).scaleb(-4) if entry.unit == "ratio" else Decimal(one) for one in figures]
    try:
        fitted = fit(entry, amounts, numbers(*shares))
    except DataMissing:
        return
    assert [band.got for band in fitted.bands] == [
        sum(fitted.place(one) == at for one in amounts) for at in range(len(shares))
    ]
    ordered = sorted(amounts, reverse=entry.direction == "lower")
    assert all(fitted.place(one) <= fitted.place(other) for one, other in pairwise(ordered))
    assert all(band.got > 0 for band in fitted.bands)


# ── what it costs ──

JUNE = ((25, 10000, 2), (32, 20000, 4), (38, 30000, 8), (45, 40000, 20))
PEOPLE = [
    f"inquiry_pay_rate: {rate}%, effective_sales: {sales}.00, upsell_orders: {upsold}"
    for rate, sales, upsold in JUNE
]
BEFORE = [
    f"inquiry_pay_rate: {rate}%, effective_sales: 10000.00, upsell_orders: 1" for rate in (26, 31, 33, 35)
]
PIECE = "pay: [{base: {fixed: 1.00}}]\n"


def months(folder: Path) -> PastMonths:
    scheme, past, _ = shop(folder, PIECE, PEOPLE, BEFORE)
    return PastMonths(past, scheme.book)


def halves(past: PastMonths) -> Fitted:
    """Two tiers, cut at 33 %."""
    fitted = fit(RATE, past.figures("inquiry_pay_rate"), numbers(50, 50))
    assert bounds(fitted) == ["33%"]
    return fitted


def test_amounts_cost_so_much_for_each_member_in_each_month(tmp_path: Path) -> None:
    past = months(tmp_path)
    found = cost(halves(past), past, Offer("amount", (Decimal(0), Decimal(200))))
    assert [(str(month), amount) for month, amount in found.months] == [("2026-06", 400), ("2026-05", 400)]
    assert found.mean == 400


def test_rates_cost_their_share_of_the_base(tmp_path: Path) -> None:
    """June: 1 % of 10,000 + 20,000 and 2 % of 30,000 + 40,000; May: 1 % and 2 % of 20,000 each."""
    past = months(tmp_path)
    found = cost(halves(past), past, Offer("rate", (Decimal("0.01"), Decimal("0.02")), "effective_sales"))
    assert [amount for _, amount in found.months] == [1700, 600]
    assert found.most == 1700


def test_amounts_of_a_count_are_for_each_unit(tmp_path: Path) -> None:
    past = months(tmp_path)
    found = cost(halves(past), past, Offer("amount", (Decimal(1), Decimal(2)), "upsell_orders"))
    assert found.months[0][1] == 2 + 4 + 2 * (8 + 20)


@pytest.mark.parametrize("budget", [100, 1000, 3333])
def test_a_budget_is_used_as_far_as_the_dearest_month_allows(tmp_path: Path, budget: int) -> None:
    past = months(tmp_path)
    rates = Offer("rate", (Decimal("0.01"), Decimal("0.02")), "effective_sales")
    offer = within(halves(past), past, rates, Decimal(budget))
    found = cost(halves(past), past, offer)
    assert budget - 10 <= found.most <= budget  # 0.01 % of 100,000 is 10 yuan
    assert offer.gives[1] / offer.gives[0] == pytest.approx(2, abs=Decimal("0.3"))


def test_a_budget_for_nothing_is_refused(tmp_path: Path) -> None:
    past = months(tmp_path)
    with pytest.raises(DataMissing, match="would have paid nothing"):
        within(halves(past), past, Offer("amount", (Decimal(0), Decimal(0))), Decimal(100))


# ── YAML to paste ──


def test_pasted_tiers_score_as_they_were_fitted() -> None:
    fitted = fit(RATE, TEN, numbers(20, 30, 30, 20))
    tiers = paste(fitted, Offer("score", evenly(4, "score")), "en")
    item = "incentive:\n  - item: i\n    metric: inquiry_pay_rate\n    weight: 100\n"
    scheme = scheme_of(item + "".join(f"    {line}\n" for line in tiers.splitlines()))
    (found,) = scheme.items
    assert [(tier.bound, tier.score) for tier in found.tiers or ()] == [
        (0, 40), (Decimal("0.25"), 60), (Decimal("0.34"), 80), (Decimal("0.44"), 100)
    ]  # fmt: skip
    assert "# 3 / 10 = 30%" in tiers


def test_pasted_tiers_of_a_lower_is_better_metric_end_with_any() -> None:
    fitted = fit(SECONDS, numbers(12, 18, 25, 31, 38, 45, 52, 60, 75, 90), numbers(50, 50))
    tiers = paste(fitted, Offer("score", evenly(2, "score")), "zh")
    item = "incentive:\n  - item: i\n    metric: mean_response\n    weight: 100\n"
    (found,) = scheme_of(item + "".join(f"    {line}\n" for line in tiers.splitlines())).items
    assert [(tier.bound, tier.score) for tier in found.tiers or ()] == [(40, 100), (Decimal("Infinity"), 80)]


@pytest.mark.parametrize(
    ("offer", "kinds"),
    [
        (Offer("rate", tuple(numbers("0.01", "0.02", "0.03")), "effective_sales"), ["commission"]),
        (Offer("amount", tuple(numbers("0.5", "1", "2")), "upsell_orders"), ["per_unit"]),
        (Offer("amount", tuple(numbers(0, 100, 250))), ["allowance", "allowance"]),
    ],
)
def test_pasted_pay_lines_load(offer: Offer, kinds: list[str]) -> None:
    fitted = fit(RATE, TEN, numbers(30, 40, 30))
    lines = "".join(f"  {line}\n" for line in paste(fitted, offer, "zh").splitlines())
    scheme = scheme_of(f"pay:\n{lines}")
    assert [part.kind for part in scheme.pay] == kinds


def test_pasted_allowances_add_up_to_what_the_tier_gives() -> None:
    fitted = fit(RATE, TEN, numbers(30, 40, 30))
    pasted = paste(fitted, Offer("amount", tuple(numbers(50, 100, 250))), "zh")
    assert [line.split("amount: ")[1][:6].rstrip(",}") for line in pasted.splitlines()] == [
        "50.00", "50.00", "150.00"
    ]  # fmt: skip


# ── which figures count ──


def test_a_rate_out_of_nine_rows_is_chance_and_left_out(tmp_path: Path) -> None:
    people = [f"inquiry_pay_rate: {{numerator: 3, denominator: {rows}}}" for rows in (9, 10)]
    scheme, past, _ = shop(tmp_path, PIECE, people)
    assert PastMonths(past, scheme.book).figures("inquiry_pay_rate") == [Decimal("0.3")]


def test_who_did_nothing_in_a_month_has_no_figures(tmp_path: Path) -> None:
    scheme, past, _ = shop(tmp_path, PIECE, ["upsell_orders: 4", "upsell_orders: 0"])
    assert PastMonths(past, scheme.book).figures("upsell_orders") == [4]


def test_an_own_metric_is_composed_from_its_parts(tmp_path: Path) -> None:
    piece = f"""
metrics:
  - metric: per_order
    title: 每单追销
    unit: number
    direction: higher
    category: sales
    ratio: [upsell_orders, sales_orders]
{PIECE}"""
    scheme, past, _ = shop(tmp_path, piece, ["upsell_orders: 4, sales_orders: 16"])
    known = PastMonths(past, scheme.book)
    assert known.figures("per_order") == [Decimal("0.25")]
    assert known.pooled("per_order") == Decimal("0.25")


def test_a_group_is_divided_anew_and_counted_a_head(tmp_path: Path) -> None:
    """10 of 100 and 90 of 300 are 100 of 400; 4 and 8 upsold orders are 6 a head."""
    people = [
        f"inquiry_pay_rate: {{numerator: {paid}, denominator: {rows}}}, upsell_orders: {upsold}"
        for paid, rows, upsold in ((10, 100, 4), (90, 300, 8))
    ]
    scheme, past, _ = shop(tmp_path, PIECE, people)
    known = PastMonths(past, scheme.book)
    assert known.pooled("inquiry_pay_rate") == Decimal("0.25")
    assert known.pooled("upsell_orders") == 6
