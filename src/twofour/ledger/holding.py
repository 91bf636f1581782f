"""Holds, releases and advances: money that waits, and money that went ahead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from twofour.ledger.book import Book, Hold, PeriodBook
from twofour.ledger.facts import AdvancePaid, Held, HoldOn, Release, Released
from twofour.ledger.people import person, same_person
from twofour.ledger.settling import settlements
from twofour.ledger.states import check_draft
from twofour.money import format_fen, multiply, round_fen, yuan_of
from twofour.period import Period
from twofour.problems import Refused, UsageError
from twofour.text import Text, same


def hold(
    book: Book,
    key: str,
    line: str,
    until: date,
    reason: str,
    *,
    fen: int | None = None,
    share: Decimal | None = None,
    members: Collection[str] = (),
) -> Held:
    """Hold ``fen`` of a line, or ``share`` of it (0.3 is 30 %, rounded to fen), until a day.

    Of ``members``, or of everybody who has the line with something on it. Refused where a member's line, or
    what they have left to be paid, does not bear it.
    """
    period = book.period(key)
    check_draft(period)
    if (fen is None) == (share is None):
        raise UsageError(Text("金额和比例写一个，也只写一个", "give an amount or a share, and only one"))
    chosen = [one.member for one in period.people if not members or one.member in members]
    for member in members:
        if period.line(member, line) is None:
            raise unknown_line(book, period, member, line)
    payable = settlements(book)[key]
    found: list[HoldOn] = []
    for member in chosen:
        earned = period.line(member, line)
        if earned is None or (earned.fen <= 0 and not members):
            continue
        wanted = fen if fen is not None else round_fen(multiply(yuan_of(earned.fen), share or Decimal(0)))
        if wanted <= 0 and not members:
            continue
        already = sum(one.fen for one in book.holds_in(key) if (one.member, one.line) == (member, line))
        most = min(earned.fen - already, payable[member].payable)
        if not 0 < wanted <= most:
            raise _too_much(book.name(member), line, wanted, max(most, 0))
        number = len(book.holds) + len(found) + 1
        found.append(HoldOn(hold=f"H{number}", member=member, line=line, fen=wanted))
    if not found:
        raise Refused(
            Text(f"{key} 没有人的 {line} 有钱可暂扣", f"nobody has anything on {line} in {key} to hold")
        )
    return Held(period=key, until=until, reason=reason, holds=tuple(found))


def release(book: Book, into: str, holds: Collection[str] = (), reason: str | None = None) -> Released:
    """Pay out the named holds in the draft period ``into``; without names, all that have run out by its end.

    A hold whose day lies behind the period's last day is released only by name and with a reason.
    """
    period = book.period(into)
    check_draft(period)
    waiting = {name: one for name, one in book.holds.items() if one.released_in is None}
    for name in holds:
        if name not in waiting:
            raise UsageError(
                Text(
                    f"没有未释放的暂扣 {name}；现有：{'、'.join(waiting) or '无'}",
                    f"there is no hold {name} to release; there are: {', '.join(waiting) or 'none'}",
                )
            )
    chosen = [waiting[name] for name in holds] if holds else _due(waiting.values(), period)
    if not chosen:
        raise Refused(
            Text(f"截至 {period.period.last} 没有到期的暂扣", f"no hold has run out by {period.period.last}")
        )
    for one in chosen:
        if one.until > period.period.last and not reason:
            raise Refused(
                Text(
                    f"暂扣 {one.hold} 到 {one.until} 才到期；提前释放请写明原因",
                    f"hold {one.hold} lasts until {one.until}; to release it early say why",
                ),
                same(f"twofour ledger release --into {into} --hold {one.hold} --reason … --by …"),
            )
        if one.period != into and book.period(one.period).period > period.period:
            raise Refused(
                Text(
                    f"暂扣 {one.hold} 属于 {one.period}，不能在更早的 {into} 释放",
                    f"hold {one.hold} belongs to {one.period} and cannot be released in {into} before it",
                )
            )
    return Released(
        into=into,
        reason=reason,
        releases=tuple(
            Release(hold=one.hold, member=one.member, line=one.line, fen=one.fen) for one in chosen
        ),
    )


def advance(
    book: Book,
    member: str,
    fen: int,
    instalment: int,
    since: Period,
    reason: str,
    *,
    by: str,
    approved_by: str,
    name: str | None = None,
) -> AdvancePaid:
    """Money paid ahead of the work, on the word of two people; taken back by ``instalment`` a period."""
    approver = person(approved_by)
    if same_person(by, approver):
        raise Refused(
            Text(
                f"预支要两个人：经办和审批都是 {by}；请换一个人审批",
                f"an advance takes two people: {by} cannot both write and approve it",
            )
        )
    if not 0 < instalment <= fen:
        raise UsageError(
            Text(
                f"每期扣回 {format_fen(instalment)} 元，应大于 0 且不超过预支的 {format_fen(fen)} 元",
                f"an instalment of {format_fen(instalment)} yuan must be above 0 and at most the advance, "
                f"{format_fen(fen)}",
            )
        )
    for period in book.in_order:
        if period.settled is not None and since.start <= period.period.start:
            raise Refused(
                Text(
                    f"{period.key} 已锁定，不能从 {since} 起扣回；请从之后的账期起",
                    f"{period.key} is locked, so nothing can be taken back from {since} on; "
                    "begin with a later period",
                )
            )
    if member not in book.names and name is None:
        raise UsageError(
            Text(
                f"账本里没有员工 {member}；新员工请写明姓名",
                f"the ledger knows no member {member}; for a new one give the name",
            ),
            same("--name …"),
        )
    return AdvancePaid(
        advance=f"V{len(book.advances) + 1}",
        member=member,
        name=name or book.name(member),
        fen=fen,
        instalment=instalment,
        since=str(since),
        approved_by=approver,
        reason=reason,
    )


def unknown_line(book: Book, period: PeriodBook, member: str, line: str) -> UsageError:
    """There is no such line; says which there are."""
    lines = [f"{one.line}（{one.title.zh}）" for one in period.earned(member)]
    english = [f"{one.line} ({one.title.en})" for one in period.earned(member)]
    if not lines:
        people = [f"{one.name} ({one.member})" for one in period.people][:8]
        return UsageError(
            Text(
                f"{period.key} 没有员工 {member} 的工资；有：{'、'.join(people) or '无'}",
                f"{period.key} has no pay of {member}; it has: {', '.join(people) or 'nobody'}",
            )
        )
    return UsageError(
        Text(
            f"{book.name(member)} 在 {period.key} 没有 {line} 这一行；有：{'、'.join(lines)}",
            f"{book.name(member)} has no line {line} in {period.key}; there are: {', '.join(english)}",
        )
    )


def _due(waiting: Collection[Hold], period: PeriodBook) -> list[Hold]:
    return [one for one in waiting if one.until <= period.period.last and one.period != period.key]


def _too_much(name: str, line: str, wanted: int, most: int) -> Refused:
    return Refused(
        Text(
            f"{name} 的 {line} 不能暂扣 {format_fen(wanted)} 元：最多可暂扣 {format_fen(most)} 元",
            f"{format_fen(wanted)} yuan of {name}'s {line} cannot be held: at most {format_fen(most)}",
        )
    )
