"""What Taobao and Qianniu export, and what becomes of it."""

from __future__ import annotations

from importing import Importing
from platform_files import FIXTURES, gbk, shown, take, told, workbook


def test_order_report_fills_orders(importing: Importing) -> None:
    """Order numbers come as ="…", with an apostrophe, with a tab; 1,299.00 has a thousands separator."""
    take(importing, gbk(importing, "taobao/orders.csv"))
    columns = "order_id customer_id created_at paid_at amount paid_amount item_count status"
    assert shown(importing, "orders", columns) == told("""
        2026060100000000011 | 春天来了01 | 06-01 09:12:33 | 06-01 09:13:05 | 209.00  | 189.00  | 2 | success
        2026060100000000022 | 小雨伞02   | 06-01 10:40:00 |                | 88.00   | 0.00    | 1 | unpaid
        2026060100000000033 | 小雨伞02   | 06-01 11:05:18 |                | 59.90   | 0.00    | 1 | closed
        2026060100000000044 | 蓝色窗帘03 | 06-01 20:15:00 | 06-02 00:01:09 | 1299.00 | 1249.00 | 3 | shipped
        2026060100000000055 | 蓝色窗帘03 | 06-02 08:00:01 | 06-02 08:00:31 | 41.50   | 41.50   | 1 | paid
    """)


def test_rounded_order_number_is_refused(importing: Importing) -> None:
    take(importing, gbk(importing, "taobao/orders.csv"))
    assert importing.refused == [(7, "订单编号", "the id has become a rounded number; its digits are lost")]


def test_order_without_a_buyer_belongs_to_the_shop_alone(importing: Importing) -> None:
    take(importing, gbk(importing, "taobao/orders-without-buyer.csv"))
    columns = "customer_id paid_at amount paid_amount shipped_at status"
    assert shown(importing, "orders", columns) == told("""
        order:2026061500000000101 | 06-15 12:00:40 | 120.00 | 110.00 | 06-16 08:30:00 | success
        order:2026061500000000102 |                | 53.00  |        |                | unpaid
    """)


def test_same_report_as_a_workbook_gives_the_same_orders(importing: Importing) -> None:
    take(importing, workbook(importing, "taobao/orders-without-buyer.csv"))
    take(importing, gbk(importing, "taobao/orders-without-buyer.csv"))
    assert importing.done is not None
    assert [outcome.counts.unchanged for outcome in importing.done.outcomes] == [2]


def test_refund_export_fills_refunds(importing: Importing) -> None:
    """Whatever is neither 退款成功 nor 退款关闭 is pending; an exchange may succeed without a time."""
    take(importing, gbk(importing, "taobao/refunds.csv"))
    columns = "refund_id kind amount requested_at completed_at status platform_intervened"
    assert shown(importing, "refunds", columns) == told("""
        300000000000001 | return_refund | 189.00  | 06-05 10:00:00 | 06-08 16:20:11 | success | no
        300000000000002 | refund_only   | 20.00   | 06-06 11:00:00 | 06-06 11:30:00 | success | yes
        300000000000003 | refund_only   | 41.50   | 06-02 08:30:00 | 06-03 08:30:00 | closed  | no
        300000000000004 | return_refund | 1229.00 | 06-07 09:00:00 |                | pending | no
        300000000000005 | exchange      | 0.00    | 06-09 09:00:00 |                | success |
    """)


def test_chat_text_fills_messages(importing: Importing) -> None:
    """The state (已读) and a message taken back are no messages; who was handed on is forwarded."""
    take(importing, FIXTURES / "taobao/chat.txt")
    columns = "sent_at agent_id sender forwarded_from text"
    assert shown(importing, "messages", columns) == told("""
        06-01 09:01:10 | 四季家居旗舰店:小美 | customer |                | 你好，四件套有 1.8 米的吗
        06-01 09:01:25 | 四季家居旗舰店:小美 | agent    |                | 亲，有的哦⏎1.8 米和 2 米都有货
        06-01 09:02:00 | 四季家居旗舰店:小美 | agent    |                | https://example.com/item?id=1
        06-01 09:02:30 | 四季家居旗舰店:阿东 | system   | 四季家居旗舰店:小美 | 由 小美 转交给 阿东，售后
        06-01 09:03:00 | 四季家居旗舰店:阿东 | customer | 四季家居旗舰店:小美 | 那我怎么洗
        06-01 09:03:41 | 四季家居旗舰店:阿东 | agent    | 四季家居旗舰店:小美 | 冷水手洗，不要漂白
    """)


def test_customer_of_a_chat_text_is_whoever_is_no_agent(importing: Importing) -> None:
    take(importing, FIXTURES / "taobao/chat.txt")
    assert set(importing.cells("messages", "customer_id")) == {"春天来了01"}


def test_chat_text_with_many_customers_names_both_sides(importing: Importing) -> None:
    take(importing, FIXTURES / "taobao/chat-many-customers.txt")
    assert shown(importing, "messages", "sent_at customer_id agent_id sender") == told("""
        06-01 10:38:00 | 小雨伞02   | 四季家居旗舰店:小美 | customer
        06-01 10:38:20 | 小雨伞02   | 四季家居旗舰店:小美 | agent
        06-01 20:10:00 | 蓝色窗帘03 | 四季家居旗舰店:阿东 | customer
        06-01 20:10:35 | 蓝色窗帘03 | 四季家居旗舰店:阿东 | agent
    """)


def test_chat_table_keeps_its_order_and_tells_agents_from_robots(importing: Importing) -> None:
    """A customer speaks to whoever answers; messages of one second stay in the order of the table."""
    take(importing, workbook(importing, "taobao/chat-table.csv"))
    assert shown(importing, "messages", "sent_at customer_id agent_id sender") == told("""
        06-01 09:01:10 | 春天来了01 | 四季家居旗舰店:小美       | customer
        06-01 09:01:25 | 春天来了01 | 四季家居旗舰店:小美       | agent
        06-01 09:01:25 | 春天来了01 | 四季家居旗舰店:小蜜机器人 | bot
        06-01 10:38:00 | 小雨伞02   |                           | customer
    """)


def test_text_of_a_shop_that_is_not_named_by_hand_belongs_to_the_shop_in_its_accounts(
    importing: Importing,
) -> None:
    take(importing, FIXTURES / "taobao/chat.txt", FIXTURES / "taobao/chat-many-customers.txt", shop=None)
    assert set(importing.cells("messages", "shop_id")) == {"四季家居旗舰店"}
    assert importing.refused == []


def chat(importing: Importing, *lines: str) -> list[list[str]]:
    """What a chat text gives: who said what, and to or by which agent."""
    take(importing, importing.file("\n".join(lines), "chat.txt"))
    return shown(importing, "messages", "customer_id agent_id sender text")


def test_older_chat_text_has_its_times_in_brackets(importing: Importing) -> None:
    assert chat(
        importing,
        "小雨伞02 (2026-06-01 10:38:00):  这款还能便宜吗",
        "四季家居旗舰店:小美 (2026-06-01 10:38:20):  今天拍减 5 元哦",
    ) == told("""
        小雨伞02 | 四季家居旗舰店:小美 | customer | 这款还能便宜吗
        小雨伞02 | 四季家居旗舰店:小美 | agent    | 今天拍减 5 元哦
    """)


def test_main_account_of_the_shop_is_an_agent(importing: Importing) -> None:
    assert chat(
        importing,
        "小雨伞02 2026-06-01 10:38:00",
        "在吗",
        "四季家居旗舰店 2026-06-01 10:38:20",
        "在的",
        "四季家居旗舰店:小美 2026-06-01 10:39:00",
        "请问要哪款",
    ) == told("""
        小雨伞02 | 四季家居旗舰店      | customer | 在吗
        小雨伞02 | 四季家居旗舰店      | agent    | 在的
        小雨伞02 | 四季家居旗舰店:小美 | agent    | 请问要哪款
    """)


def test_time_in_what_was_said_begins_no_message(importing: Importing) -> None:
    assert chat(
        importing,
        "四季家居旗舰店:小美 --> 小雨伞02 2026-06-01 10:38:20",
        "预计发货时间：2026-06-03 18:00:00",
    ) == [["小雨伞02", "四季家居旗舰店:小美", "agent", "预计发货时间：2026-06-03 18:00:00"]]


def test_agent_who_speaks_first_speaks_to_the_next_customer(importing: Importing) -> None:
    assert chat(
        importing,
        "四季家居旗舰店:小美 2026-06-01 10:38:20",
        "昨天看的四件套还要吗",
        "小雨伞02 2026-06-01 10:40:00",
        "要的",
    ) == told("""
        小雨伞02 | 四季家居旗舰店:小美 | agent    | 昨天看的四件套还要吗
        小雨伞02 | 四季家居旗舰店:小美 | customer | 要的
    """)


def test_time_that_cannot_be_is_refused_at_its_line(importing: Importing) -> None:
    chat(importing, "小雨伞02 2026-06-01 10:38:00", "在吗", "四季家居旗舰店:小美 2026-13-01 10:38:20", "在的")
    assert importing.refused == [(3, "时间", "not a time that can be read")]
