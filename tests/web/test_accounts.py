"""Members and rights: opening, giving, taking, closing; each leaves an audit entry, refusals leave none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from twofour.web.models import Account, AuditEntry, Grant, Role

NEW = {
    "username": "xin-ren",
    "name": "新人",
    "role": "agent",
    "team": "售前一组",
    "member": "syn-doudou",
    "password": "mi-ma-hen-chang",
    "again": "mi-ma-hen-chang",
}


def last_entry() -> tuple[str, str, object, object, str]:
    entry = AuditEntry.objects.first()
    assert entry is not None
    return entry.act, entry.subject, entry.before, entry.after, entry.why


def test_an_account_opened_can_sign_in_and_is_who_it_says(
    shop: str, signed_in: Callable[..., Client]
) -> None:
    assert signed_in("owner").post(f"/s/{shop}/accounts/new", NEW).status_code == 302
    account = Account.objects.get(username="xin-ren")
    assert [(g.role, g.shop_id, g.team, g.member_id) for g in account.grants.all()] == [
        ("agent", shop, "售前一组", "syn-doudou")
    ]
    assert last_entry() == (
        "open_account",
        "xin-ren",
        None,
        {"name": "新人", "role": "agent", "team": "售前一组", "member": "syn-doudou"},
        "",
    )
    browser = Client()
    answer = browser.post("/sign-in", {"username": "xin-ren", "password": "mi-ma-hen-chang"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short", "again": "short"}, "密码"),
        ({"password": "12345678901", "again": "12345678901"}, "密码"),
        ({"again": "another-one-here"}, "两次输入不一样"),
        ({"username": "owner"}, "这个账号已经有人用了"),
        ({"username": "有空 格"}, "账号"),
        ({"member": ""}, "请选这位客服是谁"),
        ({"member": "nobody"}, "nobody"),
        ({"role": "king"}, "king"),
    ],
)
def test_an_account_that_makes_no_sense_is_not_opened(
    shop: str, signed_in: Callable[..., Client], change: dict[str, str], words: str
) -> None:
    answer = signed_in("owner").post(f"/s/{shop}/accounts/new", {**NEW, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Account.objects.filter(name="新人").exists()
    assert not AuditEntry.objects.exists()


def test_a_role_given_and_taken_away(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account]
) -> None:
    browser = signed_in("owner")
    asked = {"role": "lead", "team": "售后组", "member": "", "why": "代管售后"}
    assert browser.post(f"/s/{shop}/accounts/manager/give", asked).status_code == 302
    grant = people["manager"].grants.get(role=Role.LEAD)
    assert grant.team == "售后组"
    assert last_entry()[0::4] == ("give_right", "代管售后")
    taken = browser.post(f"/s/{shop}/accounts/manager/take/{grant.pk}", {"why": "期满"})
    assert taken.status_code == 302
    assert not people["manager"].grants.filter(role=Role.LEAD).exists()
    assert last_entry()[0::4] == ("take_right", "期满")


def test_the_last_owner_stays(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account]
) -> None:
    grant = people["owner"].grants.get()
    answer = signed_in("owner").post(f"/s/{shop}/accounts/owner/take/{grant.pk}", {"why": "手滑"})
    assert answer.status_code == 422
    assert "最后一位店主" in answer.content.decode()
    assert Grant.objects.filter(pk=grant.pk).exists()
    assert not AuditEntry.objects.exists()


def test_nobody_closes_their_own_account(shop: str, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("owner").post(f"/s/{shop}/accounts/owner/active", {"why": "手滑"})
    assert answer.status_code == 422
    assert Account.objects.get(username="owner").is_active


def test_a_closed_account_is_out_at_once(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account]
) -> None:
    agent = signed_in("agent")
    assert agent.get("/").status_code == 302
    signed_in("owner").post(f"/s/{shop}/accounts/agent/active", {"why": "离职"})
    assert agent.get("/").headers["Location"] == "/sign-in?next=/"
    assert last_entry() == ("set_active", "agent", True, False, "离职")


def test_an_account_with_roles_elsewhere_is_not_this_shops_to_change(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account]
) -> None:
    Grant.objects.create(account=people["agent"], role=Role.AGENT, shop_id="别的店", member_id="m")
    answer = signed_in("owner").post(
        f"/s/{shop}/accounts/agent/password", {"password": "mi-ma-hen-chang", "again": "mi-ma-hen-chang"}
    )
    assert answer.status_code == 422
    assert "别的店铺也有角色" in answer.content.decode()


def test_a_role_of_another_shop_cannot_be_taken_here(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account]
) -> None:
    foreign = people["stranger"].grants.get()
    answer = signed_in("owner").post(f"/s/{shop}/accounts/manager/take/{foreign.pk}", {"why": "x"})
    assert answer.status_code == 404
    assert Grant.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_however_long(
    shop: str,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[[int], object],
    count: int,
) -> None:
    browser = signed_in("owner")
    browser.get(f"/s/{shop}/accounts")
    for n in range(count):
        account = Account.objects.open(username=f"a{n}", name=f"人{n}", password=None)
        Grant.objects.create(account=account, role=Role.AUDITOR, shop_id=shop)
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        assert browser.get(f"/s/{shop}/accounts").status_code == 200
