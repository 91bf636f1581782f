"""A new scheme in eight steps: proposals from the shop's own past, answers kept, a sound draft at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from twofour.scheme import read_scheme
from twofour.web.bridge import schemes, schemes_lint, schemes_preview
from twofour.web.models import AuditEntry, SchemeDraft

ROLES = ("pre_sales", "after_sales", "lead")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def address(shop: str, step: int) -> str:
    return f"/s/{shop}/schemes/new/steps/{step}"


def fields(page: str) -> dict[str, str]:
    """What a browser would send if somebody pressed the button at once."""
    form = page[page.index('<form method="post" action="/s/') :]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="(\w+)"', tag)
        if name and (kind is None or kind[1] not in ("radio", "hidden") or " checked" in tag):
            written = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = written[1] if written else ""
    for name, options in re.findall(r'<select [^>]*name="([^"]+)">(.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def walk(manager: Client, shop: str, until: int, **said: str) -> None:
    """Answer the steps before ``until`` with what they propose, and ``said`` where a step asks for it."""
    for step in range(1, until):
        asked = fields(manager.get(address(shop, step)).content.decode())
        sent = {**asked, **{name: one for name, one in said.items() if name in asked}}
        answer = manager.post(address(shop, step), sent)
        assert answer.status_code == 302, answer.content.decode()
        assert answer.url.endswith(f"/steps/{step + 1}")


@pytest.mark.parametrize("role", ROLES)
def test_eight_steps_of_proposals_end_in_a_draft_without_findings(
    own_shop: str, signed_in: Callable[..., Client], role: str
) -> None:
    manager = signed_in("manager")
    walk(manager, own_shop, 8, role=role)
    saved = manager.post(address(own_shop, 8), fields(manager.get(address(own_shop, 8)).content.decode()))
    draft = SchemeDraft.objects.get()
    assert saved.url.endswith(f"/schemes/drafts/{draft.pk}/edit")
    assert read_scheme(draft.text, "x").applies_to.role == (role,)
    assert schemes_lint.findings(own_shop, draft.text) == []
    assert [one.act for one in AuditEntry.objects.all()] == ["start_scheme"]
    assert f"scheme-design:{own_shop}" not in manager.session


def test_every_proposal_says_where_it_comes_from(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager")
    said = {step: manager.get(address(shop, step)).content.decode() for step in range(1, 9)}
    assert "2026-06 里有数据的人" in said[1]
    assert "接待里有 96" in said[2]
    assert "2026-05 至 2026-06 的 13 个数：最低" in said[3] and "建议：激励" in said[3]
    assert "弱项比别的多一半" in said[4]
    assert "八成的数做得到" in said[5] and "3 / 13 = 23.1%" in said[5]
    assert "按 2026-06 的真实数据，7 人共" in said[6]
    assert "用本店往月数据检查过，没有发现问题" in said[7] and "小美" in said[7]
    assert "最近一个完整月的下一天" in said[8] and 'value="2026-07-01"' in said[8]


def test_answers_are_kept_and_change_what_follows(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager")
    chosen = {"use-average_ticket": "item", "use-inquiry_pay_rate": "item", "use-reply_rate": "duty"}
    manager.post(address(shop, 3), chosen)
    manager.post(address(shop, 4), {"weight-average_ticket": "30", "weight-inquiry_pay_rate": "70"})
    document = manager.get(address(shop, 8)).content.decode()
    assert "metric: average_ticket" in document and "weight: 30" in document and "weight: 70" in document
    assert "duty: reply_rate" in document and "effective_sales\n    weight" not in document


def test_tiers_are_cut_anew_by_the_shares_typed(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager")
    asked = fields(manager.get(address(shop, 5)).content.decode())
    sent = {**asked, "shares-effective_sales": "50,50", "act": "again"}
    assert manager.post(address(shop, 5), sent).url.endswith("/steps/5")
    asked = fields(manager.get(address(shop, 5)).content.decode())
    assert (asked["shares-effective_sales"], asked["scores-effective_sales"]) == ("50,50", "80,100")


def test_a_budget_scales_what_follows_the_score(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager")
    asked = fields(manager.get(address(shop, 6)).content.decode())
    assert asked["rate"] == "1%"
    manager.post(address(shop, 6), {**asked, "budget": "22000", "act": "budget"})
    asked = fields(manager.get(address(shop, 6)).content.decode())
    assert Decimal("0.3") < Decimal(asked["rate"].removesuffix("%")) < 1
    document = manager.get(address(shop, 8)).content.decode()
    text = re.search(r"<pre[^>]*>(.*?)</pre>", document, re.DOTALL)
    assert text
    plain = text[1].replace("&#x27;", "'").replace("&quot;", '"')
    total = schemes_preview.cost(shop, schemes.read(plain))[2]
    assert 21_500_00 < total <= 22_000_00


@pytest.mark.parametrize(
    ("step", "sent", "said"),
    [
        (1, {"role": "boss"}, "请选一项"),
        (3, {"use-reply_rate": "duty"}, "激励至少要选一项"),
        (3, {"use-complaints": "item"}, "激励至少要选一项"),
        (4, {"weight-inquiry_pay_rate": "60", "weight-effective_sales": "60"}, "合计 100"),
        (5, {"shares-inquiry_pay_rate": "20,20", "shares-effective_sales": "20,30,30,20"}, "合计 40"),
        (6, {"base_from": "staff", "rate": "", "amount": ""}, "至少要有一样"),
        (6, {"base_from": "staff", "rate": "1", "amount": ""}, "1%"),
        (6, {"base_from": "staff", "rate": "1%", "budget": "100", "act": "budget"}, "底薪一共就要"),
        (8, {"scheme": "Two Words", "title": "x", "since": "2026-07-01"}, "只能用字母"),
    ],
)
def test_an_answer_that_cannot_be_says_why_and_keeps_nothing(
    shop: str, signed_in: Callable[..., Client], step: int, sent: dict[str, str], said: str
) -> None:
    manager = signed_in("manager")
    answer = manager.post(address(shop, step), sent)
    assert answer.status_code == 422
    alert = re.search(r'role="alert">.*?<div>(.*?)</div>', answer.content.decode(), re.DOTALL)
    assert alert and said in alert[1]
    assert f"scheme-design:{shop}" not in manager.session
    assert not SchemeDraft.objects.exists()


def test_another_position_begins_anew(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager")
    manager.post(address(shop, 6), {"base_from": "fixed", "base": "2000", "rate": "2%", "amount": ""})
    manager.post(address(shop, 1), {"role": "after_sales"})
    asked = fields(manager.get(address(shop, 6)).content.decode())
    assert (asked["base"], asked["rate"], asked["amount"]) == ("", "", "1000")


def test_the_steps_speak_english(shop: str, signed_in: Callable[..., Client]) -> None:
    manager = signed_in("manager", "en")
    for step in range(1, 9):
        said = manager.get(address(shop, step)).content.decode()
        main = said[said.index("<main") : said.index("</main>")]
        words = re.sub(r"(?s)<script.*?</script>|<pre.*?</pre>|<[^>]+>", " ", main)
        for name in ("四季家居", "小美", "豆豆", "阿夜", "团子", "小鹿", "可乐", "阿哲"):
            words = words.replace(name, "")
        assert not CHINESE.search(words), (step, CHINESE.findall(words))


def test_a_step_that_is_none_is_missing(shop: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("manager").get(address(shop, 9)).status_code == 404
    assert signed_in("manager").get(address(shop, 0)).status_code == 404


@pytest.mark.parametrize(("step", "queries"), [(1, 4), (3, 4), (5, 4), (7, 4)])
def test_a_step_asks_the_database_a_fixed_number_of_questions(
    shop: str, signed_in: Callable[..., Client], django_assert_num_queries, step: int, queries: int
) -> None:
    manager = signed_in("manager")
    manager.get(address(shop, step))
    with django_assert_num_queries(queries):
        manager.get(address(shop, step))
