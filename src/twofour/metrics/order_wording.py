"""The attribution sentence (``metrics.md`` §6): whose order it is, by which conversations, and why."""

from __future__ import annotations

from twofour.metrics.scene import DAY_SECOND, SECOND, Row, Scene
from twofour.money import format_fen
from twofour.text import Text

BUCKETS = {
    "own": Text("本人下单并付款", "ordered and paid with this agent"),
    "ordered_by_other": Text("非本人下单", "ordered by other"),
    "paid_by_other": Text("非本人付款", "paid by other"),
    "silent_order": Text("静默下单", "silent order"),
    "fully_silent": Text("全静默", "fully silent"),
}
"""Names of the buckets that every paid order falls into."""

_CREDIT = {
    "order": Text("只看下单时", "by the agent at creation"),
    "payment": Text("只看付款时", "by the agent at payment"),
}
_AT_ORDER = Text("下单时优先", "the agent at creation comes first")
_AT_PAYMENT = Text("下单时无客服，看付款时", "nobody at creation, so the agent at payment")


def order_sentence(row: Row, scene: Scene) -> Text:
    """Amount, both moments, whose it is with bucket and rule, and the agents who assisted."""
    money = format_fen(row["money"])
    moments = _moments(row, scene)
    whose = _whose(row, scene)
    helpers = row["assistants"]
    zh = [f"{money} 元", *(moment.zh for moment in moments), whose.zh]
    en = [f"{money} yuan", *(moment.en for moment in moments), whose.en]
    if helpers:
        named = [scene.agent(row, agent) for agent in helpers]
        zh.append("协助：" + "、".join(name.zh for name in named))
        en.append("assisted by " + ", ".join(name.en for name in named))
    return Text("；".join(zh), "; ".join(en))


def _moments(row: Row, scene: Scene) -> list[Text]:
    """What happened around creation and payment; one phrase where one conversation held both."""
    created, paid = row["created"], row["paid"]
    start, end = row["order_span_start"], row["order_span_end"]
    together = (
        paid is not None
        and row["order_agent"] is not None
        and row["order_agent"] == row["pay_agent"]
        and start == row["pay_span_start"]
        and max(created, paid) <= end
    )
    if not together:
        at_creation = moment(row, "order", scene)
        return [at_creation, moment(row, "pay", scene)]
    agent = scene.agent(row, row["order_agent"], row["created_day"])
    talk = scene.stretch(start, end, created)
    same_day = scene.clock(created, "%m-%d") == scene.clock(paid, "%m-%d")
    ordered, payment = scene.clock(created, DAY_SECOND), scene.clock(paid, SECOND if same_day else DAY_SECOND)
    return [
        Text(
            f"{ordered} 下单、{payment} 付款时都正与 {agent.zh} 会话（{talk}）",
            f"created {ordered} and paid {payment}, both while talking with {agent.en} ({talk})",
        )
    ]


def moment(row: Row, event: str, scene: Scene) -> Text:
    """Who owned the moment of creation (``event`` ``order``) or of payment (``pay``), by which rule of §6."""
    at = row["created" if event == "order" else "paid"]
    name = Text("下单", "creation") if event == "order" else Text("付款", "payment")
    if at is None:
        return Text(f"未{name.zh}", f"no {name.en} yet")
    when, agent_id, days = scene.clock(at, DAY_SECOND), row[f"{event}_agent"], scene.rules.attribution_days
    if agent_id is None:
        return Text(
            f"{when} {name.zh}前 {days} 天内没有有效会话",
            f"{name.en} {when}: no valid conversation in the {days} days before",
        )
    day = row["created_day" if event == "order" else "day"]
    agent = scene.agent(row, agent_id, day)
    start, end = row[f"{event}_span_start"], row[f"{event}_span_end"]
    talk = scene.stretch(start, end, at)
    if end >= at:
        return Text(
            f"{when} {name.zh}时正与 {agent.zh} 会话（{talk}）",
            f"{name.en} {when}: talking with {agent.en} ({talk})",
        )
    return Text(
        f"{when} {name.zh}前 {days} 天内最近的会话是与 {agent.zh}（{talk}）",
        f"{name.en} {when}: the closest conversation in the {days} days before was with {agent.en} ({talk})",
    )


def _whose(row: Row, scene: Scene) -> Text:
    bucket, agent_id = row["bucket"], row["agent_id"]
    reasons = [BUCKETS[bucket]]
    if bucket not in ("own", "fully_silent"):
        reasons.append(_rule(row, scene))
    zh, en = "；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)
    if row["cancelled"]:
        closed, days = scene.clock(row["closed"], DAY_SECOND), scene.rules.cancel_days
        return Text(
            f"不再归任何客服：付款后 {days} 天内取消（{closed} 关闭；原为{zh}）",
            f"credited to nobody any more: cancelled within {days} days of payment (closed {closed};"
            f" was {en})",
        )
    if agent_id is None:
        return Text(f"不归任何客服（{zh}）", f"credited to nobody ({en})")
    day = row["day"] if row["order_agent"] != agent_id else row["created_day"]
    agent = scene.agent(row, agent_id, day)
    return Text(f"归 {agent.zh}（{zh}）", f"credited to {agent.en} ({en})")


def _rule(row: Row, scene: Scene) -> Text:
    """Why the credit went where it went: the ``credit_rule`` at work."""
    if scene.rules.credit_rule != "order_first":
        return _CREDIT[scene.rules.credit_rule]
    return _AT_ORDER if row["order_agent"] is not None else _AT_PAYMENT
