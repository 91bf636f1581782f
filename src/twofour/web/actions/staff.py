"""Changing who works in a shop: each change an import of its own, audited, undone like any import."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import figures, staff, staff_writing
from twofour.web.bridge.staff import Member, Person, StaffRow
from twofour.web.models import Sharing
from twofour.web.permissions import Act, Actor

_SAID = ("team", "role", "grade", "base_wage")


def bind(*, actor: Actor, agent_id: str, since: date, member: Person | None, details: StaffRow) -> None:
    """An agent id that nobody owned belongs to a member from a day on; ``details`` for a new one."""
    actor.check(Act.EDIT_STAFF)
    if agent_id in staff.agents_known(actor.shop_id):
        raise Refused(Text(f"{agent_id} 已经有人认领了", f"somebody owns {agent_id} already"))
    if member is None and staff.person(actor.shop_id, details.member_id) is not None:
        raise Refused(
            Text(
                f"已经有员工编号 {details.member_id}；请在列表里选这个人，或换一个编号",
                f"there is a member {details.member_id} already; choose them, or another id",
            )
        )
    known = details if member is None else _details(actor.shop_id, member.member)
    rows = staff_writing.bound(agent_id, since, known)
    _write(actor, known.member_id, rows, after={"agent": agent_id, "since": str(since), "name": known.name})


def change(
    *,
    actor: Actor,
    person: Person,
    since: date,
    team: str | None,
    role: str | None,
    grade: str | None,
    base_wage: int | None,
    why: str,
) -> None:
    """Another team, role, grade or wage (integer fen) from a day on."""
    actor.check(Act.EDIT_STAFF, team=person.member.team, member=person.member.member_id)
    new = {"team": team, "role": role, "grade": grade, "base_wage": base_wage}
    before = {name: getattr(person.member, name) for name in _SAID}
    if new == before:
        raise Refused(Text("和现在一样，没有改动", "that is how it is already; nothing changed"))
    rows = staff_writing.changed(
        actor.shop_id, person, since, team=team, role=role, grade=grade, base_wage=base_wage
    )
    moved = {name for name in _SAID if new[name] != before[name]}
    after = {"since": str(since), **{name: new[name] for name in moved}}
    was = {name: before[name] for name in moved}
    _write(actor, person.member.member_id, rows, before=was, after=after, why=why)


def end(*, actor: Actor, person: Person, last_day: date, why: str) -> None:
    """Somebody leaves; ``last_day`` is their last one in service."""
    actor.check(Act.EDIT_STAFF, team=person.member.team, member=person.member.member_id)
    rows = staff_writing.with_end(person, last_day)
    _write(actor, person.member.member_id, rows, after={"left_on": str(last_day)}, why=why)


def share(*, actor: Actor, team: str, metrics: Collection[str]) -> None:
    """What the agents of a team may see of each other; pay is no metric, so it is never among them."""
    actor.check(Act.EDIT_STAFF, team=team)
    chosen = sorted(set(metrics) & set(figures.book()))
    with transaction.atomic():
        kept, _ = Sharing.objects.get_or_create(shop_id=actor.shop_id, team=team)
        before, kept.metrics = kept.metrics, chosen
        kept.save()
        record(actor.account, "share_metrics", team, shop_id=actor.shop_id, before=before, after=chosen)


def _details(shop_id: str, member: Member) -> StaffRow:
    said = {name: getattr(member, name) for name in ("name", *_SAID, "hired_on", "lead_member_id")}
    return StaffRow("", shop_id, member.member_id, **said)


def _write(
    actor: Actor, member_id: str, rows: Sequence[StaffRow], *, after: dict[str, Any], before: Any = None,
    why: str = "",
) -> None:  # fmt: skip
    import_id = staff_writing.new_import_id()
    said = {**after, "import": import_id, "shops": [actor.shop_id]}
    with transaction.atomic():
        record(
            actor.account,
            "change_staff",
            member_id,
            shop_id=actor.shop_id,
            before=before,
            after=said,
            why=why,
        )
        staff_writing.commit(import_id, rows)
