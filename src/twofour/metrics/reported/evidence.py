"""The report rows behind a figure: what each says and adds, and in which file and row it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import polars as pl

from twofour.events.rules import CountingRules
from twofour.explain import Quantity
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.calendar import day_number
from twofour.metrics.evidence import EvidenceRow
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.reported.measuring import counting, reported_measure
from twofour.metrics.reported.places import listed
from twofour.metrics.reported.recipe import Recipe, ReportFigure
from twofour.metrics.reported.reports import Reports
from twofour.metrics.reported.rows import Said, SaidRows
from twofour.metrics.reported.sources import report_source
from twofour.period import Period, day_start
from twofour.text import Text

_NOT_YET = Text("还没出数（延迟统计）", "not settled yet")


def reported_rows(
    reports: Reports,
    staff: pl.DataFrame,
    rules: CountingRules,
    metric: str,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> tuple[Measure, list[EvidenceRow]] | None:
    """The figure of a built-in metric for ``subject`` (kind, id) and the report rows that add up to it,
    oldest first; ``None`` where the reports give none.
    """
    kind, subject_id = subject
    recipe = report_source(reports.source).recipe(metric)
    rows = SaidRows(reports, staff, period, kind, [recipe])
    said = [one for one in rows.of(recipe) if one.subject == subject_id]
    if not said:
        return None
    names = AgentNames(staff)
    behind = [_row(one, recipe, reports.shop_id, names, rules) for one in counting(recipe, said)]
    return reported_measure(recipe, metric, subject, said), behind


def _row(said: Said, recipe: Recipe, shop_id: str, names: AgentNames, rules: CountingRules) -> EvidenceRow:
    numerator, denominator, pending = said.adds(recipe)
    agent = said.agent_id
    second = day_start(said.day, rules.timezone, rules.day_cut_seconds)
    return EvidenceRow(
        family="reports",
        shop_id=shop_id,
        day=said.day,
        at=datetime.fromtimestamp(second, UTC),
        agent_id=agent,
        agent_name=None if agent is None else names.of(shop_id, agent, day_number(said.day)),
        customer_id=None,
        reference="、".join(listed(said.places)) or None,
        detail=_detail(said, recipe),
        numerator=numerator,
        denominator=denominator,
        pending=pending,
        chat_days=(),
    )


def _detail(said: Said, recipe: Recipe) -> Text:
    """``赤兔报表：询单最终付款人数 12，询单人数 40``, and the days where they are several."""
    parts = []
    for figure, amount in zip(recipe.figures, said.amounts, strict=True):
        title = figure.title
        if amount is None:
            parts.append(Text(f"{title.zh}{_NOT_YET.zh}", f"{title.en} {_NOT_YET.en}"))
            continue
        shown = _entered(figure, amount)
        parts.append(Text(f"{title.zh} {shown.show('zh')}", f"{title.en} {shown.show('en')}"))
    spans = dict.fromkeys(place.first for place in said.places if place.first is not None)
    days = "".join(f" {first:%m-%d}–{said.day:%m-%d}" for first in spans)
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Text(f"{recipe.report.zh}{days}：{zh}", f"{recipe.report.en}{days}: {en}")


def _entered(figure: ReportFigure, amount: Decimal) -> Quantity:
    """An amount as the table holds it, with its unit."""
    return Quantity(amount, "yuan" if figure.unit == "fen" else figure.unit)
