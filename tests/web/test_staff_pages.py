"""Shop and staff: unknown agent ids are bound and counted, changes count from a day, teams share metrics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.http import HttpResponse
from django.test import Client

from twofour.events.lake import Lake
from twofour.events.tables import TABLES
from twofour.period import Period
from twofour.web.bridge import figures, imports, lake, staff
from twofour.web.models import AuditEntry, Sharing
from twofour.web.queries.sharing import shared
from twofour.web.worker import work_off
from web.conftest import AGENT, OTHER_TEAM, TEAM

JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
CHANGE = {"team": TEAM, "role": "pre_sales", "grade": "middle", "base_wage": "3300", "why": "转岗"}


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def stranger(shop: str, agent_id: str = "新来的", count: int = 1) -> None:
    """Chats of ``count`` agent ids that no staff row knows, each answering one customer."""
    rows = [
        {
            "shop_id": shop,
            "customer_id": f"syn_new_{n}",
            "agent_id": agent_id if n == 0 else f"{agent_id}{n}",
            "sender": sender,
            "sent_at": datetime(2026, 6, 10, 2, minute, tzinfo=UTC),
            "text": "在吗" if sender == "customer" else "在的",
        }
        for n in range(count)
        for sender, minute in (("customer", 0), ("agent", 1))
    ]
    schema = {name: TABLES["messages"].schema[name] for name in rows[0]}
    Lake.open(lake.data()).commit({"messages": pl.DataFrame(rows, schema=schema)}, source={"import": "chats"})


def received(shop: str, member: str) -> int:
    found = figures.figures(shop, JUNE, "member").get((member, "received"))
    return 0 if found is None else found.numerator


def member(shop: str, member_id: str = AGENT) -> staff.Member:
    found = staff.person(shop, member_id)
    assert found is not None
    return found.member


def test_an_unknown_agent_stands_on_top_and_is_bound_to_a_member(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    stranger(own_shop)
    browser, before = signed_in("manager"), received(own_shop, AGENT)
    listed = words(browser.get(f"/s/{own_shop}/staff"))
    assert "没有人认领的客服账号" in listed
    assert "新来的" in listed
    form = words(browser.get(f"/s/{own_shop}/staff/agents/新来的"))
    assert 'value="2026-06-10"' in form, "from the day on which the id first appears"
    answer = browser.post(f"/s/{own_shop}/staff/agents/新来的", {"member": AGENT, "since": "2026-06-10"})
    assert answer.status_code == 302
    assert received(own_shop, AGENT) == before + 1
    assert "没有人认领的客服账号" not in words(browser.get(f"/s/{own_shop}/staff"))
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject, entry.after["agent"]) == ("change_staff", AGENT, "新来的")
    assert imports.records()[0].import_id == entry.after["import"]


def test_an_unknown_agent_becomes_somebody_new(own_shop: str, signed_in: Callable[..., Client]) -> None:
    stranger(own_shop)
    browser = signed_in("manager")
    asked = {"member": "", "since": "2026-06-10", "name": "", "member_id": "", "team": TEAM}
    assert browser.post(f"/s/{own_shop}/staff/agents/新来的", asked).status_code == 422
    taken = {**asked, "name": "新人", "member_id": AGENT}
    refused = browser.post(f"/s/{own_shop}/staff/agents/新来的", taken)
    assert refused.status_code == 422
    assert "已经有员工编号" in words(refused)
    assert not AuditEntry.objects.exists()
    new = {**taken, "member_id": "xin-ren", "role": "pre_sales", "grade": "junior", "base_wage": "2500.50"}
    assert browser.post(f"/s/{own_shop}/staff/agents/新来的", new).status_code == 302
    found = member(own_shop, "xin-ren")
    assert (found.name, found.team, found.grade, found.base_wage) == ("新人", TEAM, "junior", 250050)
    assert received(own_shop, "xin-ren") == 1


def test_a_change_counts_from_its_day_and_is_taken_back_as_an_import(
    own_shop: str, signed_in: Callable[..., Client], transactional_db: None
) -> None:
    browser, before = signed_in("manager"), member(own_shop)
    asked = {**CHANGE, "since": "2026-06-16", "team": OTHER_TEAM}
    assert browser.post(f"/s/{own_shop}/staff/members/{AGENT}/change", asked).status_code == 302
    found = member(own_shop)
    assert (found.team, found.grade, found.base_wage) == (OTHER_TEAM, "middle", 330000)
    june = next(one for one in lake.people(own_shop, JUNE) if one.member_id == AGENT)
    assert [(spell.start.day, spell.grade, spell.base_wage) for spell in june.spells] == [
        (1, before.grade, before.base_wage),
        (16, "middle", 330000),
    ]
    entry = AuditEntry.objects.get()
    assert entry.before == {"team": TEAM, "grade": before.grade, "base_wage": before.base_wage}
    assert entry.why == "转岗"
    browser.post(f"/s/{own_shop}/imports/{entry.after['import']}/undo", {"why": "改错了"})
    work_off()
    assert member(own_shop) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"since": ""}, "必填"),
        ({"why": ""}, "必填"),
        ({"base_wage": "-1"}, "0"),
        ({"base_wage": "三千"}, "数"),
        ({"role": "king"}, "king"),
        ({"since": "2026-04-01"}, "已有别的变动"),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(
    own_shop: str, signed_in: Callable[..., Client], change: dict[str, str], says: str
) -> None:
    before = lake.newest()
    asked = {**CHANGE, "since": "2026-06-16", **change}
    answer = signed_in("manager").post(f"/s/{own_shop}/staff/members/{AGENT}/change", asked)
    assert answer.status_code == 422
    assert says in words(answer)
    assert lake.newest() == before
    assert not AuditEntry.objects.exists()


def test_who_leaves_is_gone_the_day_after(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    browser.post(f"/s/{own_shop}/staff/members/{AGENT}/change", {**CHANGE, "since": "2026-06-10"})
    left = {"last_day": "2026-06-20", "why": "离职"}
    assert browser.post(f"/s/{own_shop}/staff/members/{AGENT}/end", left).status_code == 302
    here = {one.member_id for one in lake.people(own_shop, Period(date(2026, 6, 20), date(2026, 6, 21)))}
    after = {one.member_id for one in lake.people(own_shop, Period(date(2026, 6, 21), date(2026, 6, 22)))}
    assert here - after == {AGENT}
    listed = words(browser.get(f"/s/{own_shop}/staff"))
    assert "离职 2026-06-20" in listed
    assert "记下最后一天" not in words(browser.get(f"/s/{own_shop}/staff/members/{AGENT}"))


def test_a_lead_sees_the_own_team_alone_and_edits_nothing(
    shop: str, signed_in: Callable[..., Client]
) -> None:
    listed = words(signed_in("lead").get(f"/s/{shop}/staff"))
    assert "小美" in listed
    assert "可乐" not in listed
    assert "3,600.00" in listed, "a lead may see the team's pay"
    page = words(signed_in("lead").get(f"/s/{shop}/staff/members/{AGENT}"))
    assert "保存变动" not in page
    assert signed_in("other_lead").get(f"/s/{shop}/staff/members/{AGENT}").status_code == 403
    assert signed_in("agent").get(f"/s/{shop}/staff").status_code == 403
    for act in ("change", "end"):
        assert signed_in("finance").post(f"/s/{shop}/staff/members/{AGENT}/{act}").status_code == 403
    assert signed_in("manager").get(f"/s/{shop}/staff/members/nobody").status_code == 404


def test_a_team_shares_metrics_and_never_pay(shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    page = words(browser.get(f"/s/{shop}/staff/teams/{TEAM}/sharing"))
    assert "工资永远不在其中" in page
    saved = browser.post(f"/s/{shop}/staff/teams/{TEAM}/sharing", {"metric": ["received", "mean_response"]})
    assert saved.status_code == 302
    assert shared(shop, TEAM) == {"received", "mean_response"}
    assert AuditEntry.objects.get().after == ["mean_response", "received"]
    browser.post(f"/s/{shop}/staff/teams/{TEAM}/sharing", {"metric": ["base_wage"]})
    assert Sharing.objects.get().metrics == ["mean_response", "received"], "what is no metric is not shared"
    browser.post(f"/s/{shop}/staff/teams/{TEAM}/sharing", {})
    assert shared(shop, TEAM) == frozenset()
    assert browser.get(f"/s/{shop}/staff/teams/没有/sharing").status_code == 404


def test_the_page_is_english_for_who_reads_english(shop: str, signed_in: Callable[..., Client]) -> None:
    page = words(signed_in("owner", "en").get(f"/s/{shop}/staff"))
    assert "Shop and staff" in page
    assert "Base wage (yuan)" in page
    assert "As of 2026-06-30" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_however_long(
    own_shop: str,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[[int], Any],
    count: int,
) -> None:
    stranger(own_shop, count=count)
    browser = signed_in("owner")
    browser.get(f"/s/{own_shop}/staff")
    with django_assert_num_queries(6):
        assert browser.get(f"/s/{own_shop}/staff").status_code == 200
