"""Checks of what is not there at all: empty tables, and which figures that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twofour.events.tables import TABLES
from twofour.metrics.catalogue import METRICS
from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import Check, Found, listed
from twofour.text import Text

NEEDED = ("messages", "orders", "staff")
COSTS: dict[str, tuple[str, ...]] = {
    "messages": (
        "consulted", "received", "unreplied", "reply_rate", "conversations", "long_conversations",
        "customer_messages", "agent_messages", "auto_messages", "answer_ratio", "first_response",
        "mean_response", "response_within_30s", "response_within_180s", "slow_receptions",
        "peak_concurrent", "inquiries",
    ),
    "orders": (
        "inquiry_order_rate", "inquiry_pay_rate", "same_day_order_rate", "same_day_pay_rate",
        "next_day_pay_rate", "seven_day_pay_rate", "order_pay_rate", "sales", "sales_orders",
        "sales_customers", "sales_items", "effective_sales", "average_ticket", "items_per_customer",
        "unit_price", "silent_sales", "assisted_orders", "urged", "urged_paid", "urge_success",
        "upsell_orders", "upsell_sales", "repurchase_customers", "returning_sales",
    ),
    "refunds": (
        "refunds_credited", "refund_rate", "refund_orders", "refund_duration",
        "refund_duration_refund_only", "refund_duration_return_refund", "disputes", "dispute_rate_30d",
    ),
    "ratings": ("rating_score", "satisfied_rate", "low_ratings", "named_praise"),
    "invitations": ("invite_rate", "rated_rate"),
    "reviews": ("dsr_description", "dsr_service", "dsr_logistics", "bad_reviews"),
    "tickets": (
        "ticket_satisfaction", "ticket_speed", "ticket_quality", "ticket_skill", "first_fix_rate",
        "ticket_duration", "open_tickets", "complaints",
    ),
    "followups": (
        "follow_phones", "follow_friends", "referrals", "follow_a", "follow_b", "follow_c", "follow_d",
        "follow_completeness", "second_contact_days", "third_contact_days",
    ),
    "shifts": ("duty_days", "late_days", "early_leave_days"),
}  # fmt: skip
"""Table → the metrics that have no figure without it (``metrics.md`` §7)."""
_SHOWN = 6


def find_missing(chart: Chart) -> Iterator[Found]:
    """Shops without messages, without orders or without staff."""
    reported = {reports.shop_id for reports in chart.reports}
    for shop in chart.shop_ids:
        # A report stands in for chats and orders: ``report_in_use`` says so.
        stood_in = shop in reported and not chart.has_messages(shop)
        for table in ("staff",) if stood_in else NEEDED:
            if _has(chart, shop, table):
                continue
            title = TABLES[table].title
            lost = _lost(table)
            yield Found(
                shop,
                0,
                Text(f"没有{title.zh}，{lost.zh}", f"no {title.en}: {lost.en}"),
                remedy=Text(f"导入{title.zh}表 {table}", f"Import the table {table}"),
            )


def find_unused(chart: Chart) -> Iterator[Found]:
    """Tables that a shop can do without, as long as nobody asks for their metrics."""
    reported = {reports.shop_id for reports in chart.reports}
    for shop in chart.shop_ids:
        if shop in reported and not chart.has_messages(shop):
            continue
        unused = [name for name in COSTS if name not in NEEDED and not _has(chart, shop, name)]
        if not unused:
            continue
        absent = listed(TABLES[name].title for name in unused)
        metrics = _titles(m for name in unused for m in COSTS[name])
        costs = Text(f"，因此没有：{metrics.zh}", f"; so there is no {metrics.en}") if metrics.zh else metrics
        what = Text(f"没有{absent.zh}{costs.zh}", f"no {absent.en}{costs.en}")
        yield Found(shop, len(unused), what)


def _titles(metrics: Iterable[str]) -> Text:
    """The first of those metrics that the catalogue has, by their titles."""
    known = [METRICS[metric].title for metric in metrics if metric in METRICS]
    return listed(known[:_SHOWN], len(known))


def _has(chart: Chart, shop: str, table: str) -> bool:
    if not TABLES[table].by_shop:
        return bool(chart.snapshot.files(table))
    if TABLES[table].when is None:
        return bool(chart.snapshot.files(table, shop_ids=[shop]))
    return table in chart.coverage.get(shop, {})


def _lost(table: str) -> Text:
    if table == "staff":
        return Text(
            "客服算不到员工和团队，发不了薪", "agents cannot be counted for members and teams; nobody is paid"
        )
    metrics = _titles(COSTS[table])
    return Text(f"算不出：{metrics.zh}", f"there can be no {metrics.en}")


CHECKS = (
    Check(
        "table_missing",
        "error",
        Text("缺少关键数据表", "essential table missing"),
        "A shop has no row of messages, orders or staff (on the days looked at). Without chats a platform's "
        "report stands in for messages and orders.",
        Text("导入这张表", "Import this table"),
        find_missing,
    ),
    Check(
        "table_unused",
        "note",
        Text("没有用到的数据表", "tables not in use"),
        "A shop has no row of refunds, ratings, invitations, reviews, tickets, follow-ups or shifts, and its "
        "figures are not taken from a report.",
        Text("方案用到这些指标时再导入", "Import them if a scheme asks for these metrics"),
        find_unused,
    ),
)
