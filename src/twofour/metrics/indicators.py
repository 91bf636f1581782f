"""Figures that people enter or other tools count (手工指标): exact decimals as scaled integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from twofour.explain import Unit
from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.measure import Measure, SubjectKind
from twofour.period import Period

How = Literal["mean", "sum", "last"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """How the values that a period holds become one figure, and its unit (money is entered in yuan)."""

    how: How
    unit: Unit


def measure_indicators(
    entered: pl.DataFrame,
    staff: pl.DataFrame,
    wanted: Mapping[str, Indicator],
    period: Period,
    by: SubjectKind,
    grain: Literal["total", "day"] = "total",
) -> list[Measure]:
    """Measures of ``wanted`` metrics for subjects of kind ``by`` that have a value in ``period``.

    ``entered``: the indicators table. A member's figure also takes what was entered for the agent ids that
    they owned on that day. Decimals are scaled to integers with the scale in the denominator.
    """
    rows = entered_for(entered, staff, wanted, period, by)
    keys = ["metric", "subject_id", *(["day"] if grain == "day" else [])]
    found = []
    for (metric, subject, *days), of in rows.group_by(keys, maintain_order=True):
        indicator = wanted[str(metric)]
        values = counted_values(of.get_column("value").to_list(), indicator.how)
        scale = scale_of(values)
        numerator = sum(scaled(value, scale, indicator) for value in values)
        denominator = scale * (len(values) if indicator.how == "mean" else 1)
        day = next((day for day in days if isinstance(day, date)), None)
        found.append(
            Measure(
                *(by, str(subject), str(metric), numerator, denominator, 0, indicator.unit, day), scale=scale
            )
        )
    return sorted(found, key=lambda m: (m.subject_id, m.metric, m.day or period.start))


def entered_for(
    entered: pl.DataFrame,
    staff: pl.DataFrame,
    wanted: Mapping[str, Indicator],
    period: Period,
    by: SubjectKind,
) -> pl.DataFrame:
    """The rows of ``wanted`` metrics in ``period`` that count for subjects of kind ``by``, oldest first."""
    rows = entered.filter(
        pl.col("metric").is_in(list(wanted)), (pl.col("day") >= period.start) & (pl.col("day") < period.stop)
    )
    own = rows.filter(pl.col("subject_kind") == by)
    if by == "member":
        own = pl.concat([own, _of_agents(rows, staff)])
    return own.sort("day", "seq")


def counted_values(values: Sequence[Decimal], how: How) -> list[Decimal]:
    """Of a subject's values, oldest first, those that its figure takes: all of them, or the last."""
    return list(values[-1:] if how == "last" else values)


def scale_of(values: Sequence[Decimal]) -> int:
    """The power of ten that makes all ``values`` whole."""
    exponents = (value.normalize().as_tuple().exponent for value in values)
    places = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    return int(10 ** max(0, places))


def scaled(value: Decimal, scale: int, indicator: Indicator) -> int:
    """What a value adds to the numerator; yuan become fen."""
    return int(value * scale) * (100 if indicator.unit == "fen" else 1)


def _of_agents(rows: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Values entered for agent ids, under the member who owned the id on that day."""
    agents = rows.filter(pl.col("subject_kind") == "agent")
    shops = staff.select("shop_id", pl.col("agent_id").alias("subject_id")).unique()
    placed = agents.join(shops, on="subject_id").select(
        pl.all().exclude("day"), pl.col("subject_id").alias("agent_id"), day=pl.col("day").cast(pl.Int32)
    )
    owned = assign(placed.drop("subject_id"), staff, "member")
    dated = owned.with_columns(pl.col("day").cast(pl.Date), pl.col(SUBJECT).alias("subject_id"))
    return dated.select(rows.columns)
