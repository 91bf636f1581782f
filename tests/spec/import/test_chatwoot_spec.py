"""What Chatwoot sends and exports, and what becomes of it."""

from __future__ import annotations

import json
from typing import Any

from importing import Importing
from platform_files import FIXTURES, figures, shown, take, told

MESSAGES = "message_id sent_at customer_id agent_id sender forwarded_from"


def test_webhook_payloads_fill_messages(importing: Importing) -> None:
    """A private note is no message, an updated one no second; a new assignee got them forwarded."""
    take(importing, FIXTURES / "chatwoot/webhooks.jsonl")
    assert sorted(shown(importing, "messages", f"{MESSAGES} text")) == told("""
        501 | 06-01 09:00:00 | 14 |        | customer |      | 在吗
        502 | 06-01 09:00:01 | 14 | 小助手 | bot      |      | 您好，我是小助手
        503 | 06-01 09:00:20 | 14 | 小美   | system   |      | 小美 自行分配这次会话
        504 | 06-01 09:00:30 | 14 | 小美   | customer |      | 四件套有 1.8 米的吗
        505 | 06-01 09:00:48 | 14 | 小美   | agent    |      | 有的哦
        507 | 06-01 09:02:00 | 14 | 阿东   | customer | 小美 | 上次买的掉色
        508 | 06-01 09:02:40 | 14 | 阿东   | agent    | 小美 | 我来帮您处理
        509 | 06-01 09:10:00 | 14 | 阿东   | bot      | 小美 | 请为会话评分
    """)


def test_messages_of_the_api_fill_messages(importing: Importing) -> None:
    take(importing, FIXTURES / "chatwoot/messages.json")
    assert sorted(shown(importing, "messages", MESSAGES)) == told("""
        601 | 06-01 10:00:00 | 15 | 小美 | customer |
        602 | 06-01 10:00:30 | 15 | 小美 | agent    |
        604 | 06-01 10:01:40 | 15 | 小美 | system   |
        605 | 06-01 10:01:41 | 15 | 小美 | bot      |
    """)


def test_conversations_of_the_api_give_the_same_messages(importing: Importing) -> None:
    """What was imported before from the messages of a conversation is not doubled."""
    take(importing, FIXTURES / "chatwoot/messages.json")
    take(importing, FIXTURES / "chatwoot/conversations.json")
    assert sorted(importing.cells("messages", "message_id")) == ["601", "602", "604", "605", "611"]
    assert shown(importing, "messages", MESSAGES)[-1] == [
        "611",
        "06-01 11:00:00",
        "16",
        "阿东",
        "customer",
        "",
    ]


def test_surveys_of_the_api_fill_ratings(importing: Importing) -> None:
    """A rating without an agent belongs to nobody and stays out."""
    take(importing, FIXTURES / "chatwoot/csat.json")
    assert shown(importing, "ratings", "rating_id agent_id customer_id rated_at score text") == told("""
        31 | 小美 | 15 | 06-01 10:03:20 | 5 | 小美很耐心
        32 | 阿东 | 14 | 06-01 09:11:40 | 2 |
    """)


def test_survey_report_fills_ratings(importing: Importing) -> None:
    """Names stand before an address in brackets; times are UTC; the last line is no rating."""
    take(importing, FIXTURES / "chatwoot/csat.csv")
    assert shown(importing, "ratings", "agent_id rated_at score text") == told("""
        小美 | 06-01 10:03:20 | 5 | 小美很耐心
        阿东 | 06-01 09:11:40 | 2 |
    """)
    assert importing.refused == []


def test_agent_report_in_english_and_chinese(importing: Importing) -> None:
    take(importing, FIXTURES / "chatwoot/agents.csv")
    expected = told("""
        chatwoot.conversations          | 小美 | 2026-06-30 | 412
        chatwoot.conversations          | 新人 | 2026-06-30 | 0
        chatwoot.conversations          | 阿东 | 2026-06-30 | 96
        chatwoot.first_response         | 小美 | 2026-06-30 | 45
        chatwoot.first_response         | 阿东 | 2026-06-30 | 200
        chatwoot.mean_resolution        | 小美 | 2026-06-30 | 7800
        chatwoot.mean_resolution        | 阿东 | 2026-06-30 | 100800
        chatwoot.mean_response          | 小美 | 2026-06-30 | 65
        chatwoot.mean_response          | 阿东 | 2026-06-30 | 720
        chatwoot.resolved_conversations | 小美 | 2026-06-30 | 400
        chatwoot.resolved_conversations | 新人 | 2026-06-30 | 0
        chatwoot.resolved_conversations | 阿东 | 2026-06-30 | 90
    """)
    assert figures(importing) == expected
    take(importing, FIXTURES / "chatwoot/agents-zh.csv")
    assert figures(importing) == expected


def test_api_tells_a_transfer_from_what_the_conversation_says_of_itself(importing: Importing) -> None:
    """An API message has no assignee: it is whoever answers first, then whom an activity names."""

    def message(id: int, kind: int, text: str, sender: str | None = None) -> dict[str, Any]:
        person = {"sender": {"name": sender, "type": "user"}} if sender else {}
        base = {"id": id, "conversation_id": 9, "message_type": kind, "content": text}
        return {**base, "created_at": 1780275600 + id, "private": False, **person}

    conversation = {
        "id": 9,
        "meta": {"sender": {"id": 4}, "assignee": {"name": "阿东"}},
        "messages": [
            message(1, 1, "您好", "小美"),
            message(2, 0, "上次买的掉色"),
            message(3, 2, "Assigned to 阿东 via 售后 by 小美"),
            message(4, 0, "在吗"),
            message(5, 1, "自动回复"),
        ],
    }
    take(importing, importing.file(json.dumps(conversation), "conversation.json"))
    assert shown(importing, "messages", "message_id agent_id sender forwarded_from") == told("""
        1 | 小美 | agent    |
        2 | 小美 | customer |
        3 | 阿东 | system   | 小美
        4 | 阿东 | customer | 小美
        5 | 阿东 | bot      | 小美
    """)
