"""Metrics of chats: who was received, how much was said, how fast, how many at once."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue.metric import metric
from twofour.text import Text

METRICS = (
    metric("consulted", "咨询人数", "consulted", "count", "neither", "workload"),
    metric("received", "接待人数", "received", "count", "higher", "workload"),
    metric("unreplied", "未回复人数", "unreplied", "count", "lower", "workload"),
    metric("reply_rate", "回复率", "reply rate", "ratio", "higher", "speed", "received", "consulted",
           nature="platform"),
    metric("conversations", "会话数", "conversations", "count", "neither", "workload"),
    metric("long_conversations", "长接待数", "long conversations", "count", "lower", "workload"),
    metric("customer_messages", "买家消息数", "customer messages", "count", "neither", "workload"),
    metric("agent_messages", "客服消息数", "agent messages", "count", "neither", "workload"),
    metric("auto_messages", "自动消息数", "automatic messages", "count", "neither", "workload"),
    metric("answer_ratio", "答问比", "answer/question ratio", "ratio", "higher", "attitude",
           "agent_messages", "customer_messages"),
    metric("first_response", "首次响应时间", "first response", "second", "lower", "speed",
           "first_response_seconds", "first_responses", nature="platform"),
    metric("mean_response", "平均响应时间", "mean response", "second", "lower", "speed",
           "response_seconds", "answered_waits", nature="platform"),
    metric("response_within_30s", "30秒响应率", "answered within 30 s", "ratio", "higher", "speed",
           "within_30s", "within_all", "within_30s_pending", nature="platform"),
    metric("response_within_180s", "三分钟回复率", "answered within 3 min", "ratio", "higher", "speed",
           "within_180s", "within_all", "within_180s_pending", nature="platform"),
    metric("slow_receptions", "慢响应人数", "slow receptions", "count", "lower", "speed"),
    metric("peak_concurrent", "最大同时接待", "peak concurrent conversations", "count", "neither", "workload",
           snapshot=True),
)  # fmt: skip

SUMS: dict[str, tuple[Text, Unit]] = {
    "first_response_seconds": (Text("首次响应总秒数", "seconds to first responses"), "second"),
    "first_responses": (Text("首次响应次数", "first responses"), "count"),
    "response_seconds": (Text("响应总秒数", "response seconds"), "second"),
    "answered_waits": (Text("已回复的等待", "answered waits"), "count"),
    "within_30s": (Text("30 秒内回复", "answered within 30 s"), "count"),
    "within_180s": (Text("三分钟内回复", "answered within 3 min"), "count"),
    "within_all": (Text("全部等待", "all waits"), "count"),
}
