"""The sheet of one payslip being worked out: its lines so far, and what each of them still gives."""

from __future__ import annotations

from collections.abc import Collection

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import yuan_of
from twofour.pay.line import Line
from twofour.text import Text


class Sheet:
    """Lines in the order of work. ``net`` is what is left of each line after forfeits and caps of its own."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._net: dict[str, int] = {}

    def add(self, id: str, component: str, title: Text, yuan: Node) -> Line:
        """Round ``yuan`` to fen, once, and write it down as a line."""
        node = computed("round", title, "fen", (yuan,))
        line = Line(id, component, title, int(node.amount or 0), node)
        self.lines.append(line)
        self._net[id] = line.fen
        return line

    def given(self) -> list[Node]:
        """All lines so far, in yuan, each pointing at its line."""
        return [_node(line, line.fen) for line in self.lines]

    def remaining(self, ids: Collection[str]) -> list[Node]:
        """What the named lines still give, in yuan."""
        return [_node(line, self._net[line.id]) for line in self.lines if line.id in ids]

    def taken(self) -> list[Node]:
        """The lines that take money off a member's wage, in yuan; forfeits only undo what was not earned."""
        return [_node(line, line.fen) for line in self.lines if line.component in ("deduction", "duty")]

    def lose(self, ids: Collection[str]) -> None:
        """The named lines have been forfeited: they cannot be lost or capped a second time."""
        for id in ids:
            self._net[id] = 0


def _node(line: Line, fen: int) -> Node:
    return leaf(line.title, Quantity(yuan_of(fen), "yuan"), f"line:{line.id}")
