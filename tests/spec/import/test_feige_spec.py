"""What a Douyin shop and Feige export, and what becomes of it."""

from __future__ import annotations

from importing import Importing
from platform_files import figures, gbk, shown, take, told, workbook


def test_sub_orders_become_orders(importing: Importing) -> None:
    """Two sub-orders of one order add up; numbers begin with a tab; `-` is no time."""
    take(importing, gbk(importing, "feige/orders.csv"))
    columns = "order_id created_at paid_at amount item_count status shipped_at"
    assert shown(importing, "orders", columns) == told("""
        6920000000000000001 | 06-01 20:01:00 | 06-01 20:01:30 | 129.00 | 1 | success | 06-02 10:00:00
        6920000000000000002 | 06-01 21:00:00 | 06-01 21:00:20 | 148.80 | 3 | shipped | 06-02 10:00:00
        6920000000000000003 | 06-01 22:00:00 |                | 129.00 | 1 | closed  |
        6920000000000000004 | 06-02 08:00:00 |                | 129.00 | 1 | unpaid  |
    """)


def test_order_without_a_buyer_belongs_to_the_shop_alone(importing: Importing) -> None:
    take(importing, gbk(importing, "feige/orders.csv"))
    assert importing.cells("orders", "customer_id")[0] == "order:6920000000000000001"


def test_after_sales_fill_refunds(importing: Importing) -> None:
    """The amount is that of the goods, ¥ and all; an exchange is worth nothing."""
    take(importing, workbook(importing, "feige/refunds.csv"))
    columns = "refund_id order_id kind amount completed_at status platform_intervened"
    assert sorted(shown(importing, "refunds", columns)) == told("""
        146000000000000001 | 6920000000000000002 | return_refund | 59.80  | 06-08 09:00:00 | success | no
        146000000000000002 | 6920000000000000001 | refund_only   | 20.00  |                | pending |
        146000000000000003 | 6920000000000000001 | exchange      | 0.00   | 06-08 10:00:00 | closed  |
        146000000000000004 | 6920000000000000003 | refund_only   | 129.00 | 06-02 10:05:00 | success | yes
    """)


def test_performance_sheet_is_kept_figure_by_figure(importing: Importing) -> None:
    """18秒, 1分05秒 and 00:00:42 are seconds; 店铺汇总值 and 店铺平均值 are no people."""
    take(importing, workbook(importing, "feige/performance.csv", "飞鸽_客服表现.xlsx"))
    wanted = ("mean_response", "first_response", "response_within_180s", "sales", "valid_ratings")
    assert [row for row in figures(importing) if row[0].removeprefix("feige.") in wanted] == told("""
        feige.first_response       | 小美 | 2026-06-01 | 65
        feige.first_response       | 阿*  | 2026-06-01 | 150
        feige.mean_response        | 小美 | 2026-06-01 | 18
        feige.mean_response        | 阿*  | 2026-06-01 | 42
        feige.response_within_180s | 小美 | 2026-06-01 | 0.9909
        feige.response_within_180s | 阿*  | 2026-06-01 | 0.9286
        feige.sales                | 小美 | 2026-06-01 | 3456
        feige.sales                | 阿*  | 2026-06-01 | 0
        feige.valid_ratings        | 小美 | 2026-06-01 | 30
    """)


def test_days_of_the_reception_sheet_may_be_serial_numbers(importing: Importing) -> None:
    take(importing, workbook(importing, "feige/reception.csv"))
    wanted = ("mean_response", "online_seconds", "inquiry_pay_rate")
    assert [row for row in figures(importing) if row[0].removeprefix("feige.") in wanted] == told("""
        feige.inquiry_pay_rate | 小美 | 2026-06-01 | 0.45
        feige.inquiry_pay_rate | 阿东 | 2026-06-01 | 0
        feige.mean_response    | 小美 | 2026-06-01 | 18.5
        feige.mean_response    | 阿东 | 2026-06-01 | 42
        feige.online_seconds   | 小美 | 2026-06-01 | 27000
        feige.online_seconds   | 阿东 | 2026-06-01 | 28800
    """)
