"""The states of a period: which step follows which, what each one means, and what comes next."""

from __future__ import annotations

from typing import NamedTuple

from twofour.ledger.book import PeriodBook
from twofour.ledger.facts import State
from twofour.problems import Refused
from twofour.text import Text, same


class Meaning(NamedTuple):
    """A state for people: its name, what it means, and the command that leads on."""

    title: Text
    means: Text
    next: str | None


STATES: dict[State, Meaning] = {
    "draft": Meaning(
        Text("草稿", "draft"),
        Text("可以挂接批次、调整、暂扣", "runs, adjustments and holds may be written"),
        "review",
    ),
    "reviewed": Meaning(
        Text("已复核", "reviewed"),
        Text("内容已核对，要改须先退回", "looked through; to change it, step back"),
        "approve",
    ),
    "approved": Meaning(
        Text("已审批", "approved"),
        Text("经办以外的人已同意", "somebody other than its authors agrees"),
        "lock",
    ),
    "locked": Meaning(
        Text("已锁定", "locked"),
        Text("金额已定，永不再改；差额只进下期调整", "the amounts are final; differences become adjustments"),
        "pay",
    ),
    "paid": Meaning(
        Text("已发放", "paid"),
        Text("应发的都已发出", "all that was payable has left"),
        None,
    ),
}
_VERBS = {"review": "复核", "approve": "审批", "lock": "锁定", "pay": "发放"}
# One step on, and one step back before the lock. Nothing leads back from locked or paid.
ONWARD: dict[State, State] = {"draft": "reviewed", "reviewed": "approved", "approved": "locked"}
BACK: dict[State, State] = {"reviewed": "draft", "approved": "reviewed"}


def next_act(period: PeriodBook) -> Text:
    """What comes next, in a word."""
    if period.state == "draft" and not period.runs:
        return Text("挂接批次", "attach a run")
    verb = STATES[period.state].next
    return Text("无", "nothing") if verb is None else Text(_VERBS[verb], verb)


def next_step(period: PeriodBook) -> Text:
    """What comes next, with the command for it."""
    act, command = next_act(period), _command(period)
    if command is None:
        return Text("无；此后的差额进下期调整", "nothing; later differences become adjustments")
    return Text(f"{act.zh}：{command.zh}", f"{act.en}: {command.en}")


def check_draft(period: PeriodBook) -> None:
    """Raise ``Refused`` unless the period may be written into."""
    if period.state == "draft":
        return
    title = STATES[period.state].title
    if period.state in BACK:
        raise Refused(
            Text(
                f"{period.key} {title.zh}，内容不能改；要改请先退回一步",
                f"{period.key} is {title.en}: its content is closed. To change it, step back first",
            ),
            same(f"twofour period reopen {period.key} --reason … --by …"),
        )
    raise Refused(
        Text(
            f"{period.key} {title.zh}，永不再改；差额请作为调整记入未锁定的账期",
            f"{period.key} is {title.en} and never changes again; post the difference as an adjustment in an "
            "open period",
        ),
        same(f"twofour period adjust {period.key} --into … --by …"),
    )


def check_step(period: PeriodBook, to: State) -> None:
    """Raise ``Refused`` unless ``to`` is the step that follows."""
    if ONWARD.get(period.state) == to:
        return
    here, there = STATES[period.state].title, STATES[to].title
    onward = next_act(period)
    raise Refused(
        Text(
            f"{period.key} 现在是「{here.zh}」，不能直接到「{there.zh}」。下一步：{onward.zh}",
            f"{period.key} is {here.en} and cannot become {there.en}. Next: {onward.en}",
        ),
        _command(period),
    )


def _command(period: PeriodBook) -> Text | None:
    """How one types what comes next; ``None`` for nothing."""
    verb = STATES[period.state].next
    if verb is None:
        return None
    command = f"attach {period.key} RUN" if not period.runs else f"{verb} {period.key}"
    return Text(f"twofour period {command} --by 姓名", f"twofour period {command} --by NAME")
