"""Today: the day's figures as the engine counts them, within the reach of whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from twofour.metrics import quantity_of
from twofour.period import Period
from twofour.web.bridge import figures, lake
from twofour.web.models import Account
from web.conftest import OTHER_TEAM, TEAM

DAY = date(2026, 6, 18)


@pytest.fixture
def url(shop: str) -> str:
    return reverse("today", kwargs={"shop": shop})


def test_the_last_working_day_is_shown_not_the_stragglers_after_it(
    shop: str, url: str, signed_in: Callable[..., Client]
) -> None:
    assert figures.last_day(shop) == date(2026, 7, 8)
    assert signed_in("owner").get(url).context["found"].day == date(2026, 6, 30)


def test_every_figure_is_the_engines(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    found = signed_in("owner").get(url, {"day": DAY.isoformat()}).context["found"]
    counted = figures.figures(shop, Period(DAY, DAY + timedelta(days=1)), "member")
    assert len(found.rows) == 12
    for row in found.rows:
        for cell in row.cells:
            assert cell.measure == counted.get((row.member.member_id, cell.metric))
    received = next(tile for tile in found.tiles if tile.metric == "received")
    assert received.today.numerator == 318


def test_a_lead_sees_their_team_alone(url: str, signed_in: Callable[..., Client]) -> None:
    found = signed_in("lead").get(url, {"day": DAY.isoformat(), "team": OTHER_TEAM}).context["found"]
    assert {row.member.team for row in found.rows} == {TEAM}
    assert {tile.today.subject_id for tile in found.tiles if tile.today} == {TEAM}


def test_a_team_can_be_chosen_by_who_sees_all(url: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("manager").get(url, {"day": DAY.isoformat(), "team": OTHER_TEAM})
    assert {row.member.team for row in page.context["found"].rows} == {OTHER_TEAM}


@pytest.mark.parametrize("day", ["2026-13-40", "yesterday", "2199-01-01", ""])
def test_a_day_that_is_none_or_to_come_shows_the_latest(
    url: str, signed_in: Callable[..., Client], day: str
) -> None:
    page = signed_in("owner").get(url, {"day": day})
    assert page.status_code == 200
    assert page.context["found"].day in (date(2026, 6, 30), date(2026, 7, 8))


def test_a_day_before_everything_says_so(url: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("owner").get(url, {"day": "2020-01-01"})
    assert "这一天没有人上班" in page.content.decode()


def test_who_got_no_reply_is_somebodys_to_help(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    found = signed_in("owner").get(url, {"day": DAY.isoformat()}).context["found"]
    counted = figures.figures(shop, Period(DAY, DAY + timedelta(days=1)), "member")
    silent = {
        id: one.numerator for (id, metric), one in counted.items() if metric == "unreplied" and one.numerator
    }
    told = {one.member.member_id: one for one in found.help if one.metric == "unreplied"}
    assert set(told) == set(silent)
    assert all(f"{silent[id]} 位买家没人回复" in one.reason.zh for id, one in told.items())


def test_figures_open_to_their_evidence(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("lead")
    page = browser.get(url, {"day": DAY.isoformat()}).content.decode()
    link = f"/s/{shop}/metrics/received/member/syn-xiaomei?period=2026-06-18..2026-06-18"
    assert link.replace("..", "..") in page or link in page.replace(
        "%E5%9B%9B%E5%AD%A3%E5%AE%B6%E5%B1%85", shop
    )
    assert browser.get(link).status_code == 200


def test_the_page_is_complete_in_english(url: str, signed_in: Callable[..., Client]) -> None:
    words = signed_in("owner", "en").get(url).content.decode()
    assert "Who needs help" in words
    assert "谁需要" not in words


def test_the_page_asks_the_same_questions_for_any_day(
    url: str,
    people: dict[str, Account],
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[[int], object],
) -> None:
    browser = signed_in("owner")
    browser.get(url)
    for day in ("2026-06-18", "2020-01-01"):
        browser.get(url, {"day": day})
        with django_assert_num_queries(4):  # type: ignore[attr-defined]
            browser.get(url, {"day": day})


def test_the_day_of_a_shop_without_chats_offers_the_import(
    shop: str, url: str, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "latest_day", lambda shop_id: None)
    assert "现在没有聊天、订单或客服报表" in signed_in("owner").get(url).content.decode()


def test_a_tile_is_the_same_as_in_measure(shop: str) -> None:
    period = Period(DAY, DAY + timedelta(days=1))
    daily = figures.daily(shop, period, "shop")[(shop, "received")]
    total = figures.figures(shop, period, "shop")[(shop, "received")]
    assert [quantity_of(one) for one in daily] == [quantity_of(total)]
    assert lake.shops() == [shop]
