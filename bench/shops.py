"""Synthetic shops for the benchmarks: seeded, vectorised, shaped like real traffic, words without meaning."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

JUNE = int(datetime(2026, 5, 31, 16, tzinfo=UTC).timestamp())  # 2026-06-01 00:00 in Shanghai
MONTH = 30 * 86_400
AGENTS, MESSAGES_PER_CONVERSATION = 12, 8


def shop_events(
    number: int, messages: int, seed: int = 24, agents: int = AGENTS, days: int = 30, start: int = JUNE
) -> dict[str, pl.DataFrame]:
    """One shop's June, or ``days`` from ``start`` on: about ``messages`` messages, orders of a fifth of the
    conversations, ratings.
    """
    random = np.random.default_rng([seed, number])
    shop = f"shop-{number:03d}"
    conversations = _conversations(random, messages // MESSAGES_PER_CONVERSATION, agents, days, start)
    return {
        "messages": _messages(random, shop, conversations, agents),
        **_orders_and_refunds(random, shop, conversations),
        "ratings": _ratings(random, shop, conversations),
        "staff": _staff(shop, agents),
    }


def _conversations(
    random: np.random.Generator, count: int, agents: int, days: int, start: int
) -> dict[str, np.ndarray]:
    day = random.integers(0, days, count)
    hour = np.clip(random.normal(15, 4, count), 0, 23.9)
    return {
        "customer": random.integers(0, max(1, count * 2 // 3), count),
        "agent": random.integers(0, agents, count),
        "start": start + day * 86_400 + (hour * 3600).astype(np.int64),
        "length": 2 + random.poisson(MESSAGES_PER_CONVERSATION - 2, count),
    }


def _messages(
    random: np.random.Generator, shop: str, talks: dict[str, np.ndarray], agents: int
) -> pl.DataFrame:
    owner = np.repeat(np.arange(talks["length"].size), talks["length"])
    total = owner.size
    first = np.concatenate([[0], np.cumsum(talks["length"])[:-1]])
    gaps = random.exponential(40, total).astype(np.int64)
    gaps[first] = 0
    elapsed = np.cumsum(gaps)
    seconds = talks["start"][owner] + elapsed - elapsed[first][owner]
    place = np.arange(total) - first[owner]
    sender = np.where(random.random(total) < 0.5, 1, 0)
    sender[place == 0] = 0
    sender[place == 1] = np.where(random.random((place == 1).sum()) < 0.3, 2, 1)
    moved = (random.random(talks["length"].size) < 0.05)[owner] & (place > 4)
    agent = (talks["agent"][owner] + moved) % agents
    frame = pl.DataFrame(
        {
            "customer": talks["customer"][owner],
            "agent": agent,
            "role": sender,
            "sent_at": seconds,
        }
    )
    return frame.select(
        pl.lit(shop).alias("shop_id"),
        pl.format("buyer-{}-{}", pl.lit(shop), "customer").alias("customer_id"),
        pl.format("{}:agent-{}", pl.lit(shop), "agent").alias("agent_id"),
        pl.col("role").replace_strict({0: "customer", 1: "agent", 2: "bot"}).alias("sender"),
        pl.from_epoch("sent_at", "s").dt.cast_time_unit("us").dt.replace_time_zone("UTC"),
        pl.format("text {}", pl.col("sent_at") % 997).alias("text"),
        pl.lit("text").alias("kind"),
        pl.lit(None, pl.String).alias("message_id"),
        pl.lit(None, pl.String).alias("forwarded_from"),
    ).sample(fraction=1, shuffle=True, seed=int(random.integers(1 << 30)))


def _orders_and_refunds(
    random: np.random.Generator, shop: str, talks: dict[str, np.ndarray]
) -> dict[str, pl.DataFrame]:
    chosen = np.flatnonzero(random.random(talks["start"].size) < 0.2)
    count = chosen.size
    created = talks["start"][chosen] + random.integers(30, 7200, count)
    paid = np.where(random.random(count) < 0.8, created + random.integers(20, 90_000, count), 0)
    amount = random.integers(1_000, 50_000, count)
    orders = pl.DataFrame(
        {"n": np.arange(count), "customer": talks["customer"][chosen], "created_at": created, "paid_at": paid,
         "amount": amount, "item_count": random.integers(1, 5, count)}
    )  # fmt: skip
    orders = orders.with_columns(pl.when(pl.col("paid_at") > 0).then("paid_at"))
    back = orders.filter(pl.col("paid_at").is_not_null() & (pl.col("n") % 11 == 0))
    order_id = pl.format("{}-order-{}", pl.lit(shop), "n").alias("order_id")
    return {
        "orders": orders.select(
            order_id,
            pl.lit(shop).alias("shop_id"),
            pl.format("buyer-{}-{}", pl.lit(shop), "customer").alias("customer_id"),
            _time("created_at"),
            _time("paid_at"),
            "amount",
            "item_count",
        ),
        "refunds": back.select(
            pl.format("{}-refund-{}", pl.lit(shop), "n").alias("refund_id"),
            pl.lit(shop).alias("shop_id"),
            order_id,
            pl.lit("refund_only").alias("kind"),
            "amount",
            _time("paid_at", 86_400).alias("requested_at"),
            _time("paid_at", 200_000).alias("completed_at"),
            pl.lit("success").alias("status"),
        ),
    }


def _ratings(random: np.random.Generator, shop: str, talks: dict[str, np.ndarray]) -> pl.DataFrame:
    chosen = np.flatnonzero(random.random(talks["start"].size) < 0.1)
    frame = pl.DataFrame(
        {"n": chosen, "agent": talks["agent"][chosen], "rated_at": talks["start"][chosen] + 4000,
         "score": random.integers(1, 6, chosen.size)}
    )  # fmt: skip
    return frame.select(
        pl.format("{}-rating-{}", pl.lit(shop), "n").alias("rating_id"),
        pl.lit(shop).alias("shop_id"),
        pl.format("{}:agent-{}", pl.lit(shop), "agent").alias("agent_id"),
        _time("rated_at"),
        "score",
    )


def _staff(shop: str, agents: int) -> pl.DataFrame:
    frame = pl.DataFrame({"n": list(range(agents))})
    return frame.select(
        pl.format("{}:agent-{}", pl.lit(shop), "n").alias("agent_id"),
        pl.lit(shop).alias("shop_id"),
        pl.format("{}:member-{}", pl.lit(shop), "n").alias("member_id"),
        pl.format("{}:team-{}", pl.lit(shop), pl.col("n") // 4).alias("team"),
        pl.lit("pre_sales").alias("role"),
    )


def _time(column: str, later: int = 0) -> pl.Expr:
    return pl.from_epoch(pl.col(column) + later, "s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")
