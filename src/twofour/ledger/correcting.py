"""Correcting what is closed: adjustments in an open period, and appeals with their decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from twofour.events.masking import mask_note
from twofour.ledger.book import Appeal, Book
from twofour.ledger.facts import Adjusted, Adjustment, AppealDecided, Appealed
from twofour.ledger.holding import unknown_line
from twofour.ledger.people import same_person
from twofour.ledger.states import STATES, check_draft
from twofour.problems import Refused, UsageError
from twofour.text import Text

Place = tuple[str, str]
"""A member and the id of a line of theirs."""


def posted(book: Book, key: str) -> dict[Place, int]:
    """Fen by which a period's lines were already corrected from newer data; appeals stand apart."""
    found: dict[Place, int] = defaultdict(int)
    for period in book.periods.values():
        for one in period.posted:
            if one.of == key and one.adjustment.cause != "appeal":
                found[one.adjustment.member, one.adjustment.line] += one.adjustment.fen
    return dict(found)


def adjust(book: Book, key: str, into: str, run: str, adjustments: Sequence[Adjustment]) -> Adjusted:
    """Post the differences of a closed period in the draft period ``into``, which lies behind it."""
    period, target = book.period(key), book.period(into)
    if period.settled is None:
        title = STATES[period.state].title
        raise Refused(
            Text(
                f"{key} 还没有锁定（{title.zh}），不需要调整：重新核算并挂接新批次即可",
                f"{key} is not locked ({title.en}) and needs no adjustment: run it again and attach that run",
            )
        )
    check_draft(target)
    if target.period < period.period:
        raise Refused(
            Text(
                f"{into} 在 {key} 之前，不能承接它的调整",
                f"{into} lies before {key} and cannot take its adjustments",
            )
        )
    if not adjustments:
        raise Refused(
            Text(
                f"{key} 与新数据没有可入账的差额", f"{key} shows no difference to post against the newer data"
            )
        )
    return Adjusted(period=key, into=into, run=run, adjustments=tuple(adjustments))


def appeal(
    book: Book,
    key: str,
    member: str,
    line: str,
    fen: int,
    evidence: str,
    due: date,
    order: str | None = None,
) -> Appealed:
    """An objection against a line (or the order behind it): by how much it is wrong, and what shows it."""
    if book.period(key).line(member, line) is None:
        raise unknown_line(book, book.period(key), member, line)
    if not evidence.strip():
        raise UsageError(
            Text(
                "请写明证据：聊天时间、订单号或截图位置",
                "say what shows it: times of chats, orders, screenshots",
            )
        )
    return Appealed(
        appeal=f"A{len(book.appeals) + 1}",
        period=key,
        member=member,
        line=line,
        order=order,
        evidence=evidence.strip(),
        fen=fen,
        due=due,
    )


def approve_appeal(
    book: Book, name: str, into: str, reason: str, by: str, fen: int | None = None
) -> AppealDecided:
    """Approve an appeal: an adjustment of ``fen`` (default: as proposed) in the draft period ``into``.

    The computed line stays as it is. Refused for whoever filed the appeal.
    """
    found = _open_appeal(book, name, by, reason)
    said, target = found.said, book.period(into)
    check_draft(target)
    period = book.period(said.period)
    if target.period < period.period:
        raise Refused(
            Text(
                f"{into} 在 {said.period} 之前，不能承接它的调整",
                f"{into} lies before {said.period} and cannot take its adjustments",
            )
        )
    line = period.line(said.member, said.line)
    order = (f"，订单 {said.order}", f", order {said.order}") if said.order else ("", "")
    why = mask_note(reason.strip())
    return AppealDecided(
        appeal=name,
        reason=reason.strip(),
        into=into,
        adjustment=Adjustment(
            member=said.member,
            line=said.line,
            title=line.title if line else Text(said.line, said.line),
            fen=said.fen if fen is None else fen,
            cause="appeal",
            why=Text(
                f"{name}{order[0]}：{why}",
                f"{name}{order[1]}: {why}",
            ),
        ),
    )


def reject_appeal(book: Book, name: str, reason: str, by: str) -> AppealDecided:
    """Reject an appeal, with a reason. Refused for whoever filed it."""
    _open_appeal(book, name, by, reason)
    return AppealDecided(appeal=name, reason=reason.strip())


def appeal_of(book: Book, name: str) -> Appeal:
    """The appeal called ``name``. Raises ``UsageError`` if there is none."""
    if name not in book.appeals:
        raise UsageError(
            Text(
                f"没有申诉 {name}；现有：{'、'.join(book.appeals) or '无'}",
                f"there is no appeal {name}; there are: {', '.join(book.appeals) or 'none'}",
            )
        )
    return book.appeals[name]


def _open_appeal(book: Book, name: str, by: str, reason: str) -> Appeal:
    found = appeal_of(book, name)
    if found.decided is not None:
        raise Refused(
            Text(
                f"申诉 {name} 已由 {found.decided_by} 处理过；有新证据请另提一份",
                f"appeal {name} was decided by {found.decided_by}; new evidence makes a new appeal",
            )
        )
    if (
        same_person(by, found.by)
        or same_person(by, found.said.member)
        or same_person(by, book.name(found.said.member))
    ):
        raise Refused(
            Text(
                f"申诉 {name} 由 {found.by} 提交，不能由本人处理；请换一个人",
                f"appeal {name} was filed by {found.by}, who cannot decide it; somebody else has to",
            )
        )
    if not reason.strip():
        raise UsageError(Text("处理申诉要写明理由", "a decision needs its reason"))
    return found
