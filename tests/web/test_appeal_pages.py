"""Appeals: filed from one's own line, decided by somebody else, adjusted in an open month, told to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from twofour.problems import Refused
from twofour.web.actions import appeals as actions
from twofour.web.bridge import periods, periods_writing
from twofour.web.models import Account, AuditEntry
from web.closed_shop import JUNE, MAY, acting

SignedIn = Callable[..., Client]
MINE, OTHER = "syn-xiaomei", "syn-aye"
DATA_UNTIL = date(2026, 6, 30)


def _page(browser: Client, name: str, *rest: object, status: int = 200, **query: str) -> str:
    answer = browser.get(reverse(name, args=rest), query)
    assert answer.status_code == status
    return answer.content.decode()


def _file(shop: str, member: str = MINE, due: date = DATA_UNTIL, line: str = "commission") -> str:
    book = periods_writing.appeal(
        shop, f"{member} 本人", MAY, member, line, 8_545, "六单是我跟的", due, "SYN1"
    )
    return list(book.appeals)[-1]


def _decide(browser: Client, shop: str, name: str, **said: str) -> Any:
    return browser.post(reverse("appeals-decide", args=(shop, name)), said)


def test_an_agent_appeals_from_a_line_and_is_told_by_when(closing_shop: str, signed_in: SignedIn) -> None:
    agent = signed_in("agent")
    url = reverse("appeals-file", args=(closing_shop, MAY, MINE, "commission"))
    line = _page(agent, "periods-line", closing_shop, MAY, MINE, "commission")
    assert url in line
    form = agent.get(url).content.decode()
    assert 'value="263.32"' in form and 'value="2026-07-07"' in form
    said = {"proposed": "300.00", "evidence": "5月20日的订单是我跟的", "due": "2026-07-07"}
    answer = agent.post(url, said, follow=True)
    assert "A1 · 小美 · 提成" in answer.content.decode()
    appeal = periods.book(closing_shop).appeals["A1"]
    assert (appeal.said.fen, appeal.by, appeal.said.due) == (3_668, "agent", date(2026, 7, 7))
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.why) == ("file_appeal", "5月20日的订单是我跟的")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"proposed": "很多"}, "不是金额"),
        ({"due": "2026-06-29"}, "这一天已经过了"),
        ({"evidence": "  "}, "必填"),
    ],
)
def test_an_appeal_that_says_too_little_is_asked_again(
    closing_shop: str, signed_in: SignedIn, said: dict[str, str], words: str
) -> None:
    url = reverse("appeals-file", args=(closing_shop, MAY, MINE, "commission"))
    whole = {"proposed": "300.00", "evidence": "证据", "due": "2026-07-07", **said}
    assert words in signed_in("agent").post(url, whole).content.decode()
    assert not periods.book(closing_shop).appeals and not AuditEntry.objects.exists()


def test_an_appeal_for_what_the_line_gives_already_is_refused(closing_shop: str, signed_in: SignedIn) -> None:
    url = reverse("appeals-file", args=(closing_shop, MAY, MINE, "commission"))
    said = {"proposed": "263.32", "evidence": "证据", "due": "2026-07-07"}
    assert signed_in("agent").post(url, said).status_code == 422
    assert not periods.book(closing_shop).appeals and not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "key", "member", "status"),
    [
        ("agent", MAY, OTHER, 403),
        ("agent", JUNE, MINE, 422),
        ("lead", MAY, MINE, 403),
        ("owner", MAY, MINE, 403),
        ("stranger", MAY, MINE, 404),
    ],
)
def test_only_an_own_locked_line_can_be_appealed(
    closed_shop: str, signed_in: SignedIn, who: str, key: str, member: str, status: int
) -> None:
    _page(signed_in(who), "appeals-file", closed_shop, key, member, "commission", status=status)


def test_an_approved_appeal_is_an_adjustment_that_the_agent_sees(
    closing_shop: str, signed_in: SignedIn
) -> None:
    name = _file(closing_shop)
    manager = signed_in("manager")
    assert "六单是我跟的" in _page(manager, "appeals-show", closing_shop, name)
    _decide(manager, closing_shop, name, decision="approve", amount="50.00", into=JUNE, reason="其中四单属实")
    posted = periods.book(closing_shop).period(JUNE).posted
    assert [(one.of, one.adjustment.fen, one.adjustment.cause) for one in posted] == [(MAY, 5_000, "appeal")]
    shown = _page(signed_in("agent"), "appeals-show", closing_shop, name)
    assert "成立：50.00 元，记入 2026-06" in shown and "其中四单属实" in shown
    assert "本期的调整" in _page(signed_in("finance"), "periods-show", closing_shop, JUNE)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.after, entry.why) == (
        "approve_appeal",
        {"fen": 5_000, "into": JUNE},
        "其中四单属实",
    )


def test_a_rejected_appeal_changes_no_money(closing_shop: str, signed_in: SignedIn) -> None:
    name = _file(closing_shop)
    _decide(signed_in("owner"), closing_shop, name, decision="reject", amount="0", reason="订单归别人")
    assert not periods.book(closing_shop).period(JUNE).posted
    shown = _page(signed_in("agent", "en"), "appeals-show", closing_shop, name)
    assert "Rejected" in shown and "订单归别人" in shown


def test_a_decision_without_a_reason_is_asked_again(closing_shop: str, signed_in: SignedIn) -> None:
    name = _file(closing_shop)
    answer = _decide(signed_in("owner"), closing_shop, name, decision="reject", amount="0", reason=" ")
    assert answer.status_code == 422
    assert periods.book(closing_shop).appeals[name].decided is None and not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["agent", "lead", "finance", "auditor"])
def test_deciding_is_not_for_everybody(closing_shop: str, signed_in: SignedIn, who: str) -> None:
    name = _file(closing_shop)
    said = {"decision": "reject", "amount": "0", "reason": "不"}
    assert _decide(signed_in(who), closing_shop, name, **said).status_code == 403
    assert periods.book(closing_shop).appeals[name].decided is None


def test_a_manager_does_not_decide_the_own_appeal(closing_shop: str, people: dict[str, Account]) -> None:
    name = _file(closing_shop)
    grant = people["manager"].grants.get()
    grant.member_id = MINE
    grant.save()
    with pytest.raises(Refused, match="somebody else"):
        actions.reject_appeal(actor=acting(people, "manager"), name=name, reason="不")
    assert not AuditEntry.objects.exists()


def test_without_a_draft_month_the_way_to_one_is_offered(closing_shop: str, signed_in: SignedIn) -> None:
    name = _file(closing_shop)
    periods_writing.move(closing_shop, "别人", JUNE, "reviewed", periods.book(closing_shop).head)
    shown = _page(signed_in("manager"), "appeals-show", closing_shop, name)
    assert "没有草稿账期" in shown and 'value="approve"' not in shown
    said = {"decision": "approve", "amount": "1.00", "reason": "好"}
    assert _decide(signed_in("manager"), closing_shop, name, **said).status_code == 422


@pytest.mark.parametrize(
    ("days", "mark"), [(-1, "tf-due-late"), (0, "tf-due-soon"), (2, "tf-due-soon"), (3, "tf-due-calm")]
)
def test_list_colours_by_the_days_left(closing_shop: str, signed_in: SignedIn, days: int, mark: str) -> None:
    _file(closing_shop, due=DATA_UNTIL + timedelta(days=days))
    assert mark in _page(signed_in("manager"), "appeals", closing_shop)


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_the_same_of_the_database_for_any_number_of_appeals(
    closing_shop: str, signed_in: SignedIn, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        _file(closing_shop)
    browser = signed_in("manager")
    _page(browser, "appeals", closing_shop)
    with django_assert_num_queries(4):
        assert _page(browser, "appeals", closing_shop).count("待处理") == count + 1


def test_list_shows_each_what_is_theirs(closing_shop: str, signed_in: SignedIn) -> None:
    mine, others = _file(closing_shop), _file(closing_shop, OTHER)
    for who, seen in (
        ("agent", {mine}),
        ("lead", {mine}),
        ("other_lead", {others}),
        ("owner", {mine, others}),
    ):
        shown = _page(signed_in(who), "appeals", closing_shop)
        assert {name for name in (mine, others) if f"appeals/{name}" in shown} == seen
    _page(signed_in("agent"), "appeals-show", closing_shop, others, status=404)


def test_list_keeps_the_state_asked_for(closing_shop: str, signed_in: SignedIn) -> None:
    done, still = _file(closing_shop), _file(closing_shop)
    periods_writing.reject_appeal(closing_shop, "店主", done, "不")
    shown = _page(signed_in("owner"), "appeals", closing_shop, state="rejected")
    assert f"appeals/{done}" in shown and f"appeals/{still}" not in shown


def test_an_empty_list_says_where_appeals_come_from(closed_shop: str, signed_in: SignedIn) -> None:
    assert "看我的工资单" in _page(signed_in("agent"), "appeals", closed_shop)
    assert "客服可以在自己锁定的工资单上" in _page(signed_in("owner"), "appeals", closed_shop)
