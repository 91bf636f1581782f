"""Metrics of selling: inquiries and what became of them, sales, reminders, returning customers."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue.metric import metric
from twofour.text import Text

METRICS = (
    metric("inquiries", "询单人数", "inquiries", "count", "higher", "conversion"),
    metric("inquiry_order_rate", "询单下单转化率", "inquiry → order", "ratio", "higher", "conversion",
           "ordered", "inquiries", "ordered_pending"),
    metric("inquiry_pay_rate", "询单付款转化率", "inquiry → payment", "ratio", "higher", "conversion",
           "paid", "inquiries", "paid_pending"),
    metric("same_day_order_rate", "当日下单转化率", "same-day order rate", "ratio", "higher", "conversion",
           "ordered_same_day", "inquiries", "ordered_same_day_pending"),
    metric("same_day_pay_rate", "当日付款转化率", "same-day payment rate", "ratio", "higher", "conversion",
           "paid_same_day", "inquiries", "paid_same_day_pending"),
    metric("next_day_pay_rate", "次日付款转化率", "next-day payment rate", "ratio", "higher", "conversion",
           "paid_next_day", "inquiries", "paid_next_day_pending"),
    metric("seven_day_pay_rate", "七日付款转化率", "7-day payment rate", "ratio", "higher", "conversion",
           "paid_7d", "inquiries", "paid_7d_pending"),
    metric("order_pay_rate", "下单付款转化率", "order → payment", "ratio", "higher", "conversion",
           "paid", "ordered", "order_paid_pending"),
    metric("sales", "销售额", "sales", "fen", "higher", "sales"),
    metric("sales_orders", "销售订单数", "orders sold", "count", "higher", "sales"),
    metric("sales_customers", "销售人数", "buyers", "count", "higher", "sales"),
    metric("sales_items", "销售件数", "items sold", "count", "higher", "sales"),
    metric("refunds_credited", "退款额", "refunds credited", "fen", "lower", "sales"),
    metric("effective_sales", "有效销售额", "effective sales", "fen", "higher", "sales"),
    metric("average_ticket", "客单价", "average ticket", "fen", "higher", "sales",
           "sales", "sales_customers"),
    metric("items_per_customer", "客件数", "items per customer", "number", "higher", "sales",
           "sales_items", "sales_customers"),
    metric("unit_price", "件均价", "unit price", "fen", "neither", "sales", "sales", "sales_items"),
    metric("silent_sales", "静默销售额", "silent sales", "fen", "neither", "sales", scope="shop"),
    metric("assisted_orders", "协助下单数", "assisted orders", "count", "higher", "sales"),
    metric("urged", "催付单数", "orders urged", "count", "higher", "conversion"),
    metric("urged_paid", "催付成功单数", "urged and paid", "count", "higher", "conversion"),
    metric("urge_success", "催付成功率", "urging success", "ratio", "higher", "conversion",
           "urged_paid", "urged", "urged_pending"),
    metric("upsell_orders", "追销订单数", "upsell orders", "count", "higher", "sales"),
    metric("upsell_sales", "追销金额", "upsell sales", "fen", "higher", "sales"),
    metric("repurchase_customers", "复购人数", "repurchase customers", "count", "higher", "sales"),
    metric("returning_sales", "老客成交额", "sales to returning customers", "fen", "higher", "sales"),
)  # fmt: skip

SUMS: dict[str, tuple[Text, Unit]] = {
    "ordered": (Text("下单的询单", "inquiries that ordered"), "count"),
    "paid": (Text("付款的询单", "inquiries that paid"), "count"),
    "ordered_same_day": (Text("当日下单的询单", "inquiries that ordered the same day"), "count"),
    "paid_same_day": (Text("当日付款的询单", "inquiries that paid the same day"), "count"),
    "paid_next_day": (Text("次日内付款的询单", "inquiries that paid by the next day"), "count"),
    "paid_7d": (Text("七日内付款的询单", "inquiries that paid within 7 days"), "count"),
}
