"""What must hold of every scheme and every figure: sums, trees, order, sameness, monotony, refunds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from twofour.events.roster import Member, Spell
from twofour.explain.render_json import node_to_json
from twofour.explain.working import recomputed
from twofour.metrics import METRICS, Measure
from twofour.pay import Payslip, next_steps, pay
from twofour.period import parse_period
from twofour.scheme import Scheme, read_scheme
from twofour.scorecard import Inputs, Past, by_key, score

JUNE, MAY = parse_period("2026-06"), parse_period("2026-05")
EXAMPLES = settings(max_examples=80)
RATIOS = ("inquiry_pay_rate", "reply_rate", "refund_rate")
COUNTS = ("received", "upsell_orders", "low_ratings", "named_praise")
MONEY = ("sales", "effective_sales")
FIGURES = (*RATIOS, *COUNTS, *MONEY, "mean_response")


def percents(top: int = 100) -> st.SearchStrategy[str]:
    """``37.5%``, up to ``top``."""
    return st.integers(0, top * 10).map(lambda tenths: f"{Decimal(tenths) / 10}%")


def yuan(top: int = 5_000) -> st.SearchStrategy[str]:
    return st.integers(0, top * 100).map(lambda fen: f"{Decimal(fen).scaleb(-2)}")


def rising(figures: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Two to five different figures from low to high."""

    def number(written: str) -> Decimal:
        return Decimal(written.rstrip("%"))

    return st.lists(figures, min_size=2, max_size=5, unique_by=number).map(lambda f: sorted(f, key=number))


def thresholds(metric: str) -> st.SearchStrategy[str]:
    if metric in RATIOS:
        return percents()
    return yuan(90_000) if metric in MONEY else st.integers(0, 200).map(str)


@st.composite
def tiers(
    draw: st.DrawFn, metric: str, gives: str, amounts: st.SearchStrategy[str], rise: bool = False
) -> Any:
    bounds = draw(rising(thresholds(metric)))
    given = draw(st.lists(amounts, min_size=len(bounds), max_size=len(bounds)))
    if rise:
        given.sort(key=lambda written: Decimal(written.rstrip("%")))
    return [{"from": bound, gives: amount} for bound, amount in zip(bounds, given, strict=True)]


@st.composite
def items(draw: st.DrawFn, smooth: bool) -> Any:
    metrics = draw(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=3, unique=True))
    weights = {1: [100], 2: [60, 40], 3: [50, 30, 20]}[len(metrics)]
    made = []
    for at, (metric, weight) in enumerate(zip(metrics, weights, strict=True)):
        item: dict[str, Any] = {"item": f"i{at}", "metric": metric, "weight": str(weight)}
        rule = "proportional" if smooth else draw(st.sampled_from(["tiers", "interpolated", "proportional"]))
        if rule == "proportional":
            target = draw(thresholds(metric).filter(lambda w: Decimal(w.rstrip("%")) > 0))
            item["score"] = {"proportional": {"target": target, "cap": "120"}}
        else:
            scale = draw(tiers(metric, "score", st.integers(0, 100).map(str)))
            item |= {"tiers": scale} if rule == "tiers" else {"score": {"interpolated": scale}}
        if not smooth and draw(st.booleans()):
            zeroes = draw(st.sampled_from(["item", "score"]))
            item["veto"] = {"when": {"metric": "low_ratings", "above": "100"}, "zeroes": zeroes}
        made.append(item)
    return made


@st.composite
def commissions(draw: st.DrawFn, smooth: bool) -> Any:
    shape = draw(st.sampled_from(["linear", "marginal", *(() if smooth else ("cliff", "interpolated"))]))
    body: dict[str, Any] = {"on": draw(st.sampled_from(MONEY)), "shape": shape}
    if shape == "linear":
        body |= {"rate": draw(percents(20)), "baseline": draw(yuan())}
    else:
        by = body["on"] if shape == "marginal" else draw(st.sampled_from(FIGURES))
        body["tiers"] = draw(tiers(by, "rate", percents(20)))
        if shape != "marginal":
            body["by"] = by
    if draw(st.booleans()):
        body["coefficient"] = {"floor": draw(percents()), "times": "score"}
    return {"commission": body}


@st.composite
def per_units(draw: st.DrawFn, smooth: bool) -> Any:
    body: dict[str, Any] = {"on": "upsell_orders", "shape": draw(st.sampled_from(["linear", "marginal"]))}
    if body["shape"] == "linear":
        body["amount"] = draw(yuan(10))
    else:
        body["tiers"] = draw(tiers("upsell_orders", "amount", yuan(10)))
    return {"per_unit": body}


@st.composite
def tables(draw: st.DrawFn) -> Any:
    """A commission by two metrics."""
    axes = {
        name: {"by": metric, draw(st.sampled_from(["from", "above"])): draw(rising(thresholds(metric)))}
        for name, metric in (
            ("rows", draw(st.sampled_from(RATIOS))),
            ("columns", draw(st.sampled_from(COUNTS))),
        )
    }
    high, wide = (len(next(b for key, b in axis.items() if key != "by")) for axis in axes.values())
    row = st.lists(percents(20), min_size=wide, max_size=wide)
    rates = draw(st.lists(row, min_size=high, max_size=high))
    body = {"on": draw(st.sampled_from(MONEY)), "shape": "cliff", "table": {**axes, "rates": rates}}
    return {"commission": {"id": "by-table", **body}}


@st.composite
def rewards(draw: st.DrawFn) -> Any:
    metric = draw(st.sampled_from(["inquiry_pay_rate", "named_praise"]))
    when = draw(st.sampled_from(["top", "record"]))
    prize: dict[str, Any] = {"when": when, "metric": metric, "amount": draw(yuan(500))}
    ties = {"ties": draw(st.sampled_from(["share", "all", "none"]))}
    if when == "top":
        prize |= ties
    rank = {"id": "rank", "when": "rank", "metric": "received", "scope": "all", **ties, "leave_days": "1"}
    rank |= {"amounts": draw(st.lists(yuan(500), min_size=1, max_size=3)), "tie_break": "sales"}
    first = {"metric": "score", "top": "1", "months": draw(st.sampled_from(["1", "2"]))}
    targets = [
        {"metric": metric, "at_least": draw(thresholds(metric))},
        {"metric": metric, "above": "team_mean"},
    ]
    return [
        {"prize": prize},
        {"prize": rank},
        {"award": {"title": "晋升候选", "when": first}},
        {"allowance": {"amount": draw(yuan(200)), "prorate": "calendar_days", "when": targets[1]}},
        draw(tables()),
        {"target_bonus": {"each": draw(yuan(200)), "targets": [{"any": targets}, {"all": targets}]}},
        {
            "forfeit": {
                "when": {"metric": "low_ratings", "above": draw(thresholds("low_ratings"))},
                "lines": ["prize"],
            }
        },
        {"deduction": {"per": "low_ratings", "amount": draw(yuan(20))}},
    ]


@st.composite
def schemes(draw: st.DrawFn, smooth: bool = False) -> Scheme:
    """Any scheme; a smooth one has no cliffs, prizes, duties or penalties."""
    components = [{"base": {"fixed": draw(yuan())}}, draw(commissions(smooth)), draw(per_units(smooth))]
    components += draw(st.lists(commissions(smooth), max_size=1))
    document: dict[str, Any] = {
        "scheme": "generated",
        "title": "生成",
        "valid_from": "2026-06-01",
        "missing": "renormalise",
        "incentive": draw(items(smooth)),
    }
    if not smooth:
        components += draw(rewards())
        document["duties"] = [
            {
                "duty": "response",
                "metric": "mean_response",
                "must": {"at_most": draw(st.sampled_from([
                    "30", "team_mean", "team_best * 150%", "team_p50", "last_month_mean", "own_best + 1",
                    {"by_season": {"3-8": "30", "9-2": "team_p75"}}, {"by_grade": {"junior": "40"}},
                ]))},
                "breach": draw(st.sampled_from([
                    {"deduct_points": "5"},
                    {"deduct_points": {"per": "7", "points": "3"}, "deduct_amount": "12.34"},
                    {"gate": "incentive"},
                    {"gate": ["commission", "prize"]},
                ])),
            }
        ]  # fmt: skip
        document["limits"] = {"deductions": "20%"}
    components += [{"cap": {"amount": draw(yuan(20_000))}}] if draw(st.booleans()) else []
    components += [{"floor": {"amount": draw(yuan(1_000))}}] if draw(st.booleans()) else []
    document["pay"] = components
    return read_scheme(json.dumps(document, ensure_ascii=False), "generated.yaml")


@st.composite
def measured(draw: st.DrawFn, members: list[Member], none: bool = True) -> list[Measure]:
    found = []
    for member in members:
        for metric in FIGURES:
            unit = METRICS[metric].unit
            if metric in (*RATIOS, "mean_response"):
                bottom = draw(st.integers(0 if none else 1, 300))
                top = draw(st.integers(0, bottom if metric in RATIOS else 90 * bottom))
            else:
                bottom, top = (
                    1,
                    draw(
                        st.integers(-100_000 if metric in MONEY else 0, 9_000_000 if metric in MONEY else 150)
                    ),
                )
            found.append(Measure("member", member.member_id, metric, top, bottom, 0, unit))
    return found


@st.composite
def months(draw: st.DrawFn, none: bool = True) -> Inputs:
    teams = draw(st.lists(st.sampled_from(["A", "B", None]), min_size=1, max_size=5))
    late = Spell(JUNE.start + timedelta(days=draw(st.integers(0, 29))), JUNE.stop, "junior")
    members = [
        Member(f"m{at}", f"m{at}", team, "pre_sales", "junior", spells=(late,) if at == 1 else ())
        for at, team in enumerate(teams)
    ]
    before = Past(MAY, by_key(draw(measured(members, none))))
    return Inputs(JUNE, "shop", tuple(members), by_key(draw(measured(members, none))), (before,))


def paid(scheme: Scheme, inputs: Inputs) -> list[Payslip]:
    return pay(scheme, inputs, score(scheme, inputs))


def written(payslips: list[Payslip]) -> str:
    trees = [[(line.id, line.fen, node_to_json(line.node)) for line in slip.lines] for slip in payslips]
    cards = [(slip.scorecard.score, node_to_json(slip.scorecard.node)) for slip in payslips]
    return json.dumps([trees, [(str(points), tree) for points, tree in cards]], ensure_ascii=False)


@EXAMPLES
@given(schemes(), months())
def test_lines_sum_to_the_total_and_every_tree_recomputes(scheme: Scheme, inputs: Inputs) -> None:
    for slip in paid(scheme, inputs):
        assert slip.total == sum(line.fen for line in slip.lines)
        assert slip.scorecard.score == slip.scorecard.node.amount
        for line in slip.lines:
            assert line.fen == line.node.amount
            assert isinstance(line.fen, int)
        for tree in (slip.scorecard.node, *(line.node for line in slip.lines)):
            for node in tree.walk():
                assert recomputed(node) == node.amount
                assert node.label.zh and node.label.en
                assert node.children or node.source or node.formula or node.quantity is not None


@EXAMPLES
@given(schemes(), months())
def test_a_replay_gives_the_same_bytes_in_whatever_order_people_come(scheme: Scheme, inputs: Inputs) -> None:
    turned = Inputs(
        inputs.period,
        inputs.shop_id,
        tuple(reversed(inputs.members)),
        dict(reversed(list(inputs.measures.items()))),
        inputs.history,
    )
    first = written(paid(scheme, inputs))
    assert first == written(paid(scheme, inputs))
    assert first == written(paid(read_scheme(scheme.source, "elsewhere.yaml"), turned))


@EXAMPLES
@given(schemes(smooth=True), months(none=False), st.data())
def test_a_scheme_without_cliffs_never_pays_less_for_more(
    scheme: Scheme, inputs: Inputs, data: st.DataObject
) -> None:
    metric = data.draw(st.sampled_from(FIGURES))
    key = ("member", "m0", metric)
    old = inputs.measures[key]
    better = 1 if METRICS[metric].direction == "higher" else -1
    step = better * data.draw(st.integers(1, 500_000 if metric in MONEY else 20))
    moved = old.numerator + step
    top = old.denominator if metric in RATIOS else 10**9
    moved = min(max(moved, 0), top) if metric not in MONEY else moved
    new = Measure("member", "m0", metric, moved, old.denominator, 0, old.unit)
    after = Inputs(JUNE, "shop", inputs.members, {**inputs.measures, key: new}, inputs.history)
    assert paid(scheme, after)[0].total >= paid(scheme, inputs)[0].total


@EXAMPLES
@given(st.integers(-(10**9), 10**9), percents())
def test_a_full_refund_takes_back_exactly_what_its_sale_paid(fen: int, rate: str) -> None:
    scheme = read_scheme(
        "scheme: linear\ntitle: 线性\nvalid_from: 2026-06-01\n"
        f"pay: [{{commission: {{on: effective_sales, shape: linear, rate: {rate}, signed: true}}}}]\n",
        "linear.yaml",
    )
    totals = []
    for signed in (fen, -fen):
        measure = Measure("member", "m", "effective_sales", signed, 1, 0, "fen")
        inputs = Inputs(JUNE, "shop", (Member("m", "m"),), by_key([measure]))
        totals.append(paid(scheme, inputs)[0].total)
    assert sum(totals) == 0


@EXAMPLES
@given(rising(yuan(1_000)), st.integers(0, 150_000))
def test_marginal_pays_what_paying_fen_by_fen_would(bounds: list[str], fen: int) -> None:
    rates = [f"{at + 1}%" for at in range(len(bounds))]
    scale = [{"from": bound, "rate": rate} for bound, rate in zip(bounds, rates, strict=True)]
    document = {
        "scheme": "marginal",
        "title": "分段",
        "valid_from": "2026-06-01",
        "pay": [{"commission": {"on": "sales", "shape": "marginal", "tiers": scale}}],
    }
    scheme = read_scheme(json.dumps(document), "marginal.yaml")
    measure = Measure("member", "m", "sales", fen, 1, 0, "fen")
    (slip,) = paid(scheme, Inputs(JUNE, "shop", (Member("m", "m"),), by_key([measure])))
    # Percent of a fen, in hundredths: each fen pays the rate of the last bound that lies below it.
    starts = [int(Decimal(bound) * 100) for bound in bounds]
    hundredths = sum(sum(1 for start in starts if start < at) for at in range(1, fen + 1))
    assert slip.total == (hundredths + 50) // 100


@EXAMPLES
@given(schemes(), months())
def test_a_next_step_pays_exactly_what_it_promises(scheme: Scheme, inputs: Inputs) -> None:
    cards = score(scheme, inputs)
    before = pay(scheme, inputs, cards)
    for slip in before:
        for step in next_steps(cards, slip):
            key = ("member", slip.member.member_id, step.metric)
            old = inputs.measures[key]
            by = step.more.amount or 0
            scale = 100 if step.more.unit == "yuan" else old.denominator if old.unit == "second" else 1
            # The step is told in people's units; its numerator is whole whatever the rounding of the words.
            moved = old.numerator + round(Decimal(by) * scale)
            new = {**inputs.measures, key: replace(old, numerator=moved)}
            after = {one.member.member_id: one for one in paid(scheme, replace(inputs, measures=new))}
            assert after[slip.member.member_id].total - slip.total == step.gain > 0


@EXAMPLES
@given(
    st.sampled_from(["marginal", "cliff"]),
    rising(yuan(3_000)),
    st.lists(st.tuples(st.integers(4, 6), st.integers(1, 200_000)), min_size=1, max_size=6),
    st.data(),
)
def test_splitting_an_order_over_months_never_changes_accumulated_pay(
    shape: str, bounds: list[str], orders: list[tuple[int, int]], data: st.DataObject
) -> None:
    tiers = [{"from": bound, "rate": f"{at + 1}.37%"} for at, bound in enumerate(bounds)]
    body = {"on": "sales", "shape": shape, "accumulate": "quarter", "tiers": tiers}
    document = {"scheme": "q", "title": "按季", "valid_from": "2026-01-01", "pay": [{"commission": body}]}
    scheme = read_scheme(json.dumps(document), "q.yaml")
    (when, fen), *others = orders
    first = data.draw(st.integers(0, fen))
    split = [(when, first), (data.draw(st.integers(4, 6)), fen - first), *others]
    assert quarter(scheme, orders) == quarter(scheme, split)


def quarter(scheme: Scheme, orders: list[tuple[int, int]]) -> int:
    """What the three months of the second quarter pay together, each computed in its own run."""
    periods = {month: parse_period(f"2026-{month:02}") for month in (4, 5, 6)}
    sold = {
        month: by_key([Measure("member", "m", "sales", sum(f for m, f in orders if m == month), 1, 0, "fen")])
        for month in periods
    }
    total = 0
    for month, period in periods.items():
        history = tuple(Past(periods[earlier], sold[earlier]) for earlier in periods if earlier < month)
        total += paid(scheme, Inputs(period, "shop", (Member("m", "m"),), sold[month], history))[0].total
    return total
