"""A lead's day: everybody's figures against their goals, the trend, and who needs help and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cachetools import LRUCache

from twofour.events.roster import Member
from twofour.events.rules import CountingRules
from twofour.metrics import Measure, SubjectKind, quantity_of
from twofour.money import divide
from twofour.period import Period
from twofour.plan.wilson import wilson
from twofour.text import Text
from twofour.web.bridge import figures, lake, periods_schemes, reports
from twofour.web.bridge.goals import Goal, goals_of
from twofour.web.bridge.kept import kept
from twofour.web.bridge.quantities import brief

_TREND_DAYS = 30
_WEEK = 7
_INSTEAD = ("inquiry_pay_rate", "response_within_180s", "first_response", "average_ticket", "reply_rate")
_ENOUGH = 5
"""Receptions without which nobody's response of a day says anything."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of somebody's day, and whether it meets the goal (``None``: no goal or no figure)."""

    metric: str
    measure: Measure | None
    goal: Goal | None = None

    @property
    def met(self) -> bool | None:
        """Whether the figure meets its goal."""
        return None if self.goal is None else self.goal.met(self.measure)


@dataclass(frozen=True, slots=True)
class Row:
    """One member's day."""

    member: Member
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the whole scope: today, and the mean of the seven days before."""

    metric: str
    today: Measure | None
    before: Measure | None


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody who needs help, and the reason; ``metric`` opens to the evidence of ``period``."""

    member: Member
    metric: str
    reason: Text
    period: Period


@dataclass(frozen=True, slots=True)
class Trend:
    """Daily figures: the days, and per metric the measure of each day (``None`` where nothing happened)."""

    days: tuple[date, ...]
    lines: Mapping[str, tuple[Measure | None, ...]]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the page, for one day and the members in scope. ``source``: the platform whose report
    the figures come from, where they are not counted.
    """

    day: date
    metrics: tuple[str, ...]
    tiles: tuple[Tile, ...]
    rows: tuple[Row, ...]
    trend: Trend
    help: tuple[Help, ...]
    source: str | None = None


def today(shop_id: str, day: date, scope: tuple[SubjectKind, str], members: Collection[str]) -> Today:
    """The day of ``members``; tiles and trend are of ``scope`` (the shop, or a team)."""
    schemes = tuple(one.said.digest for one in periods_schemes.versions())
    folder, number, own = str(lake.data()), lake.newest(), figures.own_metrics()
    ways = figures.ways(shop_id)
    return _today(folder, number, own, shop_id, *ways, schemes, day, scope, frozenset(members))


@kept(LRUCache(256))
def _today(
    folder: str,
    number: int,
    own: tuple[int, int],
    shop_id: str,
    counting: CountingRules,
    source: str | None,
    schemes: tuple[str, ...],
    day: date,
    scope: tuple[SubjectKind, str],
    members: frozenset[str],
) -> Today:
    """Folder, snapshot, metrics, rules and schemes are named for the cache; the parts find them."""
    week = Period(day - timedelta(days=_WEEK), day)
    metrics = _headlines(counting.headline_conversion, source)
    one_day = Period(day, day + timedelta(days=1))
    by_member = figures.figures(shop_id, one_day, "member")
    last_week = figures.figures(shop_id, Period(week.start + timedelta(days=1), one_day.stop), "member")
    people = [one for one in lake.people(shop_id, one_day) if one.member_id in members]
    goals = {one.member_id: goals_of(one, day) for one in people}
    kind, subject = scope
    now, before = figures.figures(shop_id, one_day, kind), figures.figures(shop_id, week, kind)
    return Today(
        day,
        metrics,
        tuple(Tile(one, now.get((subject, one)), before.get((subject, one))) for one in metrics),
        tuple(_row(one, by_member, metrics, goals[one.member_id]) for one in people),
        _trend(shop_id, day, scope, metrics),
        tuple(
            found
            for one in people
            for found in _help(one, goals[one.member_id], by_member, last_week, one_day)
        ),
        source,
    )


def _headlines(conversion: str, source: str | None) -> tuple[str, ...]:
    """The figures of the page; of a report those that it gives, others of it where it lacks some."""
    usual = ("received", "inquiries", conversion, "sales", "mean_response")
    here = reports.metrics_in(figures.book(), source)
    return tuple([one for one in (*usual, *_INSTEAD) if one in here][: len(usual)])


def _row(member: Member, found: figures.Figures, metrics: Sequence[str], goals: Mapping[str, Goal]) -> Row:
    return Row(
        member,
        tuple(Cell(one, found.get((member.member_id, one)), goals.get(one)) for one in metrics),
    )


def _trend(shop_id: str, day: date, scope: tuple[SubjectKind, str], metrics: Sequence[str]) -> Trend:
    kind, subject = scope
    period = Period(day - timedelta(days=_TREND_DAYS - 1), day + timedelta(days=1))
    daily = figures.daily(shop_id, period, kind)
    days = tuple(period.days)
    lines = {}
    for metric in metrics:
        known = {one.day: one for one in daily.get((subject, metric), ())}
        lines[metric] = tuple(known.get(one) for one in days)
    return Trend(days, lines)


def _help(
    member: Member,
    goals: Mapping[str, Goal],
    today: figures.Figures,
    week: figures.Figures,
    one_day: Period,
) -> list[Help]:
    """Reasons to look after a member, the most pressing first."""
    found = []
    id = member.member_id
    if silent := _count(today, id, "unreplied"):
        reason = Text(f"今天有 {silent} 位买家没人回复", f"{silent} customers got no reply today")
        found.append(Help(member, "unreplied", reason, one_day))
    if low := _count(today, id, "low_ratings"):
        found.append(
            Help(member, "low_ratings", Text(f"今天收到 {low} 个低评", f"{low} low ratings today"), one_day)
        )
    response, goal = today.get((id, "mean_response")), goals.get("mean_response")
    if goal and _count(today, id, "received") >= _ENOUGH and goal.met(response) is False:
        shown = brief(response)
        found.append(
            Help(
                member,
                "mean_response",
                Text(
                    f"平均响应 {shown.show('zh')}，目标 {goal.words.zh}",
                    f"mean response {shown.show('en')}, goal {goal.words.en}",
                ),
                one_day,
            )
        )
    last_days = Period(one_day.stop - timedelta(days=_WEEK), one_day.stop)
    for metric, mark in goals.items():
        measure = week.get((id, metric))
        if measure and mark.mark.unit == "ratio" and _surely_below(measure, mark):
            shown = brief(measure)
            name = figures.book()[metric].title
            found.append(
                Help(
                    member,
                    metric,
                    Text(
                        f"近 7 天{name.zh} {shown.show('zh')}，目标 {mark.words.zh}，不是偶然",
                        f"{name.en} {shown.show('en')} over 7 days, goal {mark.words.en}; not by chance",
                    ),
                    last_days,
                )
            )
    return found


def _surely_below(measure: Measure, goal: Goal) -> bool:
    """Whether a share misses a goal by more than chance explains: its whole 95 % interval lies below."""
    if goal.relation not in ("at_least", "above") or measure.denominator <= 0:
        return False
    # What has not settled yet speaks neither for nor against anybody.
    settled = measure.denominator - measure.pending
    if not 0 <= measure.numerator <= settled or not settled or goal.mark.amount is None:
        return False
    return wilson(measure.numerator, settled).high < goal.mark.amount


def _count(found: figures.Figures, member_id: str, metric: str) -> int:
    measure = found.get((member_id, metric))
    return measure.numerator if measure else 0


def change(tile: Tile) -> str:
    """Today against the mean of the week before: ``up``, ``down``, ``level`` or nothing to compare."""
    if tile.today is None or tile.before is None:
        return ""
    now, then = quantity_of(tile.today).amount, quantity_of(tile.before).amount
    if now is None or then is None:
        return ""
    if tile.before.denominator == 1:
        then = divide(then, _WEEK)
    return "up" if now > then else "down" if now < then else "level"
