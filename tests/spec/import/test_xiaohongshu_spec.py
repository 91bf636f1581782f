"""What Xiaohongshu exports, and what becomes of it."""

from __future__ import annotations

from importing import Importing
from platform_files import figures, shown, take, told, workbook


def test_product_lines_become_orders(importing: Importing) -> None:
    """Lines of one order add up, gifts apart; only a cancelled order has a time of closing."""
    take(importing, workbook(importing, "xiaohongshu/orders.csv"))
    columns = "order_id customer_id paid_at amount paid_amount item_count status closed_at"
    assert sorted(shown(importing, "orders", columns)) == told("""
        P700000000000000001 | u-1001 | 06-01 19:00:30 | 208.80 | 208.80 | 3 | success |
        P700000000000000002 | u-1002 | 06-02 10:00:10 | 159.00 | 159.00 | 1 | paid    |
        P700000000000000003 | u-1003 |                | 159.00 | 159.00 | 1 | closed  | 06-02 11:30:00
    """)


def test_after_sales_fill_refunds(importing: Importing) -> None:
    """A refund without a time of its own is done when the shop received the goods."""
    take(importing, workbook(importing, "xiaohongshu/refunds.csv"))
    columns = "refund_id order_id kind amount requested_at completed_at status"
    assert sorted(shown(importing, "refunds", columns)) == told("""
        R800000001 | P700000000000000001 | return_refund | 59.80  | 06-09 09:00:00 | 06-12 10:01:00 | success
        R800000002 | P700000000000000002 | refund_only   | 159.00 | 06-02 12:00:00 | 06-02 12:10:00 | success
        R800000003 | P700000000000000001 | refund_only   | 149.00 | 06-10 09:00:00 |                | pending
        R800000004 | P700000000000000001 | exchange      | 0.00   | 06-11 09:00:00 |                | closed
    """)


def test_agents_sheet_under_a_banner_with_a_header_of_two_rows(importing: Importing) -> None:
    """The day is the last of the banner's range; minutes become seconds; 98.5%, 0.9 and 8.89 are shares."""
    take(importing, workbook(importing, "xiaohongshu/agents.csv"))
    wanted = ("mean_response", "response_within_180s", "sales", "inquiry_pay_rate", "satisfied_rate")
    assert [row for row in figures(importing) if row[0].removeprefix("xiaohongshu.") in wanted] == told("""
        xiaohongshu.inquiry_pay_rate     | 小美 | 2026-06-30 | 0.3065
        xiaohongshu.inquiry_pay_rate     | 阿东 | 2026-06-30 | 0.0889
        xiaohongshu.mean_response        | 小美 | 2026-06-30 | 36
        xiaohongshu.mean_response        | 阿东 | 2026-06-30 | 90
        xiaohongshu.response_within_180s | 小美 | 2026-06-30 | 0.985
        xiaohongshu.response_within_180s | 阿东 | 2026-06-30 | 0.9
        xiaohongshu.sales                | 小美 | 2026-06-30 | 28500
        xiaohongshu.sales                | 阿东 | 2026-06-30 | 960
        xiaohongshu.satisfied_rate       | 小美 | 2026-06-30 | 0.9583
    """)
