"""One node of an explanation: what was computed, how, from what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from twofour.explain.operation import Amount, Operation
from twofour.explain.quantity import Quantity
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class Node:
    """A number and the reason for it.

    ``label`` names the number, ``formula`` says in words how it came from ``children`` (empty for a
    leaf), ``source`` points at where a leaf was read: a measure (``measure:inquiry_pay_rate@member:m01``)
    or a place in the scheme (``scheme:pay[1].commission.tiers[2]``). ``operation`` names the arithmetic by
    which the number follows from the children's; it is a check on the tree, not a part of what it says.
    """

    label: Text
    quantity: Quantity | None = None
    formula: Text | None = None
    children: tuple[Node, ...] = field(default=())
    source: str | None = None
    operation: Operation | None = field(default=None, compare=False)

    @property
    def amount(self) -> Amount:
        """The number alone; ``None`` where there is no value."""
        return None if self.quantity is None else self.quantity.amount

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


def leaf(label: Text, quantity: Quantity, source: str | None = None) -> Node:
    """A number that was read, not computed."""
    return Node(label, quantity, source=source)
