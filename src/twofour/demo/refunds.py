"""Refunds of the synthetic shop: asked for by chat or by a click, granted days later, some next month."""

from __future__ import annotations

from twofour.demo.aftersales import complaint
from twofour.demo.people import SHOP_ID
from twofour.demo.phrases import TROUBLES
from twofour.demo.rows import HOUR, Refund
from twofour.demo.world import EXPORT_AT, Purchase, World

_FEN = 100
_REFUNDED = tuple(trouble for trouble in TROUBLES if trouble.refunds)
_UNWANTED = next(trouble for trouble in _REFUNDED if trouble.reason == "不想要了")
_DISPUTED = ("质量问题", "色差/与描述不符")


def ask_back(world: World, purchase: Purchase, at: int) -> None:
    """A refund is asked for at ``at``; an order that is not yet shipped comes back whole and fast."""
    rng, order = world.rng, purchase.order
    shipped = order.shipped_at is not None
    trouble = rng.choices(_REFUNDED, [t.share for t in _REFUNDED])[0] if shipped else _UNWANTED
    agent_id = complaint(world, purchase, at, trouble) if rng.random() < 0.75 else None
    kind = (
        rng.choices(("return_refund", "refund_only", "exchange"), (6, 3, 1))[0] if shipped else "refund_only"
    )
    whole = order.paid_amount or order.amount
    amount = 0 if kind == "exchange" else whole
    if kind == "refund_only" and shipped and rng.random() < 0.6:
        amount = min(whole, rng.choice((10, 15, 20, 30)) * _FEN)
    hours = rng.randint(1, 30) if kind == "refund_only" else rng.randint(60, 170)
    done: int | None = at + hours * HOUR + rng.randrange(HOUR)
    status = "closed" if rng.random() < 0.07 else "success"
    stepped_in = trouble.reason in _DISPUTED and rng.random() < 0.16
    if done is not None and done >= EXPORT_AT:
        done, status = None, "pending"
    world.rows.refunds.append(
        Refund(
            f"SYNR{len(world.rows.refunds) + 1:05d}", SHOP_ID, order.order_id, kind, amount, at, done,
            status, trouble.reason, stepped_in, agent_id,
        )
    )  # fmt: skip
    if status == "success" and amount == whole:
        order.status, order.closed_at = "交易关闭", done
