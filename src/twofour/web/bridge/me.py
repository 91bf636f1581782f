"""What only the pages of a member ask: the inquiries that they lost, their figures day by day, the goals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import NamedTuple

from cachetools import LRUCache

from twofour.events.roster import Member
from twofour.events.rules import CountingRules
from twofour.explain import Node, Quantity
from twofour.metrics import Measure, SubjectKind, ask, quantity_of, summed
from twofour.metrics.calendar import as_date
from twofour.metrics.chat import masker
from twofour.metrics.losses import REASONS, REASONS_OF, losses
from twofour.pay import Payslip
from twofour.period import Period
from twofour.scheme import Scheme
from twofour.text import Text
from twofour.web.bridge import figures, lake, rules
from twofour.web.bridge.goals import Goal, goals_of
from twofour.web.bridge.kept import kept

__all__ = ["Judged", "Lost", "Measure", "Member", "judged", "lost", "quantity_of", "shared", "trend"]

_OUT_OF_HOURS = "out_of_hours"


@dataclass(frozen=True, slots=True)
class Lost:
    """An inquiry that did not become an order: whose, when, why as far as it shows, what was said."""

    day: date
    at: datetime
    customer: str
    reasons: tuple[Text, ...]
    asked: str
    answered: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A metric that a member's scheme judges: where it stands, and the scheme's goal (``None``: no more).
    ``kind`` and ``subject``: whose figure it is, the member's own, the team's or the shop's.
    """

    metric: str
    title: Text
    now: Quantity | None
    goal: Goal | None
    kept: bool | None
    kind: SubjectKind
    subject: str


class Trend(NamedTuple):
    """What a run of days shows, in order of days."""

    title: Text
    days: list[Measure]


def lost(shop_id: str, member: str, period: Period, scheme: Scheme | None = None) -> list[Lost]:
    """The member's lost inquiries of a period, latest first; words are masked. Counted as ``scheme`` does,
    else by the shop's rules.
    """
    counting = rules.of(shop_id) if scheme is None else scheme.rules
    return _lost(str(lake.data()), lake.newest(), shop_id, counting, member, period.start, period.stop)


def trend(shop_id: str, judged: Judged, month: Period, scheme: Scheme) -> Trend:
    """A judged metric day by day; days without a fact are absent. What adds up over days is given as
    the sum so far, because the month's goal is for the whole.
    """
    entry = figures.book()[judged.metric]
    title = entry.title if judged.kind == "member" else judged.title
    ways = (scheme.rules, scheme.measures_from)
    days = figures.daily(shop_id, month, judged.kind, ways).get((judged.subject, judged.metric), [])
    if entry.combine != "add" or not days:
        return Trend(title, days)
    *_, scale = summed(days)
    alike = [one.at_scale(scale) for one in days]
    sums = accumulate(one.numerator for one in alike)
    so_far = [replace(one, numerator=total) for one, total in zip(alike, sums, strict=True)]
    return Trend(Text(f"{title.zh}（累计）", f"{title.en}, so far"), so_far)


def judged(payslip: Payslip, day: date) -> list[Judged]:
    """The metrics that a scorecard judges, items first, each once, with the scheme's goal for each."""
    wanted = goals_of(payslip.member, day)
    found: dict[str, Judged] = {}
    rows = [(one.metric, one.title, one.node, None) for one in payslip.scorecard.items]
    rows += [(one.metric, one.title, one.node, one.kept) for one in payslip.scorecard.duties]
    for metric, title, node, kept_ in rows:
        kind, subject, now = _figure(node, metric, payslip.member.member_id)
        found.setdefault(metric, Judged(metric, title, now, wanted.get(metric), kept_, kind, subject))
    return list(found.values())


def shared(
    shop_id: str, members: list[str], metrics: list[str], month: Period
) -> dict[str, list[tuple[Text, Quantity]]]:
    """What a team agreed to show of each other: metric titles and figures by member id; never pay."""
    book = figures.book()
    found = figures.figures(shop_id, month, "member")
    return {
        member: [
            (book[metric].title, quantity_of(measure))
            for metric in metrics
            if metric in book and (measure := found.get((member, metric)))
        ]
        for member in members
    }


def _figure(node: Node, metric: str, member: str) -> tuple[SubjectKind, str, Quantity | None]:
    """The figure that ``node`` judges and whose it is: the member's own if it is there, else a team's."""
    start = f"measure:{metric}@"
    found: dict[str, Node] = {}
    for one in node.walk():  # the quotient comes before its numerator and denominator
        if (one.source or "").startswith(start):
            found.setdefault((one.source or "").removeprefix(start), one)
    kinds: tuple[SubjectKind, ...] = ("team", "shop")
    for kind in kinds:
        for source, one in found.items():
            # A figure of another month is named ``subject/month``.
            subject = source.removeprefix(f"{kind}:")
            if f"member:{member}" not in found and subject != source and "/" not in subject:
                return kind, subject, one.quantity
    own = found.get(f"member:{member}")
    return "member", member, None if own is None else own.quantity


@kept(LRUCache(512))
def _lost(
    folder: str, number: int, shop_id: str, counting: CountingRules, member: str, start: date, stop: date
) -> list[Lost]:
    question = ask(lake.snapshot(), [shop_id], counting, Period(start, stop))
    staff = question.snapshot.scan("staff", shop_ids=[shop_id]).collect()
    rows = list(losses(question, staff, "inquiry", ("member", member)).rows.iter_rows(named=True))
    said = [words["text"] for row in rows for words in (row["customer_first"], row["agent_last"]) if words]
    hide = masker(question.snapshot, [shop_id], [text for text in said if text])
    reasons = [name for name in REASONS_OF["inquiry"] if name != _OUT_OF_HOURS or counting.service_hours]
    found = [
        Lost(
            as_date(row["day"]),
            datetime.fromtimestamp(row["first_asked"], UTC),
            row["customer_id"],
            tuple(REASONS[name] for name in reasons if row[name]),
            *(hide((row[who] or {}).get("text") or "") for who in ("customer_first", "agent_last")),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
