"""Follow every link and file that an agent, or another team's lead, can reach: nobody else's pay is there."""

from __future__ import annotations

import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from twofour.money import format_fen
from twofour.web.actions.appeals import file_appeal
from twofour.web.bridge import periods
from twofour.web.models import Account
from web.closed_shop import JUNE, acting, close
from web.conftest import AGENT, OTHER_AGENT, OTHER_TEAM, TEAM

_LINK = re.compile(r"""(?:href|hx-get|action)="([^"#][^"]*)\"""")
_AMOUNT = re.compile(r"(?<![\d,.])\d[\d,]*\.\d\d(?!\d)")
_MANY = 6
"""Addresses of one kind that are followed: days, pages and customers would never end."""
_FEN, _MUCH = 100, 10_000


def reached(browser: Client, start: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every page and file behind the links of ``start``, the first few of each kind, each once."""
    waiting, known, kinds = deque([start]), {start}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        answer = browser.get(address)
        yield address, answer
        page = "text/html" in answer.headers.get("Content-Type", "")
        links = _LINK.findall(answer.content.decode()) if page else []
        for link in [*links, answer.headers.get("Location", "")]:
            found = urljoin(address, unescape(link)).split("#")[0]
            kind = _kind(found)
            if kind and found not in known and kinds[kind] < _MANY:
                kinds[kind] += 1
                known.add(found)
                waiting.append(found)


def _kind(address: str) -> str:
    """What an address is of: the page's name, the period it shows; nothing for what is no page."""
    try:
        match = resolve(unquote(urlsplit(address).path))
    except Resolver404:
        return ""
    return (
        "" if match.url_name in ("sign-out", "language") else f"{match.url_name} {match.kwargs.get('period')}"
    )


def amounts(answer: HttpResponse) -> set[str]:
    """Every amount of money in a page or a file, written plainly."""
    content = bytes(answer.content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    text = content.decode("utf-8", errors="replace")
    return {one.replace(",", "") for one in _AMOUNT.findall(text)}


def pay_of(shop: str, members: set[str]) -> set[str]:
    """What these people earn in all, and by line where that is no small or round sum, as many are."""
    found = set()
    for period in periods.book(shop).periods.values():
        for one in period.people:
            if one.member in members:
                fens = [line.fen for line in one.lines]
                found |= {sum(fens), *(fen for fen in fens if fen % _FEN and fen > _MUCH)}
    return {format_fen(fen).replace(",", "") for fen in found}


@pytest.fixture
def paid_shop(closing_shop: str, people: dict[str, Account]) -> str:
    """May and June locked, and somebody of each team has appealed."""
    close(JUNE)
    for name, member, line in (("agent", AGENT, "commission"), ("other_agent", OTHER_AGENT, "base")):
        file_appeal(
            actor=acting(people, name), key=JUNE, member=member, line=line, fen=12_345,
            evidence=f"{member} 的证据", due=date(2026, 7, 7), order="",
        )  # fmt: skip
    return closing_shop


def everybody(shop: str) -> dict[str, set[str]]:
    """The teams in which each paid member ever was."""
    teams: dict[str, set[str]] = {}
    for period in periods.book(shop).periods.values():
        for one in period.people:
            teams.setdefault(one.member, set()).add(one.team or "")
    return teams


@pytest.mark.parametrize("who", ["agent", "other_agent", "other_lead"])
def test_nobody_reaches_anothers_pay_by_any_link(
    paid_shop: str, signed_in: Callable[..., Client], who: str
) -> None:
    teams = everybody(paid_shop)
    mine = {"agent": {AGENT}, "other_agent": {OTHER_AGENT}}.get(
        who, {member for member, of in teams.items() if OTHER_TEAM in of}
    )
    theirs = set(teams) - mine
    assert theirs and {AGENT, OTHER_AGENT} & mine and TEAM != OTHER_TEAM
    secret = pay_of(paid_shop, theirs) - pay_of(paid_shop, mine)
    assert len(secret) > 2 * len(theirs)
    seen, kinds = set[str](), Counter[str]()
    for address, answer in reached(signed_in(who), "/"):
        assert answer.status_code in (200, 302, 405), (address, answer.status_code)
        found = amounts(answer)
        assert not found & secret, (address, found & secret)
        seen |= found & pay_of(paid_shop, mine)
        kinds[_kind(address).split()[0]] += 1
    assert seen, "the own pay is found, so another's would be"
    assert {"metrics", "schemes", "periods-statement", "periods-statement-file", "appeals"} <= set(kinds)


def test_whoever_may_see_everybodys_pay_reaches_it(paid_shop: str, signed_in: Callable[..., Client]) -> None:
    secret = pay_of(paid_shop, set(everybody(paid_shop)))
    found = set[str]()
    for _, answer in reached(signed_in("finance"), "/"):
        found |= amounts(answer) & secret
    assert len(found) > len(secret) // 2
