"""One node of an explanation: what was computed, how, from what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import EllipsisType

from twofour.explain.operation import Amount, Operation
from twofour.explain.quantity import Quantity, Unit
from twofour.explain.wording import words
from twofour.text import Text

# Words, or how to make them when somebody reads them.
Words = Text | Callable[[], Text]
_NONE = (None, None)


class Node:
    """A number and the reason for it. Never changed once made.

    ``label`` names the number, ``formula`` says in words how it came from ``children`` (empty for a
    leaf), ``source`` points at where a leaf was read: a measure (``measure:inquiry_pay_rate@member:m01``)
    or a place in the scheme (``scheme:pay[1].commission.tiers[2]``). ``operation`` names the arithmetic by
    which the number follows from the children's; it is a check on the tree, not a part of what it says.
    ``amount`` and ``unit`` are those of the quantity; no amount: no value, no unit: no quantity at all.

    ``...`` for a formula lets the operation say it.

    Both phrases may be given as functions: a month of 10,000 people makes a million nodes, of which people
    read a few hundred, and writing all those sentences would take longer than the pay itself.
    """

    __slots__ = ("_formula", "_label", "amount", "children", "operation", "source", "unit")

    def __init__(
        self,
        label: Words,
        quantity: tuple[Amount, Unit] | None = None,
        formula: Words | EllipsisType | None = None,
        children: tuple[Node, ...] = (),
        source: str | None = None,
        operation: Operation | None = None,
    ) -> None:
        self._label = label
        self.amount: Amount
        self.unit: Unit | None
        self.amount, self.unit = quantity or _NONE
        self._formula = formula
        self.children = children
        self.source = source
        self.operation = operation

    @property
    def label(self) -> Text:
        """What the number is called."""
        return self._label if isinstance(self._label, Text) else self._label()

    @property
    def quantity(self) -> Quantity | None:
        """The number with its unit."""
        return None if self.unit is None else Quantity(self.amount, self.unit)

    @property
    def naming(self) -> Words:
        """The label as it was given, for another node to go by without making the words yet."""
        return self._label

    @property
    def formula(self) -> Text | None:
        """How the number came from the children, in words; ``None`` where there is nothing to say."""
        formula = self._formula
        if isinstance(formula, EllipsisType):
            return None if self.operation is None else words(self.operation, self.children)
        return formula if formula is None or isinstance(formula, Text) else formula()

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def named(self, label: Words) -> Node:
        """The same number and reason under another name."""
        return Node(label, self.quantity, self._formula, self.children, self.source, self.operation)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def __repr__(self) -> str:
        return f"Node({self.label.en!r}, {self.quantity!r}, {len(self.children)} children, {self.source!r})"

    def _said(self) -> tuple[object, ...]:
        return (self.label, self.quantity, self.formula, self.children, self.source)


def leaf(label: Words, quantity: tuple[Amount, Unit], source: str | None = None) -> Node:
    """A number that was read, not computed."""
    return Node(label, quantity, source=source)
