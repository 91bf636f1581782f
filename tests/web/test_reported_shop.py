"""A shop with a report and no chats: from an empty installation to a statement and its evidence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from twofour.events.lake import Lake
from twofour.web.bridge import figures, lake, reports, rules, staff
from twofour.web.bridge.schemes_reported import for_report
from twofour.web.models import Account, Grant, Job, Role, SchemeDraft, ShopRules
from twofour.web.worker import work_off
from unit.lake_rows import frame, message
from web.test_imports import words

SHOP = "小红的店"
# The last day's payments are still to come; 小美 rested on the first.
REPORT = """客服,日期,接待人数,询单人数,询单->最终付款人数,销售额,平均响应时间
四季:小美,2026-06-02,60,40,20,"1,000.50",20
四季:阿哲,2026-06-01,50,30,9,600.00,30秒
四季:小美,2026-06-29,30,20,11,900.00,18
四季:小美,2026-06-30,20,10,延迟统计,500.00,40
四季:阿哲,2026-06-30,24,12,延迟统计,400.00,35
汇总值,,184,112,40,3400.50,-
"""
SCHEME = """scheme: day-one
title: 首月方案
valid_from: 2026-06-01
counting: {measures_from: chitu}
missing: renormalise
incentive:
  - {item: conversion, metric: inquiry_pay_rate, weight: 100, score: {interpolated: [{from: 20%, score: 0}, {from: 50%, score: 100}]}}
pay:
  - {base: {from_staff: base_wage}}
  - {score_pay: {amount: 1000.00}}
"""  # noqa: E501 - a scheme is written so


def client(username: str, role: Role, **where: str) -> Client:
    account = Account.objects.open(username=username, name=username, password=None)
    Grant.objects.create(account=account, role=role, **where)
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def owner(tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> Client:
    """The first owner of an empty data folder, signed in."""
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    return client("lao-ban", Role.OWNER)


def done(answer: Any) -> str:
    """Do the work that a page asked for; where it leads."""
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert job.state == "done", job.message_zh
    return str(job.outcome["url"])


def brought_in(owner: Client, report: str = REPORT) -> str:
    """Upload a report as the very first file and import it; the page of the outcome."""
    sent = SimpleUploadedFile("赤兔绩效.csv", report.encode("gb18030"))
    preview = done(owner.post("/welcome/data", {"files": [sent], "shop": SHOP}))
    return done(owner.post(f"{preview}/import"))


def bind(owner: Client, agent: str, member: str, wage: str) -> None:
    page = f"/s/{SHOP}/staff/agents/四季:{agent}"
    since = re.search(r'name="since" value="([\d-]+)"', words(owner.get(page)))
    assert since is not None
    said = {"member": "", "since": since[1], "name": agent, "member_id": member, "team": "一组"}
    owner.post(page, {**said, "role": "pre_sales", "grade": "junior", "base_wage": wage})


def ready(owner: Client) -> None:
    """Imported, and both accounts bound."""
    brought_in(owner)
    bind(owner, "小美", "m01", "3500")
    bind(owner, "阿哲", "m02", "2600")


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_first_report_makes_the_shop_that_it_was_said_to_be_of(owner: Client) -> None:
    page = words(owner.get(brought_in(owner)))
    assert lake.shops() == [SHOP]
    assert owner.get("/").headers["Location"].startswith("/s/")
    assert "有客服账号还没有人认领" in page
    assert lake.snapshot().shop_ids() == [], "no table names it yet"


def test_accounts_of_the_report_wait_to_be_bound(owner: Client) -> None:
    brought_in(owner)
    page = words(owner.get(f"/s/{SHOP}/staff"))
    assert "四季:小美" in page and "四季:阿哲" in page
    (first, second) = staff.strangers(SHOP)
    assert {(one.agent_id, one.reported, one.first) for one in (first, second)} == {
        ("四季:小美", 3, date(2026, 6, 2)),
        ("四季:阿哲", 2, date(2026, 6, 1)),
    }
    bind(owner, "小美", "m01", "3500")
    assert [one.agent_id for one in staff.strangers(SHOP)] == ["四季:阿哲"]
    assert staff.person(SHOP, "m01").rows[0].valid_from == date(2026, 6, 1)  # type: ignore[union-attr]
    assert lake.snapshot().shop_ids() == [SHOP]


def test_today_shows_the_report_and_names_it(owner: Client) -> None:
    ready(owner)
    page = words(owner.get(f"/s/{SHOP}/today"))
    assert "这里的数取自赤兔报表" in page
    assert "补上聊天记录和订单，每个数都能点开到会话" in page
    assert "小美" in page and "900.00" in page
    owner.cookies["twofour_language"] = "en"
    page = words(owner.get(f"/s/{SHOP}/today"))
    assert "These figures come from the Chitu report" in page and "Add chat exports" in page


def test_today_says_when_a_row_sums_up_many_days(owner: Client) -> None:
    month = "客服,日期,接待人数,询单人数\n四季:小美,2026-06-01 ~ 2026-06-30,600,400\n"
    brought_in(owner, month)
    bind(owner, "小美", "m01", "3500")
    assert "这天的数是 2026-06-01 起几天的合计" in words(owner.get(f"/s/{SHOP}/today"))


def test_metrics_are_those_of_the_report_and_open_to_its_rows(owner: Client) -> None:
    ready(owner)
    page = words(owner.get(f"/s/{SHOP}/metrics", {"by": "member", "period": "2026-06"}))
    assert "这里的数取自赤兔报表" in page
    assert "110" in page and "2,400.50" in page
    assert "有效销售额" not in page, "the report has none"
    assert 'value="effective_sales"' not in page, "nor can it be chosen"
    page = words(owner.get(f"/s/{SHOP}/metrics/inquiry_pay_rate/member/m01?period=2026-06"))
    assert "赤兔绩效.csv:2" in page and "文件和行" in page
    assert "询单最终付款人数 31 ÷ 询单人数 70；延迟统计 10" in page
    assert "不能再点开到聊天" in page


def test_a_figure_of_which_nothing_is_settled_is_pending_and_no_zero(owner: Client) -> None:
    ready(owner)
    days = f"/s/{SHOP}/metrics?by=member&period=2026-06-29..2026-06-30&metric=inquiry_pay_rate"
    page = words(owner.get(days))
    assert "待定" in page, "阿哲 has inquiries and no outcome yet"
    assert "36.7%" in page


def test_rules_say_where_figures_come_from_and_can_choose(owner: Client) -> None:
    ready(owner)
    page = words(owner.get(f"/s/{SHOP}/rules"))
    assert "这家店没有聊天记录，所以用报表" in page and "measures_from: chitu" in page
    ShopRules.objects.update_or_create(shop_id=SHOP, defaults={"document": "measures_from: chitu\n"})
    assert rules.said_of(SHOP).measures_from == "chitu"
    assert "删去这一行就改由聊天和订单统计" in words(owner.get(f"/s/{SHOP}/rules"))
    answer = owner.post(f"/s/{SHOP}/rules/edit", {"document": "measures_from: chito\n"})
    assert answer.status_code == 422 and "chitu" in words(answer)


def test_chats_take_over_unless_the_rules_name_the_report(owner: Client) -> None:
    ready(owner)
    rows = frame("messages", message(shop_id=SHOP, agent_id="四季:小美"))
    Lake.open(lake.data()).commit({"messages": rows}, source={"files": ["chat.csv"]})
    assert reports.source_of(SHOP) is None
    assert "这里的数取自" not in words(owner.get(f"/s/{SHOP}/metrics"))
    ShopRules.objects.filter(shop_id=SHOP).update(document="measures_from: chitu\n")
    assert figures.ways(SHOP)[1] == "chitu"
    page = words(owner.get(f"/s/{SHOP}/rules/edit"))
    assert "measures_from: chitu" in page
    page = words(owner.post(f"/s/{SHOP}/rules/edit", {"document": "preset: default\n"}))
    assert "数字的来源会变" in page and "聊天和订单" in page


def test_a_ready_scheme_takes_its_figures_from_the_report(owner: Client) -> None:
    ready(owner)
    page = words(owner.get(f"/s/{SHOP}/schemes/new"))
    assert "这家店的数取自赤兔报表" in page and "报表里没有：" in page and "要手工录入：" in page
    owner.post(f"/s/{SHOP}/schemes/new", {"template": "sales-first"})
    text = SchemeDraft.objects.get().text
    assert "counting: {measures_from: chitu}" in text
    assert "effective_sales" not in text and "on: sales" in text
    draft = SchemeDraft.objects.get().pk
    preview = words(owner.post(f"/s/{SHOP}/schemes/drafts/{draft}/preview", {"text": text}))
    assert "小美" in preview and "2026-06" in preview


def test_rules_that_a_ready_scheme_has_stay_beside_the_source() -> None:
    text = for_report("scheme: a\ncounting: {preset: taobao}\npay: []\n", "chitu")
    assert "counting: {measures_from: chitu, preset: taobao}" in text
    assert for_report(text, "jd") == text


def test_the_month_closes_and_a_line_opens_to_file_and_row(owner: Client) -> None:
    ready(owner)
    agent = client("xiao-mei", Role.AGENT, shop_id=SHOP, team="一组", member_id="m01")
    other = client("dian-zhang", Role.MANAGER, shop_id=SHOP)
    owner.post(f"/s/{SHOP}/schemes/new", {"text": SCHEME})
    draft = SchemeDraft.objects.get().pk
    owner.post(f"/s/{SHOP}/schemes/drafts/{draft}/submit")
    version = other.post(f"/s/{SHOP}/schemes/drafts/{draft}/approve").headers["Location"]
    other.post(f"{version}/publish")

    page = words(agent.get(f"/s/{SHOP}/me"))
    assert "这里的数取自赤兔报表" in page and "最近流失的询单" not in page
    assert "赤兔报表只有汇总数，看不到是哪些买家流失了" in words(agent.get(f"/s/{SHOP}/me/lost"))

    owner.post(f"/s/{SHOP}/periods/open", {"period": "2026-06"})
    done(owner.post(f"/s/{SHOP}/periods/2026-06/run"))
    shown = words(owner.get(f"/s/{SHOP}/periods/2026-06/members/m01"))
    # Half a month of conversions still to come: 31 of 70 so far, 44.29 % of the way from 20 % to 50 %.
    assert "809.52" in shown
    page = words(owner.get(f"/s/{SHOP}/periods/2026-06/members/m01/lines/score_pay"))
    opens = re.search(r'href="(/s/[^"]*/metrics/inquiry_pay_rate/member/m01\?[^"]*)"', page)
    assert opens is not None, "the line opens to what it is made of"
    rows = words(owner.get(opens[1].replace("&amp;", "&")))
    assert "赤兔绩效.csv:2" in rows and "不能再点开到聊天" in rows


def test_the_doctor_of_the_month_reports_no_missing_chats(owner: Client) -> None:
    ready(owner)
    owner.post(f"/s/{SHOP}/periods/open", {"period": "2026-06"})
    page = words(owner.get(f"/s/{SHOP}/periods/2026-06/doctor"))
    assert "缺少关键数据表" not in page
    assert "报表还有延迟统计" in page and "报表缺天" in page
