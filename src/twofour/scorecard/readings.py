"""Reads figures for scoring and pay: of members, teams and the shop, over a month, a quarter or a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, Unit, leaf
from twofour.period import month_before
from twofour.scheme.base import FIGURES_BESIDE, TENURE_ENTRY, Of, Window
from twofour.scheme.component import Component, Stage
from twofour.scheme.metric_book import SCORE, SCORE_ENTRY, MetricEntry, leaves
from twofour.scheme.scheme import Scheme
from twofour.scorecard.card import Scorecard
from twofour.scorecard.columns import Column, label_of, months_suffix
from twofour.scorecard.inputs import Inputs, Past
from twofour.text import Text

_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
Named = tuple[object, ...]
ScoresThen = Callable[["Readings", int], Mapping[str, Decimal]]


class Standing(NamedTuple):
    """One member's figure beside others'."""

    member_id: str
    amount: Decimal


class Readings:
    """The figures of one run. Each is read once; the trees of all members share its node.

    ``people`` are the members whom the scheme pays, by id; ``cards`` their scorecards, once there are any;
    ``scores_then`` gives the scores of so many months ago. ``lines`` are the scheme's components by stage,
    with the id of their line and their place, ``gates`` the positions of the duties that close a line.
    """

    def __init__(
        self,
        scheme: Scheme,
        inputs: Inputs,
        cards: Mapping[str, Scorecard] | None = None,
        scores_then: ScoresThen | None = None,
    ) -> None:
        self.scheme = scheme
        self.inputs = inputs
        self.cards = cards or {}
        self.scores_then = scores_then
        members = (member for member in inputs.members if member in scheme.applies_to)
        self.people = tuple(sorted(members, key=lambda member: member.member_id))
        self._columns: dict[Named, Column] = {}
        self._literals: dict[tuple[str, Text], Node] = {}
        self._nodes: dict[Named, Node] = {}
        self._before: Readings | None = None
        self._changed: tuple[str, frozenset[str]] = ("", frozenset())
        self.lines = _by_stage(scheme)
        self.gates = _gates(scheme)
        self._book = scheme.book
        self._windows: dict[tuple[Window, int, bool], list[Past | None]] = {}
        self._earlier_scores: dict[int, Mapping[str, Decimal]] = {}
        self._past = {past.period.start: past for past in inputs.history}
        self._standings: dict[tuple[object, ...], list[Standing]] = {}
        self._ranks: dict[tuple[object, ...], dict[str, int]] = {}
        self._teams = _teams(self.people)
        self._past_teams: dict[int, dict[str | None, list[Member]]] = {}

    def changed(self, inputs: Inputs, member_id: str, metrics: Iterable[str]) -> Readings:
        """The same over ``inputs``, where only ``metrics`` of one member differ: all else is not read anew.

        The figures of teams and the shop stay as they were measured; means and bests of members move.
        """
        moved = frozenset(metrics)
        moved |= {
            entry.id for entry in self._book.values() if moved.intersection(leaves(self._book, entry.id))
        }
        readings = copy(self)
        readings.inputs, readings.cards = inputs, {}
        readings._columns, readings._windows = {}, {}
        readings._nodes, readings._standings, readings._ranks = {}, {}, {}
        readings._before, readings._changed = self, (member_id, moved)
        return readings

    def known(self, key: Named) -> Node | None:
        """The node under a key that begins with its metric, if it was read."""
        node = self._nodes.get(key)
        if node is None and self._before is not None and key[0] not in self._changed[1]:
            return self._before.known(key)
        return node

    def keep(self, key: Named, node: Node) -> Node:
        """``node`` under its key, for whoever asks next."""
        self._nodes[key] = node
        return node

    def entry(self, metric: str) -> MetricEntry:
        """What the scheme knows of a metric, the score and the time since hiring included."""
        return FIGURES_BESIDE.get(metric) or self._book[metric]

    def leaves(self, metric: str) -> tuple[str, ...]:
        """The metrics that must be measured to know ``metric``; none for the score and the like."""
        return () if metric in FIGURES_BESIDE else leaves(self._book, metric)

    def team(self, member: Member) -> list[Member]:
        """The people of the member's team whom the scheme pays."""
        return self._teams.get(member.team, [])

    def subject(self, member: Member, of: Of) -> str:
        """The id of the member, their team or the shop."""
        return (
            member.member_id if of == "member" else member.team or "" if of == "team" else self.inputs.shop_id
        )

    def literal(self, label: Text, amount: Decimal | int, unit: Unit, where: str) -> Node:
        """A number that stands in the scheme; one node for everybody."""
        node = self._literals.get((where, label))
        if node is None:
            node = self._literals[where, label] = leaf(label, (amount, unit), where)
        return node

    def figure(self, member: Member, metric: str, of: Of = "member", window: Window = "month") -> Node:
        """The figure of ``member``, their team or the shop; its amount is ``None`` where there is none."""
        if metric in FIGURES_BESIDE:
            return self._score(member) if metric == SCORE else self._tenure(member)
        return self._column(metric, of, window).figure(self.subject(member, of))

    def figure_before(self, member: Member, metric: str, of: Of, window: Window) -> Node | None:
        """The figure over the months of the window before this one; ``None`` in the window's first month."""
        if self._months_back(window) == 0:
            return None
        return self._column(metric, of, window, before=True).figure(self.subject(member, of))

    def figure_then(self, member: Member, metric: str, months_ago: int, of: Of = "member") -> Node:
        """The figure of an earlier month; for 0 months ago, this month's."""
        if months_ago == 0:
            return self.figure(member, metric, of)
        if metric == SCORE:
            score = self._scores(months_ago).get(member.member_id)
            title = SCORE_ENTRY.title
            then = Text(f"{months_ago} 个月前{title.zh}", f"{title.en}, {months_ago} months ago")
            return leaf(then, Quantity(score, "point"), f"score:{member.member_id}/{months_ago}")
        return self._column(metric, of, "month", months_ago).figure(self.subject(member, of))

    def standings(
        self, member: Member | None, metric: str, *, window: Window = "month", months_ago: int = 0
    ) -> list[Standing]:
        """Figures of the team of ``member`` (``None``: of everybody), best first, as they then stood."""
        if self._before is not None and (months_ago or metric not in self._changed[1] | {SCORE}):
            return self._before.standings(member, metric, window=window, months_ago=months_ago)
        key = (None if member is None else ("team", member.team), metric, window, months_ago)
        if key not in self._standings:
            teams = self._teams if months_ago == 0 else self._teams_then(months_ago)
            people = chain.from_iterable(teams.values()) if member is None else teams.get(member.team, [])
            self._standings[key] = self._ordered(people, metric, window, months_ago)
        return self._standings[key]

    def ranks(self, member: Member | None, metric: str, months_ago: int) -> dict[str, int]:
        """Everybody's place by a figure in the team of ``member`` (``None``: of all); equals share it."""
        standings = self.standings(member, metric, months_ago=months_ago)
        key = (None if member is None else ("team", member.team), metric, months_ago)
        if key not in self._ranks:
            first: dict[Decimal, int] = {}
            for at, one in enumerate(standings, start=1):
                first.setdefault(one.amount, at)
            self._ranks[key] = {one.member_id: first[one.amount] for one in standings}
        return self._ranks[key]

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
        if member.member_id not in self.cards:
            return Node(SCORE_ENTRY.title, Quantity(None, "point"))
        return self.cards[member.member_id].node

    def _scores(self, months_ago: int) -> Mapping[str, Decimal]:
        if self._before is not None:
            return self._before._scores(months_ago)
        if months_ago not in self._earlier_scores:
            scores = {} if self.scores_then is None else self.scores_then(self, months_ago)
            self._earlier_scores[months_ago] = scores
        return self._earlier_scores[months_ago]

    def _tenure(self, member: Member) -> Node:
        """Whole months since the member was hired, on the last day of the period."""
        hired, last = member.hired_on, self.inputs.period.last
        months = None
        if hired is not None:
            months = (last.year - hired.year) * 12 + last.month - hired.month - (last.day < hired.day)
        source = f"roster:hired_on@{member.member_id}"
        return leaf(TENURE_ENTRY.title, Quantity(months, "count"), source)

    def _column(
        self, metric: str, of: Of, window: Window, months_ago: int = 0, before: bool = False
    ) -> Column:
        key = (metric, of, window, months_ago, before)
        column = self._columns.get(key)
        if column is None:
            column = self._columns[key] = self._opened(metric, of, window, months_ago, before)
        return column

    def _opened(self, metric: str, of: Of, window: Window, months_ago: int, before: bool) -> Column:
        others = None
        if self._before is not None:
            mover, moved = self._changed
            unmoved = self._before._column(metric, of, window, months_ago, before)
            if of != "member" or metric not in moved:
                return unmoved
            others = (unmoved, mover)
        entry, months = self.entry(metric), self.months(window, months_ago, before)
        return Column(
            entry,
            of,
            label_of(entry.title, of, window, months_ago, before),
            months,
            months_suffix(months, self.inputs.period),
            [self._column(part, of, window, months_ago, before) for part in entry.parts],
            others,
        )

    def months(self, window: Window, months_ago: int = 0, before: bool = False) -> list[Past | None]:
        """The months of a window up to this one (``before``: without it), or one earlier month, oldest
        first; ``None`` where the month is unknown.
        """
        key = (window, months_ago, before)
        if key not in self._windows:
            self._windows[key] = self._window(window, months_ago, before)
        return self._windows[key]

    def _window(self, window: Window, months_ago: int, before: bool) -> list[Past | None]:
        if months_ago:
            return [self.month_past(months_ago)]
        earlier = [self.month_past(ago) for ago in range(self._months_back(window), 0, -1)]
        return earlier if before else [*earlier, Past(self.inputs.period, self.inputs.measures)]

    def _months_back(self, window: Window) -> int:
        """How many months of the window lie before this one."""
        return (self.inputs.period.start.month - 1) % _MONTHS_OF[window]

    def month_past(self, months_ago: int) -> Past | None:
        """An earlier month, where it is known."""
        period = self.inputs.period
        for _ in range(months_ago):
            period = month_before(period)
        return self._past.get(period.start)

    def team_then(self, member: Member, months_ago: int) -> list[Member]:
        """The people of an earlier month who were in what is now the member's team."""
        return self._teams_then(months_ago).get(member.team, [])

    def _teams_then(self, months_ago: int) -> dict[str | None, list[Member]]:
        if months_ago not in self._past_teams:
            self._past_teams[months_ago] = _teams(self.people_then(months_ago))
        return self._past_teams[months_ago]

    def people_then(self, months_ago: int) -> list[Member]:
        """Everybody with a measure in an earlier month, in the team of then; some may have left since."""
        past = self.month_past(months_ago)
        if past is None:
            return []
        now = {member.member_id: member for member in self.people}
        excluded = {member.member_id for member in self.inputs.members} - set(now)
        ids = sorted({subject for kind, subject, _ in past.measures if kind == "member"} - excluded)
        return [
            replace(now.get(id, Member(id, id)), team=past.teams.get(id, now[id].team if id in now else None))
            for id in ids
        ]


def _by_stage(scheme: Scheme) -> dict[Stage, list[tuple[str, Component, str]]]:
    lines: dict[Stage, list[tuple[str, Component, str]]] = {}
    for at, (id, component) in enumerate(scheme.lines()):
        lines.setdefault(component.stage, []).append((id, component, f"scheme:pay[{at}].{component.kind}"))
    return lines


def _gates(scheme: Scheme) -> dict[str, list[int]]:
    gates: dict[str, list[int]] = {}
    for at, duty in enumerate(scheme.duties):
        for line in duty.breach.gate.lines if duty.breach.gate is not None else ():
            gates.setdefault(line, []).append(at)
    return gates


def _teams(people: Iterable[Member]) -> dict[str | None, list[Member]]:
    teams: dict[str | None, list[Member]] = {}
    for person in people:
        teams.setdefault(person.team, []).append(person)
    return teams
