"""Metrics of after-sales work: refunds, disputes, tickets."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue.metric import metric
from twofour.text import Text

METRICS = (
    metric("refund_rate", "退款率", "refund rate", "ratio", "lower", "after-sales",
           "refunded", "sales", "refund_pending", nature="platform"),
    metric("refund_orders", "退款订单数", "orders refunded", "count", "lower", "after-sales",
           "refund_orders", None, "refund_pending"),
    metric("refund_duration", "退款时长", "refund duration", "second", "lower", "after-sales",
           "refund_seconds", "refunds_completed", nature="platform"),
    metric("refund_duration_refund_only", "仅退款时长", "refund-only duration", "second", "lower",
           "after-sales", "refund_seconds_refund_only", "refunds_completed_refund_only",
           nature="platform"),
    metric("refund_duration_return_refund", "退货退款时长", "return-refund duration", "second", "lower",
           "after-sales", "refund_seconds_return_refund", "refunds_completed_return_refund",
           nature="platform"),
    metric("disputes", "纠纷退款数", "dispute refunds", "count", "lower", "after-sales", scope="shop",
           nature="platform"),
    metric("dispute_rate_30d", "近30天纠纷退款率", "30-day dispute rate", "ratio", "lower", "after-sales",
           "disputes_30d", "paid_orders_30d", scope="shop", snapshot=True, nature="platform"),
    metric("ticket_satisfaction", "工单满意度得分", "ticket satisfaction", "point", "higher", "after-sales",
           "satisfaction_points", "satisfaction_tickets"),
    metric("ticket_speed", "工单速度得分", "ticket speed", "point", "higher", "after-sales",
           "speed_points", "resolved_tickets"),
    metric("ticket_quality", "工单质量得分", "ticket quality", "point", "higher", "after-sales",
           "quality_points", "quality_tickets"),
    metric("ticket_skill", "工单能力得分", "ticket skill", "point", "higher", "after-sales",
           "skill_points", "skill_tickets"),
    metric("first_fix_rate", "一次解决率", "first-time fix rate", "ratio", "higher", "after-sales",
           "fixed_first_tickets", "resolved_tickets"),
    metric("ticket_duration", "工单处理时长", "ticket duration", "second", "lower", "after-sales",
           "ticket_seconds", "resolved_tickets"),
    metric("open_tickets", "未结工单数", "open tickets", "count", "lower", "after-sales", snapshot=True),
    metric("complaints", "投诉数", "complaints", "count", "lower", "after-sales"),
)  # fmt: skip

SUMS: dict[str, tuple[Text, Unit]] = {
    "refunded": (Text("已退款金额", "refunded"), "fen"),
    "refund_seconds": (Text("退款总秒数", "seconds to refunds"), "second"),
    "refunds_completed": (Text("完成的退款", "completed refunds"), "count"),
    "refund_seconds_refund_only": (Text("仅退款总秒数", "seconds to refund-only refunds"), "second"),
    "refunds_completed_refund_only": (Text("完成的仅退款", "completed refund-only refunds"), "count"),
    "refund_seconds_return_refund": (Text("退货退款总秒数", "seconds to return refunds"), "second"),
    "refunds_completed_return_refund": (Text("完成的退货退款", "completed return refunds"), "count"),
    "disputes_30d": (Text("近30天纠纷退款", "disputes in 30 days"), "count"),
    "paid_orders_30d": (Text("近30天付款订单", "orders paid in 30 days"), "count"),
    "resolved_tickets": (Text("已解决工单", "resolved tickets"), "count"),
    "satisfaction_points": (Text("满意度得分合计", "satisfaction points"), "point"),
    "satisfaction_tickets": (Text("有满意度的工单", "tickets with a satisfaction"), "count"),
    "speed_points": (Text("速度得分合计", "speed points"), "point"),
    "quality_points": (Text("质量得分合计", "quality points"), "point"),
    "quality_tickets": (Text("有原因判定的工单", "tickets with a cause"), "count"),
    "skill_points": (Text("能力得分合计", "skill points"), "point"),
    "skill_tickets": (Text("有能力判定的工单", "tickets with a skill"), "count"),
    "fixed_first_tickets": (Text("一次解决的工单", "tickets fixed the first time"), "count"),
    "ticket_seconds": (Text("处理总秒数", "seconds to solutions"), "second"),
}
