"""Figures that people enter or other tools count (手工指标): exact decimals as scaled integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
) -> list[Measure]:
    """Measures of ``wanted`` metrics for subjects of kind ``by`` that have a value in ``period``.

    ``entered``: the indicators table. A member's figure also takes what was entered for the agent ids that
    they owned on that day. Decimals are scaled to integers with the scale in the denominator.
    """
    rows = entered.filter(
        pl.col("metric").is_in(list(wanted)), (pl.col("day") >= period.start) & (pl.col("day") < period.stop)
    )
    own = rows.filter(pl.col("subject_kind") == by)
    if by == "member":
        own = pl.concat([own, _of_agents(rows, staff)])
    found = []
    for (metric, subject), values in own.sort("day", "seq").group_by(
        "metric", "subject_id", maintain_order=True
    ):
        indicator = wanted[str(metric)]
        numerator, denominator = _figure(values.get_column("value"), indicator)
        found.append(Measure(by, str(subject), str(metric), numerator, denominator, 0, indicator.unit))
    return sorted(found, key=lambda m: (m.subject_id, m.metric))


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


def _figure(values: pl.Series, indicator: Indicator) -> tuple[int, int]:
    exact = values.to_list()
    if indicator.how == "last":
        exact = exact[-1:]
    scale = max(1, *(10 ** max(0, -int(v.normalize().as_tuple().exponent)) for v in exact))
    cents = 100 if indicator.unit == "fen" else 1
    numerator = sum(int(v * scale) for v in exact) * cents
    return numerator, scale * (len(exact) if indicator.how == "mean" else 1)
