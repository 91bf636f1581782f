"""A shop whose every import was taken back, or that waits for its first: its pages say what may be done."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from twofour.events.lake import Lake
from twofour.money import format_fen
from twofour.web.bridge import lake, periods
from twofour.web.models import Account, Grant, Role, ShopRules
from twofour.web.models.accounts import EVERY
from web.closed_shop import MAY
from web.conftest import AGENT
from web.test_crawl import reached

SignedIn = Callable[..., Client]


@pytest.fixture
def emptied_shop(closing_shop: str) -> str:
    """The shop with a closed month and no data: its id."""
    here = Lake.open(lake.data())
    for one in reversed(here.imports()):
        here.undo(one.import_id)
    assert not lake.shops()
    return closing_shop


def only_every_shop(account: Account) -> None:
    """Of all grants one is left: owner of every shop."""
    Grant.objects.all().delete()
    Grant.objects.create(account=account, role=Role.OWNER, shop_id=EVERY)


@pytest.mark.parametrize("who", ["owner", "lead", "agent"])
def test_every_page_of_an_emptied_shop_is_still_reached(
    emptied_shop: str, signed_in: SignedIn, who: str
) -> None:
    seen = {}
    for address, answer in reached(signed_in(who), "/"):
        seen[address] = answer.status_code
        design = "schemes/new/steps/" in address and "去导入" in answer.content.decode()
        assert answer.status_code in (200, 302, 405) or design, (address, answer.status_code)
    statement = f"periods/{MAY}/members/{AGENT}"
    assert any(address.endswith(statement) and code == 200 for address, code in seen.items())


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-hans", ("现在没有聊天、订单或客服报表", "去导入", "看导入记录", "看以前的月结")),
        ("en", ("no chats, orders or reports now", "Import some", "See past imports", "See closed periods")),
    ],
)
@pytest.mark.parametrize("name", ["today", "metrics"])
def test_an_emptied_shop_offers_import_and_history(
    emptied_shop: str, people: dict[str, Account], signed_in: SignedIn, name: str, lang: str,
    words: tuple[str, ...],
) -> None:  # fmt: skip
    owner = signed_in("owner", lang)
    only_every_shop(people["owner"])
    page = owner.get(reverse(name, args=(emptied_shop,))).content.decode()
    assert all(one in page for one in words)
    history = owner.get(re.findall(r'href="([^"]+)#history"', page)[0])
    assert len(history.context["lines"]) == 1 and history.context["lines"][0].record.undone


def test_a_locked_statement_of_an_emptied_shop_is_read_and_opened(
    emptied_shop: str, signed_in: SignedIn
) -> None:
    agent = signed_in("agent")
    me = agent.get(reverse("me", args=(emptied_shop,))).content.decode()
    statement = reverse("periods-statement", args=(emptied_shop, MAY, AGENT))
    (paid,) = [one for one in periods.rows(emptied_shop, MAY) if one.member == AGENT]
    assert statement in me and format_fen(paid.settlement.payable) in me
    page = agent.get(statement).content.decode()
    (evidence, *_) = re.findall(r'class="tf-evidence" href="([^"]+)"', page)
    opened = agent.get(evidence.replace("&amp;", "&"))
    assert opened.status_code == 200 and opened.context["opened"].agrees


def test_a_ledger_alone_keeps_a_shop_reachable(
    emptied_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    only_every_shop(people["owner"])
    assert lake.every_shop() == [emptied_shop]
    assert owner.get("/").headers["Location"].startswith(reverse("today", args=(emptied_shop,))[:4])
    assert owner.get(reverse("periods-show", args=(emptied_shop, MAY))).status_code == 200
    assert owner.get(reverse("today", args=("没有的店",))).status_code == 404
    shutil.rmtree(lake.data() / "ledger")
    assert owner.get(reverse("today", args=(emptied_shop,))).status_code == 404
    ShopRules.objects.create(shop_id=emptied_shop, document="preset: taobao\n")
    assert owner.get(reverse("rules", args=(emptied_shop,))).status_code == 200


def test_pages_of_a_shop_before_its_first_import_say_so(
    tmp_path: Path, settings: pytest.FixtureRequest, people: dict[str, Account], signed_in: SignedIn
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    stranger = signed_in("stranger")
    for address, answer in reached(stranger, "/"):
        design = "schemes/new/steps/" in address and "去导入" in answer.content.decode()
        assert answer.status_code in (200, 302, 405) or design, (address, answer.status_code)
    assert "去导入" in stranger.get(reverse("today", args=("别的店",))).content.decode()
