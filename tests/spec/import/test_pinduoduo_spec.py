"""What Pinduoduo exports, and what becomes of it."""

from __future__ import annotations

from importing import Importing
from platform_files import figures, gbk, shown, take, told, workbook


def test_order_export_fills_orders(importing: Importing) -> None:
    """Numbers end in a tab; the group's time stands in for that of payment; 已取消 has none."""
    take(importing, gbk(importing, "pinduoduo/orders.csv"))
    columns = "order_id created_at paid_at amount paid_amount item_count status"
    assert shown(importing, "orders", columns) == told("""
        260601-100000000000001 | 06-01 09:20:00 | 06-01 09:20:00 | 79.00  | 77.00  | 1 | success
        260601-100000000000002 | 06-01 12:10:00 | 06-01 12:10:00 | 158.00 | 156.00 | 2 | shipped
        260601-100000000000003 | 06-01 13:00:00 | 06-01 13:00:00 | 44.90  | 44.90  | 1 | closed
    """)


def test_order_without_a_buyer_belongs_to_the_shop_alone(importing: Importing) -> None:
    take(importing, gbk(importing, "pinduoduo/orders.csv"))
    assert importing.cells("orders", "customer_id")[0] == "order:260601-100000000000001"


def test_paid_order_without_any_time_is_refused(importing: Importing) -> None:
    take(importing, gbk(importing, "pinduoduo/orders.csv"))
    assert importing.refused == [(6, "created_at", "created_at is required and missing")]


def test_after_sales_fill_refunds(importing: Importing) -> None:
    take(importing, workbook(importing, "pinduoduo/refunds.csv"))
    columns = "refund_id order_id kind amount completed_at status platform_intervened"
    assert sorted(shown(importing, "refunds", columns)) == told("""
        900001 | 260601-100000000000003 | refund_only   | 44.90  | 06-04 09:00:00 | success | yes
        900002 | 260601-100000000000001 | return_refund | 77.00  |                | closed  | no
        900003 | 260601-100000000000002 | return_refund | 156.00 |                | pending | no
        900004 | 260601-100000000000002 | exchange      | 0.00   |                | closed  |
    """)


def test_agents_report_takes_its_day_from_the_name_of_the_file(importing: Importing) -> None:
    """The last day of the range; 0.35 minutes are 21 seconds; `-` is no value."""
    take(importing, workbook(importing, "pinduoduo/agents.csv", "客服绩效_20260601-20260630.xlsx", "Sheet0"))
    wanted = ("inquiry_pay_rate", "mean_response", "sales", "service_score", "unreplied_180s")
    assert [row for row in figures(importing) if row[0].removeprefix("pinduoduo.") in wanted] == told("""
        pinduoduo.inquiry_pay_rate | 四季家居:小美 | 2026-06-30 | 0.45
        pinduoduo.mean_response    | 四季家居:小美 | 2026-06-30 | 21
        pinduoduo.mean_response    | 四季家居:阿东 | 2026-06-30 | 72
        pinduoduo.sales            | 四季家居:小美 | 2026-06-30 | 12345.6
        pinduoduo.sales            | 四季家居:阿东 | 2026-06-30 | 0
        pinduoduo.service_score    | 四季家居:小美 | 2026-06-30 | 4.92
        pinduoduo.unreplied_180s   | 四季家居:小美 | 2026-06-30 | 2
        pinduoduo.unreplied_180s   | 四季家居:阿东 | 2026-06-30 | 0
    """)
