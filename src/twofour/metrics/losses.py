"""Lost inquiries and lost payments (询单流失、付款流失), and the reasons that can be computed.

A loss is one reception (shop, agent, customer, business day; ``metrics.md`` §5): of kind ``inquiry`` an
inquiry that is not ``ordered``, of kind ``payment`` one that is ``ordered`` and not ``paid``; neither while
it is pending. So losses = inquiries − ordered − pending, or ordered − paid − pending, of any subject.

Reasons, each about this reception alone; a loss may have several, or none that can be computed. Its waits
are those that belong to the agent and begin on the day; its messages are those of the day between the
customer and the agent, automatic ones left out.

- ``slow_answer``: an answered wait took more than ``slow_seconds`` (a counting rule).
- ``unanswered``: a wait was never answered.
- ``out_of_hours``: the customer's first message lies outside ``service_hours`` (a counting rule; never
  where it is not set).
- ``price_talk``: one of the customer's last ``price_messages`` messages holds a price word.
- ``no_recommendation`` (inquiries): no message of the agent is of a recommending kind or holds a
  recommending word.
- ``no_reminder`` (payments): none of the inquiry's window orders was urged (``metrics.md`` §7), by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.calendar import day_number
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.engine import facts_of
from twofour.metrics.families import FAMILIES
from twofour.metrics.hours import Hours
from twofour.metrics.kernel import Facts
from twofour.metrics.loss_words import LossSettings, add_words
from twofour.metrics.measure import SubjectKind
from twofour.metrics.question import Question
from twofour.period import Period
from twofour.text import Text

LossKind = Literal["inquiry", "payment"]

REASONS: Mapping[str, Text] = {
    "slow_answer": Text("回复慢", "slow answer"),
    "unanswered": Text("提问未回复", "unanswered"),
    "out_of_hours": Text("非服务时间", "out of hours"),
    "price_talk": Text("最后在谈价", "after price talk"),
    "no_recommendation": Text("没有推荐商品", "no product offered"),
    "no_reminder": Text("没有催付", "no payment reminder"),
}
"""Every reason that can be computed, in the order in which a loss names them."""

REASONS_OF: Mapping[LossKind, tuple[str, ...]] = {
    "inquiry": ("slow_answer", "unanswered", "out_of_hours", "price_talk", "no_recommendation"),
    "payment": ("slow_answer", "unanswered", "out_of_hours", "price_talk", "no_reminder"),
}

_SUMS: Mapping[LossKind, tuple[str, str, str]] = {
    "inquiry": ("inquiries", "ordered", "ordered_pending"),
    "payment": ("ordered", "paid", "order_paid_pending"),
}
_RECEPTION = ["person", "agent_id", "day"]
_PLACE = ["shop_id", "agent_id", "day"]


@dataclass(frozen=True, slots=True)
class Losses:
    """The losses of one kind and subject. ``rows``: a row each, with what ``loss_words`` adds and a boolean
    column per reason. ``sums``: per shop, agent and day how many receptions ``counted`` (inquiries, or those
    that ordered), how many ``reached`` their aim, ``pending``, ``lost``, and losses per reason.
    """

    kind: LossKind
    rows: pl.DataFrame
    sums: pl.DataFrame

    def total(self) -> dict[str, int]:
        """All of ``sums`` added up."""
        return self.sums.drop(*_PLACE).sum().row(0, named=True)

    def by(self, staff: pl.DataFrame, kind: SubjectKind) -> dict[str, dict[str, int]]:
        """``sums`` of each subject of ``kind`` that has any, by subject id."""
        rows = assign(self.sums, staff, kind).group_by(SUBJECT).agg(pl.exclude(*_PLACE, SUBJECT).sum())
        return {row.pop(SUBJECT): row for row in rows.sort(SUBJECT).iter_rows(named=True)}


def losses(
    question: Question,
    staff: pl.DataFrame,
    kind: LossKind,
    subject: tuple[SubjectKind, str],
    settings: LossSettings | None = None,
) -> Losses:
    """What ``subject`` (kind, id) lost in the question's period.

    Chat texts are read for the customers lost and for the period's days only, bucket by bucket.
    """
    words = settings or LossSettings()
    found, sums = [], []
    for facts in facts_of(question):
        rows = _receptions(facts, staff, question.rules, kind, subject, question.period)
        lost = add_words(
            _with_facts(rows.filter("lost"), facts, question.rules, kind), facts, question, words
        )
        lost = lost.with_columns(_no_reason(kind))
        others = [name for name in REASONS if name not in REASONS_OF[kind]]
        found.append(lost.drop("person", "reached", "pending", "lost", *others, strict=False))
        sums.append(_sums(rows, lost, kind))
    every = pl.concat(found).sort("first_asked", "customer_id", "agent_id")
    return Losses(kind, every, _added(sums))


def _receptions(
    facts: Facts,
    staff: pl.DataFrame,
    rules: CountingRules,
    kind: LossKind,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> pl.DataFrame:
    """The subject's receptions that count for ``kind``, each reached, pending or lost."""
    family = next(family for family in FAMILIES if family.name == "receptions")
    counted, reached, pending = (family.adds(rules)[name].cast(pl.Boolean) for name in _SUMS[kind])
    inside = (pl.col("day") >= day_number(period.start)) & (pl.col("day") < day_number(period.stop))
    rows = family.rows(facts, rules).filter(inside & counted)
    rows = rows.with_columns(reached.alias("reached"), pending.alias("pending"))
    rows = rows.select(
        "person", SHOP_NAME, "customer_id", AGENT_NAME, "day", "first_asked", "reached", "pending"
    )
    rows = rows.with_columns((~pl.col("reached") & ~pl.col("pending")).alias("lost"))
    subject_kind, subject_id = subject
    return assign(rows, staff, subject_kind).filter(pl.col(SUBJECT) == subject_id).drop(SUBJECT)


def _with_facts(lost: pl.DataFrame, facts: Facts, rules: CountingRules, kind: LossKind) -> pl.DataFrame:
    """Add waits, longest (seconds), unanswered waits and the reasons that facts alone tell."""
    waits = (
        facts.waits.with_columns(AGENT_NAME)
        .group_by(_RECEPTION)
        .agg(
            pl.len().cast(pl.Int64).alias("waits"),
            pl.col("seconds").max().alias("longest"),
            (~pl.col("answered")).sum().cast(pl.Int64).alias("unanswered_waits"),
            (pl.col("seconds") > rules.slow_seconds).any().alias("slow_answer"),
        )
    )
    rows = lost.join(waits, on=_RECEPTION, how="left", maintain_order="left").with_columns(
        pl.col("waits", "unanswered_waits").fill_null(0), pl.col("slow_answer").fill_null(False)
    )
    reasons = {"unanswered": pl.col("unanswered_waits") > 0, "out_of_hours": _outside(rows, rules)}
    if kind == "payment":
        reasons["no_reminder"] = ~pl.struct(_RECEPTION).is_in(_reminded(lost, facts).implode())
    return rows.with_columns(reason.alias(name) for name, reason in reasons.items())


def _outside(rows: pl.DataFrame, rules: CountingRules) -> pl.Expr:
    asked = rows.get_column("first_asked")
    first, last = asked.min(), asked.max()
    if rules.service_hours is None or not isinstance(first, int) or not isinstance(last, int):
        return pl.lit(False)
    return ~Hours(rules.service_hours, rules.timezone, first, last).inside(pl.col("first_asked"))


def _reminded(lost: pl.DataFrame, facts: Facts) -> pl.Series:
    """The receptions (as structs) with a window order that was urged."""
    orders = facts.orders.join(facts.urges.select("order"), on="order", how="semi")
    urged = lost.select(*_RECEPTION, "first_asked").join(
        orders.select("person", "created", "created_day"), on="person"
    )
    window = (pl.col("created") >= pl.col("first_asked")) & (pl.col("created_day") <= pl.col("day") + 1)
    return urged.filter(window).select(pl.struct(_RECEPTION).unique()).to_series()


def _no_reason(kind: LossKind) -> pl.Expr:
    return (~pl.any_horizontal(REASONS_OF[kind])).alias("no_reason")


def _sums(rows: pl.DataFrame, lost: pl.DataFrame, kind: LossKind) -> pl.DataFrame:
    receptions = rows.group_by(_PLACE).agg(
        pl.len().alias("counted"), pl.col("reached", "pending", "lost").sum()
    )
    reasons = lost.group_by(_PLACE).agg(pl.col(*REASONS_OF[kind], "no_reason").sum())
    together = receptions.join(reasons, on=_PLACE, how="left")
    return together.with_columns(pl.exclude(*_PLACE).fill_null(0).cast(pl.Int64))


def _added(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts).group_by(_PLACE).agg(pl.exclude(*_PLACE).sum())
