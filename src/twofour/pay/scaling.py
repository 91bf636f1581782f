"""Scales at work: over a month, a quarter or a year so far, by one metric or two; what is missing is said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed, shown
from twofour.pay.payee import Payee
from twofour.pay.shapes import Each, at_tier, by_slices, not_negative, shaped
from twofour.scheme.metric_book import SCORE
from twofour.scheme.rate_tables import Table
from twofour.scheme.scaled import Commission, PerUnit
from twofour.scheme.tiers import Amount, Rate, Tier
from twofour.scorecard.scales import tier_of, tier_words
from twofour.text import Text

T = TypeVar("T", bound=Tier)
Reads = Callable[[str], Node]
Cell = Callable[[Rate | Amount, str], Node]
_BELOW = Text("低于第一档", "below the first tier")


def over_window(scaled: Commission | PerUnit, payee: Payee, earns: Callable[[Reads], Node]) -> Node:
    """What ``earns`` makes of the month's figures; accumulated, that of the quarter or year so far less that
    of the months before, each rounded to fen, so that the months of a window add up to its last total.

    ``earns`` is given how to read a metric. The months before count as the scheme now pays them, whether or
    not a gate closed the line then.
    """
    window = scaled.accumulate
    if window not in ("quarter", "year"):
        return earns(lambda metric: payee.figure(metric, scaled.of))
    lacking = len(payee.lacking)
    so_far = earns(lambda metric: payee.figure(metric, scaled.of, window))
    readings, member = payee.readings, payee.member
    earlier = readings.figure_before(member, scaled.on, scaled.of, window)
    if earlier is None or len(payee.lacking) > lacking:
        return so_far
    if earlier.amount is None and None not in readings.months(window, before=True):
        formula = Text("前几个月没有数", "no figures in the months before")
        before = Node(earlier.label, Quantity(Decimal(0), "yuan"), formula, (earlier,))
    else:
        before = earns(lambda metric: _before(metric, scaled, payee, window))
    total = computed("to_fen", Text("到本月累计应得", "earned so far"), "yuan", (so_far,))
    paid = computed("to_fen", Text("前几月已计", "counted in the months before"), "yuan", (before,))
    return computed("difference", scaled.title or scaled.name, "yuan", (total, paid))


def by_scale(
    scaled: Commission | PerUnit,
    payee: Payee,
    read: Reads,
    tiers: tuple[T, ...],
    gives: Callable[[T, str], Node],
    each: Each,
    where: str,
) -> Node:
    """What the figures earn under the tiers of ``scaled``; ``gives`` makes the node of a tier's rate."""
    on = base_of(scaled, read(scaled.on))
    if scaled.shape == "marginal":
        return by_slices(scaled, on, tiers, gives, each, where)
    by = on if scaled.picked_by == scaled.on else _read(read, payee, scaled.picked_by)
    if by.amount is None:
        return _undecided(scaled, payee, on, by, scaled.picked_by)
    return at_tier(scaled, on, by, tiers, gives, each, where)


def by_table(
    scaled: Commission | PerUnit, table: Table, payee: Payee, read: Reads, gives: Cell, each: Each, where: str
) -> Node:
    """All of the figure × the cell of the table that two figures pick."""
    on = base_of(scaled, read(scaled.on))
    row, column = (_read(read, payee, axis.by) for axis in table.axes)
    for by, axis in ((row, table.rows), (column, table.columns)):
        if by.amount is None:
            return _undecided(scaled, payee, on, by, axis.by)
    return shaped(scaled, "product", (on, _cell(table, row, column, gives, each, where)))


def base_of(scaled: Commission | PerUnit, on: Node) -> Node:
    """What a scale pays on: the figure, or 0 below unless the scheme says that it is signed."""
    return on if isinstance(scaled, Commission) and scaled.signed else not_negative(on)


def _before(metric: str, scaled: Commission | PerUnit, payee: Payee, window: str) -> Node:
    assert window in ("quarter", "year")
    found = payee.readings.figure_before(payee.member, metric, scaled.of, window)  # type: ignore[arg-type]
    assert found is not None
    return found


def _read(read: Reads, payee: Payee, metric: str) -> Node:
    return payee.figure(SCORE) if metric == SCORE else read(metric)


def _undecided(scaled: Commission | PerUnit, payee: Payee, on: Node, by: Node, metric: str) -> Node:
    """0 where there is nothing to pay on; else 0 because nothing says which tier."""
    label = scaled.title or scaled.name
    if on.amount is not None and on.amount <= 0:
        formula = Text("没有可计提的数，不需定档", "nothing to pay on, so no tier is needed")
        return Node(label, Quantity(Decimal(0), "yuan"), formula, (on, by))
    return payee.nothing(label, by, metric)


def _cell(table: Table, row: Node, column: Node, gives: Cell, each: Each, where: str) -> Node:
    """The rate or amount where the row of one figure and the column of the other meet; 0 below the first."""
    places = [
        tier_of(axis.tiers, Decimal(by.amount or 0))
        for axis, by in ((table.rows, row), (table.columns, column))
    ]
    across, down = places
    key = "rates" if table.rates is not None else "amounts"
    if across is None or down is None:
        given = leaf(_BELOW, Quantity(Decimal(0), each.unit), where)
    else:
        cells = table.rates or table.amounts or ()
        given = gives(cells[across][down], f"{where}.{key}[{across}][{down}]")

    def formula() -> Text:
        said = []
        for axis, by, at in ((table.rows, row, across), (table.columns, column, down)):
            tier = tier_words(axis.tiers, at, by.unit or "number")
            figure = shown(by)
            said.append(
                Text(
                    f"{by.label.zh} {figure.zh}，在「{tier.zh}」档",
                    f"{by.label.en} {figure.en} is in tier “{tier.en}”",
                )
            )
        result = shown(given)
        return Text(f"{said[0].zh}；{said[1].zh}：{result.zh}", f"{said[0].en}; {said[1].en}: {result.en}")

    return computed("pick", each.name, each.unit, (row, column, given), formula)
