"""Prizes (奖励): for a record (G06), the best of a period, the best months running (G08), or a place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from twofour.explain import Node, Quantity, leaf
from twofour.explain.node import Words
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.pay.places import board_of, is_best
from twofour.scheme.components import Prize
from twofour.scheme.figures import Reference
from twofour.scorecard.references import reference
from twofour.text import Text

_AMOUNT = Text("奖金", "prize money")


class Won(NamedTuple):
    """What a prize comes to in yuan, unrounded, and whether it was won."""

    amount: Node
    won: Node


def prize(component: Prize, payee: Payee, where: str) -> Won:
    """0 or the prize, which tied winners share, all get or lose, as ``ties`` says.

    The best are found first and ``eligibility`` is asked of them alone: nobody moves up for another. A
    quarter's or year's prize is decided in its last month.
    """
    if component.when == "rank":
        won, amount = _by_place(component, payee, where)
    else:
        won, amount = _by_truth(component, payee, where)
    if component.eligibility is not None:
        eligible = payee.judge(component.eligibility, f"{where}.eligibility")
        won = computed("all", Text("得奖", "won"), "truth", (won, eligible))
    label = component.title or component.name
    return Won(computed("when", label, "yuan", (won, amount)), won)


def _by_truth(component: Prize, payee: Payee, where: str) -> tuple[Node, Node]:
    """Whether the member wins, and the money that everybody who wins gets."""
    nothing = leaf(_AMOUNT, (Decimal(0), "yuan"), where)
    amount = (
        nothing if component.amount is None else payee.amount(component.amount, _AMOUNT, f"{where}.amount")
    )
    if component.when == "record":
        return _record(component, payee), amount
    if not payee.readings.window_ends(component.window):
        return _not_yet(), amount
    won, winners = _best(component, payee)
    if component.ties == "share" and winners > 1:
        count = leaf(Text("并列人数", "tied winners"), Quantity(winners, "count"))
        amount = computed("quotient", Text("平分后奖金", "shared prize"), "yuan", (amount, count))
    return won, amount


def _record(component: Prize, payee: Payee) -> Node:
    """Whether the member's figure beats the best so far; without one there is no record to beat."""
    member, readings = payee.member, payee.readings
    own = payee.figure(component.metric)
    before = reference(Reference(component.against), member, component.metric, "month", readings)
    better: Operation = "above" if readings.entry(component.metric).direction == "higher" else "below"

    def label() -> Text:
        return Text(f"打破纪录：{before.label.zh}", f"beats the record: {before.label.en}")

    return computed(better, label, "truth", (own, before))


def _best(component: Prize, payee: Payee) -> tuple[Node, int]:
    """Whether the member is the best in every month asked for, and how many people are."""
    months = component.months or 1
    boards = [board_of(component, payee, ago) for ago in range(months)]
    leaders = [board.leaders for board in boards]
    if component.ties == "none":
        leaders = [names if len(names) == 1 else set() for names in leaders]
    truths = [is_best(component, payee, ago, board) for ago, board in enumerate(boards)]
    if component.ties == "none":
        truths += [_is_alone(board.sharing[1], payee, component) for board in boards if board.places]
    label: Words = truths[0].naming
    if months > 1:
        label = Text(f"连续 {months} 个月最好", f"best {months} months running")
    return computed("all", label, "truth", truths), max(len(set.intersection(*leaders)), 1)


def _by_place(component: Prize, payee: Payee, where: str) -> tuple[Node, Node]:
    """Whether the member stands on a place that wins, and what that place gets them."""
    amounts = [
        payee.amount(amount, _AMOUNT, f"{where}.amounts[{at}]")
        for at, amount in enumerate(component.amounts or ())
    ]
    if not payee.readings.window_ends(component.window):
        return _not_yet(), amounts[0]
    board = board_of(component, payee, 0)
    own = board.number.get(payee.member.member_id)
    tied = 0 if own is None else board.sharing[own]
    title = payee.readings.entry(component.metric).title
    said = Text(
        f"{title.zh}名次（共 {len(board.number)} 人）", f"place by {title.en}, out of {len(board.number)}"
    )
    rank = Node(said, Quantity(own, "count"))
    last = payee.readings.literal(
        Text("有奖的名次", "places that win"), len(amounts), "count", f"{where}.amounts"
    )
    truths = [
        computed("at_most", Text(f"前 {len(amounts)} 名", f"first {len(amounts)}"), "truth", (rank, last))
    ]
    if component.ties == "none" and own is not None:
        truths.append(_is_alone(tied, payee, component))
    won = computed("all", Text("名次有奖", "the place wins"), "truth", truths)
    if own is None or own > len(amounts):
        return won, amounts[-1]
    if component.ties == "share" and tied > 1:
        return won, _shared(amounts[own - 1 : own - 1 + tied], tied)
    return won, amounts[own - 1]


def _shared(amounts: Sequence[Node], tied: int) -> Node:
    """The prizes of the places that the tied stand on, shared equally."""
    total = computed("sum", Text("并列名次的奖金", "prizes of the tied places"), "yuan", amounts)
    count = leaf(Text("并列人数", "tied winners"), Quantity(tied, "count"))
    return computed("quotient", Text("平分后奖金", "shared prize"), "yuan", (total, count))


def _not_yet() -> Node:
    formula = Text("还没到期末，本月不评", "not yet the last month of its quarter or year")
    return Node(Text("已到期末", "the window has ended"), Quantity(0, "truth"), formula)


def _is_alone(number: int, payee: Payee, component: Prize) -> Node:
    """Whether nobody shares a place on which ``number`` people stand."""
    title = payee.readings.entry(component.metric).title
    tied = leaf(Text("并列人数", "people on the place"), Quantity(number, "count"))
    one = leaf(Text("并列不发，最多", "ties get nothing, at most"), Quantity(1, "count"))
    label = Text(f"无人并列（{title.zh}）", f"nobody ties ({title.en})")
    return computed("at_most", label, "truth", (tied, one))
