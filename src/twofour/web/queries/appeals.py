"""Appeals as the pages list them: where each stands, and how near its day is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from twofour.text import Text
from twofour.web.bridge import figures, periods
from twofour.web.bridge.appeals import Appeal
from twofour.web.permissions import Act, Actor

APPEAL_DAYS = 7
"""How many days a shop has to decide an appeal, unless the person who files it gives more."""
_SOON_DAYS = 2


@dataclass(frozen=True)
class Row:
    """An appeal with what its line is called and how its deadline stands: ``late``, ``soon``, or neither."""

    appeal: Appeal
    name: str
    title: Text
    line_fen: int
    urgency: str

    @property
    def state(self) -> str:
        """``open``, ``approved`` or ``rejected``."""
        decided = self.appeal.decided
        if decided is None:
            return "open"
        return "rejected" if decided.adjustment is None else "approved"


def due_day(shop_id: str) -> date:
    """The day by which an appeal that is filed now is decided."""
    return today(shop_id) + timedelta(days=APPEAL_DAYS)


def today(shop_id: str) -> date:
    """The day that deadlines are measured by: the data's latest; without data there is nothing to measure."""
    return figures.latest_day(shop_id) or date.min


def rows(actor: Actor) -> list[Row]:
    """Every appeal that the actor may see: open ones by their day, then decided ones, latest first."""
    known, day = periods.book(actor.shop_id).appeals.values(), today(actor.shop_id)
    found = [row(actor.shop_id, one, day) for one in known if may_see(actor, one)]
    waiting = sorted((one for one in found if one.state == "open"), key=lambda one: one.appeal.said.due)
    done = [one for one in reversed(found) if one.state != "open"]
    return [*waiting, *done]


def may_see(actor: Actor, appeal: Appeal) -> bool:
    """Whether an appeal is the actor's business."""
    member = appeal.said.member
    team = periods.book(actor.shop_id).names.get(member, (member, None))[1]
    return actor.can(Act.SEE_APPEALS, team=team, member=member)


def row(shop_id: str, appeal: Appeal, day: date) -> Row:
    """One appeal as the pages show it on ``day``."""
    book = periods.book(shop_id)
    said = appeal.said
    line = book.period(said.period).line(said.member, said.line)
    left = (said.due - day).days
    urgency = "" if appeal.decided else "late" if left < 0 else "soon" if left <= _SOON_DAYS else ""
    title = line.title if line else Text(said.line, said.line)
    return Row(appeal, book.name(said.member), title, line.fen if line else 0, urgency)


def of_line(shop_id: str, key: str, member: str, line: str) -> list[Row]:
    """The appeals against one line, in the order filed."""
    found, day = periods.book(shop_id).appeals.values(), today(shop_id)
    place = (key, member, line)
    return [
        row(shop_id, one, day) for one in found if (one.said.period, one.said.member, one.said.line) == place
    ]


def into(shop_id: str, key: str) -> list[str]:
    """The draft periods that can take an adjustment of ``key``, earliest first."""
    book = periods.book(shop_id)
    start = book.period(key).period
    return [one.key for one in book.in_order if one.state == "draft" and one.period >= start]
