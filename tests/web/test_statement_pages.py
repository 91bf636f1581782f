"""A member's statement on the pages: who sees it when, what opens, the files; nobody sees another's pay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from twofour.ledger.runs import read_kept
from twofour.money import format_fen
from twofour.statements import freeze
from twofour.web import urls  # noqa: F401 - knows how ids stand in addresses
from twofour.web.bridge import lake, periods, periods_writing
from twofour.web.models import Account, LineQuestion
from twofour.web.views.appeals import urls as appeals_urls
from twofour.web.views.me import urls as me_urls
from twofour.web.views.periods import urls as periods_urls
from web.closed_shop import CLERK, JUNE, MAY, close

SignedIn = Callable[..., Client]
MINE, MATE, OTHER = "syn-xiaomei", "syn-doudou", "syn-kele"
_DUE = date(2026, 7, 7)
MEMBERS = ("syn-aye", "syn-azhe", MATE, OTHER, "syn-tuanzi", "syn-xiaolu", MINE, "nobody")


def _get(browser: Client, name: str, *rest: object) -> tuple[int, str]:
    answer = browser.get(reverse(name, args=rest))
    return answer.status_code, answer.content.decode(errors="replace")


def test_statement_sums_to_what_is_payable_and_every_line_opens(
    closed_shop: str, signed_in: SignedIn
) -> None:
    status, shown = _get(signed_in("finance"), "periods-statement", closed_shop, JUNE, MINE)
    assert status == 200
    amounts = {one.line: one.fen for one in periods.book(closed_shop).period(JUNE).earned(MINE)}
    assert all(format_fen(fen) in shown for fen in amounts.values())
    assert format_fen(sum(amounts.values())) in shown
    assert shown.count("<details") > len(amounts) and "看原始记录" in shown


@pytest.mark.parametrize(("lang", "words"), [("zh-hans", "提成比例"), ("en", "commission rate")])
def test_line_opens_down_to_its_measures_in_both_languages(
    closed_shop: str, signed_in: SignedIn, lang: str, words: str
) -> None:
    browser = signed_in("auditor", lang)
    status, shown = _get(browser, "periods-line", closed_shop, JUNE, MINE, "commission")
    assert status == 200 and words in shown and "81,329.00" in shown
    links = re.findall(r'class="tf-evidence" href="([^"]+)"', shown)
    assert any("/metrics/effective_sales/member/syn-xiaomei?period=2026-06" in one for one in links)
    assert all(browser.get(one.replace("&amp;", "&")).status_code == 200 for one in set(links))


def test_an_auditor_goes_from_a_fen_to_a_chat(closed_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("auditor")
    _, line = _get(browser, "periods-line", closed_shop, JUNE, MINE, "commission")
    evidence = next(one for one in re.findall(r'href="([^"]+)"', line) if "effective_sales" in one)
    rows = browser.get(evidence).content.decode()
    chat = next(one for one in re.findall(r'href="([^"]+)"', rows) if "/chats/" in one)
    assert browser.get(chat.replace("&amp;", "&")).status_code == 200


def test_line_shows_the_month_before_beside_it(closed_shop: str, signed_in: SignedIn) -> None:
    _, shown = _get(signed_in("lead"), "periods-line", closed_shop, JUNE, MINE, "commission")
    assert "2026年5月" in shown and "263.32" in shown


def test_own_statement_is_shown_once_it_is_locked(closing_shop: str, signed_in: SignedIn) -> None:
    agent = signed_in("agent")
    status, shown = _get(agent, "periods-statement", closing_shop, JUNE, MINE)
    assert status == 422 and "还没有锁定" in shown and "6,357.55" not in shown
    close(JUNE)
    status, shown = _get(agent, "periods-statement", closing_shop, JUNE, MINE)
    assert status == 200 and "6,357.55" in shown


def test_a_member_does_not_see_what_was_asked_about_them(
    closed_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    LineQuestion.objects.create(
        shop_id=closed_shop, period=MAY, member_id=MINE, line="base", question="她五月请假了吗",
        asked_by=people["lead"],
    )  # fmt: skip
    assert "她五月请假了吗" in _get(signed_in("lead"), "periods-line", closed_shop, MAY, MINE, "base")[1]
    for name, rest in (("periods-line", ("base",)), ("periods-statement", ())):
        shown = _get(signed_in("agent"), name, closed_shop, MAY, MINE, *rest)[1]
        assert "她五月请假了吗" not in shown and "提问 1" not in shown


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_downloaded_statement_is_the_frozen_file(
    closed_shop: str, signed_in: SignedIn, tmp_path: Path, form: str
) -> None:
    run = next(iter(periods.book(closed_shop).period(MAY).runs.values()))
    frozen = freeze(read_kept(lake.data() / "ledger", run.run), tmp_path)
    url = reverse("periods-statement-file", args=(closed_shop, MAY, MINE, form))
    answer = signed_in("agent").get(url)
    assert answer.content == (frozen / "statements" / f"{MINE}.{form}").read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_adjustment_stands_on_the_statement_with_its_reason(
    closing_shop: str, signed_in: SignedIn
) -> None:
    book = periods_writing.appeal(closing_shop, "小美", MAY, MINE, "commission", 500, "证据", _DUE, None)
    name = list(book.appeals)[-1]
    periods_writing.approve_appeal(closing_shop, CLERK, name, JUNE, "属实", 500)
    status, shown = _get(signed_in("finance"), "periods-statement", closing_shop, JUNE, MINE)
    assert status == 200 and "调整 2026-05 提成" in shown and "申诉成立" in shown and "6,362.55" in shown


def _addresses() -> Iterator[tuple[str, dict[str, object]]]:
    """Every address of the pages, with everybody's id, both periods and every kind of file."""
    values: dict[str, tuple[object, ...]] = {
        "shop": ("四季家居",),
        "period": (MAY, JUNE),
        "member": MEMBERS,
        "line": ("commission", "base"),
        "form": ("html", "xlsx", "csv"),
        "to": ("reviewed",),
        "name": ("A1", "A2"),
        "question": (1,),
    }
    patterns: list[URLPattern] = [
        *periods_urls.urlpatterns,
        *appeals_urls.urlpatterns,
        *me_urls.urlpatterns,
    ]
    for one in patterns:
        names = ["shop", *one.pattern.converters]
        for chosen in product(*(values[name] for name in names)):
            yield str(one.name), dict(zip(names, chosen, strict=True))


def _amounts(shop: str, members: set[str], mine: set[str]) -> set[str]:
    """What people get, as pages print it; amounts that those who may be seen get too tell nothing."""

    def of(whom: set[str]) -> set[str]:
        book = periods.book(shop)
        return {
            format_fen(fen)
            for period in book.periods.values()
            for one in period.people
            if one.member in whom
            for fen in (sum(line.fen for line in one.lines), *(line.fen for line in one.lines))
        }

    return {amount for amount in of(members) - of(mine) if len(amount) > len("300.00")}


def test_no_page_or_file_shows_another_agents_pay(
    closing_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    for member, line in ((MINE, "commission"), (OTHER, "base")):
        key = MAY if member == MINE else JUNE
        if key == JUNE:
            close(JUNE)
        periods_writing.appeal(closing_shop, member, key, member, line, 100, f"{member} 的证据", _DUE, None)
    everybody = set(MEMBERS)
    agent = signed_in("agent")
    secret = _amounts(closing_shop, everybody - {MINE}, {MINE})
    assert "2,800.00" in secret and "3,960.13" in secret
    seen = 0
    for name, arguments in _addresses():
        answer = agent.get(reverse(name, kwargs=arguments))
        if "member" in arguments and arguments["member"] != MINE and answer.status_code != 405:
            assert answer.status_code in (403, 404), (name, arguments)
        shown = answer.content.decode(errors="replace")
        if answer.status_code == 200:
            seen += 1
            assert not [one for one in everybody - {MINE} if one in shown], (name, arguments)
        assert not [one for one in secret if one in shown], (name, arguments)
    assert seen > 10


def test_a_lead_sees_no_pay_of_another_team(closed_shop: str, signed_in: SignedIn) -> None:
    """团子 was in the lead's team in May and is in another in June."""
    lead = signed_in("lead")
    for key, theirs in ((MAY, {MINE, MATE, "syn-azhe", "syn-tuanzi"}), (JUNE, {MINE, MATE, "syn-azhe"})):
        earned = {one.member: sum(line.fen for line in one.lines) for one in _people(closed_shop, key)}
        shown = _get(lead, "periods-show", closed_shop, key)[1]
        for member, fen in earned.items():
            assert (f"members/{member}" in shown) == (member in theirs)
            status, _ = _get(lead, "periods-statement", closed_shop, key, member)
            assert status == (200 if member in theirs else 403)
            if member not in theirs and fen not in {earned[one] for one in theirs}:
                assert format_fen(fen) not in shown


def _people(shop: str, key: str) -> list[Any]:
    return list(periods.book(shop).period(key).people)
