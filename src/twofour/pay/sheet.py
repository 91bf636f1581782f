"""The sheet of one payslip being worked out: its lines so far, and what each of them still gives."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import yuan_of
from twofour.pay.line import Line
from twofour.text import Text

_LEAVE, _NO_MONEY = Text("带薪假", "paid leave"), Text("不计金额", "no money")


class Sheet:
    """Lines in the order of work. ``net`` is what is left of each line after forfeits and caps of its own."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._money: list[Line] = []
        self._net: dict[str, int] = {}
        self._total = 0

    def add(self, id: str, component: str, title: Text, yuan: Node) -> None:
        """Round ``yuan`` to fen, once, and write it down as a line."""
        node = computed("round", title, "fen", (yuan,))
        line = Line(id, component, title, int(node.amount or 0), node)
        self.lines.append(line)
        self._money.append(line)
        self._net[id] = line.fen
        self._total += line.fen

    def award(
        self, id: str, component: str, title: Text, won: Node, days: Decimal | None, where: str
    ) -> None:
        """Write down what was won beside money, as a line of 0."""
        leave = () if days is None else (leaf(_LEAVE, Quantity(days, "day"), f"{where}.leave_days"),)
        node = Node(title, Quantity(0, "fen"), _NO_MONEY, (won, *leave), f"{where}.award")
        self.lines.append(Line(id, component, title, 0, node))

    def given(self) -> list[Node]:
        """All money lines so far, in yuan, each pointing at its line."""
        return [line_node(line) for line in self._money]

    def remaining(self, ids: Collection[str]) -> list[Node]:
        """What the named lines still give, in yuan."""
        return [_node(line, self._net[line.id]) for line in self._money if line.id in ids]

    def taken(self) -> list[Line]:
        """The lines that take money off a member's wage; forfeits only undo what was not earned."""
        return [line for line in self._money if line.component in ("deduction", "duty")]

    def total(self, ids: Collection[str] | None = None) -> Decimal:
        """What all lines so far give, or what the named ones still give, in yuan."""
        if ids is None:
            return yuan_of(self._total)
        return yuan_of(sum(self._net.get(id, 0) for id in ids))

    def lose(self, ids: Collection[str]) -> None:
        """The named lines have been forfeited: they cannot be lost or capped a second time."""
        for id in ids:
            self._net[id] = 0


def line_node(line: Line) -> Node:
    """What a line gives, in yuan, pointing at it."""
    return _node(line, line.fen)


def _node(line: Line, fen: int) -> Node:
    return leaf(line.title, (yuan_of(fen), "yuan"), f"line:{line.id}")
