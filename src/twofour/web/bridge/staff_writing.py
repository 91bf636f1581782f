"""What a change of staff writes: rows of the staff table as one import, which can be taken back like any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

import polars as pl

from twofour.events.lake import Lake
from twofour.events.tables import TABLES
from twofour.problems import Refused
from twofour.sources import new_import_id
from twofour.text import Text
from twofour.web.bridge import lake
from twofour.web.bridge.staff import Person, StaffRow, people

__all__ = ["bound", "changed", "commit", "new_import_id", "with_end"]

SOURCE = "web"


def bound(agent_id: str, since: date, details: StaffRow) -> list[StaffRow]:
    """The row by which an agent id belongs to somebody from a day on; ``details`` say who that is."""
    return [replace(details, agent_id=agent_id, valid_from=since, valid_to=None, left_on=None)]


def changed(
    shop_id: str,
    person: Person,
    since: date,
    *,
    team: str | None,
    role: str | None,
    grade: str | None,
    base_wage: int | None,
) -> list[StaffRow]:
    """New rows, one per agent id that the person owns on ``since`` or later. Raises ``Refused`` where a
    later change stands already, or the person owns no agent id then.
    """
    _check_latest(person, since)
    leads = {one.member.team: one.member.member_id for one in people(shop_id) if one.member.role == "lead"}
    lead = person.member.lead_member_id if team == person.member.team else leads.get(team)
    own: dict[str, StaffRow] = {}
    for row in person.rows:
        if row.lasts(since):
            own.setdefault(row.agent_id, row)
    if not own:
        raise Refused(
            Text(
                f"{person.member.name} 在 {since} 已没有客服账号；先绑定一个账号",
                f"{person.member.name} owns no agent id on {since}; bind one first",
            )
        )
    return [
        replace(
            row,
            name=person.member.name,
            team=team,
            role=role,
            grade=grade,
            base_wage=base_wage,
            hired_on=person.member.hired_on,
            lead_member_id=None if lead == row.member_id else lead,
            valid_from=since,
        )
        for row in own.values()
    ]


def with_end(person: Person, last_day: date) -> list[StaffRow]:
    """The person's rows once their last day is ``last_day``. Raises ``Refused`` where a row begins later."""
    _check_latest(person, last_day)
    return [replace(row, left_on=last_day, valid_to=last_day) for row in person.rows if row.lasts(last_day)]


def commit(import_id: str, rows: Sequence[StaffRow]) -> None:
    """Write the rows as one import of that id. Raises ``Refused`` when the lake cannot be written."""
    frame = pl.DataFrame([asdict(row) for row in rows], schema=TABLES["staff"].schema, orient="row")
    Lake.open(lake.data()).commit({"staff": frame}, source={"import": import_id, "files": [SOURCE]})


def _check_latest(person: Person, day: date) -> None:
    if person.since is not None and person.since > day:
        raise Refused(
            Text(
                f"{person.member.name} 从 {person.since} 起已有别的变动；日期不能早于那天，"
                "或先在导入记录里撤销那次变动",
                f"{person.member.name} has another change from {person.since} on; choose no earlier day, or "
                "take that change back first, under Imports",
            )
        )
