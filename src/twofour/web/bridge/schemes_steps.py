"""What one part of a scheme says: a sentence, the steps of its scale, a table of two sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from twofour.explain.quantity import Unit
from twofour.plan.lint.scales import entry_of
from twofour.scheme import Scheme
from twofour.scheme.rate_tables import Axis, Table
from twofour.scheme.scaled import Commission, PerUnit
from twofour.scheme.tiers import Amount, AmountTier, Rate, RateTier, ScoreTier, Tier
from twofour.scorecard.scales import tier_words
from twofour.text import Text
from twofour.web.bridge.schemes_phrases import (
    amount_words,
    both,
    figure_of,
    plain,
    rate_words,
    shown,
)

T = TypeVar("T", bound=Tier)
_NO_MARK = Text("", "")


class Step(NamedTuple):
    """One tier: where it lies, what it gives, and how that compares with the best one (0 to 100)."""

    where: Text
    gives: Text
    share: int


class Grid(NamedTuple):
    """A table of two sides: what picks the row and the column, and what each cell gives."""

    rows_by: Text
    columns_by: Text
    columns: list[Text]
    rows: list[tuple[Text, list[Text]]]


class Clause(NamedTuple):
    """One item, duty or pay line. ``mark`` stands beside the title; ``share`` of the full score, 0 to 100."""

    title: Text
    said: Text
    mark: Text = _NO_MARK
    steps: tuple[Step, ...] = ()
    grid: Grid | None = None
    notes: tuple[Text, ...] = ()
    share: int = 0


def score_steps(
    tiers: Sequence[ScoreTier], unit: Unit, best: Decimal, points: bool = False
) -> tuple[Step, ...]:
    """The steps of a score; ``points`` are those between which it is interpolated."""
    return _steps(tiers, unit, points, lambda tier: (_points(tier.score), tier.score), best)


def rate_steps(tiers: Sequence[RateTier], unit: Unit, points: bool = False) -> tuple[Step, ...]:
    """The steps of a rate."""
    return _steps(tiers, unit, points, lambda tier: (rate_words(tier.rate), _rate(tier.rate)))


def amount_steps(tiers: Sequence[AmountTier], unit: Unit, points: bool = False) -> tuple[Step, ...]:
    """The steps of an amount of money."""
    return _steps(tiers, unit, points, lambda tier: (amount_words(tier.amount), _amount(tier.amount)))


def grid(scheme: Scheme, table: Table, scaled: Commission | PerUnit) -> Grid:
    """A table with both its sides."""
    cells: Sequence[Sequence[Rate | Amount]] = table.rates or table.amounts or ()
    rows = [[_cell(cell) for cell in row] for row in cells]
    return Grid(
        figure_of(scheme, table.rows.by, scaled.of),
        figure_of(scheme, table.columns.by, scaled.of),
        _side(scheme, table.columns),
        list(zip(_side(scheme, table.rows), rows, strict=True)),
    )


def _side(scheme: Scheme, axis: Axis) -> list[Text]:
    unit = entry_of(scheme, axis.by).shown_unit
    return [tier_words(axis.tiers, at, unit) for at in range(len(axis.tiers))]


def _cell(cell: Rate | Amount) -> Text:
    return rate_words(cell) if isinstance(cell, Rate) else amount_words(cell)


def _steps(
    tiers: Sequence[T],
    unit: Unit,
    points: bool,
    gives: Callable[[T], tuple[Text, Decimal]],
    best: Decimal | None = None,
) -> tuple[Step, ...]:
    given = [gives(tier) for tier in tiers]
    most = best or max((size for _, size in given), default=Decimal(0))
    found = []
    for at, (tier, (words, size)) in enumerate(zip(tiers, given, strict=True)):
        where = shown(tier.bound, unit) if points else tier_words(tiers, at, unit)
        found.append(Step(where, words, min(100, int(size * 100 / most)) if most else 0))
    return tuple(found)


def _points(score: Decimal) -> Text:
    return both("{score} 分", "{score} points", score=plain(score))


def _rate(rate: Rate) -> Decimal:
    if rate.fixed is not None:
        return rate.fixed
    if rate.by_grade is not None:
        return max(rate.by_grade.values())
    return (rate.margin or Decimal(0)) * (rate.share or Decimal(0))


def _amount(amount: Amount) -> Decimal:
    return amount.fixed if amount.fixed is not None else max((amount.by_grade or {}).values())
