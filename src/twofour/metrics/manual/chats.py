"""The manual of chats: receptions, messages, speed, load."""

from __future__ import annotations

from twofour.metrics.manual.entry import FILTERS, PEOPLE, RECEPTIONS, SPOKEN, TALKS, UNREPLIED, WAITS, Manual
from twofour.text import Text

_RECEPTION = Text(
    "接待当天（每个买家、客服、业务日算一次）", "the day of the reception (once per customer, agent and day)"
)
_MESSAGE = Text("消息发出当天", "the day of the message")
_SPAN = Text("该客服这段接待的第一条消息当天", "the day of the first message of the agent's span")
_WAIT = Text("买家开始等待当天", "the day on which the wait began")
_ANSWERED = Text(
    "买家开始等待当天，记给回复的客服", "the day on which the wait began; it belongs to who answered"
)


def _within(seconds: int, zh: str, en: str) -> Manual:
    return Manual(
        Text(
            f"{zh}内得到人工回复的等待 ÷ 全部等待（含未回复）；unit 可改为按人或按首次",
            f"waits answered by a human within {en} ÷ all waits, answered or not; `unit` makes it customers"
            " or first waits",
        ),
        _WAIT,
        (*WAITS, "unit", "graded_hours", *FILTERS),
        Text(
            f"数据截至时还没回复、且没等满 {seconds} 秒的",
            f"not answered yet, and younger than {seconds} s at the watermark",
        ),
    )


CHATS = {
    "consulted": Manual(
        Text("当天给该客服发过消息的买家", "customers who wrote to the agent that day"),
        _RECEPTION,
        RECEPTIONS,
    ),
    "received": Manual(
        Text(
            "当天买家和该客服都至少说过一句（人工），谁先说都算",
            "customers with at least one message of theirs and one human message of the agent, whichever came"
            " first",
        ),
        _RECEPTION,
        RECEPTIONS,
    ),
    "unreplied": Manual(
        Text(
            "当天咨询了、但该客服一句人工都没回的买家",
            "consulted, but no human message of the agent that day",
        ),
        _RECEPTION,
        UNREPLIED,
    ),
    "reply_rate": Manual(Text("接待人数 ÷ 咨询人数", "received ÷ consulted"), _RECEPTION, RECEPTIONS),
    "conversations": Manual(
        Text("该客服至少说过一句人工的接待时段", "spans with at least one human message of the agent"),
        _SPAN,
        TALKS,
    ),
    "long_conversations": Manual(
        Text("其中首尾消息相隔超过 long_minutes 的", "of those, the ones longer than `long_minutes`"),
        _SPAN,
        (*TALKS, "long_minutes"),
    ),
    "customer_messages": Manual(
        Text("买家发给该客服的消息", "messages of customers addressed to the agent"), _MESSAGE, RECEPTIONS
    ),
    "agent_messages": Manual(
        Text("该客服发出的人工消息", "human messages that the agent sent"), _MESSAGE, SPOKEN
    ),
    "auto_messages": Manual(
        Text("机器人消息和自动回复", "messages of bots, and agents' automatic ones"), _MESSAGE, PEOPLE
    ),
    "answer_ratio": Manual(
        Text("客服人工消息数 ÷ 买家消息数", "human messages ÷ customers' messages"), _MESSAGE, SPOKEN
    ),
    "first_response": Manual(
        Text(
            "买家开口的会话里，第一次等待的秒数合计 ÷ 已回复的次数",
            "seconds of the first waits of conversations that a customer began ÷ those answered",
        ),
        _ANSWERED,
        WAITS,
    ),
    "mean_response": Manual(
        Text("每次等待的秒数合计 ÷ 已回复的等待", "seconds of all answered waits ÷ answered waits"),
        _ANSWERED,
        WAITS,
    ),
    "response_within_30s": _within(30, "30 秒", "30 s"),
    "response_within_180s": _within(180, "三分钟", "3 min"),
    "slow_receptions": Manual(
        Text(
            "该客服至少 slow_times 次回复超过 slow_seconds 秒的接待",
            "received, with at least `slow_times` answers of the agent later than `slow_seconds`",
        ),
        _RECEPTION,
        (*WAITS, *FILTERS, "slow_times", "slow_seconds"),
    ),
    "peak_concurrent": Manual(
        Text(
            "同一秒内进行中的接待时段最多有几个（首尾都算）", "most spans open at one second, ends included"
        ),
        Text("整个期间一个数，不能按天相加", "the period as a whole; days do not add up"),
        TALKS,
    ),
}
