"""Counting rules: shown in words; a change shows what it would move before it counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from twofour.events.rules import CountingRules
from twofour.web.bridge import figures, rules
from twofour.web.models import AuditEntry, ShopRules

OTHER = "preset: default\nauto_reply_prefixes: ['【自动回复】']\n"


@pytest.fixture
def url(shop: str) -> str:
    return reverse("rules-edit", kwargs={"shop": shop})


def test_every_setting_is_shown_in_words(shop: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("agent").get(reverse("rules", kwargs={"shop": shop}))
    shown = {one.name for one in page.context["settings"]}
    assert shown == set(CountingRules().settings())
    assert "业务日从这个时刻开始" in page.content.decode()
    english = signed_in("agent", "en").get(reverse("rules", kwargs={"shop": shop})).content.decode()
    assert "The time at which a business day begins" in english


def test_a_change_shows_what_it_would_move_and_changes_nothing_yet(
    shop: str, url: str, signed_in: Callable[..., Client]
) -> None:
    page = signed_in("manager").post(url, {"document": OTHER})
    assert page.context["changed"] == {"auto_reply_prefixes": ([], ["【自动回复】"])}
    period = page.context["period"]
    assert str(period) == "2026-06"
    after = rules.written(OTHER)
    moved = {one.entry.id: one for one in page.context["moved"]}
    for metric, one in moved.items():
        assert one.before == figures.figures(shop, period, "shop").get((shop, metric))
        assert one.after == figures.figures(shop, period, "shop", (after, None)).get((shop, metric))
    now, then = (figures.figures(shop, period, "member", (way, None)) for way in (CountingRules(), after))
    differing = {
        id for id, metric in now if metric == "mean_response" and now[id, metric] != then[id, metric]
    }
    assert moved["mean_response"].members == len(differing) > 0
    assert not ShopRules.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_change_saved_counts_from_then_on(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("manager").post(url, {"document": OTHER, "why": "有自动回复", "save": "1"})
    assert answer.status_code == 302
    assert rules.of(shop) == rules.written(OTHER)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.before, entry.after, entry.why) == (
        "change_rules",
        "preset: default\n",
        OTHER.strip(),
        "有自动回复",
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("preset: mars\n", "mars"),
        ("idle_minuts: 15\n", "idle_minutes"),
        ("idle_minutes: -1\n", "idle_minutes"),
        ("- a\n- b\n", "key: value"),
        ("preset: [\n", "rules.yaml"),
        ("", "口径文件"),
    ],
)
def test_a_mistake_is_said_with_its_place(
    shop: str, url: str, signed_in: Callable[..., Client], document: str, words: str
) -> None:
    page = signed_in("manager").post(url, {"document": document, "why": "x", "save": "1"})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not ShopRules.objects.exists()


def test_a_change_needs_a_reason(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("manager").post(url, {"document": OTHER, "why": "", "save": "1"})
    assert page.status_code == 422
    assert page.context["form"].errors["why"]
    assert not ShopRules.objects.exists()


def test_rules_as_they_are_move_nothing(url: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("manager").post(url, {"document": "preset: default\n"})
    assert "什么都不会变" in page.content.decode()


def test_a_preset_can_be_chosen_to_look_at(url: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("manager").get(url, {"preset": "taobao"})
    assert page.context["form"].initial["document"] == "preset: taobao\n"
    assert signed_in("manager").get(url, {"preset": "mars"}).context["form"].initial["document"] == (
        "preset: default\n"
    )


@pytest.mark.parametrize("who", ["lead", "agent", "finance", "auditor"])
def test_who_may_not_change_rules_is_told(url: str, signed_in: Callable[..., Client], who: str) -> None:
    assert signed_in(who).get(url).status_code == 403
    assert signed_in(who).post(url, {"document": OTHER, "why": "x", "save": "1"}).status_code == 403
    assert not ShopRules.objects.exists()
