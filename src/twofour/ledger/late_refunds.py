"""From differences to adjustments: what a scheme's policy makes of each, and what was posted before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from twofour.explain import Node
from twofour.explain.operation import Amount, carry_out
from twofour.ledger.correcting import Place
from twofour.ledger.difference import LineDifference, RefundChange, only_refunds
from twofour.ledger.facts import Adjustment, Cause
from twofour.money import divide, format_fen, multiply, round_fen, subtract, yuan_of
from twofour.pay import Line
from twofour.scheme import Scheme
from twofour.scheme.scaled import Commission
from twofour.statements import Run
from twofour.text import Text

_NEVER = 0


class Finding(NamedTuple):
    """A line that differs: what is to be posted for it, and if that is nothing, why."""

    different: LineDifference
    adjustment: Adjustment | None
    unposted: Text | None = None


def findings(
    differences: Sequence[LineDifference],
    scheme: Scheme,
    original: Run,
    *,
    day: date,
    refunds: RefundChange,
    faults: Collection[str] = (),
    before: Mapping[Place, int] | None = None,
    cause: Cause = "corrected_data",
) -> list[Finding]:
    """What each difference comes to under ``scheme.adjustments``, on ``day``.

    ``refunds`` says by how much refunds grew; a line that they alone moved is a late refund and follows the
    policy, any other is posted in full as ``cause``. ``faults`` are the members whose fault the refunds are.
    ``before`` are the fen posted earlier for the same lines: only what is still missing is posted. Lines
    corrected before that no longer differ are taken back.
    """
    told = dict(before or {})
    at_rate = _AtOriginalRate(scheme, original, differences)
    found = []
    for different in differences:
        place = (different.member.member_id, different.line.id)
        done = told.pop(place, 0)
        late = cause != "scheme_correction" and only_refunds(different, refunds)
        fen, why_not = different.fen, None
        if late:
            fen, why_not = _by_policy(different, scheme, original, day, faults, at_rate)
        found.append(_finding(different, fen - done, "late_refund" if late else cause, faults, why_not))
    found += _taken_back(told, original, cause)
    return found


def _by_policy(
    different: LineDifference,
    scheme: Scheme,
    original: Run,
    day: date,
    faults: Collection[str],
    at_rate: Callable[[LineDifference], int],
) -> tuple[int, Text | None]:
    """Fen to post for a late refund, and why it is nothing where a rule says so."""
    policy = scheme.adjustments
    if policy.late_refund == "none":
        return _NEVER, Text("方案规定晚到退款不追溯", "the scheme does not take late refunds back")
    if policy.window_days is not None and day > original.period.last + timedelta(days=policy.window_days):
        return _NEVER, Text(
            f"已过追溯期：方案只追溯月末后 {policy.window_days} 天",
            f"too late: the scheme looks back {policy.window_days} days after the period",
        )
    if policy.fault_only and different.member.member_id not in faults:
        return _NEVER, Text(
            "未认定为本人责任，方案只扣有责退款", "not the member's fault, which the scheme asks for"
        )
    return (at_rate(different) if policy.late_refund == "original_rate" else different.fen), None


def _finding(
    different: LineDifference, fen: int, cause: Cause, faults: Collection[str], why_not: Text | None
) -> Finding:
    if fen == 0:
        return Finding(different, None, why_not or Text("此前已调整", "was adjusted before"))
    member = different.member.member_id
    adjustment = Adjustment(
        member=member,
        line=different.line.id,
        title=different.line.title,
        fen=fen,
        cause=cause,
        fault=member in faults if cause == "late_refund" else None,
        why=_why(different),
    )
    return Finding(different, adjustment, why_not)


def _why(different: LineDifference) -> Text:
    """``有效销售额 43,795.00 元 → 43,295.00 元``; for other reasons, the line's own amounts."""
    if different.changed:
        shown = [
            Text(
                f"{one.label.zh} {one.before.show('zh')} → {one.after.show('zh')}",
                f"{one.label.en} {one.before.show('en')} → {one.after.show('en')}",
            )
            for one in different.changed
        ]
        return Text("；".join(one.zh for one in shown), "; ".join(one.en for one in shown))
    before = format_fen(different.before.fen) if different.before else "–"
    after = format_fen(different.after.fen) if different.after else "–"
    return Text(f"重算 {before} 元 → {after} 元", f"computed again: {before} → {after} yuan")


def _taken_back(told: Mapping[Place, int], original: Run, cause: Cause) -> list[Finding]:
    """Lines that were corrected earlier and are now as they first were."""
    slips = {slip.member.member_id: slip for slip in original.payslips}
    found = []
    for (member, id), fen in told.items():
        slip = slips.get(member)
        line = next((line for line in slip.lines if line.id == id), None) if slip else None
        if fen and slip and line:
            found.append(_finding(LineDifference(slip.member, line, line), -fen, cause, (), None))
    return found


class _AtOriginalRate:
    """What a late refund costs where every yuan of sales goes back at what it was paid.

    A commission moves by its own amount ÷ the sales that it was paid on × the change of those sales. Lines
    that count other lines (a cap, a floor, a forfeit) follow them by their recorded arithmetic; every other
    line, the score and the tier stay as they were.
    """

    def __init__(self, scheme: Scheme, original: Run, differences: Sequence[LineDifference]) -> None:
        self._bases = {id: one for id, one in scheme.lines() if isinstance(one, Commission)}
        self._scheme = scheme
        self._moved: dict[str, dict[str, int]] = {}
        changed: dict[str, dict[str, LineDifference]] = {}
        for one in differences:
            changed.setdefault(one.member.member_id, {})[one.line.id] = one
        for slip in original.payslips:
            mine = changed.get(slip.member.member_id)
            if mine:
                self._moved[slip.member.member_id] = self._lines(slip.lines, mine)

    def __call__(self, different: LineDifference) -> int:
        return self._moved.get(different.member.member_id, {}).get(different.line.id, 0)

    def _lines(self, lines: Sequence[Line], changed: Mapping[str, LineDifference]) -> dict[str, int]:
        """Fen by which each line moves, in the order of work."""
        moved: dict[str, int] = {}
        for line in lines:
            if line.id in self._bases and line.id in changed:
                moved[line.id] = self._commission(line, changed[line.id])
            elif any((node.source or "").startswith("line:") for node in line.node.walk()):
                moved[line.id] = int(_replayed(line.node, moved) or 0) - line.fen
        return moved

    def _commission(self, line: Line, different: LineDifference) -> int:
        title = self._scheme.book[self._bases[line.id].on].title
        before = _base(line, title)
        after = _base(different.after, title) if different.after else Decimal(0)
        if before is None or after is None or before <= 0:
            return 0
        share = multiply(yuan_of(line.fen), divide(subtract(after, before), before))
        return round_fen(share)


def _base(line: Line, title: Text) -> Decimal | None:
    """The sales that a commission was paid on: the topmost figure of that name in its tree."""
    for node in line.node.walk():
        named = node.label.zh.endswith(title.zh) and node.label != line.title
        if named and node.quantity is not None and node.quantity.unit == "yuan":
            return None if node.amount is None else Decimal(node.amount)
    return None


def _replayed(node: Node, moved: Mapping[str, int]) -> Amount:
    """The number of a tree once the lines that it counts have moved."""
    source = node.source or ""
    if source.startswith("line:") and node.amount is not None:
        return node.amount + yuan_of(moved.get(source.removeprefix("line:"), 0))
    if node.operation is None:
        return node.amount
    return carry_out(node.operation, [_replayed(child, moved) for child in node.children])
