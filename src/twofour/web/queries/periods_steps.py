"""The way of a period from imported data to paid people: which steps are done, whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.bridge import figures, lake, periods, periods_writing
from twofour.web.bridge.periods import PeriodBook, State
from twofour.web.models import Role
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import RIGHTS, Act, Actor


@dataclass(frozen=True)
class Step:
    """One step of the way. ``place``: done, now (the one to do next), beside (never blocks) or later."""

    name: str
    title: Text
    means: Text
    act: Act
    place: str
    may: bool
    turn: Text
    said: Text | None = None
    at: datetime | None = None
    by: str = ""


_ORDER: tuple[State, ...] = ("draft", "reviewed", "approved", "locked", "paid")
_WORDS = {
    "import": (
        Text("数据", "Data"),
        Text("这个月的聊天、订单、退款都导进来了吗", "Are the month's chats, orders and refunds all in?"),
        Act.IMPORT,
    ),
    "doctor": (
        Text("体检", "Check-up"),
        Text("先找出会把工资算错的数据问题", "Find what would make the pay wrong, before anybody is paid"),
        Act.PREPARE_PERIOD,
    ),
    "run": (
        Text("核算", "Draft run"),
        Text(
            "按已审批的方案给每个人算一遍，封存；锁定之前可以重算",
            "Pays everybody by the approved schemes and freezes it; until the lock it can be run again",
        ),
        Act.PREPARE_PERIOD,
    ),
    "questions": (
        Text("组长提问", "Leads' questions"),
        Text(
            "组长逐行看本组的工资单，有疑问就提；不卡流程，但复核时看得到",
            "Leads go through their team's lines and ask; this blocks nothing, but the reviewer sees it",
        ),
        Act.ASK_LINE,
    ),
    "review": (
        Text("复核", "Review"),
        Text("内容看过、问题答过，交给别人审批", "Looked through and answered; ready to be approved"),
        Act.PREPARE_PERIOD,
    ),
    "approve": (
        Text("审批", "Approve"),
        Text("由没有经手的人同意，经手人不能批自己的账", "Somebody who did not write into it agrees"),
        Act.APPROVE_PERIOD,
    ),
    "lock": (
        Text("锁定", "Lock"),
        Text(
            "金额从此不再改，之后的差额只进下一期", "The amounts are final; later differences go to the next"
        ),
        Act.PAY_PERIOD,
    ),
    "statements": (
        Text("工资单", "Statements"),
        Text(
            "锁定后每个客服能看到自己的工资单，可以申诉", "After the lock agents see their own and may appeal"
        ),
        Act.SEE_PAY,
    ),
    "pay": (
        Text("发放", "Pay"),
        Text("转账以后把凭证号记下来", "After the transfer, note its reference"),
        Act.PAY_PERIOD,
    ),
}
_REACHES: dict[str, State] = {"review": "reviewed", "approve": "approved", "lock": "locked", "pay": "paid"}


@dataclass(frozen=True)
class Facts:
    """What the steps before the ledger's own look at."""

    latest: date | None
    questions_open: int
    questions_all: int


def steps(actor: Actor, period: PeriodBook, facts: Facts) -> list[Step]:
    """The whole way of a period, as ``actor`` may walk it."""
    return [_step(name, actor, period, facts) for name in _WORDS]


def now(found: list[Step]) -> Step | None:
    """The step to do next; ``None`` once all is paid."""
    return next((one for one in found if one.place == "now"), None)


def due(actor: Actor) -> int:
    """In how many periods ``actor`` is the one to do the next step; a month that is over and not yet open
    counts for whoever opens it. A ledger that cannot be read is told on its own page.
    """
    try:
        book, coming = periods.book(actor.shop_id), periods.next_period(actor.shop_id)
    except TwoFourError:
        return 0
    nothing = Facts(None, 0, 0)
    found = [now(steps(actor, one, nothing)) for one in book.in_order if one.state != "paid"]
    mine = sum(step is not None and step.may for step in found)
    latest = figures.latest_day(actor.shop_id)
    over = coming is not None and latest is not None and coming.last <= latest
    return mine + int(over and actor.can(Act.PREPARE_PERIOD, team=EVERY))


def roles(act: Act) -> Text:
    """Who may, for people."""
    titles = [role.title for role in Role if role in RIGHTS[act]]
    return Text("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))


def stale(period: PeriodBook) -> bool:
    """Whether data came in after a run of the period was made."""
    return any(periods.run_of(one).lake.snapshot < lake.newest() for one in period.runs.values())


def _step(name: str, actor: Actor, period: PeriodBook, facts: Facts) -> Step:
    title, means, act = _WORDS[name]
    place = _place(name, period, facts)
    taken = _taken(name, period)
    may = actor.can(act, team=EVERY)
    turn = _turn(name, actor, period, act, may)
    return Step(
        name,
        title,
        means,
        act,
        place,
        may and not _own_words(name, actor, period),
        turn,
        _said(name, period, facts),
        taken[0] if taken else None,
        taken[1] if taken else "",
    )


def _place(name: str, period: PeriodBook, facts: Facts) -> str:
    at = _ORDER.index(period.state)
    if name == "import":
        whole = facts.latest is not None and facts.latest >= period.period.last
        return "done" if whole or at > 0 else "beside"
    if name == "doctor":
        return "done" if at > 0 else "beside"
    if name == "run":
        return "done" if period.runs else "now"
    if name == "questions":
        return "later" if not period.runs else "done" if at > 0 and not facts.questions_open else "beside"
    if name == "statements":
        return "done" if at >= _ORDER.index("locked") else "later"
    reached = _ORDER.index(_REACHES[name])
    if at >= reached:
        return "done"
    return "now" if at == reached - 1 and period.runs else "later"


def _taken(name: str, period: PeriodBook) -> tuple[datetime, str] | None:
    """When a step of the ledger was last done, and by whom."""
    state = _REACHES.get("lock" if name == "statements" else name)
    if state is None or _ORDER.index(period.state) < _ORDER.index(state):
        return None
    done = [step for step in period.steps if step.state == state]
    return (done[-1].at, done[-1].by) if done else None


def _own_words(name: str, actor: Actor, period: PeriodBook) -> bool:
    """Whether the actor would approve what they wrote themselves."""
    return name == "approve" and periods_writing.wrote(
        period.authors, actor.signature, actor.account.name, actor.account.username
    )


def _turn(name: str, actor: Actor, period: PeriodBook, act: Act, may: bool) -> Text:
    """What somebody else, or oneself, has to do now."""
    who = roles(act)
    if may and _own_words(name, actor, period):
        return Text(
            f"你经手过这一期，不能自己审批；请没有经手的{who.zh}来",
            f"You wrote into this period and cannot approve it; ask another: {who.en}",
        )
    return Text("轮到你", "Your turn") if may else Text(f"轮到：{who.zh}", f"Waiting for: {who.en}")


def _said(name: str, period: PeriodBook, facts: Facts) -> Text | None:
    if name == "import":
        if facts.latest is None:
            return Text("还没有数据", "no data yet")
        if facts.latest >= period.period.last:
            return Text(f"数据到 {facts.latest}，整月都有了", f"data up to {facts.latest}: the whole month")
        return Text(
            f"数据只到 {facts.latest}，本期最后一天是 {period.period.last}",
            f"data only up to {facts.latest}; the period ends on {period.period.last}",
        )
    if name == "run" and period.runs:
        count = sum(len(run.earned) for run in period.runs.values())
        titles = [run.scheme.title for run in period.runs.values()]
        return Text(
            f"{count} 人，方案：{'、'.join(one.zh for one in titles)}",
            f"{count} members, schemes: {', '.join(one.en for one in titles)}",
        )
    if name == "questions" and facts.questions_all:
        done = facts.questions_all - facts.questions_open
        return Text(
            f"{facts.questions_open} 个待回答，{done} 个已回答",
            f"{facts.questions_open} open, {done} answered",
        )
    return None
