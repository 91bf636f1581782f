"""A member's own page: score and pay so far, the next step, the days, what was lost, what the team shares."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from twofour.money import format_fen
from twofour.period import parse_period
from twofour.web.bridge import lake, me, pay_now
from twofour.web.models import Account, Publication, Sharing
from web.closed_shop import MAY, approve
from web.conftest import TEAM

SignedIn = Callable[..., Client]
MINE = "syn-xiaomei"


def _me(browser: Client, shop: str, name: str = "me", **more: str) -> str:
    answer = browser.get(reverse(name, args=(shop,)), more)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh-hans", "按目前的数据，本月工资"), ("en", "Pay of this month as it stands")]
)
def test_pay_so_far_is_what_a_run_would_give(
    closed_shop: str, signed_in: SignedIn, lang: str, words: str
) -> None:
    shown = _me(signed_in("agent", lang), closed_shop)
    now = pay_now.now(closed_shop, MINE)
    assert now is not None
    assert words in shown and format_fen(now.payslip.total) == "6,357.55"
    assert "6,357.55" in shown and all(format_fen(line.fen) in shown for line in now.payslip.lines)


def test_next_step_says_what_it_earns(closed_shop: str, signed_in: SignedIn) -> None:
    assert "追销订单数再多 7" in _me(signed_in("agent"), closed_shop)


def test_charts_say_in_a_table_what_they_draw(closed_shop: str, signed_in: SignedIn) -> None:
    shown = _me(signed_in("agent"), closed_shop)
    data = re.search(r'<script id="days-mean_response" type="application/json">(.*?)</script>', shown)
    assert data is not None
    option = json.loads(data[1])
    days, goal = option["series"]
    assert len(days["data"]) == len(option["xAxis"]["data"]) == 30
    assert set(goal["data"]) == {"40.00"} and None in days["data"]
    first = next(one for one in days["data"] if one)
    assert f"{first.rstrip('0').rstrip('.')} 秒" in shown


def test_what_adds_up_is_drawn_as_the_sum_so_far(closed_shop: str, signed_in: SignedIn) -> None:
    shown = _me(signed_in("agent"), closed_shop)
    data = re.search(r'<script id="days-effective_sales" type="application/json">(.*?)</script>', shown)
    assert data is not None and "有效销售额（累计）" in shown
    sums = [one for one in json.loads(data[1])["series"][0]["data"] if one]
    assert sums[-1] == "81329.00" and len(sums) > 20


def test_statements_are_listed_once_locked(closed_shop: str, signed_in: SignedIn) -> None:
    shown = _me(signed_in("agent"), closed_shop)
    assert reverse("periods-statement", args=(closed_shop, MAY, MINE)) in shown and "4,167.82" in shown
    assert "members/syn-xiaomei" in shown and "2026-06/members" not in shown


def test_without_a_scheme_the_page_says_so_and_still_helps(shop: str, signed_in: SignedIn) -> None:
    shown = _me(signed_in("agent"), shop)
    assert "还没有适用于你的已审批方案" in shown and "还没有锁定的工资单" in shown
    assert reverse("me-lost", args=(shop,)) in shown


def test_a_scheme_that_begins_within_the_month_is_said_not_thrown(own_shop: str, signed_in: SignedIn) -> None:
    approve(lake.data(), "2026-06-10")
    assert "本月的工资现在还算不出来" in _me(signed_in("agent"), own_shop)


def test_an_account_tied_to_nobody_is_told_what_to_do(
    shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    browser = signed_in("agent")
    for member, words in (("", "还没有对应到人员表"), ("syn-nobody", "syn-nobody")):
        people["agent"].grants.update(member_id=member)
        assert words in _me(browser, shop)


@pytest.mark.parametrize("who", ["owner", "manager", "finance", "auditor"])
def test_the_page_is_for_agents_and_leads(shop: str, signed_in: SignedIn, who: str) -> None:
    assert signed_in(who).get(reverse("me", args=(shop,))).status_code == 403


def test_lost_inquiries_sum_and_lead_to_their_chats(closed_shop: str, signed_in: SignedIn) -> None:
    found = me.lost(closed_shop, MINE, parse_period("2026-06"))
    browser = signed_in("agent")
    shown = _me(browser, closed_shop, "me-lost")
    assert f"本月 {len(found)} 个" in shown and shown.count("list-group-item") == 50
    link = re.search(r'href="([^"]*/chats/[^"]*)"', shown)
    assert link is not None
    assert browser.get(link[1].replace("&amp;", "&")).status_code == 200


def test_lost_inquiries_stand_on_the_page_in_part(closed_shop: str, signed_in: SignedIn) -> None:
    url = reverse("me-lost", args=(closed_shop,))
    part = signed_in("agent").get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and part.count("list-group-item") == 5 and "看全部" in part


@pytest.mark.parametrize("page", ["1", "2"])
def test_lost_inquiries_ask_the_same_of_the_database_on_any_page(
    closed_shop: str, signed_in: SignedIn, django_assert_num_queries: Any, page: str
) -> None:
    browser = signed_in("agent")
    _me(browser, closed_shop, "me-lost")
    with django_assert_num_queries(4):
        _me(browser, closed_shop, "me-lost", page=page)


def test_a_published_scheme_waits_to_be_acknowledged(
    closed_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    assert "等你确认读过" not in _me(signed_in("agent"), closed_shop)
    now = pay_now.now(closed_shop, MINE)
    assert now is not None
    digest = now.version.said.digest
    Publication.objects.create(shop_id=closed_shop, digest=digest, account=people["owner"])
    shown = _me(signed_in("agent"), closed_shop)
    assert "等你确认读过" in shown and digest in shown


def test_the_team_shows_the_agreed_metrics_and_no_pay(closed_shop: str, signed_in: SignedIn) -> None:
    assert "本组约定互相看的指标" not in _me(signed_in("agent"), closed_shop)
    Sharing.objects.create(shop_id=closed_shop, team=TEAM, metrics=["inquiry_pay_rate"])
    shown = _me(signed_in("agent"), closed_shop)
    part = shown.partition("本组约定互相看的指标")[2]
    assert "豆豆" in part and "询单付款转化率" in part and "可乐" not in part
    assert "3,960.13" not in shown and "syn-doudou" not in shown


@pytest.mark.parametrize("metrics", [["received"], ["received", "inquiry_pay_rate", "mean_response"]])
def test_page_asks_the_same_of_the_database_whatever_is_shared(
    closed_shop: str, signed_in: SignedIn, django_assert_num_queries: Any, metrics: list[str]
) -> None:
    Sharing.objects.create(shop_id=closed_shop, team=TEAM, metrics=metrics)
    browser = signed_in("agent")
    _me(browser, closed_shop)
    with django_assert_num_queries(6):
        _me(browser, closed_shop)
