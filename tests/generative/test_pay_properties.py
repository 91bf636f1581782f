"""What must hold of every scheme and every figure: sums, trees, order, sameness, monotony, refunds."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from twofour.events.roster import Member
from twofour.explain.render_json import node_to_json
from twofour.explain.working import recomputed
from twofour.metrics import METRICS, Measure
from twofour.pay import Payslip, pay
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
def rewards(draw: st.DrawFn) -> Any:
    metric = draw(st.sampled_from(["inquiry_pay_rate", "named_praise"]))
    when = draw(st.sampled_from(["top", "record"]))
    prize: dict[str, Any] = {"when": when, "metric": metric, "amount": draw(yuan(500))}
    if when == "top":
        prize |= {"ties": draw(st.sampled_from(["share", "all", "none"]))}
    targets = [
        {"metric": metric, "at_least": draw(thresholds(metric))},
        {"metric": metric, "above": "team_mean"},
    ]
    return [
        {"prize": prize},
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
                "must": {"at_most": draw(st.sampled_from(["30", "team_mean", "team_best * 150%"]))},
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
    members = [Member(f"m{at}", f"m{at}", team, "pre_sales", "junior") for at, team in enumerate(teams)]
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
