"""Facts in words: the sentence beside each row of evidence, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from twofour.money import format_fen
from twofour.text import Text

Row = Mapping[str, Any]

_OUTCOMES = (
    ("paid", Text("已付款", "paid")),
    ("ordered", Text("已下单未付款", "ordered, not paid")),
)
_KINDS = {
    "refund_only": Text("仅退款", "refund only"),
    "return_refund": Text("退货退款", "return and refund"),
    "exchange": Text("换货", "exchange"),
}


def sentence(family: str, row: Row, timezone: str) -> Text:
    """What the row of ``family`` (see ``families``) says happened, times in the shop's time zone."""
    return _SENTENCES[family](row, ZoneInfo(timezone))


def _clock(second: int | None, zone: ZoneInfo, form: str = "%H:%M:%S") -> str:
    return "" if second is None else datetime.fromtimestamp(second, UTC).astimezone(zone).strftime(form)


def _wait(row: Row, zone: ZoneInfo) -> Text:
    asked = _clock(row["start"], zone)
    if not row["answered"]:
        return Text(f"{asked} 提问，未获回复", f"asked {asked}, never answered")
    replied, seconds = _clock(row["replied_at"], zone), row["seconds"]
    return Text(
        f"{asked} 提问，{replied} 回复，用时 {seconds} 秒", f"asked {asked}, answered {replied}: {seconds} s"
    )


def _span(row: Row, zone: ZoneInfo) -> Text:
    start, end = _clock(row["start"], zone), _clock(row["end"], zone)
    theirs, ours = row["customer_messages"], row["human_messages"]
    return Text(
        f"会话 {start}–{end}，买家 {theirs} 条，客服 {ours} 条",
        f"conversation {start}–{end}, customer {theirs}, agent {ours} messages",
    )


def _reception(row: Row, _: ZoneInfo) -> Text:
    if not row["inquiry"]:
        after_sales = Text("接待（仅售后，不计询单）", "reception (after-sales only, no inquiry)")
        kind = after_sales if row["received"] else Text("未回复", "not replied to")
    else:
        outcome = next((words for flag, words in _OUTCOMES if row[flag]), Text("未下单", "no order"))
        waiting = any(row["as_of"] < (row[f"{name}_until"] or 0) for name in ("paid", "ordered"))
        later = Text("，延迟统计", ", may still turn") if waiting else Text("", "")
        kind = Text(f"询单，{outcome.zh}{later.zh}", f"inquiry, {outcome.en}{later.en}")
    theirs, ours = row["customer_messages"], row["human_messages"]
    return Text(
        f"{kind.zh}；买家 {theirs} 条，客服 {ours} 条",
        f"{kind.en}; customer {theirs}, agent {ours} messages",
    )


def _message(row: Row, zone: ZoneInfo) -> Text:
    at = _clock(row["t"], zone)
    return Text(f"{at} 发出的消息", f"message at {at}")


def _order(row: Row, zone: ZoneInfo) -> Text:
    """The attribution sentence: with whom the customer was talking at creation and at payment."""
    created = _moment(row, "order", row["created"], zone, Text("下单", "at creation"))
    paid = _moment(row, "pay", row["paid"], zone, Text("付款", "at payment"))
    agent = row["agent_id"]
    owner = (
        Text(f"归 {agent}", f"credited to {agent}")
        if agent
        else Text("不归任何客服（静默）", "credited to nobody")
    )
    money = format_fen(row["money"])
    return Text(
        f"{money} 元，{created.zh}；{paid.zh}；{owner.zh}",
        f"{money} yuan, {created.en}; {paid.en}; {owner.en}",
    )


def _moment(row: Row, event: str, at: int | None, zone: ZoneInfo, name: Text) -> Text:
    if at is None:
        return Text(f"未{name.zh}", f"{name.en}: not yet")
    when, agent = _clock(at, zone, "%m-%d %H:%M:%S"), row[f"{event}_agent"]
    if agent is None:
        return Text(f"{when} {name.zh}时前后无有效会话", f"{name.en} {when}: no valid conversation near")
    start, end = row[f"{event}_span_start"], row[f"{event}_span_end"]
    talk = f"{_clock(start, zone, '%m-%d %H:%M')}–{_clock(end, zone, '%H:%M')}"
    if end >= at:
        return Text(
            f"{when} {name.zh}时正与 {agent} 会话（{talk}）",
            f"{name.en} {when}: talking with {agent} ({talk})",
        )
    return Text(
        f"{when} {name.zh}前最近与 {agent} 会话（{talk}）",
        f"{name.en} {when}: last talked with {agent} ({talk})",
    )


def _buyer(row: Row, _: ZoneInfo) -> Text:
    ids, money = ", ".join(row["order_id"]), format_fen(row["money"])
    return Text(f"成交 {money} 元，订单 {ids}", f"bought for {money} yuan, orders {ids}")


def _assist(row: Row, zone: ZoneInfo) -> Text:
    at = _clock(row["created"], zone, "%m-%d %H:%M:%S")
    return Text(f"协助 {at} 创建的订单", f"assisted with the order created {at}")


def _urge(row: Row, zone: ZoneInfo) -> Text:
    created, at = (
        _clock(row["created"], zone, "%m-%d %H:%M:%S"),
        _clock(row["urged_at"], zone, "%m-%d %H:%M:%S"),
    )
    result = Text("已付款", "paid") if row["urged_paid"] else Text("未付款", "not paid")
    return Text(
        f"{created} 下单未付，{at} 催付，{result.zh}", f"ordered {created}, reminded {at}, {result.en}"
    )


def _refund(row: Row, zone: ZoneInfo) -> Text:
    asked, done = _clock(row["requested"], zone, "%m-%d %H:%M"), _clock(row["completed"], zone, "%m-%d %H:%M")
    kind, money = _KINDS[row["kind"]], format_fen(row["money"])
    stepped = Text("，平台介入", ", platform intervened") if row["intervened"] else Text("", "")
    return Text(
        f"{kind.zh} {money} 元，{asked} 申请，{done} 完成{stepped.zh}（订单 {row['order_id']}）",
        f"{kind.en} {money} yuan, asked {asked}, done {done}{stepped.en} (order {row['order_id']})",
    )


def _rating(row: Row, _: ZoneInfo) -> Text:
    praise = Text("，点名好评", ", named praise") if row["named"] else Text("", "")
    return Text(f"{row['score']} 分{praise.zh}", f"{row['score']} points{praise.en}")


_SENTENCES: dict[str, Callable[[Row, ZoneInfo], Text]] = {
    "waits": _wait,
    "spans": _span,
    "receptions": _reception,
    "automatic": _message,
    "unaddressed": _message,
    "orders": _order,
    "buyers": _buyer,
    "assists": _assist,
    "urges": _urge,
    "refunds": _refund,
    "handled": _refund,
    "ratings": _rating,
}
