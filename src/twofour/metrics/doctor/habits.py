"""How people talk: what the messages of some shops show about clocks, machines and habits."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from twofour.events.lake.layout import SEQ
from twofour.events.rules import CountingRules
from twofour.metrics.neighbours import changes

QUICK_SECONDS = 5
PREFIX_LETTERS = 20
_LIKE = ("shop_id", "customer_id", "sent_at", "agent_id", "sender", "kind", "text")
_MARKER = r"^\s*([【\[（(][^】\]）)]{1,16}[】\]）)])"


@dataclass(frozen=True, slots=True)
class Habits:
    """``openings``: shop_id, prefix, ``rows`` (first replies that begin with it), ``quick`` (of those, the
    ones sent within five seconds). ``seconds``: shop_id, sent_at, ``customers`` who wrote in that second, of
    ``of_all`` of the shop; only the fullest second of each shop. ``turns``: shop_id, ``customers`` who talked
    with an agent, ``backwards`` (of those, whose first message is the agent's and whose last is their own).
    ``repeats``: shop_id, ``rows``, ``again`` (of those, the one before once more, under another message id).
    """

    openings: pl.DataFrame
    seconds: pl.DataFrame
    turns: pl.DataFrame
    repeats: pl.DataFrame


def observe(messages: pl.LazyFrame, rules: CountingRules) -> Habits:
    """Look at the messages of whole customers.

    What the rules know as automatic is left out, and so are machines.
    """
    known = pl.lit(False)
    for prefix in rules.auto_reply_prefixes:
        known |= pl.col("text").str.starts_with(prefix).fill_null(False)
    human = (pl.col("sender") == "agent") & ~known
    read = messages.select(*_LIKE, "message_id", SEQ)
    spoken = read.filter((pl.col("sender") == "customer") | human)
    rows = spoken.collect().sort("shop_id", "customer_id", "sent_at", SEQ)
    return Habits(_openings(rows, rules), _seconds(rows), _turns(rows), _repeats(rows))


def _openings(rows: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """The beginnings of first replies: an agent's message right after the one that opens a conversation."""
    gap = pl.col("sent_at") - pl.col("sent_at").shift(1)
    opens = changes("shop_id", "customer_id") | (gap > pl.duration(minutes=rules.idle_minutes))
    replies = (
        rows.with_columns(gap=gap, opens=opens)
        .with_columns(to_opening=(pl.col("opens") & (pl.col("sender") == "customer")).shift(1))
        .filter(pl.col("to_opening") & ~pl.col("opens") & (pl.col("sender") == "agent"))
        .drop_nulls("text")
    )
    line = pl.col("text").str.strip_chars()
    start = pl.coalesce(line.str.extract(_MARKER), line.str.slice(0, PREFIX_LETTERS))
    return (
        replies.filter(line != "")
        .group_by("shop_id", prefix=start)
        .agg(rows=pl.len(), quick=(pl.col("gap") <= pl.duration(seconds=QUICK_SECONDS)).sum())
        .sort("shop_id", "rows", "prefix", descending=[False, True, False])
    )


def _seconds(rows: pl.DataFrame) -> pl.DataFrame:
    """The second in which most customers wrote, per shop."""
    asked = rows.filter(pl.col("sender") == "customer")
    of_all = asked.group_by("shop_id").agg(of_all=pl.col("customer_id").n_unique())
    return (
        asked.group_by("shop_id", "sent_at")
        .agg(customers=pl.col("customer_id").n_unique())
        .sort("shop_id", "customers", "sent_at", descending=[False, True, False])
        .unique("shop_id", keep="first", maintain_order=True)
        .join(of_all, on="shop_id")
    )


def _turns(rows: pl.DataFrame) -> pl.DataFrame:
    """Who spoke first and last with whom."""
    sender = pl.col("sender")
    talks = rows.group_by("shop_id", "customer_id", maintain_order=True).agg(
        first=sender.first(), last=sender.last(), both=sender.n_unique() == 2
    )
    backwards = (pl.col("first") == "agent") & (pl.col("last") == "customer")
    return (
        talks.filter("both")
        .group_by("shop_id")
        .agg(customers=pl.len(), backwards=backwards.sum())
        .sort("shop_id")
    )


def _repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """How many messages are the one before over again, under another id."""
    alike = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in _LIKE)
    other = pl.col("message_id").ne_missing(pl.col("message_id").shift(1))
    return rows.group_by("shop_id").agg(rows=pl.len(), again=(alike & other).sum()).sort("shop_id")
