"""Holds in the browser: money that waits, with reason and audit entry; in a draft, by who has the right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from twofour.money import format_fen
from twofour.problems import Refused, UsageError
from twofour.web.actions import holds as actions
from twofour.web.bridge import periods
from twofour.web.models import Account, AuditEntry
from web.closed_shop import JUNE, MAY, acting, close
from web.conftest import AGENT

SignedIn = Callable[..., Client]
SAID = {"line": "base", "share": "10", "until": "2026-07-15", "reason": "退货期没过", "members": [AGENT]}


def hold(browser: Client, shop: str, **said: object) -> int:
    return browser.post(reverse("periods-hold", args=(shop, JUNE)), {**SAID, **said}).status_code


def earned(shop: str) -> int:
    line = periods.book(shop).period(JUNE).line(AGENT, "base")
    assert line is not None and line.fen > 0
    return line.fen


@pytest.mark.parametrize("who", ["owner", "manager", "finance"])
def test_a_hold_is_written_with_its_reason_and_audit_entry(
    closing_shop: str, signed_in: SignedIn, who: str
) -> None:
    before = {one.member: one.settlement.payable for one in periods.rows(closing_shop, JUNE)}
    assert hold(signed_in(who), closing_shop) == 302
    (made,) = periods.book(closing_shop).holds_in(JUNE)
    assert (made.member, made.line, made.reason, made.until.isoformat()) == (
        AGENT,
        "base",
        "退货期没过",
        "2026-07-15",
    )
    assert made.fen == round(earned(closing_shop) / 10)
    after = {one.member: one.settlement.payable for one in periods.rows(closing_shop, JUNE)}
    assert after == {**before, AGENT: before[AGENT] - made.fen}
    (entry,) = AuditEntry.objects.all()
    assert (entry.act, entry.subject, entry.why, entry.username) == ("hold_pay", JUNE, "退货期没过", who)
    assert entry.after["members"] == [AGENT] and entry.after["share"] == "0.10"
    text = signed_in(who).get(reverse("periods-show", args=(closing_shop, JUNE))).content.decode()
    assert "退货期没过" in text and format_fen(made.fen) in text and "H1" in text


def test_an_amount_can_be_held_from_everybody(closing_shop: str, signed_in: SignedIn) -> None:
    assert hold(signed_in("finance"), closing_shop, share="", fen="12.34", members=[]) == 302
    made = periods.book(closing_shop).holds_in(JUNE)
    assert len(made) > 1 and {one.fen for one in made} == {1234}


@pytest.mark.parametrize("who", ["lead", "agent", "auditor"])
def test_holding_and_releasing_is_not_for_everybody(closed_shop: str, signed_in: SignedIn, who: str) -> None:
    browser = signed_in(who)
    assert hold(browser, closed_shop) == 403
    assert browser.get(reverse("periods-holds", args=(closed_shop, JUNE))).status_code == 403
    release = reverse("periods-release", args=(closed_shop, JUNE, "H1"))
    assert browser.post(release, {"words": "x"}).status_code == 403
    assert hold(signed_in("stranger"), closed_shop) == 404
    assert not AuditEntry.objects.exists()


def test_holds_are_only_posted(closed_shop: str, signed_in: SignedIn) -> None:
    for name, arguments in (("periods-hold", (JUNE,)), ("periods-release", (JUNE, "H1"))):
        url = reverse(name, args=(closed_shop, *arguments))
        assert signed_in("owner").get(url).status_code == 405


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"share": "", "fen": ""}, "比例和金额写一个"),
        ({"fen": "5.00"}, "比例和金额写一个"),
        ({"share": "", "fen": "五块"}, "不是金额"),
        ({"reason": "  "}, "这个字段是必填项"),
        ({"line": "none"}, "选择"),
        ({"until": "soon"}, "日期"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(
    closing_shop: str, signed_in: SignedIn, said: dict[str, str], told: str
) -> None:
    page = signed_in("finance").post(reverse("periods-hold", args=(closing_shop, JUNE)), {**SAID, **said})
    assert page.status_code == 422 and told in page.content.decode()
    assert not periods.book(closing_shop).holds and not AuditEntry.objects.exists()


def test_more_than_there_is_cannot_be_held(closing_shop: str, signed_in: SignedIn) -> None:
    page = signed_in("finance").post(
        reverse("periods-hold", args=(closing_shop, JUNE)), {**SAID, "share": "", "fen": "999999.00"}
    )
    assert page.status_code == 422 and "最多可暂扣" in page.content.decode()
    assert not AuditEntry.objects.exists()


def test_a_hold_is_released_in_the_next_month(
    closing_shop: str, signed_in: SignedIn, people: dict[str, Account]
) -> None:
    finance = signed_in("finance")
    hold(finance, closing_shop)
    close(JUNE)
    finance.post(reverse("periods-open", args=(closing_shop,)), {"period": "2026-07"})
    url = reverse("periods-show", args=(closing_shop, "2026-07"))
    shown = finance.get(url).content.decode()
    assert "可以在本期释放的" in shown and "已到期" in shown
    release = reverse("periods-release", args=(closing_shop, "2026-07", "H1"))
    finance.post(release, {"words": " "})
    assert periods.book(closing_shop).holds["H1"].released_in is None
    assert finance.post(release, {"words": "退货期已过"}).status_code == 302
    done = periods.book(closing_shop).holds["H1"]
    assert done.released_in == "2026-07"
    (entry,) = AuditEntry.objects.filter(act="release_hold")
    assert (entry.subject, entry.why, entry.after["into"]) == ("H1", "退货期已过", "2026-07")
    assert f"+{format_fen(done.fen)}" in finance.get(url).content.decode()
    with pytest.raises(UsageError, match="no hold H1 to release"):
        actions.release_hold(actor=acting(people, "finance"), name="H1", into="2026-07", why="x")
    assert AuditEntry.objects.filter(act="release_hold").count() == 1


def test_a_locked_month_takes_no_holds(
    closing_shop: str, signed_in: SignedIn, people: dict[str, Account]
) -> None:
    url = reverse("periods-holds", args=(closing_shop, MAY))
    page = signed_in("finance").get(url)
    assert page.status_code == 422 and "永不再改" in page.content.decode()
    assert (
        url
        not in signed_in("finance").get(reverse("periods-show", args=(closing_shop, MAY))).content.decode()
    )
    with pytest.raises(Refused):
        actions.hold_pay(
            actor=acting(people, "finance"),
            key=MAY,
            line="base",
            until=periods.book(closing_shop).period(MAY).period.stop,
            why="x",
            share=Decimal("0.1"),
            members=[],
        )
    assert not AuditEntry.objects.exists()


def test_whoever_holds_pay_back_is_an_author_and_cannot_approve(
    closing_shop: str, signed_in: SignedIn
) -> None:
    hold(signed_in("owner"), closing_shop)
    assert "owner" in " ".join(periods.book(closing_shop).period(JUNE).authors)
