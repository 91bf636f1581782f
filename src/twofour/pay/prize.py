"""Prizes (奖励): for a record (G06), for the best of a period, or for the best months running (G08)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from twofour.explain import Node, Quantity, leaf
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.components import Prize
from twofour.scorecard.readings import Standing
from twofour.text import Text

_AMOUNT = Text("奖金", "prize money")


def prize(component: Prize, payee: Payee, where: str) -> Node:
    """Yuan, unrounded: 0 or the prize, which tied winners share, all get or lose, as ``ties`` says.

    The best are found first and ``eligibility`` is asked of them alone: nobody moves up for another. A
    quarter's or year's prize is decided in its last month.
    """
    label = component.title or component.name
    amount = payee.amount(component.amount, _AMOUNT, f"{where}.amount")
    if component.when == "record":
        won, winners = _record(component, payee), 1
    elif not payee.readings.window_ends(component.window):
        formula = Text("还没到期末，本月不评", "not yet the last month of its quarter or year")
        return Node(label, Quantity(Decimal(0), "yuan"), formula, (amount,))
    else:
        won, winners = _best(component, payee)
    if component.eligibility is not None:
        eligible = payee.judge(component.eligibility, f"{where}.eligibility")
        won = computed("all", Text("得奖", "won"), "truth", (won, eligible))
    if component.ties == "share" and winners > 1:
        count = leaf(Text("并列人数", "tied winners"), Quantity(winners, "count"))
        amount = computed("quotient", Text("平分后奖金", "shared prize"), "yuan", (amount, count))
    awards = [Node(component.award, source=f"{where}.award")] if component.award and won.amount == 1 else []
    return computed("when", label, "yuan", (won, amount, *awards))


def _record(component: Prize, payee: Payee) -> Node:
    """Whether the member's figure beats the best so far; without one there is no record to beat."""
    member, readings = payee.member, payee.readings
    own = payee.figure(component.metric)
    before = readings.reference(component.against, member, component.metric, "month")
    better: Operation = "above" if readings.entry(component.metric).direction == "higher" else "below"
    label = Text(f"打破纪录：{before.label.zh}", f"beats the record: {before.label.en}")
    return computed(better, label, "truth", (own, before))


def _best(component: Prize, payee: Payee) -> tuple[Node, int]:
    """Whether the member is the best in every month asked for, and how many people are."""
    months = component.months or 1
    places = [_standings(component, payee, ago) for ago in range(months)]
    leaders = [_leaders(standings) for standings in places]
    if component.ties == "none":
        leaders = [names if len(names) == 1 else set() for names in leaders]
    winners = set.intersection(*leaders)
    truths = [_is_best(component, payee, ago, standings) for ago, standings in enumerate(places)]
    if component.ties == "none":
        truths += [_is_alone(standings, component) for standings in places if standings]
    label = (
        Text(f"连续 {months} 个月最好", f"best {months} months running") if months > 1 else truths[0].label
    )
    return computed("all", label, "truth", truths), max(len(winners), 1)


def _standings(component: Prize, payee: Payee, months_ago: int) -> list[Standing]:
    among = payee.member if component.scope == "team" else None
    return payee.readings.standings(among, component.metric, window=component.window, months_ago=months_ago)


def _leaders(standings: Sequence[Standing]) -> set[str]:
    return {one.member_id for one in takewhile(lambda one: one.amount == standings[0].amount, standings)}


def _is_best(component: Prize, payee: Payee, months_ago: int, standings: Sequence[Standing]) -> Node:
    if months_ago:
        own = payee.readings.figure_then(payee.member, component.metric, months_ago)
    else:
        own = payee.figure(component.metric, window=component.window)
    unit = own.quantity.unit if own.quantity else "number"
    best = Quantity(standings[0].amount if standings else None, unit)
    scope = (
        Text("本组最好", "the team's best")
        if component.scope == "team"
        else Text("全员最好", "the best of all")
    )
    reaches: Operation = (
        "at_least" if payee.readings.entry(component.metric).direction == "higher" else "at_most"
    )
    label = Text(f"{own.label.zh}为{scope.zh}", f"{own.label.en} is {scope.en}")
    return computed(reaches, label, "truth", (own, Node(scope, best)))


def _is_alone(standings: Sequence[Standing], component: Prize) -> Node:
    tied = leaf(Text("并列人数", "people at the top"), Quantity(len(_leaders(standings)), "count"))
    one = leaf(Text("并列不发，最多", "ties get nothing, at most"), Quantity(1, "count"))
    return computed(
        "at_most",
        Text(f"无人并列（{component.metric}）", f"nobody ties ({component.metric})"),
        "truth",
        (tied, one),
    )
