"""Closing a period: open, attach runs, review, approve, lock, pay; each checked before it is written."""

from __future__ import annotations

from collections.abc import Collection

from twofour.ledger.book import Book, PeriodBook
from twofour.ledger.facts import (
    EarnedBy,
    EarnedLine,
    Paid,
    Payment,
    PeriodOpened,
    RunAttached,
    SchemeRef,
    State,
    StateChanged,
)
from twofour.ledger.people import same_person
from twofour.ledger.settling import settlements
from twofour.ledger.states import BACK, STATES, check_draft, check_step
from twofour.period import Period
from twofour.problems import Refused, UsageError
from twofour.scheme.scheme import CARRIED
from twofour.statements import Run
from twofour.text import Text, same


def open_period(book: Book, period: Period) -> PeriodOpened:
    """Begin a period. Refused if its days are taken, or lie before a locked period."""
    for other in book.in_order:
        if other.period.start < period.stop and period.start < other.period.stop:
            raise Refused(
                Text(
                    f"{period} 与已开账的 {other.key} 有重叠的日子；同一天只能算一次工资",
                    f"{period} shares days with {other.key}, which is open already; a day is paid once",
                )
            )
        if other.settled is not None and period.start < other.period.start:
            raise Refused(
                Text(
                    f"{other.key} 已锁定，不能再开它之前的 {period}；差额请记入之后的账期",
                    f"{other.key} is locked, so {period} before it can no longer be opened; "
                    "post differences in a later period",
                )
            )
    return PeriodOpened(period=str(period), start=period.start, stop=period.stop)


def attach(book: Book, key: str, run: Run, run_id: str, digest: str) -> RunAttached:
    """Give a draft period the lines of a run. A run of the same scheme takes the place of the earlier one.

    Refused for a run of another shop or period, and if it pays somebody whom a run of another scheme pays.
    """
    period = book.period(key)
    check_draft(period)
    if run.period != period.period or book.shop_id not in run.shops:
        raise Refused(
            Text(
                f"批次 {run_id} 核算的是店铺 {'、'.join(run.shops)} 的 {run.period}，"
                f"不是 {book.shop_id} 的 {key}",
                f"run {run_id} pays {run.period} of shop {', '.join(run.shops)}, not {key} of {book.shop_id}",
            )
        )
    for payslip in run.payslips:
        member = payslip.member
        if any(line.id == CARRIED for line in payslip.lines):
            raise Refused(
                Text(
                    f"批次 {run_id} 已含 {member.name} 的往期结转，账本会再结转一次；请不带结转重新核算",
                    f"run {run_id} holds what {member.name} carried over, which the ledger carries itself; "
                    "run the period again without it",
                )
            )
        for id, other in period.runs.items():
            if id != run.scheme.id and member.member_id in other.earned:
                raise _twice(member.name, run.scheme.id, id, period)
    for posted in _tied(book, key, run):
        raise posted
    return RunAttached(
        period=key,
        run=run_id,
        digest=digest,
        scheme=SchemeRef(id=run.scheme.id, title=run.scheme.title, digest=run.scheme.digest),
        earned=tuple(
            EarnedBy(
                member=slip.member.member_id,
                name=slip.member.name,
                team=slip.member.team,
                lines=tuple(EarnedLine(line=one.id, title=one.title, fen=one.fen) for one in slip.lines),
            )
            for slip in run.payslips
        ),
    )


def move(book: Book, key: str, to: State, by: str, approved: Collection[str] = ()) -> StateChanged:
    """One step on. ``approved`` are the digests of the schemes that the registry has approved.

    The approver is none of the period's authors; a period is locked after all before it, and locking
    settles every member for good.
    """
    period = book.period(key)
    check_step(period, to)
    if to == "reviewed" and not period.runs:
        raise Refused(
            Text(
                f"{key} 还没有核算批次，没有可复核的内容；请先核算",
                f"{key} has no run yet: nothing to review. Run it first",
            ),
            same(f"twofour period attach {key} RUN --by …"),
        )
    if to == "approved":
        _check_approver(period, by)
        _check_schemes(period, approved)
    if to != "locked":
        return StateChanged(period=key, state=to)
    _check_before(book, period)
    return StateChanged(period=key, state=to, settled=settlements(book)[key])


def step_back(book: Book, key: str, reason: str) -> StateChanged:
    """One step back, with a reason. Refused from the lock on."""
    period = book.period(key)
    if period.state not in BACK:
        if period.state == "draft":
            raise Refused(
                Text(f"{key} 本来就是草稿，无需退回", f"{key} is a draft already; there is no step back")
            )
        check_draft(period)
    return StateChanged(period=key, state=BACK[period.state], reason=_said(reason))


def pay_out(book: Book, key: str, reference: str, members: Collection[str] = ()) -> Paid:
    """Pay what a locked period still owes: to everybody, or to ``members`` alone."""
    period = book.period(key)
    if period.settled is None or period.state == "paid":
        title = STATES[period.state].title
        right = (
            Text("应发的都已发出", "all that was payable has left")
            if period.state == "paid"
            else Text("锁定以后才能发放", "it can be paid once it is locked")
        )
        raise Refused(Text(f"{key} {title.zh}：{right.zh}", f"{key} is {title.en}: {right.en}"))
    due = unpaid(period)
    for member in members:
        if member not in due:
            raise UsageError(
                Text(
                    f"{key} 没有欠发 {member} 的工资", f"{key} owes nothing to {member} that is not yet paid"
                )
            )
    chosen = {member: fen for member, fen in due.items() if not members or member in members}
    payments = tuple(Payment(member=member, fen=fen) for member, fen in chosen.items())
    return Paid(period=key, reference=_said(reference), payments=payments)


def unpaid(period: PeriodBook) -> dict[str, int]:
    """Fen that a locked period still owes, by member; nobody with nothing."""
    due = {member: one.payable - period.paid.get(member, 0) for member, one in (period.settled or {}).items()}
    return {member: fen for member, fen in due.items() if fen}


def _twice(name: str, one: str, other: str, period: PeriodBook) -> Refused:
    return Refused(
        Text(
            f"{name} 在 {period.period.start} 至 {period.period.last} 同时被方案 {one} 和 {other} 算了工资；"
            "请改其中一个方案的 applies_to 或有效期，重新核算",
            f"{name} is paid by scheme {one} and by scheme {other} from {period.period.start} to "
            f"{period.period.last}; change applies_to or the days of one of them and run it again",
        )
    )


def _tied(book: Book, key: str, run: Run) -> list[Refused]:
    """Holds that the new run's lines would no longer bear."""
    others = {id for id, one in book.period(key).runs.items() if id != run.scheme.id}
    elsewhere = {member for id in others for member in book.period(key).runs[id].earned}
    lines = {(slip.member.member_id, line.id): line.fen for slip in run.payslips for line in slip.lines}
    held: dict[tuple[str, str], int] = {}
    for hold in book.holds_in(key):
        if hold.member not in elsewhere:
            place = (hold.member, hold.line)
            held[place] = held.get(place, 0) + hold.fen
    return [
        Refused(
            Text(
                f"{book.name(member)} 的 {line} 已暂扣，新批次里这一行不够扣；请先释放暂扣再换批次",
                f"{line} of {book.name(member)} has a hold that the new run's line does not bear; "
                "release it before changing the run",
            )
        )
        for (member, line), fen in held.items()
        if lines.get((member, line), 0) < fen
    ]


def _check_approver(period: PeriodBook, by: str) -> None:
    if any(same_person(by, author) for author in period.authors):
        authors = "、".join(period.authors)
        raise Refused(
            Text(
                f"{by} 是 {period.key} 的经办人，不能审批自己经手的账。经办人：{authors}；请换一个人审批",
                f"{by} wrote into {period.key} and cannot approve it. Its authors: "
                f"{authors.replace('、', ', ')}; somebody else has to approve",
            )
        )


def _check_schemes(period: PeriodBook, approved: Collection[str]) -> None:
    for run in period.runs.values():
        if run.scheme.digest not in approved:
            raise Refused(
                Text(
                    f"批次 {run.run} 所用的方案 {run.scheme.id}（指纹 {run.scheme.digest[:8]}）还没有审批；"
                    "请先审批这个方案",
                    f"the scheme {run.scheme.id} (digest {run.scheme.digest[:8]}) of run {run.run} is not "
                    "approved; approve that scheme first",
                ),
                same("twofour scheme approve FILE --by …"),
            )


def _check_before(book: Book, period: PeriodBook) -> None:
    for other in book.in_order:
        if other.period < period.period and other.settled is None:
            raise Refused(
                Text(
                    f"{other.key} 还没有锁定，它的结转会影响 {period.key}；请先锁定 {other.key}",
                    f"{other.key} is not locked yet, and what it carries over decides {period.key}; "
                    f"lock {other.key} first",
                )
            )


def _said(words: str) -> str:
    if not words.strip():
        raise UsageError(Text("请写明原因或凭证，不能为空", "say why, or by which transfer; it is empty"))
    return words.strip()
