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
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.period import Period, month_before
from twofour.scheme.base import FIGURES_BESIDE, TENURE, TENURE_ENTRY, Of, Window
from twofour.scheme.metric_book import SCORE, SCORE_ENTRY, Composition, MetricEntry, leaves
from twofour.scheme.scheme import Scheme
from twofour.scorecard.card import Scorecard
from twofour.scorecard.figures import figure_node
from twofour.scorecard.inputs import Inputs, Key, Past
from twofour.text import Text

_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_COMPOSITIONS: dict[Composition, Operation] = {"ratio": "quotient", "sum": "sum", "minus": "difference"}
Named = tuple[object, ...]
ScoresThen = Callable[[int], Mapping[str, Decimal]]


class Standing(NamedTuple):
    """One member's figure beside others'."""

    member_id: str
    amount: Decimal


class Readings:
    """The figures of one run. Each is read once; the trees of all members share its node.

    ``people`` are the members whom the scheme pays, by id; ``cards`` their scorecards, once there are any;
    ``scores_then`` gives the scores of so many months ago. ``lines`` are the scheme's components with the id
    of their line and their place, ``gates`` the positions of the duties that close a line.
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
        self._nodes: dict[Named, Node] = {}
        self._before: Readings | None = None
        self._changed: tuple[str, frozenset[str]] = ("", frozenset())
        self.lines = tuple(
            (id, component, f"scheme:pay[{at}].{component.kind}")
            for at, (id, component) in enumerate(scheme.lines())
        )
        self.gates = _gates(scheme)
        self._book = scheme.book
        self._windows: dict[tuple[Window, int, bool], list[Past | None]] = {}
        self._labels: dict[Named, Text] = {}
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
        readings._nodes, readings._standings, readings._ranks, readings._windows = {}, {}, {}, {}
        readings._before, readings._changed = self, (member_id, moved)
        return readings

    def known(self, key: Named) -> Node | None:
        """The node under a key that begins with its kind, its metric, of what and of whom, if it was read."""
        node = self._nodes.get(key)
        if node is None and self._before is not None and not self._moves(key):
            return self._before.known(key)
        return node

    def keep(self, key: Named, node: Node) -> Node:
        """``node`` under its key, for whoever asks next."""
        self._nodes[key] = node
        return node

    def _moves(self, key: Named) -> bool:
        """Whether what stands under ``key`` may differ from before the change."""
        member_id, moved = self._changed
        if key[0] == "literal" or key[1] not in moved:
            return False
        return key[0] != "figure" or key[2:4] == ("member", member_id)

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
        key = ("literal", where, label)
        return self.known(key) or self.keep(key, leaf(label, Quantity(amount, unit), where))

    def figure(self, member: Member, metric: str, of: Of = "member", window: Window = "month") -> Node:
        """The figure of ``member``, their team or the shop; its amount is ``None`` where there is none."""
        if metric == SCORE:
            return self._score(member)
        if metric == TENURE:
            return self._tenure(member)
        return self._figure(of, self.subject(member, of), metric, window)

    def figure_before(self, member: Member, metric: str, of: Of, window: Window) -> Node | None:
        """The figure over the months of the window before this one; ``None`` in the window's first month."""
        if self._months_back(window) == 0:
            return None
        return self._figure(of, self.subject(member, of), metric, window, before=True)

    def figure_then(self, member: Member, metric: str, months_ago: int, of: Of = "member") -> Node:
        """The figure of an earlier month; for 0 months ago, this month's."""
        if months_ago == 0:
            return self.figure(member, metric, of)
        if metric == SCORE:
            score = self._scores(months_ago).get(member.member_id)
            title = SCORE_ENTRY.title
            then = Text(f"{months_ago} 个月前{title.zh}", f"{title.en}, {months_ago} months ago")
            return leaf(then, Quantity(score, "point"), f"score:{member.member_id}/{months_ago}")
        return self._figure(of, self.subject(member, of), metric, "month", months_ago)

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
        return {} if self.scores_then is None else self.scores_then(months_ago)

    def _tenure(self, member: Member) -> Node:
        """Whole months since the member was hired, on the last day of the period."""
        hired, last = member.hired_on, self.inputs.period.last
        months = None
        if hired is not None:
            months = (last.year - hired.year) * 12 + last.month - hired.month - (last.day < hired.day)
        source = f"roster:hired_on@{member.member_id}"
        return leaf(TENURE_ENTRY.title, Quantity(months, "count"), source)

    def _figure(
        self, of: Of, subject: str, metric: str, window: Window, months_ago: int = 0, before: bool = False
    ) -> Node:
        key = ("figure", metric, of, subject, window, months_ago, before)
        return self.known(key) or self.keep(key, self._read(of, subject, metric, window, months_ago, before))

    def _read(self, of: Of, subject: str, metric: str, window: Window, months_ago: int, before: bool) -> Node:
        entry = self.entry(metric)
        label = self._label(metric, of, window, months_ago, before)
        if entry.composition is not None:
            parts = [self._figure(of, subject, part, window, months_ago, before) for part in entry.parts]
            return computed(_COMPOSITIONS[entry.composition], label, entry.shown_unit, parts)
        months = self.months(window, months_ago, before)
        source = f"measure:{metric}@{of}:{subject}" + _months_suffix(months, self.inputs.period)
        if any(month is None for month in months):
            formula = Text("缺少往月数据", "earlier months are missing")
            return Node(label, Quantity(None, entry.shown_unit), formula, source=source)
        key: Key = (of, subject, metric)
        found = [month.measures[key] for month in months if month is not None and key in month.measures]
        return figure_node(entry, found, label, source)

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

    def _label(self, metric: str, of: Of, window: Window, months_ago: int, before: bool) -> Text:
        key = (metric, of, window, months_ago, before)
        if key not in self._labels:
            self._labels[key] = _label(self.entry(metric).title, of, window, months_ago, before)
        return self._labels[key]

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


_WHOSE = {"member": Text("", ""), "team": Text("本组", "team "), "shop": Text("全店", "shop ")}
_SPANS = {"month": Text("", ""), "quarter": Text("本季", "quarter's "), "year": Text("本年", "year's ")}


def _label(title: Text, of: Of, window: Window, months_ago: int, before: bool) -> Text:
    if of == "member" and window == "month" and months_ago == 0:
        return title
    whose, span = _WHOSE[of], _SPANS[window]
    if before:
        span = Text(f"{span.zh}前几月", f"{span.en}earlier months' ")
    then = Text(f"{months_ago} 个月前", f"{months_ago} months ago, ") if months_ago else Text("", "")
    return Text(
        f"{then.zh}{span.zh}{whose.zh}{title.zh}",
        f"{then.en}{span.en}{whose.en}{title.en}",
    )


def _months_suffix(months: list[Past | None], now: Period) -> str:
    known = [month.period for month in months if month is not None]
    if not known or known == [now]:
        return ""
    return f"/{known[0]}" if len(known) == 1 else f"/{known[0]}..{known[-1]}"
