"""Who may do what: actors asked about members and teams, their own, others' and unknown ones."""

from __future__ import annotations

import pytest

from twofour.web.models import Account, Grant, Role
from twofour.web.permissions import RIGHTS, Act, Actor, Reach, actor_of
from twofour.web.permissions.actor import Forbidden

SHOP = "店"


def actor(**grant: str) -> Actor:
    return Actor(Account(username="x"), SHOP, (Grant(shop_id=SHOP, **grant),))


AGENT = {"role": Role.AGENT, "team": "一组", "member_id": "m1"}
LEAD = {"role": Role.LEAD, "team": "一组", "member_id": "m9"}


@pytest.mark.parametrize(
    ("grant", "act", "team", "member", "allowed"),
    [
        (AGENT, Act.SEE_PAY, "一组", "m1", True),
        (AGENT, Act.SEE_PAY, "一组", "m2", False),
        (AGENT, Act.SEE_PAY, "一组", None, False),
        (AGENT, Act.SEE_PAY, None, None, False),
        (AGENT, Act.SEE_PAY, "", "", False),
        (LEAD, Act.SEE_PAY, "一组", "m2", True),
        (LEAD, Act.SEE_PAY, "二组", "m2", False),
        (LEAD, Act.SEE_PAY, "二组", "m9", True),
        (LEAD, Act.SEE_PAY, None, None, False),
        (LEAD, Act.SEE_PAY, "", "", False),
        (LEAD, Act.SEE_OWN, "一组", "m2", False),
        (LEAD, Act.SEE_OWN, "一组", "m9", True),
        ({"role": Role.LEAD, "team": "一组"}, Act.SEE_PAY, None, "", False),
        ({"role": Role.LEAD}, Act.SEE_PAY, "二组", "m2", True),
        ({"role": Role.FINANCE}, Act.SEE_PAY, None, None, True),
        ({"role": Role.FINANCE}, Act.SEE_CHATS, "一组", "m1", False),
        ({"role": Role.MANAGER, "team": "一组"}, Act.SEE_PAY, "二组", "m2", False),
        ({"role": Role.MANAGER, "team": "一组"}, Act.SEE_PAY, "一组", "m2", True),
        ({"role": Role.OWNER}, Act.SEE_OWN, "一组", "m1", False),
    ],
)
def test_a_right_reaches_whom_it_says(
    grant: dict[str, str], act: Act, team: str | None, member: str | None, allowed: bool
) -> None:
    found = actor(**grant)
    assert found.can(act, team=team, member=member) is allowed
    if not allowed:
        with pytest.raises(Forbidden):
            found.check(act, team=team, member=member)


def test_who_is_refused_is_told_who_may() -> None:
    with pytest.raises(Forbidden) as refused:
        actor(**AGENT).check(Act.APPROVE_PERIOD)
    assert refused.value.message.zh == "你的角色不能审批账期；可以的角色：店主、主管"


def test_every_act_is_somebodys_and_an_auditor_writes_nothing() -> None:
    assert set(RIGHTS) == set(Act)
    for act, roles in RIGHTS.items():
        assert roles, act
        assert act.title.zh
        assert act.title.en
        if act.writes:
            assert Role.AUDITOR not in roles, act


def test_agents_reach_nobody_but_themselves() -> None:
    for act, roles in RIGHTS.items():
        if Role.AGENT in roles and act not in (Act.SEE_SCHEMES, Act.SEE_RULES):
            assert roles[Role.AGENT] is Reach.SELF, act


def test_finance_reads_no_chats() -> None:
    assert Role.FINANCE not in RIGHTS[Act.SEE_CHATS]


def test_grants_of_other_shops_make_no_actor(people: dict[str, Account]) -> None:
    assert actor_of(people["stranger"], "四季家居") is None
    assert actor_of(people["stranger"], "别的店") is not None
