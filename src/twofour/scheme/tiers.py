"""Tiers (梯度): bounds of one kind only, so that a scale can neither gap nor overlap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.base import fits
from twofour.scheme.figures import Figure, FigureField, Percent, Points, UpperBoundField, Yuan
from twofour.scheme.metric_book import MetricEntry
from twofour.text import Text

MAX_TIERS = 200
Side = Literal["from", "above", "at_most"]


class Rate(Strict):
    """A commission rate: fixed, by grade, or a share of the gross margin (G09)."""

    fixed: Percent | None = None
    by_grade: Annotated[dict[str, Percent], Field(min_length=1)] | None = None
    margin: Percent | None = None
    share: Percent | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"fixed": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if only_one(self, ("fixed", "by_grade", "margin")) == "margin" and self.share is None:
            raise mistake(
                Text("写了毛利率 margin，没有写占比 share", "margin is written without share"),
                Text("例如 {margin: 20%, share: 5%}", "For example {margin: 20%, share: 5%}"),
            )
        if self.share is not None and self.margin is None:
            raise mistake(
                Text("写了占比 share，没有写毛利率 margin", "share is written without margin"),
                Text("例如 {margin: 20%, share: 5%}", "For example {margin: 20%, share: 5%}"),
            )
        return self


class Amount(Strict):
    """An amount of money in yuan: fixed, or by grade."""

    fixed: Yuan | None = None
    by_grade: Annotated[dict[str, Yuan], Field(min_length=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"fixed": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        only_one(self, ("fixed", "by_grade"))
        return self


class Tier(Strict):
    """One tier: where it begins (``from``: with the figure itself, ``above``: only beyond it) or where it
    ends (``at_most``; ``any`` for the last).
    """

    from_: FigureField | None = Field(default=None, alias="from")
    above: FigureField | None = None
    at_most: UpperBoundField | None = None

    @cached_property
    def side(self) -> Side:
        """Which kind of bound it has, and so to which side a figure on the bound belongs."""
        return "from" if self.from_ is not None else "above" if self.above is not None else "at_most"

    @property
    def limit(self) -> Figure:
        """The bound as it was written."""
        found = self.from_ or self.above or self.at_most
        assert found is not None
        return found

    @cached_property
    def bound(self) -> Decimal:
        """The bound itself; infinity for ``any``."""
        return self.limit.amount


class ScoreTier(Tier):
    """A tier that gives a score."""

    score: Points


class RateTier(Tier):
    """A tier that gives a commission rate."""

    rate: Rate


class AmountTier(Tier):
    """A tier that gives an amount of money."""

    amount: Amount


def check_tiers(entry: MetricEntry, tiers: Sequence[Tier], *at: str | int) -> None:
    """Raise a mistake unless the tiers of ``entry``'s figures cover every figure exactly once."""
    if len(tiers) > MAX_TIERS:
        raise mistake(
            Text(
                f"有 {len(tiers):,} 档，超过 {MAX_TIERS} 档",
                f"{len(tiers):,} tiers are more than {MAX_TIERS}",
            ),
            Text("几档到几十档就够了", "A few dozen do"),
            *at,
            MAX_TIERS,
        )
    for position, tier in enumerate(tiers):
        _check_bound(entry, tiers, position, tier, at)
    for position, (lower, upper) in enumerate(pairwise(tiers), start=1):
        if upper.bound <= lower.bound:
            key = upper.side
            same = upper.bound == lower.bound
            raise mistake(
                Text(f"第 {position + 1} 档的起点重复", f"tier {position + 1} repeats a bound")
                if same
                else Text(
                    f"第 {position + 1} 档没有比上一档高",
                    f"tier {position + 1} does not lie above the one before",
                ),
                Text("各档的界限要从小到大、各不相同", "Bounds must rise from tier to tier"),
                *at,
                position,
                key,
            )
    if tiers and tiers[-1].side == "at_most" and tiers[-1].bound.is_finite():
        raise mistake(
            Text("最后一档以上的数没有着落", "figures above the last tier belong nowhere"),
            Text("最后一档写 at_most: any", "Let the last tier say at_most: any"),
            *at,
            len(tiers) - 1,
            "at_most",
        )


def check_rising(tiers: Sequence[Tier], *at: str | int) -> None:
    """Raise a mistake unless the tiers are bounded from below, as slices and interpolation need."""
    if tiers[0].side == "at_most":
        raise mistake(
            Text("分段和插值的梯度只能写起点", "slices and interpolation take lower bounds only"),
            Text("请改用 from 或 above", "Use from or above"),
            *at,
            0,
        )


def _check_bound(
    entry: MetricEntry, tiers: Sequence[Tier], position: int, tier: Tier, at: tuple[str | int, ...]
) -> None:
    if [tier.from_, tier.above, tier.at_most].count(None) != 2:
        raise mistake(
            Text(
                "每一档要写 from（起点）、above（超过才算）或 at_most（终点），只写一个",
                "a tier has either from or above or at_most",
            ),
            Text("例如 {from: 30%, …}", "For example {from: 30%, …}"),
            *at,
            position,
        )
    if tier.side != tiers[0].side:
        raise mistake(
            Text(
                f"同一个梯度里混用了 {tiers[0].side} 和 {tier.side}",
                f"{tiers[0].side} and {tier.side} stand in one scale",
            ),
            Text(f"请统一用 {tiers[0].side}", f"Use {tiers[0].side} throughout"),
            *at,
            position,
            tier.side,
        )
    if tier.bound.is_infinite() and position != len(tiers) - 1:
        raise mistake(
            Text("at_most: any 只能是最后一档", "only the last tier may say at_most: any"),
            Text("请把它移到最后", "Move it to the end"),
            *at,
            position,
            "at_most",
        )
    fits(entry, tier.limit, *at, position, tier.side)
