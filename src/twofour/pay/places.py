"""Places (名次): people in the order of a figure, equals on one place or parted by a second figure."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.pay.payee import Board, Payee, Place
from twofour.scheme.components import Prize
from twofour.scorecard.readings import Readings
from twofour.text import Text

_BEST_OF_TEAM, _BEST_OF_ALL = Text("本组最好", "the team's best"), Text("全员最好", "the best of all")
_BEST_OF_TIED = Text("并列者中最好", "the best of the tied")


def board_of(component: Prize, payee: Payee, months_ago: int) -> Board:
    """Everybody in the scope of a prize with a figure, from the first place on."""
    team = (payee.member.team,) if component.scope == "team" else ()
    key = (component.metric, component.tie_break, component.window, team, months_ago)
    boards = payee.boards
    if key not in boards:
        boards[key] = Board(_places(component, payee, months_ago))
    return boards[key]


def is_best(component: Prize, payee: Payee, months_ago: int, board: Board) -> Node:
    """Whether the member has the best figure of the scope, and of those the best second figure."""
    scope = _BEST_OF_TEAM if component.scope == "team" else _BEST_OF_ALL
    best = board.places[0] if board.places else None
    first = _reaches(component.metric, component, payee, months_ago, best and best.amount, scope)
    if component.tie_break is None or best is None or board.level < 2:
        return first
    second = _reaches(component.tie_break, component, payee, months_ago, best.second, _BEST_OF_TIED)
    return computed("all", first.naming, "truth", (first, second))


def _places(component: Prize, payee: Payee, months_ago: int) -> list[Place]:
    readings = payee.readings
    among = payee.member if component.scope == "team" else None
    standings = readings.standings(among, component.metric, window=component.window, months_ago=months_ago)
    parting = component.tie_break
    seconds = (
        {}
        if parting is None
        else {
            one.member_id: one.amount
            for one in readings.standings(among, parting, window=component.window, months_ago=months_ago)
        }
    )
    rows = [(one.amount, seconds.get(one.member_id), one.member_id) for one in standings]
    if parting is not None:
        rows.sort(key=lambda row: _parted(row[0], row[1], component, readings))
    found: list[Place] = []
    for at, (amount, second, member_id) in enumerate(rows, start=1):
        before = found[-1] if found else None
        same = before is not None and (before.amount, before.second) == (amount, second)
        found.append(Place(before.number if same and before else at, member_id, amount, second))
    return found


def _parted(
    amount: Decimal, second: Decimal | None, component: Prize, readings: Readings
) -> tuple[Decimal, bool, Decimal]:
    """The order of places: the better figure, then the better second one; who has none comes last."""
    first = -amount if readings.entry(component.metric).direction == "higher" else amount
    if second is None or component.tie_break is None:
        return first, True, Decimal(0)
    return first, False, -second if readings.entry(component.tie_break).direction == "higher" else second


def _reaches(
    metric: str, component: Prize, payee: Payee, months_ago: int, best: Decimal | None, scope: Text
) -> Node:
    if months_ago:
        own = payee.readings.figure_then(payee.member, metric, months_ago)
    else:
        own = payee.figure(metric, window=component.window)
    relation: Operation = "at_least" if payee.readings.entry(metric).direction == "higher" else "at_most"

    def label() -> Text:
        return Text(f"{own.label.zh}为{scope.zh}", f"{own.label.en} is {scope.en}")

    return computed(relation, label, "truth", (own, Node(scope, (best, own.unit or "number"))))
