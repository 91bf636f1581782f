"""SYCM's tables, by agent or for the whole shop, and its chats as JSON."""

from __future__ import annotations

import json

from importing import Importing
from platform_files import FIXTURES, figures, gbk, shown, take, told, workbook

from twofour.sources import look


def test_reception_by_agent_and_day(importing: Importing) -> None:
    """99.71 and 100 in one column are percentages; 113.68% of messages answered is no mistake."""
    take(importing, gbk(importing, "sycm/reception.csv"))
    assert [row for row in figures(importing) if row[1:3] == ["四季家居:小美", "2026-06-01"]] == told("""
        sycm.agent_characters     | 四季家居:小美 | 2026-06-01 | 5210
        sycm.agent_consultations  | 四季家居:小美 | 2026-06-01 | 43
        sycm.agent_messages       | 四季家居:小美 | 2026-06-01 | 432
        sycm.agent_replies        | 四季家居:小美 | 2026-06-01 | 42
        sycm.agent_unreplied      | 四季家居:小美 | 2026-06-01 | 1
        sycm.answer_ratio         | 四季家居:小美 | 2026-06-01 | 1.1368
        sycm.consulted            | 四季家居:小美 | 2026-06-01 | 41
        sycm.customer_messages    | 四季家居:小美 | 2026-06-01 | 380
        sycm.first_response       | 四季家居:小美 | 2026-06-01 | 8.1
        sycm.long_conversations   | 四季家居:小美 | 2026-06-01 | 1
        sycm.mean_reception       | 四季家居:小美 | 2026-06-01 | 412
        sycm.mean_response        | 四季家居:小美 | 2026-06-01 | 32.5
        sycm.messages             | 四季家居:小美 | 2026-06-01 | 812
        sycm.opened_by_agent      | 四季家居:小美 | 2026-06-01 | 2
        sycm.opened_by_customer   | 四季家居:小美 | 2026-06-01 | 39
        sycm.received             | 四季家居:小美 | 2026-06-01 | 40
        sycm.reply_rate           | 四季家居:小美 | 2026-06-01 | 0.9767
        sycm.response_within_180s | 四季家居:小美 | 2026-06-01 | 0.9971
        sycm.slow_receptions      | 四季家居:小美 | 2026-06-01 | 2
        sycm.unreplied            | 四季家居:小美 | 2026-06-01 | 1
        sycm.valid_received       | 四季家居:小美 | 2026-06-01 | 38
    """)
    assert ["sycm.reply_rate", "四季家居:小美", "2026-06-02", "1"] in figures(importing)
    assert {row[3] for row in figures(importing) if row[0] == "sycm.answer_ratio"} == {
        "1.1368",
        "1.1262",
        "1",
    }


def test_inquiries_of_the_shop_with_days_as_serial_numbers(importing: Importing) -> None:
    """46174 is 1 June 2026; what is ``-`` on the second day has no figure."""
    take(importing, workbook(importing, "sycm/inquiry.csv"))
    assert figures(importing) == told("""
        sycm.inquiries           | 四季家居 | 2026-06-01 | 60
        sycm.inquiries           | 四季家居 | 2026-06-02 | 51
        sycm.inquiry_paid        | 四季家居 | 2026-06-01 | 22
        sycm.inquiry_paid_sales  | 四季家居 | 2026-06-01 | 2350
        sycm.inquiry_pay_rate    | 四季家居 | 2026-06-01 | 0.3667
        sycm.same_day_inquiries  | 四季家居 | 2026-06-01 | 52
        sycm.same_day_inquiries  | 四季家居 | 2026-06-02 | 50
        sycm.same_day_paid       | 四季家居 | 2026-06-01 | 18
        sycm.same_day_paid       | 四季家居 | 2026-06-02 | 15
        sycm.same_day_paid_sales | 四季家居 | 2026-06-01 | 1926.4
        sycm.same_day_paid_sales | 四季家居 | 2026-06-02 | 1590
        sycm.same_day_pay_rate   | 四季家居 | 2026-06-01 | 0.3462
        sycm.same_day_pay_rate   | 四季家居 | 2026-06-02 | 0.3
    """)
    assert set(importing.cells("indicators", "subject_kind")) == {"shop"}


def test_ticket_by_agent_in_yuan(importing: Importing) -> None:
    """0.15万 is 1,500 yuan."""
    take(importing, gbk(importing, "sycm/ticket.csv"))
    assert [row for row in figures(importing) if row[1] == "四季家居:阿东"] == told("""
        sycm.average_ticket     | 四季家居:阿东 | 2026-06-01 | 125
        sycm.items_per_customer | 四季家居:阿东 | 2026-06-01 | 1.67
        sycm.sales              | 四季家居:阿东 | 2026-06-01 | 1500
        sycm.sales_customers    | 四季家居:阿东 | 2026-06-01 | 12
        sycm.sales_items        | 四季家居:阿东 | 2026-06-01 | 20
        sycm.unit_price         | 四季家居:阿东 | 2026-06-01 | 75
    """)


def test_chats_become_messages_of_the_shop_in_the_accounts(importing: Importing) -> None:
    """Customer, agent and robot are told by their accounts; a dash somebody typed is no blank."""
    importing.files([FIXTURES / "sycm/chats.json"])
    assert shown(importing, "messages", "shop_id sent_at customer_id agent_id sender text") == told("""
        四季家居 | 06-01 09:00:00 | 春天来了01 | 四季家居:小美   | customer | 这款有 1.8 米的吗
        四季家居 | 06-01 09:00:18 | 春天来了01 | 四季家居:小美   | agent    | 有的哦，电话留 13800138000
        四季家居 | 06-01 09:03:20 | 春天来了01 | 四季家居:小美   | customer | -
        四季家居 | 06-01 10:00:00 | 小雨伞02   | 四季家居:阿东   | customer | 什么时候发货
        四季家居 | 06-01 10:00:02 | 小雨伞02   | 四季家居:店小蜜 | bot      | 48 小时内发货
    """)


def test_chats_without_the_frame_around_them_are_read_alike(importing: Importing) -> None:
    """One conversation a line, names at its top, times as milliseconds."""
    sessions = json.loads((FIXTURES / "sycm/chats.json").read_text(encoding="utf-8"))["sessions"]
    lines = [{**one["meta"], "messages": one["messages"]} for one in sessions]
    lines[0]["messages"][0]["gmtCreated"] = 1780275600000
    importing.files([importing.file("\n".join(json.dumps(line) for line in lines), "chats.jsonl")])
    assert len(importing.stored("messages", "text")) == 5
    assert shown(importing, "messages", "sent_at sender")[0] == ["06-01 09:00:00", "customer"]


def test_every_table_of_sycm_is_told_apart(importing: Importing) -> None:
    names = ("reception.csv", "inquiry.csv", "ticket.csv", "chats.json")
    found = [look([FIXTURES / "sycm" / name], importing.data, shop="s")[0].export for name in names]
    assert found == ["sycm-agents", "sycm-shop", "sycm-agents", "sycm-chats"]
