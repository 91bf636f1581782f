"""Thresholds and what they refer to: team means, bests, percentiles, last month, grades and seasons."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.metrics import Measure
from twofour.money import add, divide
from twofour.problems import DataMissing
from twofour.scheme.base import Of, Window
from twofour.scheme.figures import Figure, Reference, ReferenceName
from twofour.scheme.metric_book import MetricEntry
from twofour.scheme.targets import ByGrade, BySeason, Target
from twofour.scorecard.figures import figure_node
from twofour.scorecard.inputs import Key, Measures
from twofour.scorecard.readings import Readings, Standing
from twofour.text import Text, same

HISTORY_MONTHS = 12
_STANDARD = Text("标准", "standard")
_MOVES: dict[str, Operation] = {"+": "sum", "-": "difference", "*": "product"}
_NAMES: dict[ReferenceName, Text] = {
    "team_mean": Text("本组平均", "team mean"),
    "team_best": Text("本组最好", "team's best"),
    "team_percentile": Text("本组分位", "team percentile"),
    "last_month": Text("上月", "last month"),
    "last_month_mean": Text("上月本组平均", "team mean of last month"),
    "last_month_best": Text("上月本组最好", "last month's best of the team"),
    "own_best": Text("本人历史最好", "own best so far"),
    "history_best": Text("本组历史最好", "the team's best so far"),
}
# References that are one's own; the others are shared by the team.
_OWN = ("last_month", "own_best")


def threshold(
    limit: Target,
    member: Member,
    metric: str,
    window: Window,
    readings: Readings,
    where: str,
    of: Of = "member",
) -> Node:
    """A threshold as a node: the literal, or the reference moved by its offset or factor; where it depends
    on grade or season, that of the member's grade and of the period's first month.
    """
    entry = readings.entry(metric)
    if isinstance(limit, Figure):
        return readings.literal(_STANDARD, limit.amount, entry.shown_unit, where)
    if isinstance(limit, BySeason):
        season = limit.of(readings.inputs.period.start.month)
        where = f"{where}.by_season.{season.written}"
        return threshold(season.target, member, metric, window, readings, where, of)
    if isinstance(limit, ByGrade):
        grade = named_grade(member, limit.targets, where)
        where = f"{where}.by_grade.{grade}"
        return threshold(limit.targets[grade], member, metric, window, readings, where, of)
    base = reference(limit, member, metric, window, readings, of)
    if limit.by is None or limit.sign is None:
        return base
    factor = limit.sign == "*"
    unit = "ratio" if limit.by.percent else "number" if factor else entry.shown_unit
    by = leaf(
        Text("倍数", "factor") if factor else Text("差额", "offset"), Quantity(limit.by.amount, unit), where
    )
    label = Text(f"标准（{limit.written}）", f"standard ({limit.written})")
    return computed(_MOVES[limit.sign], label, entry.shown_unit, (base, by))


def reference(
    to: Reference, member: Member, metric: str, window: Window, readings: Readings, of: Of = "member"
) -> Node:
    """What a member is held against; shared by the team, so it names no colleague."""
    owner = member.member_id if to.name in _OWN and of == "member" else member.team or ""
    key = (metric, to.name, to.percentile, owner, window, of)
    found = readings.known(key)
    return found or readings.keep(key, _reference(to, member, metric, window, readings, of))


def named_grade(member: Member, known: Iterable[str], where: str) -> str:
    """The member's grade. Raises ``DataMissing`` for a grade that the scheme does not name."""
    known = list(known)
    grade = member.grade
    if grade is None or grade not in known:
        listed = ", ".join(known)
        raise DataMissing(
            Text(
                f"{member.name}（{member.member_id}）的等级是 {grade or '空'}，"
                f"方案只写了 {listed}（{where}）。请在人员表补正等级，或在方案里加上这一级",
                f"{member.name} ({member.member_id}) has grade {grade or 'none'}, the scheme"
                f" names {listed} ({where}). Correct the staff table, or add the grade to the scheme",
            )
        )
    return grade


def grade_words(member: Member, grade: str) -> Text:
    """A grade for people: the member's own by its title, another as written."""
    return member.grade_title or same(grade) if grade == member.grade else same(grade)


def _reference(
    to: Reference, member: Member, metric: str, window: Window, readings: Readings, of: Of
) -> Node:
    entry, name = readings.entry(metric), _NAMES[to.name]
    label = Text(f"{name.zh}·{entry.title.zh}", f"{entry.title.en}, {name.en}")
    source = f"measure:{metric}@{to.name}:{member.team or ''}"
    if to.name == "team_mean":
        return _mean(label, member, metric, window, readings)
    if to.name == "last_month":
        return readings.figure_then(member, metric, 1, of).named(label)
    if to.name == "last_month_mean":
        return _mean_then(label, member, metric, readings)
    if to.name == "own_best":
        figures = [readings.figure_then(member, metric, ago) for ago in range(1, HISTORY_MONTHS + 1)]
        own = [Standing(member.member_id, amount) for amount in _amounts(figures)]
        return _best(own, label, entry, f"measure:{metric}@own_best:{member.member_id}")
    if to.name in ("team_best", "team_percentile"):
        standings = readings.standings(member, metric, window=window)
        if to.name == "team_best":
            return _best(standings, label, entry, source)
        label = Text(
            f"本组 {to.percentile}% 分位·{entry.title.zh}",
            f"{entry.title.en}, team's {to.percentile}th percentile",
        )
        return _percentile(to.percentile, standings, label, entry, f"{source}/p{to.percentile}")
    months = (1,) if to.name == "last_month_best" else range(1, HISTORY_MONTHS + 1)
    standings = [one for ago in months for one in readings.standings(member, metric, months_ago=ago)]
    return _best(standings, label, entry, source)


def _best(standings: list[Standing], label: Text, entry: MetricEntry, source: str) -> Node:
    if not standings:
        return _nothing(label, entry, source)
    amounts = [one.amount for one in standings]
    best = max(amounts) if entry.direction == "higher" else min(amounts)
    formula = Text(f"{len(amounts)} 个数中最好的", f"the best of {len(amounts)} figures")
    return Node(label, Quantity(best, entry.shown_unit), formula, source=source)


def _percentile(
    percentile: int, standings: list[Standing], label: Text, entry: MetricEntry, source: str
) -> Node:
    """Nearest rank from the worst to the best: so many percent of the people do no better."""
    if not standings:
        return _nothing(label, entry, source)
    place = int(divide(percentile * len(standings), 100).to_integral_value(ROUND_CEILING))
    amount = standings[len(standings) - place].amount
    formula = Text(
        f"从差到好排，{len(standings)} 个数中的第 {place} 个",
        f"number {place} of {len(standings)} figures, from worst to best",
    )
    return Node(label, Quantity(amount, entry.shown_unit), formula, source=source)


def _nothing(label: Text, entry: MetricEntry, source: str) -> Node:
    formula = Text("没有可比的数据", "nothing to compare with")
    return Node(label, Quantity(None, entry.shown_unit), formula, source=source)


def _mean(label: Text, member: Member, metric: str, window: Window, readings: Readings) -> Node:
    """Σ ÷ Σ for ratios, recomputed from the team's sums (never a mean of ratios); else Σ ÷ people."""
    entry, team = readings.entry(metric), readings.team(member)
    source = f"measure:{metric}@team_mean:{member.team or ''}"
    if entry.composition == "ratio":
        parts = [
            _total((readings.figure(one, part, window=window) for one in team), readings.entry(part), source)
            for part in entry.parts
        ]
        return computed("quotient", label, entry.shown_unit, parts, source=source)
    if entry.combine == "pool":
        months: list[Measures] = [m.measures for m in readings.months(window) if m is not None]
        return figure_node(entry, _measures(team, metric, months), label, source)
    amounts = _amounts(readings.figure(person, metric, window=window) for person in team)
    return _per_head(amounts, label, entry, source)


def _mean_then(label: Text, member: Member, metric: str, readings: Readings) -> Node:
    """The mean of last month's team, those included who have left since."""
    entry = readings.entry(metric)
    source = f"measure:{metric}@last_month_mean:{member.team or ''}"
    team = readings.team_then(member, 1)
    past = readings.month_past(1)
    if entry.composition == "ratio":
        parts = [
            _total((readings.figure_then(one, part, 1) for one in team), readings.entry(part), source)
            for part in entry.parts
        ]
        return computed("quotient", label, entry.shown_unit, parts, source=source)
    if entry.combine == "pool" and past is not None:
        return figure_node(entry, _measures(team, metric, [past.measures]), label, source)
    return _per_head(
        _amounts(readings.figure_then(person, metric, 1) for person in team), label, entry, source
    )


def _per_head(amounts: list[Decimal], label: Text, entry: MetricEntry, source: str) -> Node:
    total = leaf(Text("全组合计", "team total"), Quantity(add(*amounts), entry.shown_unit), source)
    people = leaf(Text("有数据的人数", "people with a figure"), Quantity(len(amounts), "count"), source)
    return computed("quotient", label, entry.shown_unit, (total, people), source=source)


def _total(figures: Iterable[Node], entry: MetricEntry, source: str) -> Node:
    label = Text(f"全组{entry.title.zh}", f"{entry.title.en} of the team")
    return leaf(label, Quantity(add(*_amounts(figures)), entry.shown_unit), source)


def _measures(team: Iterable[Member], metric: str, months: Iterable[Measures]) -> list[Measure]:
    keys: list[Key] = [("member", person.member_id, metric) for person in team]
    return [measures[key] for measures in months for key in keys if key in measures]


def _amounts(nodes: Iterable[Node]) -> list[Decimal]:
    return [Decimal(node.amount) for node in nodes if node.amount is not None]
