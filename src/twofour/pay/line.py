"""A pay line and a payslip: what one component gives one member, and everything it gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node, Quantity
from twofour.scorecard import Scorecard
from twofour.text import Text


class Line(NamedTuple):
    """One line of a statement: signed integer ``fen``, rounded once; ``node``'s quantity equals it.

    ``id`` is stable within the scheme (``base``, ``commission``, ``commission-2``).
    """

    id: str
    component: str
    title: Text
    fen: int
    node: Node


@dataclass(frozen=True, slots=True)
class NextStep:
    """What lifts one or several tiered scales (``of``: ids of lines and items) to their next better tier.

    ``more`` is by how much the figure must move at the same denominator, ``reaches`` where it then stands,
    ``gain`` what the whole payslip gains by it, in integer fen.
    """

    of: tuple[str, ...]
    metric: str
    more: Quantity
    reaches: Quantity
    gain: int
    said: Text


@dataclass(frozen=True, slots=True)
class Payslip:
    """What a member earns in a period: lines in the fixed order of work; they sum to the total."""

    member: Member
    scorecard: Scorecard
    lines: tuple[Line, ...]
    steps: tuple[NextStep, ...] = ()

    @property
    def total(self) -> int:
        """Integer fen to pay."""
        return sum(line.fen for line in self.lines)
