"""The manual of after-sales work: refunds, disputes, tickets."""

from __future__ import annotations

from twofour.metrics.manual.entry import CREDIT, DAYS, Manual
from twofour.text import Text

_PAID = Text("付款当天", "the day of the payment")
_REFUNDED = Text(
    "退款完成当天，记给处理退款的客服",
    "the day on which the refund was completed; it belongs to the refund's agent",
)
_RESOLVED = Text("工单解决当天", "the day on which the ticket was resolved")
_OPEN_30 = Text("数据截至时付款不满 30 天的订单", "orders paid less than 30 days before the watermark")


def _duration(zh: str, en: str) -> Manual:
    return Manual(
        Text(
            f"{zh}从申请到完成的秒数合计 ÷ 笔数", f"seconds from request to completion of {en} ÷ their number"
        ),
        _REFUNDED,
        DAYS,
    )


def _points(zh: str, en: str) -> Manual:
    return Manual(
        Text(f"{zh}；得分合计 ÷ 有这一项的已解决工单", f"{en}; points ÷ resolved tickets that have it"),
        _RESOLVED,
        DAYS,
    )


AFTERSALES = {
    "refund_rate": Manual(
        Text(
            "当天付款的订单后来退了多少钱（不论何时退）÷ 这些订单的金额",
            "money refunded of the orders paid that day, whenever refunded ÷ their money",
        ),
        _PAID,
        CREDIT,
        _OPEN_30,
    ),
    "refund_orders": Manual(
        Text("当天付款的订单里有成功退款的", "orders paid that day with a successful refund"),
        _PAID,
        CREDIT,
        _OPEN_30,
    ),
    "refund_duration": _duration("成功退款", "successful refunds"),
    "refund_duration_refund_only": _duration("仅退款", "refund-only refunds"),
    "refund_duration_return_refund": _duration("退货退款", "return refunds"),
    "disputes": Manual(
        Text("平台介入且退款成功的", "successful refunds in which the platform stepped in"),
        Text("退款完成当天", "the day on which the refund was completed"),
        DAYS,
    ),
    "dispute_rate_30d": Manual(
        Text("纠纷退款 ÷ 付款订单，都是近 30 个业务日的", "disputes ÷ paid orders, both of 30 business days"),
        Text(
            "期间最后一天之前的 30 天，不含当天；不能按天相加",
            "the 30 days before the period's last, itself left out; days do not add up",
        ),
        DAYS,
    ),
    "ticket_satisfaction": _points("很满意 10、满意 8、不满意 5", "very 10, satisfied 8, not 5"),
    "ticket_speed": _points(
        "3 天内解决 10、5 天内 8、更久 5", "resolved within 3 days 10, within 5 days 8, else 5"
    ),
    "ticket_quality": _points(
        "当场找到原因 10、没找到或晚了 8、拖沓 5", "cause found at once 10, late 8, sluggish 5"
    ),
    "ticket_skill": _points("独立解决 10、部分 8、较差 5、不会 0", "alone 10, partly 8, poor 5, none 0"),
    "first_fix_rate": Manual(
        Text("没有重开过的 ÷ 已解决工单", "never reopened ÷ resolved tickets"), _RESOLVED, DAYS
    ),
    "ticket_duration": Manual(
        Text("从开单到解决的秒数合计 ÷ 已解决工单", "seconds from opening to solution ÷ resolved tickets"),
        _RESOLVED,
        DAYS,
    ),
    "open_tickets": Manual(
        Text("期末前开的、期末仍没解决的工单", "opened before the period ends, and not resolved by then"),
        Text("期末时点，不能按天相加", "the end of the period; days do not add up"),
        DAYS,
    ),
    "complaints": Manual(
        Text("标为投诉的工单", "tickets that are complaints"),
        Text("开单当天", "the day on which the ticket was opened"),
        DAYS,
    ),
}
