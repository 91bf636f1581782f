"""Report rows as recipes need them: the figures of one subject and day side by side, no day twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.calendar import as_date
from twofour.metrics.measure import SubjectKind
from twofour.metrics.reported.places import Place, place_of
from twofour.metrics.reported.recipe import Recipe
from twofour.metrics.reported.reports import Reports
from twofour.period import Period


class Said(NamedTuple):
    """What a report says towards one metric of one agent (``None``: the shop itself) on one day.

    ``amounts`` are those of the recipe's figures, as entered; a numerator that has not settled is ``None``.
    ``agent_id`` is whose row it is, ``subject`` for whom it counts.
    """

    subject: str
    agent_id: str | None
    day: date
    amounts: tuple[Decimal | None, ...]
    places: tuple[Place, ...]

    def adds(self, recipe: Recipe) -> tuple[int, int, int]:
        """To numerator, denominator and pending count."""
        first, *rest = self.amounts
        amounts = (first or Decimal(0), *(amount for amount in rest if amount is not None))
        numerator, denominator = recipe.adds(amounts)
        return numerator, denominator, denominator if first is None else 0


class _Cell(NamedTuple):
    amount: Decimal
    place: Place


# Whom the figures count for, whose they are (``None``: the shop's own), and the day.
_Key = tuple[str, str | None, date]
_Days = Sequence[tuple[_Key, Mapping[str, _Cell]]]


class SaidRows:
    """Everything that reports say towards ``recipes`` in one period, by kind of subject. Read once, asked
    recipe by recipe.
    """

    def __init__(
        self,
        reports: Reports,
        staff: pl.DataFrame,
        period: Period,
        by: SubjectKind,
        recipes: Iterable[Recipe],
    ) -> None:
        names = {figure.name for recipe in recipes for figure in recipe.figures}
        rows = reports.rows.filter(
            pl.col("day").is_between(period.start, period.last), pl.col("metric").is_in(list(names))
        )
        agents = rows.filter(pl.col("subject_kind") == "agent").select(
            pl.lit(reports.shop_id).alias("shop_id"),
            pl.col("subject_id").alias("agent_id"),
            pl.col("day").cast(pl.Int32),
            *("metric", "value", "evidence"),
        )
        self._by = by
        self._agents = _days(assign(agents, staff, by))
        self._own: _Days = ()
        if by == "shop":
            own = rows.filter(pl.col("subject_kind") == "shop")
            self._own = _days(
                own.select(
                    pl.col("subject_id").alias(SUBJECT),
                    pl.lit(None, pl.String).alias("agent_id"),
                    pl.col("day").cast(pl.Int32),
                    *("metric", "value", "evidence"),
                )
            )

    def of(self, recipe: Recipe) -> list[Said]:
        """What counts for a metric, by day: of the shop its own rows, where it has any, else its agents'."""
        if recipe.how is None:
            return []
        own = list(_said(recipe, self._own))
        # A figure that stands for itself (a score) does not carry over from people to a whole.
        if own or (recipe.how == "last" and self._by in ("team", "shop")):
            return own
        return list(_said(recipe, self._agents))


def _said(recipe: Recipe, days: _Days) -> Iterator[Said]:
    """The rows that have what the recipe needs. A numerator that settles late may be missing, unless it is
    missing everywhere: then the report does not give it at all.
    """
    names = tuple(figure.name for figure in recipe.figures)
    late = recipe.settles and any(cells.keys() >= {*names} for _, cells in days)
    needed = {*names[1:]} if late else {*names}
    for (subject, agent, day), cells in days:
        if cells.keys() >= needed:
            found = [cells.get(name) for name in names]
            amounts = tuple(None if cell is None else cell.amount for cell in found)
            yield Said(subject, agent, day, amounts, tuple(cell.place for cell in found if cell is not None))


def _days(rows: pl.DataFrame) -> _Days:
    """The figures by subject, agent and day, oldest first, without those that a row over several days sums up
    already.
    """
    series: dict[tuple[str | None, str], list[tuple[str, date, _Cell]]] = {}
    columns = rows.select(SUBJECT, "agent_id", "metric", "day", "value", "evidence")
    for subject, agent, metric, day, amount, evidence in columns.iter_rows():
        cell = _Cell(amount, place_of(evidence))
        series.setdefault((agent, metric), []).append((subject, as_date(day), cell))
    found: dict[_Key, dict[str, _Cell]] = {}
    for (agent, metric), cells in series.items():
        spans = [(first, day) for _, day, cell in cells if (first := cell.place.first) is not None]
        for subject, day, cell in cells:
            if not _inside(cell.place.first or day, day, spans):
                found.setdefault((subject, agent, day), {})[metric] = cell
    return sorted(found.items(), key=lambda one: (one[0][2], one[0][1] or ""))


def _inside(first: date, last: date, spans: Sequence[tuple[date, date]]) -> bool:
    """Whether a row's days are some, and not all, of those that another row sums up."""
    return bool(spans) and any(
        begin <= first and last <= end and (begin, end) != (first, last) for begin, end in spans
    )
