"""A column of figures: one metric of members, teams or the shop over some months, each read once."""

from __future__ import annotations

from collections.abc import Sequence

from twofour.explain import Node
from twofour.explain.operation import Operation
from twofour.explain.working import computed
from twofour.period import Period
from twofour.scheme.base import Of, Window
from twofour.scheme.metric_book import Composition, MetricEntry
from twofour.scorecard.figures import figure_node
from twofour.scorecard.inputs import Key, Past
from twofour.text import Text

_COMPOSITIONS: dict[Composition, Operation] = {"ratio": "quotient", "sum": "sum", "minus": "difference"}
_LACKING = Text("缺少往月数据", "earlier months are missing")
_WHOSE = {"member": Text("", ""), "team": Text("本组", "team "), "shop": Text("全店", "shop ")}
_SPANS = {"month": Text("", ""), "quarter": Text("本季", "quarter's "), "year": Text("本年", "year's ")}


class Column:
    """What is alike for all whose figure is read: the metric, its label, its months and its parts.

    ``months`` are oldest first, ``None`` where one is unknown; ``parts`` are the columns that a composed
    metric is made of. ``others``: everybody's figures but those of this one subject are another column's.
    """

    def __init__(
        self,
        entry: MetricEntry,
        of: Of,
        label: Text,
        months: Sequence[Past | None],
        suffix: str,
        parts: Sequence[Column] = (),
        others: tuple[Column, str] | None = None,
    ) -> None:
        self._entry = entry
        self._of = of
        self._label = label
        self._measures = [None if month is None else month.measures for month in months]
        self._source, self._suffix = f"measure:{entry.id}@{of}:", suffix
        self._parts = parts
        self._others = others
        self._nodes: dict[str, Node] = {}

    def figure(self, subject: str) -> Node:
        """The figure of one subject; its amount is ``None`` where there is none."""
        node = self._nodes.get(subject)
        if node is None:
            node = self._nodes[subject] = self._read(subject)
        return node

    def _read(self, subject: str) -> Node:
        if self._others is not None and subject != self._others[1]:
            return self._others[0].figure(subject)
        entry = self._entry
        if entry.composition is not None:
            parts = [part.figure(subject) for part in self._parts]
            return computed(_COMPOSITIONS[entry.composition], self._label, entry.shown_unit, parts)
        source = f"{self._source}{subject}{self._suffix}"
        key: Key = (self._of, subject, entry.id)
        found = []
        for measures in self._measures:
            if measures is None:
                return Node(self._label, (None, entry.shown_unit), _LACKING, source=source)
            if key in measures:
                found.append(measures[key])
        return figure_node(entry, found, self._label, source)


def label_of(title: Text, of: Of, window: Window, months_ago: int, before: bool) -> Text:
    """What a figure is called: ``上月``, ``本季``, ``本组`` and the like before the metric's title."""
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


def months_suffix(months: Sequence[Past | None], now: Period) -> str:
    """The months behind a figure, where they are not just the period's own: ``/2026-04..2026-06``."""
    known = [month.period for month in months if month is not None]
    if not known or known == [now]:
        return ""
    return f"/{known[0]}" if len(known) == 1 else f"/{known[0]}..{known[-1]}"
