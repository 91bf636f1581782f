"""Records in words: the sentence beside a ticket, rating, review, follow-up or shift."""

from __future__ import annotations

from collections.abc import Callable

from twofour.metrics.scene import DAY_MINUTE, DAY_SECOND, Row, Scene
from twofour.money import format_fen
from twofour.text import Text

_SATISFACTION = {
    "very": Text("非常满意", "very satisfied"),
    "satisfied": Text("满意", "satisfied"),
    "not": Text("不满意", "not satisfied"),
}
_CAUSE = {
    "found_at_once": Text("原因当场查明", "cause found at once"),
    "late": Text("原因未查明或查明较晚", "cause not found or late"),
    "sluggish": Text("处理拖沓", "sluggish"),
}
_SKILL = {
    "alone": Text("独立解决", "solved alone"),
    "partly": Text("部分独立解决", "partly alone"),
    "poor": Text("处理能力较弱", "poor skill"),
    "none": Text("未能处理", "no skill"),
}
_SENTIMENT = {
    "good": Text("好评", "good review"),
    "neutral": Text("中评", "neutral review"),
    "bad": Text("差评", "bad review"),
}
_SCORES = {
    "description": Text("描述", "description"),
    "service": Text("服务", "service"),
    "logistics": Text("物流", "logistics"),
}
_DONE = {
    "phone_collected": Text("留下电话", "phone collected"),
    "friend_added": Text("加为好友", "friend added"),
    "referral": Text("转介绍", "referral"),
}


def _together(*phrases: Text | None) -> Text:
    said = [phrase for phrase in phrases if phrase is not None]
    return Text("，".join(p.zh for p in said), ", ".join(p.en for p in said))


def _rating(row: Row, _: Scene) -> Text:
    return _together(
        Text(f"{row['score']} 分", f"{row['score']} points"),
        Text("点名好评", "named praise") if row["named_praise"] else None,
        Text("受邀评价", "invited") if row["invited"] else None,
    )


def _invitation(_: Row, __: Scene) -> Text:
    return Text("邀请评价", "invited to rate")


def _review(row: Row, _: Scene) -> Text:
    scores = [Text(f"{name.zh} {row[c]} 分", f"{name.en} {row[c]}") for c, name in _SCORES.items() if row[c]]
    return _together(_SENTIMENT.get(row["sentiment"], Text("评论", "review")), *scores)


def _opened(row: Row, scene: Scene) -> Text:
    at = scene.clock(row["opened_at"], DAY_MINUTE)
    return Text(f"{at} 建单", f"opened {at}")


def _resolution(row: Row, scene: Scene) -> Text:
    if row["resolved_at"] is None:
        return Text("尚未解决", "not resolved yet")
    at = scene.clock(row["resolved_at"], DAY_MINUTE)
    took = _length(row["resolved_at"] - row["opened_at"])
    return Text(f"{at} 解决，用时 {took.zh}", f"resolved {at} after {took.en}")


def _length(seconds: int) -> Text:
    minutes = seconds // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "天", "d"), (hours, "小时", "h"), (rest, "分", "min")]
    told = [part for part in parts if part[0]] or [(seconds, "秒", "s")]
    return Text("".join(f"{n}{zh}" for n, zh, _ in told), " ".join(f"{n} {en}" for n, _, en in told))


def _complaint(row: Row, scene: Scene) -> Text:
    return _together(Text("投诉工单", "complaint"), _opened(row, scene), _resolution(row, scene))


def _resolved_ticket(row: Row, scene: Scene) -> Text:
    again = row["reopened"]
    return _together(
        _opened(row, scene),
        _resolution(row, scene),
        _SATISFACTION.get(row["satisfaction"]),
        _CAUSE.get(row["cause"]),
        _SKILL.get(row["skill"]),
        Text(f"重开 {again} 次", f"reopened {again} times") if again else None,
    )


def _open_ticket(row: Row, scene: Scene) -> Text:
    standing = Text("期末未结", "open at the end of the period")
    later = _resolution(row, scene) if row["resolved_at"] is not None else None
    return _together(_opened(row, scene), standing, later)


def _paid_order(row: Row, scene: Scene) -> Text:
    money, created = format_fen(row["money"]), scene.clock(row["created"], DAY_SECOND)
    return Text(f"付款 {money} 元，{created} 下单", f"paid {money} yuan, created {created}")


def _followup(row: Row, _: Scene) -> Text:
    grade, completeness = row["grade"], row["completeness"]
    return _together(
        Text("跟单", "follow-up"),
        Text(f"{grade} 类客户", f"{grade} customer") if grade else None,
        *(said for column, said in _DONE.items() if row[column]),
        Text(f"完整度 {completeness}", f"completeness {completeness}") if completeness is not None else None,
    )


def _contact(row: Row, scene: Scene) -> Text:
    before, at = scene.clock(row["at_before"], DAY_MINUTE), scene.clock(row["at"], DAY_MINUTE)
    number, days = row["number"], row["waited"]
    return Text(
        f"{before} 第 {number - 1} 次沟通，{at} 第 {number} 次，间隔 {days} 天",
        f"contact {number - 1} {before}, contact {number} {at}: {days} days between",
    )


def _shift(row: Row, _: Scene) -> Text:
    hours, late, early = row["hours"], row["late_minutes"], row["early_leave_minutes"]
    return _together(
        Text(f"班次 {'、'.join(hours)}", f"shift {', '.join(hours)}"),
        Text(f"迟到 {late} 分钟", f"{late} min late") if late else None,
        Text(f"早退 {early} 分钟", f"left {early} min early") if early else None,
    )


RECORD_SENTENCES: dict[str, Callable[[Row, Scene], Text]] = {
    "ratings": _rating,
    "invitations": _invitation,
    "reviews": _review,
    "complaints": _complaint,
    "resolved_tickets": _resolved_ticket,
    "open_tickets": _open_ticket,
    "paid_orders": _paid_order,
    "followups": _followup,
    "phones": _followup,
    "friends": _followup,
    "latest_followups": _followup,
    "second_contacts": _contact,
    "third_contacts": _contact,
    "shifts": _shift,
}
"""By kind of record (see ``record_sums``): what one of them says."""
