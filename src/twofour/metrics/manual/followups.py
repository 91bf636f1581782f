"""The manual of long-cycle goods (跟单): what follow-ups collected and how soon the next contact came."""

from __future__ import annotations

from twofour.metrics.manual.entry import DAYS, Manual
from twofour.text import Text

_FIRST = Text("该客服首次记下它的跟进当天", "the day of the agent's first follow-up that has it")
_LATEST = Text(
    "期间内该客服最后一次跟进，不能按天相加", "the agent's latest follow-up in the period; days do not add up"
)


def _grade(grade: str, zh: str, en: str) -> Manual:
    return Manual(
        Text(
            f"最后一次跟进评为 {grade} 类（{zh}）的买家",
            f"customers graded {grade} ({en}) at the latest follow-up",
        ),
        _LATEST,
        DAYS,
    )


def _gap(zh: str, en: str, later: Text) -> Manual:
    return Manual(
        Text(f"{zh}相隔的整业务日合计 ÷ 这样的买家", f"whole business days from {en} ÷ such customers"),
        later,
        DAYS,
    )


FOLLOWUPS = {
    "follow_phones": Manual(Text("留下电话的买家", "customers whose phone was collected"), _FIRST, DAYS),
    "follow_friends": Manual(Text("加上好友的买家", "customers added as friends"), _FIRST, DAYS),
    "referrals": Manual(
        Text("有转介绍的跟进记录", "follow-ups with a referral"),
        Text("跟进当天", "the day of the follow-up"),
        DAYS,
    ),
    "follow_a": _grade("A", "即将下单或付定金", "about to order or pay a deposit"),
    "follow_b": _grade("B", "意向明确", "sincerely interested"),
    "follow_c": _grade("C", "随便问问", "only asked"),
    "follow_d": _grade("D", "意向很低", "little interest"),
    "follow_completeness": Manual(
        Text("最后一次跟进的完整度合计 ÷ 买家数", "completeness at the latest follow-up ÷ customers"),
        _LATEST,
        DAYS,
    ),
    "second_contact_days": _gap(
        "第一次到第二次跟进",
        "the first to the second follow-up",
        Text("第二次跟进当天", "the day of the second"),
    ),
    "third_contact_days": _gap(
        "第二次到第三次跟进",
        "the second to the third follow-up",
        Text("第三次跟进当天", "the day of the third"),
    ),
}
