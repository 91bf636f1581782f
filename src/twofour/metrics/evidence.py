"""The rows behind a measure: every conversation, inquiry, order, refund or rating that it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.belonging import SUBJECT, assign, assign_personal
from twofour.metrics.calendar import as_date, on_days
from twofour.metrics.catalogue import Metric
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.families import FAMILIES, Parts
from twofour.metrics.kernel import Facts
from twofour.metrics.measure import SubjectKind
from twofour.metrics.record_sums import DAILY, PERSONAL, STANDING, standing
from twofour.metrics.records import Records
from twofour.metrics.scene import Scene
from twofour.metrics.snapshots import at_the_peak
from twofour.metrics.wording import sentence
from twofour.period import Period, business_day
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One counted thing and what it adds: summed over all rows, numerator, denominator and pending equal
    the measure's (a plain count's denominator is 1 once, not per row, and stands here as 0).

    ``at`` is its instant (UTC), ``day`` its business day, ``reference`` an order, refund, rating, ticket,
    review or follow-up id. A person's own row (a shift) has neither shop nor agent; its reference is the
    member.
    ``agent_name`` is what the staff rows call the agent on that day. ``chat_days`` are the business days of
    the chats behind it: its own and, for an order, those of its creation and of the spans that own it.
    """

    family: str
    shop_id: str | None
    day: date
    at: datetime
    agent_id: str | None
    agent_name: str | None
    customer_id: str | None
    reference: str | None
    detail: Text
    numerator: int
    denominator: int
    pending: int
    chat_days: tuple[date, ...]


_WHEN = {
    "waits": "start",
    "spans": "start",
    "receptions": "first_asked",
    "automatic": "t",
    "unaddressed": "t",
    "orders": "paid",
    "assists": "created",
    "urges": "urged_at",
    "refunds": "completed",
    "handled": "completed",
}
_REFERENCES = (
    "refund_id",
    "rating_id",
    "ticket_id",
    "review_id",
    "followup_id",
    "order_id",
    "member_id",
)
_ELSEWHERE = ("created", "order_span_start", "pay_span_start")
_SIDES = ("numerator", "denominator", "pending")


def evidence(
    facts: Iterable[Facts],
    records: Records,
    staff: pl.DataFrame,
    rules: CountingRules,
    metric: Metric,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> list[EvidenceRow]:
    """Every row that ``metric`` counts for ``subject`` (kind, id) in ``period``, in order of time.

    ``facts`` are not looked at where nothing in them feeds the metric.
    """
    if metric.id == "peak_concurrent":
        frames = [("spans", _at_the_peak(facts, staff, subject, period))]
    else:
        frames = [
            (kind, _contributions(rows, adds, staff, metric, subject))
            for kind, rows, adds in _sources(facts, records, rules, metric, period)
        ]
    scene = Scene(rules, AgentNames(staff))
    rows = [_row(kind, row, scene) for kind, frame in frames for row in frame.iter_rows(named=True)]
    return sorted(rows, key=lambda row: (row.at, row.family, row.reference or "", row.customer_id or ""))


def _sources(
    facts: Iterable[Facts], records: Records, rules: CountingRules, metric: Metric, period: Period
) -> Iterator[tuple[str, pl.DataFrame, Parts]]:
    """Kinds of rows that feed the metric, the rows, and what each adds to which sum."""
    found = standing(records, period) if metric.snapshot else records
    for kind, adds in (STANDING if metric.snapshot else {**DAILY, **PERSONAL}).items():
        if _feeds(metric, adds):
            yield kind, found[kind] if metric.snapshot else on_days(found[kind], period), adds
    families = [family for family in FAMILIES if _feeds(metric, family.adds(rules))]
    for part in facts if families else ():
        for family in families:
            rows = on_days(family.rows(part, rules), period).with_columns(SHOP_NAME, AGENT_NAME)
            yield family.name, _with_assistants(rows, part), family.adds(rules)


def _feeds(metric: Metric, adds: Parts) -> dict[str, pl.Expr]:
    """What rows that add ``adds`` mean for the numerator, denominator and pending count of the metric."""
    sums = {"numerator": metric.numerator, "denominator": metric.denominator, "pending": metric.pending}
    return {side: adds[name] for side, name in sums.items() if name is not None and name in adds}


def _contributions(
    rows: pl.DataFrame, adds: Parts, staff: pl.DataFrame, metric: Metric, subject: tuple[SubjectKind, str]
) -> pl.DataFrame:
    """The subject's rows that add anything to the metric's sums."""
    feeds = _feeds(metric, adds)
    rows = rows.with_columns(
        feeds.get(side, pl.lit(0)).cast(pl.Int64).fill_null(0).alias(f"adds_{side}") for side in _SIDES
    )
    counted = rows.filter(pl.any_horizontal(pl.col(f"adds_{side}") != 0 for side in _SIDES))
    kind, subject_id = subject
    owned = (assign_personal if "member_id" in rows.columns else assign)(counted, staff, kind)
    return owned.filter(pl.col(SUBJECT) == subject_id)


def _at_the_peak(
    facts: Iterable[Facts], staff: pl.DataFrame, subject: tuple[SubjectKind, str], period: Period
) -> pl.DataFrame:
    """The subject's spans that were open when most were; each adds one."""
    spans = pl.concat([part.spans for part in facts]).filter(pl.col("human_messages") > 0)
    kind, subject_id = subject
    own = assign(on_days(spans, period).with_columns(SHOP_NAME, AGENT_NAME), staff, kind)
    peak = at_the_peak(own.filter(pl.col(SUBJECT) == subject_id))
    return peak.with_columns(pl.lit(int(side == "numerator")).alias(f"adds_{side}") for side in _SIDES)


def _with_assistants(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Rows of orders with ``assistants``, the agents who assisted, in order of id; other rows as they are."""
    if "order" not in rows.columns:
        return rows
    helpers = facts.assists.group_by("order").agg(AGENT_NAME.sort().alias("assistants"))
    return rows.join(helpers, on="order", how="left", maintain_order="left")


def _row(kind: str, row: dict[str, object], scene: Scene) -> EvidenceRow:
    day, shop_id, agent_id = as_date(_int(row["day"])), _text(row.get("shop_id")), _text(row.get("agent_id"))
    reference = next((row[c] for c in _REFERENCES if c in row), None)
    second = row.get(_WHEN.get(kind, "at"))
    at = datetime.fromtimestamp(_int(second), UTC) if second is not None else _noon(day)
    return EvidenceRow(
        kind,
        shop_id,
        day,
        at,
        agent_id,
        None if shop_id is None or agent_id is None else scene.names.of(shop_id, agent_id, _int(row["day"])),
        _text(row.get("customer_id")),
        _text(reference),
        sentence(kind, row, scene),
        _int(row["adds_numerator"]),
        _int(row["adds_denominator"]),
        _int(row["adds_pending"]),
        _chat_days(row, day, scene.rules),
    )


def _chat_days(row: dict[str, object], day: date, rules: CountingRules) -> tuple[date, ...]:
    seconds = [row[name] for name in _ELSEWHERE if row.get(name) is not None]
    instants = (datetime.fromtimestamp(_int(second), UTC) for second in seconds)
    days = {business_day(at, rules.timezone, rules.day_cut_seconds) for at in instants}
    return tuple(sorted(days | {day}))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _int(cell: object) -> int:
    assert isinstance(cell, int)
    return cell


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)
