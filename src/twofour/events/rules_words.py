"""The counting rules in words: what every setting is called and what it does, in one sentence."""

from __future__ import annotations

from typing import Any, NamedTuple

from twofour.events.clock import OFF
from twofour.text import Text


class Words(NamedTuple):
    """The name of a setting and what it does."""

    title: Text
    does: Text


def _w(title: Text, zh: str, en: str) -> Words:
    return Words(title, Text(zh, en))


WORDS: dict[str, Words] = {
    # days and hours
    "timezone": _w(
        Text("时区", "time zone"),
        "店铺所在时区：日期、时段都按它算。",
        "The shop's time zone, in which days and hours are meant.",
    ),
    "day_cut": _w(
        Text("日切时刻", "day cut"),
        "业务日从这个时刻开始；夜班团队可写 06:00。",
        "The time at which a business day begins; 06:00 suits night teams.",
    ),
    "service_hours": _w(
        Text("服务时间", "service hours"),
        "响应时长只计这个时段内的秒数：下班后提问、上班前回复算 0 秒；等待仍算在提问那天。",
        "Response time counts only seconds inside these hours: asked after closing and answered before "
        "opening is 0 s. The wait keeps its day.",
    ),
    # messages
    "auto_reply": _w(
        Text("自动回复", "automatic replies"),
        "ignore：自动消息只计条数，当作没发过；answers：自动消息也算回复，结束等待，但不归任何客服。",
        "ignore: automatic messages are counted and otherwise do not exist. answers: they end the wait and "
        "credit nobody.",
    ),
    "auto_reply_prefixes": _w(
        Text("自动消息前缀", "automatic prefixes"),
        "客服消息以其中一个开头，就是自动消息。",
        "An agent's message that begins with one of these is automatic.",
    ),
    "welcome_seconds": _w(
        Text("欢迎语时限", "welcome within"),
        "买家开启会话的那条消息之后紧接着的客服消息，在这么多秒内发出就是欢迎语：算自动消息，"
        "而且无论 auto_reply 怎么设都不算回复；0 为不启用。",
        "The agent's message right after the customer's that opened the conversation is a welcome if it came "
        "within so many seconds: automatic, and no answer whatever auto_reply says. 0: off.",
    ),
    "excluded_customers": _w(
        Text("排除的买家", "excluded customers"),
        "这些买家（自家员工、测试号）的消息当作没有。",
        "Messages of these customers (own staff, test accounts) do not exist.",
    ),
    "no_answer_needed": _w(
        Text("无需回复的话", "no answer needed"),
        "买家整条消息只说了其中一个词（标点空格不计），就不开始等待。",
        "A customer's message that is one of these words, punctuation and blanks aside, begins no wait.",
    ),
    # conversations
    "clock": _w(
        Text("计时起点", "clock"),
        "first：从买家第一条未回复消息开始计时；last：从最后一条开始。",
        "first: response time runs from the customer's first unanswered message; last: from the last one.",
    ),
    "idle_minutes": _w(
        Text("会话间隔(分钟)", "idle minutes"),
        "沉默超过这么久，买家再开口就是新会话；客服的迟到回复不算。",
        "After a longer silence a customer's message opens a new conversation; a late reply does not.",
    ),
    "abandon_hours": _w(
        Text("放弃时限(小时)", "abandon hours"),
        "等待超过这么久才来的回复不再算回复，而是新会话。",
        "A reply that comes later than this answers nothing and opens a new conversation.",
    ),
    "long_minutes": _w(
        Text("长接待(分钟)", "long conversation"),
        "接待时段超过这么久，算长接待。",
        "A span that lasts longer is a long conversation.",
    ),
    # receptions
    "drop_monologues": _w(
        Text("过滤客服单方发言", "drop monologues"),
        "买家当天没说话的接待不计。",
        "A reception in which the customer said nothing that day is dropped.",
    ),
    "drop_lines": _w(
        Text("过滤买家少言", "drop short ones"),
        "买家当天发给该客服的消息不超过这么多条，这次接待不计；none 为不启用。",
        "A reception in which the customer said at most so many lines is dropped; none: off.",
    ),
    "drop_forwarded": _w(
        Text("过滤转接", "drop forwarded ones"),
        "接待中有转接来的消息，且客服回复不超过这么多条，这次接待不计；none 为不启用。",
        "A reception that came by a transfer, with at most so many replies of the agent, is dropped; "
        "none: off.",
    ),
    "drop_code_words": _w(
        Text("过滤暗语", "code words"),
        "客服在接待中说出这些暗语（消息里含有即可）达到 drop_code_times 次，这次接待不计。",
        "A reception in which drop_code_times of the agent's messages contain one of these words is dropped.",
    ),
    "drop_code_times": _w(
        Text("暗语次数", "code word times"),
        "含暗语的客服消息达到这么多条才过滤。",
        "How many of the agent's messages must contain a code word for the reception to be dropped.",
    ),
    # inquiries and orders
    "after_sales_days": _w(
        Text("售后判定(天)", "after-sales days"),
        "开口前这么多天内付过款、且到次日结束都没有新下单，算纯售后，不计询单。",
        "Who paid an order in so many days before and creates none until the next day ends is after-sales "
        "only, no inquiry.",
    ),
    "pay_days": _w(
        Text("付款期限(天)", "days to pay"),
        "下单后这么多天（×24 小时）内付款，才算付款转化和催付成功。",
        "An order paid within so many days (of 24 hours) counts as paid for conversion and urging.",
    ),
    "attribution_days": _w(
        Text("归属期(天)", "attribution days"),
        "下单或付款时不在会话中，就往前找这么多天内最近的有效会话。",
        "Outside any conversation an order goes to the closest valid one of so many days before.",
    ),
    "credit_rule": _w(
        Text("业绩归属", "credit rule"),
        "order：归下单时的客服；payment：归付款时的客服；order_first：先看下单时，没有再看付款时。",
        "order: the agent at creation; payment: the agent at payment; order_first: at creation, else at "
        "payment.",
    ),
    "cancel_days": _w(
        Text("取消回收(天)", "cancelled within"),
        "付款后这么多天（×24 小时）内关闭的订单不再归任何客服，只留在店铺里；0 为不启用。",
        "A paid order closed within so many days (of 24 hours) of payment is nobody's, still the shop's; "
        "0: off.",
    ),
    # response
    "unit": _w(
        Text("达标率口径", "unit"),
        "30 秒、三分钟回复率按什么算：wait 每次等待；customer 每个咨询买家；first 每段会话的首次等待。",
        "What the shares answered in time count. wait: every wait; customer: every consulting customer; "
        "first: the first wait of a conversation.",
    ),
    "graded_hours": _w(
        Text("达标率时段", "graded hours"),
        "30 秒、三分钟回复率只看在此时段内提问或得到回复的等待；unit 为 customer 时，"
        "一次等待都没有的买家看当天首条消息是否在时段内。",
        "The shares answered in time count only waits asked or answered in these hours; by customer, one "
        "without any wait counts if that day's first message lies inside.",
    ),
    "ungraded_starts": _w(
        Text("免考核开始时段", "ungraded starts"),
        "在此时段开始的会话，其等待不计入首次、平均响应、回复率和慢响应。",
        "Waits of conversations that began in these hours are left out of response times, shares answered in "
        "time and slow receptions.",
    ),
    "slow_times": _w(
        Text("慢响应次数", "slow times"),
        "一次接待里有这么多次慢回复，算慢响应。",
        "A reception with so many slow answers is a slow one.",
    ),
    "slow_seconds": _w(
        Text("慢回复(秒)", "slow seconds"),
        "超过这么多秒的回复是慢回复。",
        "An answer that took more seconds is a slow one.",
    ),
    # sales
    "urge_minutes": _w(
        Text("催付间隔(分钟)", "urge minutes"),
        "下单超过这么久后客服才说话，算催付。",
        "A message sent later than this after an unpaid order was created urges it.",
    ),
    "upsell_hours": _w(
        Text("追销期(小时)", "upsell hours"),
        "付款后这么多小时内又下的单，客服在其间说过话，算追销。",
        "An order created within so many hours of another's payment, the agent having written between, is "
        "upsell.",
    ),
    # on screen
    "headline_conversion": _w(
        Text("首要转化率", "headline conversion"),
        "表格默认显示哪个转化率；不影响计算。",
        "Which conversion tables show first; it changes no figure.",
    ),
}
"""Every setting, in the order in which people read them."""


def written(setting: Any) -> str:
    """A setting as one writes it in a rules file: ``none``, ``true``, ``[好的, 谢谢]``, ``08:00-23:00``."""
    if setting is None:
        return OFF
    if isinstance(setting, bool):
        return str(setting).lower()
    if isinstance(setting, (list, tuple)):
        return f"[{', '.join(setting)}]"
    return str(setting)
