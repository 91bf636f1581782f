"""The people of the demo: one account per role, which anybody may enter without a password."""

from __future__ import annotations

from django.db import transaction

from twofour.demo.people import PEOPLE, SHOP_ID
from twofour.web.actions.audit import record
from twofour.web.models import Account, Grant, Role

_LEAD, _AGENT = "jing", "xiaomei"
_OTHERS = (
    ("owner", "店主", Role.OWNER),
    ("manager", "主管", Role.MANAGER),
    ("finance", "财务", Role.FINANCE),
    ("auditor", "审计", Role.AUDITOR),
)


def open_accounts() -> dict[str, Account]:
    """The accounts by name; they are opened where they are not yet."""
    if found := {account.username: account for account in Account.objects.filter(demo=True)}:
        return found
    people = {person.key: person for person in PEOPLE}
    lead, agent = people[_LEAD], people[_AGENT]
    with transaction.atomic():
        for username, name, role in _OTHERS:
            _open(username, name, Grant(role=role))
        _open("lead", lead.nick, Grant(role=Role.LEAD, team=lead.team, member_id=lead.member_id))
        _open("agent", agent.nick, Grant(role=Role.AGENT, team=agent.team, member_id=agent.member_id))
    return open_accounts()


def _open(username: str, name: str, grant: Grant) -> None:
    account = Account.objects.open(username=username, name=name, password=None)
    account.demo = True
    account.save()
    grant.account, grant.shop_id = account, SHOP_ID
    grant.save()
    record(account, "open_account", username, shop_id=SHOP_ID, after={"role": grant.role, "team": grant.team})
