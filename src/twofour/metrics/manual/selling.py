"""The manual of selling: inquiries and their outcomes, sales, reminders, returning customers."""

from __future__ import annotations

from twofour.metrics.manual.entry import CREDIT, INQUIRIES, NEAR, PEOPLE, Manual
from twofour.text import Text

_INQUIRY = Text("询单当天", "the day of the inquiry")
_PAID = Text("付款当天", "the day of the payment")
_REFUNDED = Text("退款完成当天", "the day on which the refund was completed")
_CREATED = Text("下单当天", "the day on which the order was created")
_URGED = Text("催付消息当天，记给发消息的客服", "the day of the reminder; it belongs to its sender")
_SOLD = Text("付款当天；退款按完成当天减", "the day of the payment; refunds are taken off on theirs")


def _rate(zh: str, en: str, until: Text, *more: str) -> Manual:
    return Manual(
        Text(f"{zh} ÷ 询单人数", f"{en} ÷ inquiries"),
        _INQUIRY,
        (*INQUIRIES, *more),
        Text(f"还没达成、且仍可能达成：{until.zh}", f"not reached and still possible: {until.en}"),
    )


_TODAY = Text("询单当天结束前", "until the day of the inquiry ends")
_TOMORROW = Text("次日结束前", "until the next day ends")
_PAYABLE = Text(
    "次日结束前，或有未付未关且下单不满 pay_days 的订单",
    "until the next day ends, or while an order is unpaid, not closed and younger than `pay_days`",
)
_WINDOW = "询单起至次日结束所下的单"

SELLING = {
    "inquiries": Manual(
        Text(
            "接待里不是“只问售后”的：after_sales_days 内付过款、又没在次日结束前下新单的不算",
            "received customers, without after-sales only: who paid within `after_sales_days` before and"
            " orders nothing until the next day ends",
        ),
        _INQUIRY,
        INQUIRIES,
    ),
    "inquiry_order_rate": _rate(f"有{_WINDOW}", "inquiries that ordered until the next day ended", _TOMORROW),
    "inquiry_pay_rate": _rate(
        f"{_WINDOW}里，有下单后 pay_days 内付款的",
        "inquiries with an order until the next day ended that was paid within `pay_days`",
        _PAYABLE,
        "pay_days",
    ),
    "same_day_order_rate": _rate("询单当天下单的", "inquiries that ordered on their day", _TODAY),
    "same_day_pay_rate": _rate(
        f"{_WINDOW}里，有当天付款的", "inquiries with such an order paid on their day", _TODAY
    ),
    "next_day_pay_rate": _rate(
        f"{_WINDOW}里，有当天或次日付款的",
        "inquiries with such an order paid on their day or the next",
        _TOMORROW,
    ),
    "seven_day_pay_rate": _rate(
        "询单后 168 小时内付了之后所下任一单的",
        "inquiries after which any order was made and paid within 168 h",
        Text("询单后 168 小时内", "until 168 h have passed"),
    ),
    "order_pay_rate": Manual(
        Text("付款的询单 ÷ 下单的询单", "inquiries that paid ÷ inquiries that ordered"),
        _INQUIRY,
        (*INQUIRIES, "pay_days"),
        Text(f"已下单未付款、且仍可能付款：{_PAYABLE.zh}", f"ordered, unpaid, still possible: {_PAYABLE.en}"),
    ),
    "sales": Manual(
        Text(
            "记给该客服的已付订单金额（没有实付金额时取订单金额）",
            "money of paid orders credited to the agent",
        ),
        _PAID,
        CREDIT,
    ),
    "sales_orders": Manual(Text("记给该客服的已付订单", "paid orders credited to the agent"), _PAID, CREDIT),
    "sales_customers": Manual(
        Text("付款买家，每客服每天算一次", "customers who paid, once per agent and day"), _PAID, CREDIT
    ),
    "sales_items": Manual(Text("这些订单的件数", "items of those orders"), _PAID, CREDIT),
    "refunds_credited": Manual(
        Text(
            "成功退款的金额，算在订单归属的客服头上",
            "money of successful refunds, of the order's credited agent",
        ),
        _REFUNDED,
        CREDIT,
    ),
    "effective_sales": Manual(
        Text("销售额 − 退款额，可以为负", "sales − refunds credited; may be negative"), _SOLD, CREDIT
    ),
    "average_ticket": Manual(Text("销售额 ÷ 销售人数", "sales ÷ buyers"), _PAID, CREDIT),
    "items_per_customer": Manual(Text("销售件数 ÷ 销售人数", "items sold ÷ buyers"), _PAID, CREDIT),
    "unit_price": Manual(Text("销售额 ÷ 销售件数", "sales ÷ items sold"), _PAID, CREDIT),
    "silent_sales": Manual(
        Text(
            "下单和付款时都没有客服接待的订单金额",
            "money of orders with no agent near at creation nor payment",
        ),
        _PAID,
        NEAR,
    ),
    "assisted_orders": Manual(
        Text(
            "别的客服的订单，该客服在下单前 attribution_days 到付款之间接待过；只看不重复计钱",
            "orders of others with a valid span of the agent from `attribution_days` before creation to the"
            " payment; seen, never paid twice",
        ),
        _CREATED,
        (*NEAR, "credit_rule"),
    ),
    "urged": Manual(
        Text(
            "下单超过 urge_minutes 还没付，客服在付款、关闭或 pay_days 到期前发过消息的订单",
            "orders to whose customer a human wrote later than `urge_minutes` after creation, before payment,"
            " closing or `pay_days`",
        ),
        _URGED,
        (*PEOPLE, "urge_minutes", "pay_days"),
    ),
    "urged_paid": Manual(
        Text("其中下单后 pay_days 内付款的", "of those, paid within `pay_days`"),
        _URGED,
        (*PEOPLE, "urge_minutes", "pay_days"),
    ),
    "urge_success": Manual(
        Text("催付成功单数 ÷ 催付单数", "urged and paid ÷ urged"),
        _URGED,
        (*PEOPLE, "urge_minutes", "pay_days"),
        Text("未付未关、下单不满 pay_days 的", "unpaid, not closed and younger than `pay_days`"),
    ),
    "upsell_orders": Manual(
        Text(
            "买家付完一单后 upsell_hours 内又下的单，其间归属客服跟他说过话",
            "credited orders made within `upsell_hours` after the customer paid an earlier one, with a human"
            " message of the credited agent in between",
        ),
        _PAID,
        (*CREDIT, "upsell_hours"),
    ),
    "upsell_sales": Manual(
        Text("追销订单的金额", "money of the upsell orders"), _PAID, (*CREDIT, "upsell_hours")
    ),
    "repurchase_customers": Manual(
        Text(
            "付款前 24 小时至 180 天内付过款的买家，每客服每天算一次",
            "buyers who had paid an order 24 h to 180 days before, once per agent and day",
        ),
        _PAID,
        CREDIT,
    ),
    "returning_sales": Manual(Text("这些老客的成交金额", "money of such customers' orders"), _PAID, CREDIT),
}
