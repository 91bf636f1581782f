"""Computed nodes: number, formula in words and tree made in one step, so that a tree always recomputes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from twofour.explain.node import Node, Words
from twofour.explain.operation import Amount, Operation, carry_out
from twofour.explain.quantity import Unit
from twofour.explain.wording import shown, words

__all__ = ["computed", "recomputed", "shown", "words"]

_AMOUNT = attrgetter("amount")


def computed(
    operation: Operation,
    label: Words,
    unit: Unit,
    children: Sequence[Node],
    formula: Words | None = None,
    source: str | None = None,
) -> Node:
    """The node that ``operation`` makes of ``children``; without ``formula`` it speaks for itself."""
    amount = carry_out(operation, tuple(map(_AMOUNT, children)))
    return Node(label, (amount, unit), formula or ..., tuple(children), source, operation)


def recomputed(node: Node) -> Amount:
    """What ``node``'s number must be, given its children's. A leaf's number is what was read."""
    if node.operation is None:
        return node.amount
    return carry_out(node.operation, tuple(map(_AMOUNT, node.children)))
