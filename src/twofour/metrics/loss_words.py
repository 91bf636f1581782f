"""What was said in lost receptions: first and last words, products, price talk, recommendations.

Only messages of the lost customers on the period's days are read, and nothing but a row per loss is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from twofour.metrics.calendar import Calendar
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.kernel import Facts
from twofour.metrics.question import Question
from twofour.period import day_start

_CUSTOMER = ["shop_id", "customer_id"]
_PAIR = [*_CUSTOMER, "agent_id"]
_SAID = pl.Struct({"kind": pl.String, "text": pl.String})
WORDS = ("customer_first", "customer_last", "agent_first", "agent_last")
"""Columns of a loss that hold what was said: a struct of kind and text, null where nothing was."""


@dataclass(frozen=True, slots=True)
class LossSettings:
    """What the words of a chat mean; every list is the shop's to change."""

    price_messages: int = 3
    price_words: tuple[str, ...] = (
        "贵", "便宜", "优惠", "价格", "价钱", "打折", "折扣", "多少钱", "降价", "少点", "最低", "满减",
    )  # fmt: skip
    recommending_kinds: tuple[str, ...] = ("product", "card")
    recommending_words: tuple[str, ...] = ("推荐", "建议", "这款", "这件", "链接", "看看这", "http")
    product_kinds: tuple[str, ...] = ("product", "card", "order")
    most_products: int = 5


def add_words(lost: pl.DataFrame, facts: Facts, question: Question, settings: LossSettings) -> pl.DataFrame:
    """Add ``WORDS``, ``products`` (a list of texts), ``price_talk`` and ``no_recommendation`` to lost rows.

    ``lost``: shop_id, customer_id, agent_id (strings), day, one row per reception, as ``facts`` count it.
    """
    rows = lost.with_row_index("loss")
    said = _messages(rows, facts, question)
    theirs, ours = pl.col("sender") == "customer", pl.col("sender") == "agent"
    message = pl.struct("kind", "text")
    shown = pl.col("kind").is_in(settings.product_kinds) & theirs
    recommends = pl.col("kind").is_in(settings.recommending_kinds) | _holds(settings.recommending_words)
    words = said.group_by("loss").agg(
        message.filter(theirs).first().alias("customer_first"),
        message.filter(theirs).last().alias("customer_last"),
        message.filter(ours).first().alias("agent_first"),
        message.filter(ours).last().alias("agent_last"),
        pl.coalesce("text", "kind").filter(shown).unique(maintain_order=True)
        .head(settings.most_products).alias("products"),
        _holds(settings.price_words).filter(theirs).tail(settings.price_messages).any().alias("price_talk"),
        (~(ours & recommends).any()).alias("no_recommendation"),
    )  # fmt: skip
    together = rows.join(words, on="loss", how="left", maintain_order="left").drop("loss")
    return together.with_columns(
        pl.col("price_talk").fill_null(False),
        pl.col("no_recommendation").fill_null(True),
        pl.col("products").fill_null([]),
        pl.col(*WORDS).cast(_SAID),
    )


def _messages(rows: pl.DataFrame, facts: Facts, question: Question) -> pl.DataFrame:
    """loss, sender, kind, text of the customer's and the agent's own messages of each loss, in order."""
    rules, period, snapshot = question.rules, question.period, question.snapshot
    start, stop = (
        day_start(day, rules.timezone, rules.day_cut_seconds) for day in (period.start, period.stop)
    )
    shops = rows.get_column("shop_id").unique().to_list()
    marks = {shop: min(question.as_of.get(shop, start), stop - 1) for shop in shops}
    scanned = snapshot.scan("messages", shop_ids=shops, months=_months(start, stop))
    second = pl.col("sent_at").cast(pl.Int64) // 1_000_000
    until = pl.col("shop_id").replace_strict(marks, default=start, return_dtype=pl.Int64)
    found = (
        scanned.filter(pl.col("sender").is_in(["customer", "agent"]), second.is_between(start, until))
        .join(rows.lazy().select(_PAIR).unique(), on=_PAIR, how="semi")
        .select(*_PAIR, "sender", "kind", "text", "seq", second.alias("t"))
        .collect()
    )
    machines = facts.automatic.select(
        SHOP_NAME, "customer_id", AGENT_NAME, "t", pl.lit("agent").alias("sender")
    )
    spoken = found.join(machines, on=[*_PAIR, "t", "sender"], how="anti")
    days = Calendar(rules, start, stop)
    placed = spoken.with_columns(days.day(pl.col("t")).alias("day"))
    return placed.join(rows.select("loss", *_PAIR, "day"), on=[*_PAIR, "day"]).sort("loss", "t", "seq")


def _holds(words: tuple[str, ...]) -> pl.Expr:
    if not words:
        return pl.lit(False)
    return pl.col("text").str.contains_any(list(words), ascii_case_insensitive=True).fill_null(False)


def _months(start: int, stop: int) -> list[str]:
    """UTC months that hold any second from ``start`` up to, and without, ``stop``."""
    first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(stop - 1, UTC)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
