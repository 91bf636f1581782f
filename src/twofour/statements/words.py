"""Words that statements and payrolls share: grades, roles, periods, weights, duties, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from twofour.events.roster import Member
from twofour.explain import Node, Quantity
from twofour.money import round_half_up
from twofour.period import Period, month_of
from twofour.scorecard import DutyOutcome, ItemScore, Scorecard
from twofour.text import Lang, Text, same

# English month names, spelt out here because the library's follow the locale of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

NEXT_STEPS = Text("离下一档", "Next tier")
ALL_ELSE_EQUAL = Text("其他数不变时的估算，只升一档", "with all other figures as they are, one tier up")


def period_words(period: Period) -> Text:
    """``2026年6月`` / ``June 2026``, or both days where the period is no whole month."""
    start, last = period.start, period.last
    if period == month_of(start):
        return Text(f"{start.year}年{start.month}月", f"{_MONTHS[start.month - 1]} {start.year}")
    return Text(
        f"{start.year}年{start.month}月{start.day}日至{last.year}年{last.month}月{last.day}日",
        f"{start.isoformat()} to {last.isoformat()}",
    )


def instant_words(instant: datetime | None, timezone: str) -> Text:
    """A watermark in the shop's time zone, to the minute; ``None`` says that there was no data."""
    if instant is None:
        return Text("无数据", "no data")
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return same(f"{aware.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}")


def weight_words(item: ItemScore, card: Scorecard) -> Text:
    """An item's share of the incentive: percent, or its full score where the scheme is a score sheet."""
    shown = points_words(item.weight)
    if card.full == 100:
        return Text(f"权重 {shown}%", f"weight {shown}%")
    return Text(f"满分 {shown} 分", f"full score {shown}")


def score_formula(item: ItemScore) -> Text | None:
    """The words for an item's points: the tier that was reached where there is one, else the arithmetic."""
    graded = _graded(item)
    return graded.formula if graded else item.node.formula


def duty_words(duty: DutyOutcome) -> Text:
    """Whether a duty was kept."""
    if duty.kept is None:
        return Text("无数据，不作判断", "no data, not judged")
    return Text("已守住", "kept") if duty.kept else Text("未达到", "not kept")


def points_words(points: Decimal) -> str:
    """Points to two decimals at most, with a true minus sign."""
    return Quantity(round_half_up(points, 2), "number").show("en").replace("-", "−")


def metric_figure(item: ItemScore, member: Member, lang: Lang) -> str | None:
    """The figure that an item judges, as its tree shows it; ``None`` where the tree holds none."""
    read = f"measure:{item.metric}@member:{member.member_id}"
    figures = [node for node in item.node.walk() if node.source == read]
    graded = _graded(item)
    if not figures and graded is not None:
        figures = list(graded.children[:1])
    return figures[0].quantity.show(lang) if figures and figures[0].quantity else None


def _graded(item: ItemScore) -> Node | None:
    """The node that put the item's figure into a tier or between two; its first child is the figure."""
    graded = (n for n in item.node.walk() if n.operation in ("pick", "interpolation") and n.children)
    return next(graded, None)


def line_formula(node: Node) -> Text | None:
    """The words for how a line came about: those of what was rounded, where the line itself only rounds."""
    exact = node.children[0] if node.operation == "round" and node.children else node
    return exact.formula or node.formula
