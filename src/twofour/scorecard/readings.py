"""Reads figures for scoring and pay: of members, teams and the shop, and what they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.metrics import Measure
from twofour.money import add
from twofour.period import Period, month_before
from twofour.scheme.base import Of, Window
from twofour.scheme.figures import Figure, ReferenceName, Threshold
from twofour.scheme.metric_book import SCORE, SCORE_ENTRY, Composition, MetricEntry
from twofour.scheme.scheme import Scheme
from twofour.scorecard.card import Scorecard
from twofour.scorecard.figures import figure_node
from twofour.scorecard.inputs import Inputs, Key, Measures, Past
from twofour.text import Text

HISTORY_MONTHS = 12
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_MOVES: dict[str, Operation] = {"+": "sum", "-": "difference", "*": "product"}
_COMPOSITIONS: dict[Composition, Operation] = {"ratio": "quotient", "sum": "sum", "minus": "difference"}
_REFERENCE_NAMES: dict[ReferenceName, Text] = {
    "team_mean": Text("本组平均", "team mean"),
    "team_best": Text("本组最好", "team's best"),
    "last_month": Text("上月", "last month"),
    "last_month_best": Text("上月本组最好", "last month's best of the team"),
    "history_best": Text("本组历史最好", "the team's best so far"),
}


class Standing(NamedTuple):
    """One member's figure beside others'."""

    member_id: str
    amount: Decimal


class Readings:
    """The figures of one run. Each is read once; the trees of all members share its node.

    ``people`` are the members whom the scheme pays, by id; ``cards`` their scorecards, once there are any.
    """

    def __init__(self, scheme: Scheme, inputs: Inputs, cards: Mapping[str, Scorecard] | None = None) -> None:
        self.scheme = scheme
        self.inputs = inputs
        self.cards = cards or {}
        members = (member for member in inputs.members if member in scheme.applies_to)
        self.people = tuple(sorted(members, key=lambda member: member.member_id))
        self._book = scheme.book
        self._past = {past.period.start: past for past in inputs.history}
        self._nodes: dict[tuple[str, ...], Node] = {}
        self._standings: dict[tuple[object, ...], list[Standing]] = {}
        self._teams = _teams(self.people)

    def entry(self, metric: str) -> MetricEntry:
        """What the scheme knows of a metric, the score included."""
        return SCORE_ENTRY if metric == SCORE else self._book[metric]

    def figure(self, member: Member, metric: str, of: Of = "member", window: Window = "month") -> Node:
        """The figure of ``member``, their team or the shop; its amount is ``None`` where there is none."""
        if metric == SCORE:
            return self._score(member)
        subject = {"member": member.member_id, "team": member.team or "", "shop": self.inputs.shop_id}[of]
        return self._figure(of, subject, metric, window)

    def figure_then(self, member: Member, metric: str, months_ago: int) -> Node:
        """The figure of ``member`` in an earlier month; for 0 months ago, this month's."""
        if months_ago == 0:
            return self.figure(member, metric)
        return self._figure("member", member.member_id, metric, "month", months_ago)

    def threshold(self, limit: Threshold, member: Member, metric: str, window: Window, where: str) -> Node:
        """A threshold as a node: the literal, or the reference moved by its offset or factor."""
        entry = self.entry(metric)
        if isinstance(limit, Figure):
            key = ("literal", where)
            if key not in self._nodes:
                quantity = Quantity(limit.amount, entry.shown_unit)
                self._nodes[key] = leaf(Text("标准", "standard"), quantity, where)
            return self._nodes[key]
        base = self.reference(limit.name, member, metric, window)
        if limit.by is None or limit.sign is None:
            return base
        factor = limit.sign == "*"
        unit = "ratio" if limit.by.percent else "number" if factor else entry.shown_unit
        by = leaf(
            Text("倍数", "factor") if factor else Text("差额", "offset"),
            Quantity(limit.by.amount, unit),
            where,
        )
        label = Text(f"标准（{limit.written}）", f"standard ({limit.written})")
        return computed(_MOVES[limit.sign], label, entry.shown_unit, (base, by))

    def reference(self, name: ReferenceName, member: Member, metric: str, window: Window) -> Node:
        """What a member is held against; shared by the team, so it names no colleague."""
        owner = member.member_id if name == "last_month" else member.team or ""
        key = ("reference", name, owner, metric, window)
        if key not in self._nodes:
            self._nodes[key] = self._reference(name, member, metric, window)
        return self._nodes[key]

    def standings(
        self, member: Member | None, metric: str, *, window: Window = "month", months_ago: int = 0
    ) -> list[Standing]:
        """Figures of the team of ``member`` (``None``: of everybody), best first, as they then stood."""
        key = (None if member is None else ("team", member.team), metric, window, months_ago)
        if key not in self._standings:
            teams = self._teams if months_ago == 0 else _teams(self._people_then(months_ago))
            people = teams.get(member.team, ()) if member else chain.from_iterable(teams.values())
            self._standings[key] = self._ordered(people, metric, window, months_ago)
        return self._standings[key]

    def _ordered(
        self, people: Iterable[Member], metric: str, window: Window, months_ago: int
    ) -> list[Standing]:
        found = []
        for person in people:
            if months_ago:
                node = self.figure_then(person, metric, months_ago)
            else:
                node = self.figure(person, metric, window=window)
            if node.amount is not None:
                found.append(Standing(person.member_id, Decimal(node.amount)))
        higher = self.entry(metric).direction == "higher"
        return sorted(found, key=lambda one: (-one.amount if higher else one.amount, one.member_id))

    def window_ends(self, window: Window) -> bool:
        """Whether the period ends its quarter or year (a month always ends itself)."""
        return self.inputs.period.last.month % _MONTHS_OF[window] == 0

    def _score(self, member: Member) -> Node:
        card = self.cards.get(member.member_id)
        if card is None:
            return Node(SCORE_ENTRY.title, Quantity(None, "point"))
        return card.node

    def _figure(self, of: Of, subject: str, metric: str, window: Window, months_ago: int = 0) -> Node:
        key = ("figure", of, subject, metric, window, str(months_ago))
        if key not in self._nodes:
            self._nodes[key] = self._read(of, subject, metric, window, months_ago)
        return self._nodes[key]

    def _read(self, of: Of, subject: str, metric: str, window: Window, months_ago: int) -> Node:
        entry = self.entry(metric)
        label = _label(entry.title, of, window, months_ago)
        if entry.composition is not None:
            parts = [self._figure(of, subject, part, window, months_ago) for part in entry.parts]
            return computed(_COMPOSITIONS[entry.composition], label, entry.shown_unit, parts)
        months = self._months(window, months_ago)
        source = f"measure:{metric}@{of}:{subject}" + _months_suffix(months, self.inputs.period)
        if any(month is None for month in months):
            formula = Text("缺少往月数据", "earlier months are missing")
            return Node(label, Quantity(None, entry.shown_unit), formula, source=source)
        key: Key = (of, subject, metric)
        found = [month.measures[key] for month in months if month is not None and key in month.measures]
        return figure_node(entry, found, label, source)

    def _months(self, window: Window, months_ago: int) -> list[Past | None]:
        """The months of a window up to this one (or one earlier month), oldest first; None where unknown."""
        this = Past(self.inputs.period, self.inputs.measures)
        if months_ago:
            return [self._month_past(months_ago)]
        back = (self.inputs.period.start.month - 1) % _MONTHS_OF[window]
        return [*(self._month_past(ago) for ago in range(back, 0, -1)), this]

    def _month_past(self, months_ago: int) -> Past | None:
        period = self.inputs.period
        for _ in range(months_ago):
            period = month_before(period)
        return self._past.get(period.start)

    def _people_then(self, months_ago: int) -> list[Member]:
        """Everybody with a measure in an earlier month, in the team of then; some may have left since."""
        past = self._month_past(months_ago)
        if past is None:
            return []
        now = {member.member_id: member for member in self.people}
        excluded = {member.member_id for member in self.inputs.members} - set(now)
        ids = sorted({subject for kind, subject, _ in past.measures if kind == "member"} - excluded)
        return [
            replace(now.get(id, Member(id, id)), team=past.teams.get(id, now[id].team if id in now else None))
            for id in ids
        ]

    def _reference(self, name: ReferenceName, member: Member, metric: str, window: Window) -> Node:
        entry = self.entry(metric)
        label = Text(
            f"{_REFERENCE_NAMES[name].zh}·{entry.title.zh}", f"{entry.title.en}, {_REFERENCE_NAMES[name].en}"
        )
        if name == "team_mean":
            return self._team_mean(label, member, metric, window)
        if name == "last_month":
            return self.figure_then(member, metric, 1).named(label)
        source = f"measure:{metric}@{name}:{member.team or ''}"
        if name == "team_best":
            standings = self.standings(member, metric, window=window)
        else:
            months = (1,) if name == "last_month_best" else range(1, HISTORY_MONTHS + 1)
            standings = [one for ago in months for one in self.standings(member, metric, months_ago=ago)]
        if not standings:
            formula = Text("没有可比的数据", "nothing to compare with")
            return Node(label, Quantity(None, entry.shown_unit), formula, source=source)
        amounts = [one.amount for one in standings]
        best = max(amounts) if entry.direction == "higher" else min(amounts)
        formula = Text(f"{len(amounts)} 个数中最好的", f"the best of {len(amounts)} figures")
        return Node(label, Quantity(best, entry.shown_unit), formula, source=source)

    def _team_mean(self, label: Text, member: Member, metric: str, window: Window) -> Node:
        """Σ ÷ Σ for ratios, recomputed from the team's sums (never a mean of ratios); else Σ ÷ people."""
        entry = self.entry(metric)
        team = self._teams.get(member.team, [])
        source = f"measure:{metric}@team_mean:{member.team or ''}"
        if entry.composition == "ratio":
            parts = [self._team_total(team, part, window, source) for part in entry.parts]
            return computed("quotient", label, entry.shown_unit, parts, source=source)
        if entry.combine == "pool":
            measures = self._team_measures(team, metric, window)
            return figure_node(entry, measures, label, source)
        amounts = _amounts(self.figure(person, metric, window=window) for person in team)
        total = leaf(Text("全组合计", "team total"), Quantity(add(*amounts), entry.shown_unit), source)
        people = leaf(Text("有数据的人数", "people with a figure"), Quantity(len(amounts), "count"), source)
        return computed("quotient", label, entry.shown_unit, (total, people), source=source)

    def _team_total(self, team: Iterable[Member], metric: str, window: Window, source: str) -> Node:
        entry = self.entry(metric)
        amounts = _amounts(self.figure(person, metric, window=window) for person in team)
        label = Text(f"全组{entry.title.zh}", f"{entry.title.en} of the team")
        return leaf(label, Quantity(add(*amounts), entry.shown_unit), source)

    def _team_measures(self, team: Iterable[Member], metric: str, window: Window) -> list[Measure]:
        sources: list[Measures] = [month.measures for month in self._months(window, 0) if month is not None]
        keys: list[Key] = [("member", person.member_id, metric) for person in team]
        return [measures[key] for measures in sources for key in keys if key in measures]


def _teams(people: Iterable[Member]) -> dict[str | None, list[Member]]:
    teams: dict[str | None, list[Member]] = {}
    for person in people:
        teams.setdefault(person.team, []).append(person)
    return teams


def _label(title: Text, of: Of, window: Window, months_ago: int) -> Text:
    if of == "member" and window == "month" and months_ago == 0:
        return title
    before = {"member": Text("", ""), "team": Text("本组", "team "), "shop": Text("全店", "shop ")}[of]
    span = {"month": Text("", ""), "quarter": Text("本季", "quarter's "), "year": Text("本年", "year's ")}[
        window
    ]
    then = Text(f"{months_ago} 个月前", f"{months_ago} months ago, ") if months_ago else Text("", "")
    return Text(
        f"{then.zh}{span.zh}{before.zh}{title.zh}",
        f"{then.en}{span.en}{before.en}{title.en}",
    )


def _months_suffix(months: list[Past | None], now: Period) -> str:
    known = [month.period for month in months if month is not None]
    if not known or known == [now]:
        return ""
    return f"/{known[0]}" if len(known) == 1 else f"/{known[0]}..{known[-1]}"


def _amounts(nodes: Iterable[Node]) -> list[Decimal]:
    return [Decimal(node.amount) for node in nodes if node.amount is not None]
