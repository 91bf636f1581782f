"""Facts in words: the sentence beside each row of evidence, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable

from twofour.metrics.order_wording import order_sentence
from twofour.metrics.record_wording import RECORD_SENTENCES
from twofour.metrics.scene import DAY_MINUTE, DAY_SECOND, Row, Scene
from twofour.money import format_fen
from twofour.text import Text

_OUTCOMES = (
    ("paid", Text("已付款", "paid")),
    ("ordered", Text("已下单未付款", "ordered, not paid")),
)
_KINDS = {
    "refund_only": Text("仅退款", "refund only"),
    "return_refund": Text("退货退款", "return and refund"),
    "exchange": Text("换货", "exchange"),
}


def sentence(family: str, row: Row, scene: Scene) -> Text:
    """What the row of ``family`` (see ``families``) says happened, times on the shop's clock.

    ``row`` has ``adds_pending``, what it adds to the pending count of the metric in question; a row of an
    order also has ``assistants``, the ids of the agents who assisted.
    """
    return _SENTENCES[family](row, scene)


def _wait(row: Row, scene: Scene) -> Text:
    asked = scene.clock(row["start"])
    if not row["answered"]:
        return Text(f"{asked} 提问，未获回复", f"asked {asked}, never answered")
    replied, seconds, hours = scene.clock(row["replied_at"]), row["seconds"], scene.rules.service_hours
    only = Text(f"（只计 {hours}）", f" ({hours} only)") if hours else Text("", "")
    return Text(
        f"{asked} 提问，{replied} 回复，用时 {seconds} 秒{only.zh}",
        f"asked {asked}, answered {replied}: {seconds} s{only.en}",
    )


def _span(row: Row, scene: Scene) -> Text:
    start, end = scene.clock(row["start"]), scene.clock(row["end"])
    theirs, ours = row["customer_messages"], row["human_messages"]
    return Text(
        f"会话 {start}–{end}，买家 {theirs} 条，客服 {ours} 条",
        f"conversation {start}–{end}, customer {theirs}, agent {ours} messages",
    )


def _reception(row: Row, _: Scene) -> Text:
    if not row["inquiry"]:
        after_sales = Text("接待（仅售后，不计询单）", "reception (after-sales only, no inquiry)")
        kind = after_sales if row["received"] else Text("未回复", "not replied to")
    else:
        outcome = next((words for flag, words in _OUTCOMES if row[flag]), Text("未下单", "no order"))
        later = Text("，延迟统计", ", may still turn") if row["adds_pending"] else Text("", "")
        kind = Text(f"询单，{outcome.zh}{later.zh}", f"inquiry, {outcome.en}{later.en}")
    theirs, ours = row["customer_messages"], row["human_messages"]
    return Text(
        f"{kind.zh}；买家 {theirs} 条，客服 {ours} 条",
        f"{kind.en}; customer {theirs}, agent {ours} messages",
    )


def _message(row: Row, scene: Scene) -> Text:
    at = scene.clock(row["t"])
    return Text(f"{at} 发出的消息", f"message at {at}")


def _buyer(row: Row, _: Scene) -> Text:
    ids, money = row["order_id"], format_fen(row["money"])
    return Text(
        f"成交 {money} 元，订单 {'、'.join(ids)}", f"bought for {money} yuan, orders {', '.join(ids)}"
    )


def _assist(row: Row, scene: Scene) -> Text:
    """An order may be assisted before it is paid, so its owner is the agent at creation."""
    owner, at = row["order_agent"], scene.clock(row["created"], DAY_SECOND)
    if owner is None or owner == row["agent_id"]:
        return Text(f"协助 {at} 创建的订单", f"assisted with the order created {at}")
    named = scene.agent(row, owner)
    return Text(
        f"协助 {at} 创建的订单，下单时客服为 {named.zh}",
        f"assisted with the order created {at} while talking with {named.en}",
    )


def _urge(row: Row, scene: Scene) -> Text:
    created, at = (
        scene.clock(row["created"], DAY_SECOND),
        scene.clock(row["urged_at"], DAY_SECOND),
    )
    result = Text("已付款", "paid") if row["urged_paid"] else Text("未付款", "not paid")
    return Text(
        f"{created} 下单未付，{at} 催付，{result.zh}", f"ordered {created}, reminded {at}, {result.en}"
    )


def _refund(row: Row, scene: Scene) -> Text:
    asked, done = scene.clock(row["requested"], DAY_MINUTE), scene.clock(row["completed"], DAY_MINUTE)
    kind, money = _KINDS[row["kind"]], format_fen(row["money"])
    stepped = Text("，平台介入", ", platform intervened") if row["intervened"] else Text("", "")
    return Text(
        f"{kind.zh} {money} 元，{asked} 申请，{done} 完成{stepped.zh}（订单 {row['order_id']}）",
        f"{kind.en} {money} yuan, asked {asked}, done {done}{stepped.en} (order {row['order_id']})",
    )


_SENTENCES: dict[str, Callable[[Row, Scene], Text]] = {
    "waits": _wait,
    "spans": _span,
    "receptions": _reception,
    "automatic": _message,
    "unaddressed": _message,
    "orders": order_sentence,
    "buyers": _buyer,
    "assists": _assist,
    "urges": _urge,
    "refunds": _refund,
    "handled": _refund,
    "disputes": _refund,
    **RECORD_SENTENCES,
}
