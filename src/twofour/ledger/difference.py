"""What newer data would have changed: a closed run beside the same period computed again, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from twofour.events.roster import Member
from twofour.explain import Node, Quantity
from twofour.metrics.measure import quantity_of
from twofour.pay import Line, Payslip
from twofour.statements import Run
from twofour.text import Text

# What a refund moves and nothing else does, except effective sales, which sales move too.
REFUND_METRICS = frozenset(
    {
        "refunds_credited",
        "effective_sales",
        "refund_rate",
        "refund_orders",
        "refund_duration",
        "refund_duration_refund_only",
        "refund_duration_return_refund",
        "disputes",
        "dispute_rate_30d",
    }
)
_Side = tuple[Run, Mapping[str, Line]]
RefundChange = Mapping[str, int]
"""Fen by which refunds grew, by subject (``member:m01``, ``team:A``, ``shop:s1``)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that a line rests on, before and after; ``source`` is the one that trees name it by."""

    source: str
    label: Text
    before: Quantity
    after: Quantity

    @property
    def metric(self) -> str:
        """The metric's id."""
        return self.source.removeprefix("measure:").partition("@")[0]

    @property
    def subject(self) -> str:
        """Whose figure: ``member:m01``; of other months too: ``member:m01/2026-05``."""
        return self.source.partition("@")[2]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that comes out differently, and the figures that moved it. ``None``: there was no such line."""

    member: Member
    before: Line | None
    after: Line | None
    changed: tuple[Changed, ...] = field(default=())

    @property
    def line(self) -> Line:
        """The line under its newest title."""
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def fen(self) -> int:
        """Signed fen by which the line differs."""
        return (self.after.fen if self.after else 0) - (self.before.fen if self.before else 0)


def difference(original: Run, recomputed: Run) -> list[LineDifference]:
    """Every line that differs between two runs of one period, by member and in the order of work."""
    then = {slip.member.member_id: slip for slip in original.payslips}
    now = {slip.member.member_id: slip for slip in recomputed.payslips}
    found: list[LineDifference] = []
    for member in sorted({*then, *now}):
        found += _of_member(then.get(member), now.get(member), original, recomputed)
    return found


def only_refunds(different: LineDifference, refunds: RefundChange) -> bool:
    """Whether refunds alone moved the line: every changed figure is one of refunds, or fell by as much."""
    return bool(different.changed) and all(_by_refund(one, refunds) for one in different.changed)


def _by_refund(changed: Changed, refunds: RefundChange) -> bool:
    if changed.metric not in REFUND_METRICS:
        return False
    if changed.metric != "effective_sales" or changed.subject not in refunds:
        return True
    before, after = changed.before.amount, changed.after.amount
    return before is not None and after is not None and (before - after) * 100 == refunds[changed.subject]


def _of_member(
    before: Payslip | None, after: Payslip | None, original: Run, recomputed: Run
) -> Iterator[LineDifference]:
    slip = after or before
    assert slip is not None
    old = {line.id: line for line in before.lines} if before else {}
    new = {line.id: line for line in after.lines} if after else {}
    for id in [*new, *(id for id in old if id not in new)]:
        one, other = old.get(id), new.get(id)
        if (one.fen if one else 0) != (other.fen if other else 0):
            changed = _changed(id, (original, old), (recomputed, new))
            yield LineDifference(slip.member, one, other, changed)


def _changed(id: str, before: _Side, after: _Side) -> tuple[Changed, ...]:
    """The figures below a line in either run that are not the same in both."""
    here = {**_figures([id], before[1]), **_figures([id], after[1])}
    # A line that only one run has rests on figures that the other run read for other lines, or measured.
    old, new = (_figures(lines, lines) for _, lines in (before, after))
    found = []
    for source, node in here.items():
        was, now = _quantity(source, old, before[0]), _quantity(source, new, after[0])
        if was != now:
            found.append(Changed(source, node.label, was, now))
    return tuple(found)


def _figures(ids: Iterable[str], lines: Mapping[str, Line]) -> dict[str, Node]:
    """The figures below some lines, and below the lines that those count (a cap's, a floor's)."""
    found: dict[str, Node] = {}
    waiting, seen = list(ids), set()
    while waiting:
        at = waiting.pop()
        if at in seen or at not in lines:
            continue
        seen.add(at)
        for node in lines[at].node.walk():
            source = node.source or ""
            if source.startswith("measure:"):
                found.setdefault(source, node)
            elif source.startswith("line:"):
                waiting.append(source.removeprefix("line:"))
    return found


def _quantity(source: str, figures: Mapping[str, Node], run: Run) -> Quantity:
    node = figures.get(source)
    if node is not None and node.quantity is not None:
        return node.quantity
    measure = run.by_source.get(source)
    return Quantity(None, "number") if measure is None else quantity_of(measure)
