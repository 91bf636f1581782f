"""What JD exports, and what becomes of it."""

from __future__ import annotations

from importing import Importing
from platform_files import FIXTURES, figures, gbk, shown, take, told, workbook


def test_order_lines_become_orders(importing: Importing) -> None:
    """One line a product: the order's amount stands on each and counts once, pieces add up.

    (删除) is a cancelled order; only there the time of completion is one of closing.
    """
    take(importing, gbk(importing, "jd/orders.csv"))
    columns = "order_id customer_id paid_at amount paid_amount item_count status closed_at"
    assert sorted(shown(importing, "orders", columns)) == told("""
        100000000001 | jd_spring01   | 06-01 09:01:00 | 247.00 | 227.00 | 3 | success |
        100000000002 | jd_umbrella02 | 06-01 10:00:30 | 205.00 | 205.00 | 1 | closed  | 06-03 08:00:00
        100000000003 | jd_blue03     |                | 199.00 | 199.00 | 1 | unpaid  |
        100000000004 | jd_blue03     | 06-02 21:31:00 | 19.90  | 19.90  | 1 | shipped |
    """)


def test_after_sales_sheet_has_a_header_of_two_rows(importing: Importing) -> None:
    take(importing, workbook(importing, "jd/after-sales.csv"))
    columns = "refund_id order_id kind amount requested_at completed_at status"
    assert sorted(shown(importing, "refunds", columns)) == told("""
        7001 | 100000000001 | return_refund | 49.00 | 06-06 10:00:00 | 06-09 15:00:00 | success
        7002 | 100000000001 | exchange      | 0.00  | 06-07 10:00:00 |                | pending
        7003 | 100000000004 | refund_only   | 19.90 | 06-08 10:00:00 |                | closed
    """)


def test_chat_details_fill_messages(importing: Importing) -> None:
    """A message taken back is none; what a robot's conversation says is a bot's."""
    take(importing, FIXTURES / "jd/chats.json")
    columns = "message_id sent_at customer_id agent_id sender text"
    assert sorted(shown(importing, "messages", columns)) == told("""
        u-1 | 06-01 09:00:00 | jd_spring01   | 四季家居-小美     | customer | 有1.8米的吗
        u-2 | 06-01 09:00:18 | jd_spring01   | 四季家居-小美     | agent    | 有的哦
        u-4 | 06-01 10:00:00 | jd_umbrella02 | 四季家居-智能助理 | customer | 什么时候发货
        u-5 | 06-01 10:00:01 | jd_umbrella02 | 四季家居-智能助理 | bot      | 48 小时内发货
    """)


def test_evaluations_fill_ratings(importing: Importing) -> None:
    """100, 75, 50, 25, 0 are five to one; whoever was asked was invited."""
    take(importing, FIXTURES / "jd/evaluations.json")
    columns = "rating_id agent_id customer_id rated_at score invited text"
    assert shown(importing, "ratings", columns) == told("""
        sid-1 | 四季家居-小美 | jd_spring01 | 06-01 09:06:40 | 5 | yes | 小美很耐心
        sid-3 | 四季家居-阿东 | jd_blue03   | 06-02 09:08:20 | 2 |     |
    """)


def test_agents_report_is_kept_figure_by_figure(importing: Importing) -> None:
    """0.9333 and 93.33% are shares; 3.5 minutes are 210 seconds; 汇总 and 均值 are no people."""
    take(importing, workbook(importing, "jd/agents.csv", sheet="整体数据"))
    wanted = {"jd.response_within_30s", "jd.mean_conversation", "jd.ordered_sales", "jd.satisfied_rate"}
    assert [row for row in figures(importing) if row[0] in wanted] == told("""
        jd.mean_conversation    | 四季家居-小美 | 2026-06-01 | 210
        jd.mean_conversation    | 四季家居-阿东 | 2026-06-01 | 240
        jd.ordered_sales        | 四季家居-小美 | 2026-06-01 | 4860.5
        jd.ordered_sales        | 四季家居-阿东 | 2026-06-01 | 930
        jd.response_within_30s  | 四季家居-小美 | 2026-06-01 | 0.9333
        jd.response_within_30s  | 四季家居-阿东 | 2026-06-01 | 0.9
        jd.satisfied_rate       | 四季家居-小美 | 2026-06-01 | 0.95
    """)
