"""Chats as people copy and keep them: lines between days, the platform's own voice, a column of agents."""

from __future__ import annotations

from importing import Importing
from platform_files import shown, told


def test_lines_between_days_and_below_the_last_message_are_no_words(importing: Importing) -> None:
    text = """\
tb小明 (2026-06-01 23:59:50):
在吗
2026-06-02 星期二
店:小美 (2026-06-02 00:00:10):
在的
—————— 2026年6月3日 ——————
tb小明 (2026-06-03 09:00:00):
2026-06-05 能到吗
----------------
共 3 条记录
"""
    importing.files([importing.file(text, "chat.txt")])
    assert importing.cells("messages", "text") == ["在吗", "在的", "2026-06-05 能到吗"]


def test_platform_that_speaks_by_name_is_no_customer(importing: Importing) -> None:
    """Otherwise whatever agents say next would go to a customer called 系统消息."""
    text = """\
tb小明 (2026-06-01 10:00:00):
在吗
店:小美 (2026-06-01 10:00:10):
在的
系统消息 (2026-06-01 10:00:20):
由 小美 转交给 阿东
店:阿东 (2026-06-01 10:01:00):
您好
"""
    importing.files([importing.file(text, "chat.txt")])
    assert shown(importing, "messages", "customer_id agent_id sender forwarded_from") == told("""
        tb小明 | 店:小美 | customer |
        tb小明 | 店:小美 | agent    |
        tb小明 | 店:阿东 | system   | 店:小美
        tb小明 | 店:阿东 | agent    | 店:小美
    """)


def test_column_of_agents_says_whom_a_customer_wrote_to(importing: Importing) -> None:
    """A customer whom nobody answered has no other trace of the agent, nor of the shop."""
    text = """\
客户名,客服,发送账号,发送时间,发送内容
tb小红,店:阿东,tb小红,2026-06-01 10:00:00,在吗
tb小红,店:阿东,tb小红,2026-06-01 10:05:00,没人吗
"""
    importing.csv(text.encode("gbk"))
    assert (
        importing.stored("messages", "shop_id", "agent_id", "sender") == [("店", "店:阿东", "customer")] * 2
    )


def test_first_name_in_the_column_of_agents_gives_way_to_the_account_that_answers(
    importing: Importing,
) -> None:
    text = """\
客户名,客服,发送账号,发送时间,发送内容
tb小红,阿东,tb小红,2026-06-01 10:00:00,在吗
tb小红,阿东,店:阿东,2026-06-01 10:00:05,在的
"""
    importing.csv(text)
    assert importing.cells("messages", "agent_id") == ["店:阿东", "店:阿东"]


def test_chats_of_sycm_in_a_list_of_the_answer(importing: Importing) -> None:
    importing.files(
        [
            importing.file(
                """{"code": 0, "data": {"list": [{"buyerNick": "tb小明", "psnNickName": "店:小美",
                "messages": [{"gmtCreated": "2026-06-01 10:00:00", "userNickFrom": "tb小明",
                 "userNickTo": "店:小美", "msg": "在吗"}]}]}}""",
                "chat.json",
            )
        ]
    )
    assert importing.stored("messages", "customer_id", "agent_id") == [("tb小明", "店:小美")]


def test_chatwoot_conversations_as_the_list_gives_them(importing: Importing) -> None:
    importing.files(
        [
            importing.file(
                """{"data": {"meta": {"all_count": 1}, "payload": [{"id": 7, "meta": {"sender": {"id": 55},
                "assignee": {"name": "小美"}}, "messages": [{"id": 101, "content": "hi", "message_type": 0,
                "created_at": 1780279200, "private": false, "conversation_id": 7,
                "sender": {"id": 55, "type": "contact"}}]}]}}""",
                "conversations.json",
            )
        ],
        shop="官网",
    )
    assert importing.stored("messages", "shop_id", "customer_id", "message_id") == [("官网", "55", "101")]
