"""The catalogue: every built-in metric, its names, unit, direction and the daily sums it divides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twofour.explain import Unit
from twofour.text import Text

Direction = Literal["higher", "lower", "neither"]
Category = Literal[
    "sales",
    "conversion",
    "speed",
    "attitude",
    "quality",
    "after-sales",
    "workload",
    "knowledge",
    "follow-up",
]
Nature = Literal["platform", "quantified", "judged"]
Scope = Literal["all", "shop", "member"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric definition (指标). ``numerator``, ``denominator``, ``pending`` name daily sums.

    No denominator means a plain count. ``scope`` says who can have it: everybody, only the shop, or only
    people. A ``snapshot`` is computed over the period as a whole and does not add up over days.
    """

    id: str
    title: Text
    unit: Unit
    direction: Direction
    category: Category
    numerator: str
    denominator: str | None = None
    pending: str | None = None
    scope: Scope = "all"
    snapshot: bool = False
    nature: Nature = "quantified"


def _m(
    id: str,
    zh: str,
    en: str,
    unit: Unit,
    direction: Direction,
    category: Category,
    numerator: str | None = None,
    denominator: str | None = None,
    pending: str | None = None,
    scope: Scope = "all",
    snapshot: bool = False,
    nature: Nature = "quantified",
) -> Metric:
    return Metric(
        id,
        Text(zh, en),
        unit,
        direction,
        category,
        numerator or id,
        denominator,
        pending,
        scope,
        snapshot,
        nature,
    )


_METRICS = (
    # receptions
    _m("consulted", "咨询人数", "consulted", "count", "neither", "workload"),
    _m("received", "接待人数", "received", "count", "higher", "workload"),
    _m("unreplied", "未回复人数", "unreplied", "count", "lower", "workload"),
    _m("reply_rate", "回复率", "reply rate", "ratio", "higher", "speed", "received", "consulted",
       nature="platform"),
    _m("conversations", "会话数", "conversations", "count", "neither", "workload"),
    _m("long_conversations", "长接待数", "long conversations", "count", "lower", "workload"),
    _m("customer_messages", "买家消息数", "customer messages", "count", "neither", "workload"),
    _m("agent_messages", "客服消息数", "agent messages", "count", "neither", "workload"),
    _m("auto_messages", "自动消息数", "automatic messages", "count", "neither", "workload"),
    _m("answer_ratio", "答问比", "answer/question ratio", "ratio", "higher", "attitude",
       "agent_messages", "customer_messages"),
    # speed
    _m("first_response", "首次响应时间", "first response", "second", "lower", "speed",
       "first_response_seconds", "first_responses", nature="platform"),
    _m("mean_response", "平均响应时间", "mean response", "second", "lower", "speed",
       "response_seconds", "answered_waits", nature="platform"),
    _m("response_within_30s", "30秒响应率", "answered within 30 s", "ratio", "higher", "speed",
       "within_30s", "within_all", "within_30s_pending", nature="platform"),
    _m("response_within_180s", "三分钟回复率", "answered within 3 min", "ratio", "higher", "speed",
       "within_180s", "within_all", "within_180s_pending", nature="platform"),
    _m("slow_receptions", "慢响应人数", "slow receptions", "count", "lower", "speed"),
    # inquiries
    _m("inquiries", "询单人数", "inquiries", "count", "higher", "conversion"),
    _m("inquiry_order_rate", "询单下单转化率", "inquiry → order", "ratio", "higher", "conversion",
       "ordered", "inquiries", "ordered_pending"),
    _m("inquiry_pay_rate", "询单付款转化率", "inquiry → payment", "ratio", "higher", "conversion",
       "paid", "inquiries", "paid_pending"),
    _m("same_day_order_rate", "当日下单转化率", "same-day order rate", "ratio", "higher", "conversion",
       "ordered_same_day", "inquiries", "ordered_same_day_pending"),
    _m("same_day_pay_rate", "当日付款转化率", "same-day payment rate", "ratio", "higher", "conversion",
       "paid_same_day", "inquiries", "paid_same_day_pending"),
    _m("next_day_pay_rate", "次日付款转化率", "next-day payment rate", "ratio", "higher", "conversion",
       "paid_next_day", "inquiries", "paid_next_day_pending"),
    _m("seven_day_pay_rate", "七日付款转化率", "7-day payment rate", "ratio", "higher", "conversion",
       "paid_7d", "inquiries", "paid_7d_pending"),
    _m("order_pay_rate", "下单付款转化率", "order → payment", "ratio", "higher", "conversion",
       "paid", "ordered", "order_paid_pending"),
    # sales
    _m("sales", "销售额", "sales", "fen", "higher", "sales"),
    _m("sales_orders", "销售订单数", "orders sold", "count", "higher", "sales"),
    _m("sales_customers", "销售人数", "buyers", "count", "higher", "sales"),
    _m("sales_items", "销售件数", "items sold", "count", "higher", "sales"),
    _m("refunds_credited", "退款额", "refunds credited", "fen", "lower", "sales"),
    _m("effective_sales", "有效销售额", "effective sales", "fen", "higher", "sales"),
    _m("average_ticket", "客单价", "average ticket", "fen", "higher", "sales", "sales", "sales_customers"),
    _m("items_per_customer", "客件数", "items per customer", "number", "higher", "sales",
       "sales_items", "sales_customers"),
    _m("unit_price", "件均价", "unit price", "fen", "neither", "sales", "sales", "sales_items"),
    _m("silent_sales", "静默销售额", "silent sales", "fen", "neither", "sales", scope="shop"),
    _m("assisted_orders", "协助下单数", "assisted orders", "count", "higher", "sales"),
    _m("urged", "催付单数", "orders urged", "count", "higher", "conversion"),
    _m("urged_paid", "催付成功单数", "urged and paid", "count", "higher", "conversion"),
    _m("urge_success", "催付成功率", "urging success", "ratio", "higher", "conversion",
       "urged_paid", "urged", "urged_pending"),
    _m("upsell_orders", "追销订单数", "upsell orders", "count", "higher", "sales"),
    _m("upsell_sales", "追销金额", "upsell sales", "fen", "higher", "sales"),
    _m("repurchase_customers", "复购人数", "repurchase customers", "count", "higher", "sales"),
    _m("returning_sales", "老客成交额", "sales to returning customers", "fen", "higher", "sales"),
    # refunds and disputes
    _m("refund_rate", "退款率", "refund rate", "ratio", "lower", "after-sales",
       "refunded", "sales", "refund_pending", nature="platform"),
    _m("refund_orders", "退款订单数", "orders refunded", "count", "lower", "after-sales",
       "refund_orders", None, "refund_pending"),
    _m("refund_duration", "退款时长", "refund duration", "second", "lower", "after-sales",
       "refund_seconds", "refunds_completed", nature="platform"),
    _m("refund_duration_refund_only", "仅退款时长", "refund-only duration", "second", "lower", "after-sales",
       "refund_seconds_refund_only", "refunds_completed_refund_only", nature="platform"),
    _m("refund_duration_return_refund", "退货退款时长", "return-refund duration", "second", "lower",
       "after-sales", "refund_seconds_return_refund", "refunds_completed_return_refund", nature="platform"),
    _m("disputes", "纠纷退款数", "dispute refunds", "count", "lower", "after-sales", scope="shop",
       nature="platform"),
    _m("dispute_rate_30d", "近30天纠纷退款率", "30-day dispute rate", "ratio", "lower", "after-sales",
       "disputes_30d", "paid_orders_30d", scope="shop", snapshot=True, nature="platform"),
    # ratings
    _m("rating_score", "满意度评分", "rating", "point", "higher", "attitude", "rating_points", "ratings"),
    _m("satisfied_rate", "满意率", "satisfied rate", "ratio", "higher", "attitude",
       "satisfied_ratings", "ratings"),
    _m("low_ratings", "低评数", "low ratings", "count", "lower", "attitude"),
    _m("named_praise", "点名好评数", "named praise", "count", "higher", "attitude"),
    # load
    _m("peak_concurrent", "最大同时接待", "peak concurrent conversations", "count", "neither", "workload",
       snapshot=True),
)  # fmt: skip

METRICS: dict[str, Metric] = {metric.id: metric for metric in _METRICS}
"""Every built-in metric by id."""

SUMS: dict[str, tuple[Text, Unit]] = {
    "first_response_seconds": (Text("首次响应总秒数", "seconds to first responses"), "second"),
    "first_responses": (Text("首次响应次数", "first responses"), "count"),
    "response_seconds": (Text("响应总秒数", "response seconds"), "second"),
    "answered_waits": (Text("已回复的等待", "answered waits"), "count"),
    "within_30s": (Text("30 秒内回复", "answered within 30 s"), "count"),
    "within_180s": (Text("三分钟内回复", "answered within 3 min"), "count"),
    "within_all": (Text("全部等待", "all waits"), "count"),
    "ordered": (Text("下单的询单", "inquiries that ordered"), "count"),
    "paid": (Text("付款的询单", "inquiries that paid"), "count"),
    "ordered_same_day": (Text("当日下单的询单", "inquiries that ordered the same day"), "count"),
    "paid_same_day": (Text("当日付款的询单", "inquiries that paid the same day"), "count"),
    "paid_next_day": (Text("次日内付款的询单", "inquiries that paid by the next day"), "count"),
    "paid_7d": (Text("七日内付款的询单", "inquiries that paid within 7 days"), "count"),
    "refunded": (Text("已退款金额", "refunded"), "fen"),
    "refund_seconds": (Text("退款总秒数", "seconds to refunds"), "second"),
    "refunds_completed": (Text("完成的退款", "completed refunds"), "count"),
    "refund_seconds_refund_only": (Text("仅退款总秒数", "seconds to refund-only refunds"), "second"),
    "refunds_completed_refund_only": (Text("完成的仅退款", "completed refund-only refunds"), "count"),
    "refund_seconds_return_refund": (Text("退货退款总秒数", "seconds to return refunds"), "second"),
    "refunds_completed_return_refund": (Text("完成的退货退款", "completed return refunds"), "count"),
    "disputes_30d": (Text("近30天纠纷退款", "disputes in 30 days"), "count"),
    "paid_orders_30d": (Text("近30天付款订单", "orders paid in 30 days"), "count"),
    "rating_points": (Text("评分合计", "rating points"), "point"),
    "ratings": (Text("评价数", "ratings"), "count"),
    "satisfied_ratings": (Text("满意评价数", "satisfied ratings"), "count"),
}
"""Titles and units of the daily sums that are no metric themselves."""


def sum_title(name: str) -> Text:
    """What a daily sum is called: its own title, or that of the metric that is this very sum."""
    return SUMS[name][0] if name in SUMS else METRICS[name].title


def sum_unit(name: str) -> Unit:
    """The unit of a daily sum."""
    return SUMS[name][1] if name in SUMS else METRICS[name].unit
