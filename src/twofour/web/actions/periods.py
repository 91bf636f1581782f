"""A period's way: open, run, review, approve, lock, pay, one step back; each leaves an audit entry."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from twofour.money import format_fen
from twofour.period import parse_period
from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import periods, periods_recompute, periods_schemes, periods_writing
from twofour.web.bridge.periods import Book, State
from twofour.web.jobs import Tell, ask, work
from twofour.web.models import Job
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor, actor_of

_ACTS: dict[State, Act] = {
    "reviewed": Act.PREPARE_PERIOD,
    "approved": Act.APPROVE_PERIOD,
    "locked": Act.PAY_PERIOD,
}
_NAMES: dict[State, str] = {
    "reviewed": "review_period",
    "approved": "approve_period",
    "locked": "lock_period",
}


def open_period(*, actor: Actor, key: str) -> str:
    """Begin a period as a draft; gives its key."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    period = parse_period(key)
    with transaction.atomic():
        record(actor.account, "open_period", str(period), shop_id=actor.shop_id, after={"state": "draft"})
        periods_writing.open_period(actor.shop_id, actor.signature, period)
    return str(period)


def ask_run(*, actor: Actor, key: str) -> Job:
    """Ask for a draft run of every approved scheme that pays somebody in the period."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    _check_draft(actor.shop_id, key)
    schemes = _schemes(actor.shop_id, key)
    with transaction.atomic():
        record(
            actor.account,
            "ask_run",
            key,
            shop_id=actor.shop_id,
            after={"schemes": [one.version.said.scheme for one in schemes]},
        )
        return ask(actor.account, "run", actor.shop_id, {"period": key})


@work("run")
def run(job: Job, tell: Tell) -> dict[str, Any]:
    """The work that ``ask_run`` asks for."""
    key = job.wanted["period"]
    attach_runs(actor=_asker(job), key=key, tell=tell)
    return {"url": reverse("periods-show", kwargs={"shop": job.shop_id, "period": key})}


def attach_runs(*, actor: Actor, key: str, tell: Tell) -> None:
    """Run every scheme and attach what comes of it; what is attached already is left as it is."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    shop_id = actor.shop_id
    period = _check_draft(shop_id, key).period
    schemes = _schemes(shop_id, key)
    for at, one in enumerate(schemes):
        found = periods_writing.compute(shop_id, one.version, period, _share(tell, at, len(schemes)))
        known = periods.book(shop_id).period(key).runs.get(found.run.scheme.id)
        if known is not None and known.digest == found.digest:
            continue
        with transaction.atomic():
            record(
                actor.account,
                "attach_run",
                key,
                shop_id=shop_id,
                before=known and {"run": known.run, "digest": known.digest},
                after={"run": found.id, "digest": found.digest},
            )
            periods_writing.attach(shop_id, actor.signature, key, found)


def move(*, actor: Actor, key: str, to: State, seen: str) -> None:
    """One step on: review, approve or lock. ``seen`` is the head of the ledger that the page showed."""
    actor.check(_ACTS[to], team=EVERY)
    period = periods.book(actor.shop_id).period(key)
    if to == "approved":
        _check_not_own(actor, period.authors)
    with transaction.atomic():
        record(
            actor.account,
            _NAMES[to],
            key,
            shop_id=actor.shop_id,
            before={"state": period.state},
            after={"state": to, "payable_fen": _payable(actor.shop_id, key), "ledger": seen},
        )
        periods_writing.move(actor.shop_id, actor.signature, key, to, seen)


def step_back(*, actor: Actor, key: str, why: str) -> None:
    """One step back, with a reason; not once it is locked."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    period = periods.book(actor.shop_id).period(key)
    with transaction.atomic():
        record(
            actor.account,
            "step_period_back",
            key,
            shop_id=actor.shop_id,
            before={"state": period.state},
            why=why,
        )
        periods_writing.step_back(actor.shop_id, actor.signature, key, why)


def pay(*, actor: Actor, key: str, reference: str, members: list[str]) -> int:
    """Record that a locked period was paid, to everybody or to some; gives the fen that left."""
    actor.check(Act.PAY_PERIOD, team=EVERY)
    due = {one.member: one.payable for one in periods.rows(actor.shop_id, key) if one.payable}
    paid = {member: fen for member, fen in due.items() if not members or member in members}
    with transaction.atomic():
        record(
            actor.account,
            "pay_period",
            key,
            shop_id=actor.shop_id,
            after={"reference": reference, "paid_fen": paid},
        )
        book = periods_writing.pay_out(actor.shop_id, actor.signature, key, reference, members)
    return sum(one.fen for one in book.period(key).payments[-1][2].payments)


def ask_recompute(*, actor: Actor, key: str, into: str) -> Job:
    """Ask for a closed period to be computed again on the newest data, its differences posted in a draft."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    periods_recompute.check_adjustable(periods.book(actor.shop_id), key, into)
    with transaction.atomic():
        record(actor.account, "ask_recompute", key, shop_id=actor.shop_id, after={"into": into})
        return ask(actor.account, "recompute", actor.shop_id, {"period": key, "into": into})


@work("recompute")
def recompute(job: Job, tell: Tell) -> dict[str, Any]:
    """Compute a closed period again and post what differs. Doing it twice posts nothing the second time."""
    key, into, actor = job.wanted["period"], job.wanted["into"], _asker(job)
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    book: Book = periods.book(job.shop_id)
    for found in periods_recompute.again(job.shop_id, book, key, tell):
        if not found.adjustments:
            continue
        run = periods_recompute.keep(job.shop_id, found)
        fen = sum(one.fen for one in found.adjustments)
        with transaction.atomic():
            record(
                job.account,
                "adjust_period",
                key,
                shop_id=job.shop_id,
                after={"into": into, "run": run, "lines": len(found.adjustments), "yuan": format_fen(fen)},
            )
            book = periods_writing.adjust(
                job.shop_id, actor.signature, key, into, run, found.adjustments, book.head
            )
    return {"url": reverse("periods-show", kwargs={"shop": job.shop_id, "period": into})}


def _asker(job: Job) -> Actor:
    """Whoever asked for the work, with the rights that they have now."""
    actor = actor_of(job.account, job.shop_id)
    if actor is None:
        raise Refused(
            Text("发起人已没有这家店的权限", "whoever asked for this has no rights in the shop any more")
        )
    return actor


def _check_draft(shop_id: str, key: str) -> periods.PeriodBook:
    period = periods.book(shop_id).period(key)
    if period.state != "draft":
        title = periods.meaning(period.state).title
        raise Refused(
            Text(
                f"{key} 已是「{title.zh}」，要重算请先退回草稿",
                f"{key} is {title.en}; to run it again first step back to the draft",
            )
        )
    return period


def _schemes(shop_id: str, key: str) -> list[periods_schemes.InForce]:
    """The schemes that pay the whole period. Refused where there are none, or one begins or ends within."""
    period = periods.book(shop_id).period(key).period
    found = periods_schemes.in_force(shop_id, period)
    if not found:
        raise Refused(
            Text(
                f"{key} 没有已审批、生效的方案；请先在「方案」页审批一个",
                f"no approved scheme is in force in {key}; approve one on the page of schemes first",
            )
        )
    for one in found:
        if not one.whole:
            raise Refused(
                Text(
                    f"方案「{one.title.zh}」只在 {one.days.start} 至 {one.days.last} 有效，"
                    f"没有覆盖整个 {key}；请让方案从期初生效",
                    f"the scheme {one.title.en} is in force from {one.days.start} to {one.days.last} only, "
                    f"not in all of {key}; let it begin with the period",
                )
            )
    return found


def _check_not_own(actor: Actor, authors: list[str]) -> None:
    if periods_writing.wrote(authors, actor.signature, actor.account.name, actor.account.username):
        raise Refused(
            Text(
                f"这一期你经手过（经手人：{'、'.join(authors)}），不能自己审批；请换一个人",
                f"You wrote into this period (by: {', '.join(authors)}) and cannot approve it; ask another",
            )
        )


def _payable(shop_id: str, key: str) -> int:
    return sum(one.settlement.payable for one in periods.rows(shop_id, key))


def _share(tell: Tell, at: int, of: int) -> Tell:
    """The progress of one scheme of several."""
    return lambda done, total: tell(at * total + done, of * total)
