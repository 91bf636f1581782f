"""The menu: the pages that somebody may visit in a shop, in the order of the work."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import ResolverMatch, reverse

from twofour.text import Text
from twofour.web.permissions import Act, Actor
from twofour.web.queries import periods_steps


class Entry(NamedTuple):
    """One line of the menu. ``due`` counts what waits there for the person."""

    title: Text
    icon: str
    url: str
    here: bool
    due: int = 0


class _Page(NamedTuple):
    name: str
    title: Text
    icon: str
    act: Act


_PAGES = (
    _Page("today", Text("今日", "Today"), "sun", Act.SEE_TODAY),
    _Page("me", Text("我的", "Me"), "user", Act.SEE_OWN),
    _Page("metrics", Text("指标", "Metrics"), "chart-bar", Act.SEE_FIGURES),
    _Page("schemes", Text("方案", "Schemes"), "file-text", Act.SEE_SCHEMES),
    _Page("periods", Text("月结", "Period close"), "calendar-dollar", Act.SEE_PERIODS),
    _Page("appeals", Text("申诉", "Appeals"), "gavel", Act.SEE_APPEALS),
    _Page("imports", Text("导入", "Imports"), "upload", Act.SEE_IMPORTS),
    _Page("staff", Text("店铺与人员", "Shop and staff"), "users", Act.SEE_STAFF),
    _Page("rules", Text("口径", "Counting rules"), "adjustments", Act.SEE_RULES),
    _Page("accounts", Text("成员与权限", "Members and rights"), "shield-lock", Act.MANAGE_ACCOUNTS),
    _Page("audit", Text("操作记录", "Audit"), "history", Act.SEE_AUDIT),
)


_CLOSE = "periods"


def entries(actor: Actor, match: ResolverMatch | None) -> list[Entry]:
    """The pages that ``actor`` may visit; the one being shown, or the one it belongs to, is marked.

    An address belongs to the page whose name its own name begins with: ``schemes-edit`` to ``schemes``.
    """
    name = (match.url_name or "") if match else ""
    return [
        Entry(
            page.title,
            page.icon,
            reverse(page.name, kwargs={"shop": actor.shop_id}),
            here=name == page.name or name.startswith(page.name + "-"),
            due=periods_steps.due(actor) if page.name == _CLOSE else 0,
        )
        for page in _PAGES
        if actor.can(page.act)
    ]


def first_page(actor: Actor) -> str:
    """The address of the page that somebody sees first: the day, their own page, or what waits for them."""
    found = entries(actor, None)
    waiting = next((one for one in found if one.due), None)
    watches = actor.can(Act.SEE_TODAY) or actor.can(Act.SEE_OWN)
    return (found[0] if watches or waiting is None else waiting).url
