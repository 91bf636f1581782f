"""Lines, items and duties as the pages show them: one sentence each, and the tree that it opens into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import htpy as h
from cachetools import LRUCache
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from twofour.explain import Node
from twofour.explain.render_html import html_tree
from twofour.text import Lang, Text
from twofour.web.bridge import pay_words
from twofour.web.bridge.kept import Same, kept
from twofour.web.bridge.pay_words import Payslip
from twofour.web.permissions import Act, Actor
from twofour.web.words import lang, say

_MEASURE = re.compile(r"measure:(?P<metric>[^@]+)@(?P<kind>member|team|shop|agent):(?P<subject>.+)")
_MONTH = re.compile(r"(?P<subject>.+)/(?P<month>\d{4}-\d{2})")
_EVIDENCE = Text("看原始记录", "See the rows behind it")


@dataclass(frozen=True)
class LineShown:
    """One line: what it is, in a sentence how it came about, and the tree as HTML."""

    id: str
    title: Text
    fen: int
    award: str | None
    sentence: Text | None
    tree: Markup


@dataclass(frozen=True)
class ItemShown:
    """One item or duty of the scorecard. ``kept`` and ``verdict`` are a duty's."""

    title: Text
    weight: Text | None
    figure: str | None
    points: str
    full: str | None
    sentence: Text | None
    tree: Markup
    kept: bool | None = None
    verdict: Text | None = None
    correction: Text | None = None


def address(name: str, arguments: Mapping[str, str], **query: str) -> str | None:
    """The address of a page; ``None`` where there is no such page."""
    try:
        found = reverse(name, kwargs=dict(arguments))
    except NoReverseMatch:
        return None
    return f"{found}?{urlencode(query)}" if query else found


class Trees:
    """Makes trees whose measures link to their evidence, as far as ``actor`` may see it: as the run of that
    name read it, or in the data as it stands, counted as the approved scheme of that digest counts.
    """

    def __init__(
        self,
        actor: Actor,
        period: str,
        teams: Mapping[str, str | None],
        open_levels: int = 1,
        *,
        run: str | None = None,
        scheme: str | None = None,
    ) -> None:
        self._actor = actor
        self._period = period
        self._teams = teams
        self._levels = open_levels
        self._basis = {"run": run} if run else {"scheme": scheme} if scheme else {}

    def tree(self, node: Node) -> Markup:
        """The tree below ``node``; written once for all who may see as much of it."""
        actor, teams = self._actor, tuple(sorted(self._teams.items()))
        reach = tuple((one.role, one.shop_id, one.team, one.member_id) for one in actor.grants)
        basis = tuple(self._basis.items())
        return _tree(
            _Way(actor.shop_id, reach, self._period, teams, self._levels, basis, self),
            Same(node),
            lang(),
        )

    def write(self, node: Node) -> Markup:
        """The tree below ``node``, written anew."""
        return Markup(html_tree(node, lang(), open_levels=self._levels, beside=self._evidence))

    def lines(self, payslip: Payslip) -> list[LineShown]:
        """Every line of a payslip, in the order of work."""
        return [
            LineShown(
                line.id,
                line.title,
                line.fen,
                pay_words.award(line, lang()),
                pay_words.line_formula(line.node),
                self.tree(line.node),
            )
            for line in payslip.lines
        ]

    def items(self, payslip: Payslip) -> list[ItemShown]:
        """Every incentive item of a payslip's scorecard."""
        return [
            ItemShown(
                item.title,
                pay_words.weight_words(item, payslip.scorecard),
                pay_words.metric_figure(item, payslip.member, lang()),
                pay_words.points_words(item.points),
                pay_words.points_words(item.weight),
                pay_words.score_formula(item),
                self.tree(item.node),
            )
            for item in payslip.scorecard.items
        ]

    def duties(self, payslip: Payslip) -> list[ItemShown]:
        """Every duty of a payslip's scorecard."""
        return [
            ItemShown(
                duty.title,
                None,
                None,
                f"−{pay_words.points_words(duty.deducted)}" if duty.deducted else "0",
                None,
                duty.node.formula,
                self.tree(duty.node),
                duty.kept,
                pay_words.duty_words(duty),
                duty.correction,
            )
            for duty in payslip.scorecard.duties
        ]

    def evidence(self, source: str, **query: str) -> str | None:
        """Where the rows of a measure are, as trees name it; ``None`` where the person may not see them."""
        found = _MEASURE.fullmatch(source)
        if found is None:
            return None
        month = _MONTH.fullmatch(found["subject"])
        subject, period = (month["subject"], month["month"]) if month else (found["subject"], self._period)
        if not self._may_see(found["kind"], subject):
            return None
        arguments = {
            "shop": self._actor.shop_id,
            "metric": found["metric"],
            "subject_kind": found["kind"],
            "subject_id": subject,
        }
        return address("metrics-evidence", arguments, period=period, **self._basis, **query)

    def _evidence(self, node: Node) -> h.Node:
        """A link to the rows behind a measure that the person may see."""
        url = self.evidence(node.source or "")
        return url and h.a(".tf-evidence", href=url)[say(_EVIDENCE)]

    def _may_see(self, kind: str, subject: str) -> bool:
        if kind == "member":
            return self._actor.can(Act.SEE_FIGURES, team=self._teams.get(subject), member=subject)
        if kind == "team":
            return self._actor.can(Act.SEE_FIGURES, team=subject)
        return self._actor.teams(Act.SEE_FIGURES) is None


@dataclass(frozen=True)
class _Way:
    """Everything by which trees are written; those that are alike in it write the same."""

    shop: str
    reach: tuple[tuple[str, ...], ...]
    period: str
    teams: tuple[tuple[str, str | None], ...]
    levels: int
    basis: tuple[tuple[str, str], ...]
    trees: Trees = field(compare=False)


@kept(LRUCache(32 << 20, getsizeof=len))
def _tree(way: _Way, node: Same, lang: Lang) -> Markup:
    return way.trees.write(node.held)
