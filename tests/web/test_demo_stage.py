"""The demo's stage: everybody of the synthetic shop is paid by schemes fitted to it, and lines open."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from django.test import Client

from twofour.demo.people import PEOPLE
from twofour.metrics.own import shop_metrics
from twofour.period import parse_period
from twofour.scheme import read_scheme
from twofour.web.bridge import lake, periods, periods_schemes, schemes_lint
from twofour.web.models import Account
from twofour.web.stage import set_stage

pytestmark = pytest.mark.django_db(transaction=True)
_DOCUMENTS = sorted(files("twofour").joinpath("web", "stage", "documents").iterdir(), key=str)


@pytest.fixture
def staged(own_shop: str) -> str:
    """The demo shop with its stage set."""
    (lake.data() / "demo.json").write_text("{}", encoding="utf-8")
    set_stage()
    return own_shop


def entered(username: str) -> Client:
    """The demo as one of its people."""
    browser = Client()
    browser.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return browser


def test_everybody_is_paid_in_may_and_has_a_scheme_in_june(staged: str) -> None:
    may = periods.book(staged).period("2026-05")
    assert may.state == "paid"
    hired = {person.member_id for person in PEOPLE if f"{person.hired:%Y-%m}" <= "2026-05"}
    assert {row.member for row in periods.rows(staged, "2026-05") if row.paid} == hired
    assert periods_schemes.unpaid(staged, parse_period("2026-06")) == []


def test_every_line_of_every_role_opens_to_the_rows_behind_it(staged: str) -> None:
    finance = entered("finance")
    for member, metrics in (
        ("syn-xiaomei", ("inquiry_pay_rate", "effective_sales")),
        ("syn-aqiang", ("first_fix_rate", "satisfied_rate", "returning_sales", "ticket_speed")),
        ("syn-jing", ("inquiry_pay_rate", "sales")),
        ("syn-fangfang", ("first_fix_rate", "disputes")),
    ):
        said = finance.get(f"/s/{staged}/periods/2026-05/members/{member}").content.decode()
        links = set(re.findall(r'tf-evidence" href="[^"]*/metrics/(\w+)/', said))
        assert set(metrics) <= links, (member, links)
        (url, *_) = re.findall(rf'tf-evidence" href="([^"]*/metrics/{metrics[0]}/[^"]*)"', said)
        assert finance.get(url.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda one: one.name)
def test_a_staged_scheme_is_fitted_to_the_shop(shop: str, document) -> None:
    text = document.read_text(encoding="utf-8")
    scheme = read_scheme(text, document.name, shop_metrics(lake.data()))
    assert scheme.title.zh != scheme.title.en
    found = [one.said.en for one in schemes_lint.findings(shop, text) if one.severity != "note"]
    # Whoever leads after-sales sells nothing; the linter cannot know that of a lead.
    assert all("sales" in one and scheme.scheme == "after-sales-lead" for one in found), found


def test_finance_begins_where_something_waits_and_is_told_who_comes_next(staged: str) -> None:
    finance = entered("finance")
    assert finance.get("/", follow=True).redirect_chain[-1][0].endswith("/periods")
    said = finance.get(f"/s/{staged}/metrics").content.decode()
    assert "tf-due" in said
    finance.post(f"/s/{staged}/periods/open", {"period": "2026-06"})
    said = entered("manager").get(f"/s/{staged}/schemes").content.decode()
    assert "tf-due" in said  # the draft waits for whoever prepares it, managers too
    auditor = entered("auditor").get(f"/s/{staged}/periods/2026-06").content.decode()
    assert "tf-due" not in auditor
    assert "演示：换成" in auditor


def test_a_demo_person_goes_on_where_the_other_left(staged: str) -> None:
    browser = entered("auditor")
    there = "/sign-in?x=1"
    assert browser.post("/sign-in/demo/owner", {"next": there}).url == there
    assert browser.post("/sign-in/demo/owner", {"next": "https://elsewhere.example/x"}).url == "/"


def test_a_lead_sees_the_teams_figures_day_by_day(staged: str) -> None:
    said = entered("lead").get(f"/s/{staged}/me").content.decode()
    charts = said[said.index("全组询单转化") :]
    assert "全组有效销售额（累计）" in charts
    assert "200,105.00 元" in charts and "38.0" in charts
