"""A figure of the own page opens to rows that add up to it, also where the scheme counts in its own way."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from twofour.demo.folder import example_scheme
from twofour.explain import Quantity
from twofour.ledger import Registry
from twofour.metrics import quantity_of
from twofour.period import parse_period
from twofour.scheme import read_scheme
from twofour.web.bridge import figures, lake, me, pay_now
from twofour.web.bridge.periods_schemes import scheme_of
from web.closed_shop import BOSS, JUNE, MAY
from web.conftest import AGENT

SignedIn = Callable[..., Client]
OWN_WAY = "counting: {preset: taobao, attribution_days: 0, clock: last, idle_minutes: 60}"


@pytest.fixture
def counting_shop(own_shop: str) -> str:
    """A shop whose scheme counts otherwise than its pages do: its id."""
    text = example_scheme().read_text(encoding="utf-8").replace("2026-06-01", "2026-05-01", 1)
    text, changed = re.subn(r"(?m)^counting:.*$", OWN_WAY, text)
    assert changed == 1
    Registry(lake.data()).approve(read_scheme(text, "scheme.yaml"), BOSS)
    return own_shop


def said(shop: str) -> dict[tuple[str, str, str, str], Quantity]:
    """What the member's trees say of each figure: by metric, kind, subject and month."""
    now = pay_now.now(shop, AGENT)
    assert now is not None
    slip, found = now.payslip, {}
    parts = [*slip.lines, *slip.scorecard.items, *slip.scorecard.duties]
    for node in (node for part in parts for node in part.node.walk()):
        source = re.fullmatch(r"measure:([^@]+)@(\w+):([^/]+)(?:/(.+))?", node.source or "")
        if source is not None and node.quantity is not None:
            # A quotient comes before its numerator and denominator.
            found.setdefault((source[1], source[2], source[3], source[4] or JUNE), node.quantity)
    return found


def test_every_figure_of_the_page_opens_to_what_it_says(counting_shop: str, signed_in: SignedIn) -> None:
    agent, figures_said = signed_in("agent"), said(counting_shop)
    page = agent.get(reverse("me", args=(counting_shop,))).content.decode()
    links = {one.replace("&amp;", "&") for one in re.findall(r'class="tf-evidence" href="([^"]+)"', page)}
    checked = set()
    for link in links:
        parts = urlsplit(link)
        whose = resolve(unquote(parts.path)).kwargs
        (month,) = parse_qs(parts.query)["period"]
        answer = agent.get(link)
        assert answer.status_code == 200 and answer.context["found"] is not None, link
        key = (whose["metric"], whose["subject_kind"], whose["subject_id"], month)
        assert answer.context["found"].value == figures_said[key], key
        checked.add(key)
    assert {metric for metric, *_, month in checked if month == JUNE} >= {"effective_sales", "mean_response"}
    assert {month for *_, month in checked} >= {JUNE}


def test_the_scheme_really_counts_otherwise_and_the_page_of_rows_says_whose_rules(
    counting_shop: str, signed_in: SignedIn
) -> None:
    agent, metric = signed_in("agent"), "mean_response"
    now = pay_now.now(counting_shop, AGENT)
    assert now is not None
    url = reverse("metrics-evidence", args=(counting_shop, metric, "member", AGENT))
    shops = agent.get(url, {"period": JUNE}).context["found"].value
    assert shops == quantity_of(figures.figures(counting_shop, parse_period(JUNE), "member")[AGENT, metric])
    asked = {"period": JUNE, "scheme": now.version.said.digest}
    page = agent.get(url, asked)
    text = page.content.decode()
    assert page.context["found"].value == said(counting_shop)[metric, "member", AGENT, JUNE] != shops
    assert "的口径统计" in text and f'href="{reverse("me", args=(counting_shop,))}"' in text
    english = signed_in("agent", "en").get(url, asked).content.decode()
    assert "Counted by the rules of the scheme" in english
    chat = re.search(r'href="([^"]*/chats/[^"]*)"', text)
    assert chat is not None and f"scheme={now.version.said.digest}" in chat[1]
    assert "的口径。" in agent.get(chat[1].replace("&amp;", "&")).content.decode()
    export = reverse("metrics-evidence-export", args=(counting_shop, metric, "member", AGENT))
    link = re.search(
        rf'href="({re.escape(export)}[^"]*)"', signed_in("manager").get(url, asked).content.decode()
    )
    assert link is not None and f"scheme={now.version.said.digest}" in link[1]


def test_lost_inquiries_are_counted_as_the_pay_is(counting_shop: str, signed_in: SignedIn) -> None:
    now = pay_now.now(counting_shop, AGENT)
    assert now is not None
    month = parse_period(JUNE)
    by_scheme = me.lost(counting_shop, AGENT, month, scheme_of(now.version))
    assert by_scheme != me.lost(counting_shop, AGENT, month)
    page = signed_in("agent").get(reverse("me-lost", args=(counting_shop,)))
    rows = page.context["rows"]
    assert rows and [row["lost"] for row in rows] == by_scheme[: len(rows)]
    assert f"scheme={now.version.said.digest}" in page.content.decode()


@pytest.mark.parametrize("name", ["evidence", "chat"])
def test_a_scheme_that_the_shop_has_not_is_a_missing_page(shop: str, signed_in: SignedIn, name: str) -> None:
    whose = {
        "evidence": ("metrics-evidence", (shop, "received", "member", AGENT)),
        "chat": ("metrics-chat", (shop, "tb_1001")),
    }[name]
    asked = {"period": MAY, "at": "2026-05-05", "scheme": "0" * 64}
    assert signed_in("manager").get(reverse(whose[0], args=whose[1]), asked).status_code == 404


def test_another_agents_figures_stay_theirs_by_any_rules(counting_shop: str, signed_in: SignedIn) -> None:
    now = pay_now.now(counting_shop, AGENT)
    assert now is not None
    url = reverse("metrics-evidence", args=(counting_shop, "received", "member", AGENT))
    asked = {"period": JUNE, "scheme": now.version.said.digest}
    assert signed_in("other_agent").get(url, asked).status_code == 403
