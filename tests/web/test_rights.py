"""Every address × every role: who has no right is refused, who is from another shop finds nothing, and what
belongs to others stays theirs. One table of rights decides, and the docs print the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from twofour.web.models import Account, AuditEntry, Role
from twofour.web.permissions import RIGHTS, Act
from web.conftest import AGENT, TEAM

ROOT = Path(__file__).parents[2]
# What an address may name: something that exists where it can, something of the agent's own team.
ARGUMENTS = {
    "username": "other_agent",
    "grant": 1,
    "metric": "received",
    "subject_kind": "member",
    "subject_id": AGENT,
    "customer": "syn_nobody",
    "member": AGENT,
    "member_id": AGENT,
    "period": "2026-06",
    "key": "2026-06",
    "line": "base",
    "run": "none",
    "form": "xlsx",
    "scheme": "presales-two-four",
    "appeal": "A1",
    "question": 1,
    "step": 3,
    "draft": 1,
    "digest": "0" * 64,
    "import_id": "20260601-000000-0000",
    "upload": "none",
    "agent_id": "四季家居:小美",
    "team": TEAM,
    "to": "reviewed",
    "name": "A1",
    "job": "00000000-0000-0000-0000-000000000000",
}
OPEN = {"home", "sign-in", "sign-in-demo", "sign-out", "language"}
"""Addresses for everybody; those under welcome/ are for an installation without accounts."""
SIGNED_IN = {"job", "job-state"}


def patterns(found: list[object], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern), one


PAGES = [(route, one) for route, one in patterns(get_resolver().url_patterns) if route.startswith("s/<")]


def address(shop: str, one: URLPattern) -> str:
    arguments = {name: ARGUMENTS[name] for name in one.pattern.converters}
    return reverse(str(one.name), kwargs={"shop": shop, **arguments})


@pytest.mark.parametrize(("route", "one"), PAGES, ids=[route for route, _ in PAGES])
def test_an_address_lets_in_the_roles_of_the_table(
    shop: str, signed_in: Callable[..., Client], route: str, one: URLPattern
) -> None:
    act: Act = one.callback.act  # type: ignore[attr-defined]
    url = address(shop, one)
    assert Client().get(url).status_code in (302, 405), "nobody is let in without signing in"
    assert Client().post(url).status_code in (302, 405)
    for role in Role:
        for ask in (signed_in(role.value).get, signed_in(role.value).post):
            status = ask(url).status_code
            if role in RIGHTS[act]:
                assert status != 500, (role, ask)
            else:
                assert status in (403, 405), (role, ask.__name__, status)
    assert signed_in("stranger").get(url).status_code in (404, 405)


def test_every_address_is_open_or_a_shops_and_guarded() -> None:
    for route, one in patterns(get_resolver().url_patterns):
        if route.startswith("s/<"):
            assert isinstance(one.callback.act, Act), route  # type: ignore[attr-defined]
        else:
            assert str(one.name) in OPEN | SIGNED_IN or route.startswith("welcome/"), route


def test_no_refused_write_leaves_an_audit_entry(shop: str, signed_in: Callable[..., Client]) -> None:
    for _, one in PAGES:
        act: Act = one.callback.act  # type: ignore[attr-defined]
        for role in Role:
            if role not in RIGHTS[act]:
                signed_in(role.value).post(address(shop, one))
    assert not AuditEntry.objects.exists()


OTHERS = [
    (route, one)
    for route, one in PAGES
    if {"member", "member_id", "subject_id"} & set(one.pattern.converters)
]


@pytest.mark.parametrize(("route", "one"), OTHERS, ids=[route for route, _ in OTHERS])
def test_what_is_anothers_stays_theirs(
    shop: str, signed_in: Callable[..., Client], people: dict[str, Account], route: str, one: URLPattern
) -> None:
    """The agent's own things asked for by an agent and a lead of another team."""
    url = address(shop, one)
    for who in ("other_agent", "other_lead"):
        browser = signed_in(who)
        for ask in (browser.get, browser.post):
            assert ask(url).status_code in (403, 404, 405), (who, ask)
    assert people["other_lead"].grants.get().team != TEAM


def test_the_docs_print_the_table() -> None:
    page = (ROOT / "docs" / "reference" / "rights.md").read_text(encoding="utf-8")
    for act, roles in RIGHTS.items():
        cells = [roles[role].title.en if role in roles else "–" for role in Role]
        assert f"| {act.title.en} | {act.title.zh} | {' | '.join(cells)} |" in page
