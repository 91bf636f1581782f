"""Whose figure it is: the options that name one agent, member, team or shop, and what it is called."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import polars as pl
import typer

from twofour.events.roster import roster
from twofour.explain.render_terminal import printable
from twofour.metrics import Question
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.calendar import day_number
from twofour.metrics.measure import SubjectKind
from twofour.problems import UsageError
from twofour.text import Text

Agent = Annotated[str | None, typer.Option("--agent", help="客服账号 / agent id", metavar="A")]
Member = Annotated[str | None, typer.Option("--member", help="员工 / member id", metavar="M")]
Team = Annotated[str | None, typer.Option("--team", help="团队 / team", metavar="T")]
Unmasked = Annotated[
    bool, typer.Option("--unmasked", help="手机号、地址等不打码 / show phones and addresses as written")
]

Subject = tuple[SubjectKind, str]


def subject_of(agent: str | None, member: str | None, team: str | None, shop: str) -> Subject:
    """The one subject named, the shop where none is. Raises ``UsageError`` where several are."""
    named: list[Subject] = []
    if agent is not None:
        named.append(("agent", agent))
    if member is not None:
        named.append(("member", member))
    if team is not None:
        named.append(("team", team))
    if len(named) > 1:
        raise UsageError(
            Text("--agent、--member、--team 只能写一个", "write only one of --agent, --member, --team")
        )
    return named[0] if named else ("shop", shop)


def subject_words(subject: Subject, staff: pl.DataFrame, question: Question) -> Text:
    """The subject's name beside its id where the staff rows know one: ``小美（presales-01）``."""
    kind, subject_id = subject
    if kind == "agent":
        names = AgentNames(staff)
        found = names.beside(question.shop_ids[0], subject_id, day_number(question.period.last))
    else:
        people = roster(staff, question.period) if kind == "member" else []
        name = next((m.name for m in people if m.member_id == subject_id), subject_id)
        plain = name == subject_id
        found = Text(
            subject_id if plain else f"{name}（{subject_id}）",
            subject_id if plain else f"{name} ({subject_id})",
        )
    return Text(printable(found.zh), printable(found.en))


def days_words(question: Question) -> Text:
    """``2026-06-01 – 2026-06-30``, and as of when the data is known."""
    period = question.period
    days = f"{period.start} – {period.last}"
    latest = max(question.as_of.values(), default=None)
    if latest is None:
        return Text(days, days)
    known = f"{datetime.fromtimestamp(latest, UTC).astimezone(ZoneInfo(question.rules.timezone)):%m-%d %H:%M}"
    return Text(f"{days}，数据截至 {known}", f"{days}, data as of {known}")
