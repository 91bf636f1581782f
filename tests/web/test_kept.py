"""What is kept: computed once however many ask, never older than the data, gone with who was erased."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import polars as pl
import pytest
from cachetools import LRUCache
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from typer.testing import CliRunner

from twofour.cli.app import app
from twofour.events.lake import Lake
from twofour.web.bridge import figures, lake, schemes
from twofour.web.bridge.kept import _CACHES, Same, kept, once, reading
from twofour.web.middleware import OneState
from twofour.web.permissions import Actor

SignedIn = Callable[..., Client]
EXAMPLE = Path(__file__).parents[2] / "examples" / "presales-two-four" / "scheme.yaml"
FIGURE = r"tf-open[^>]*>([^<]*)<"
_asked: list[str] = []


@kept(LRUCache(8))
def slowly(what: str) -> object:
    _asked.append(what)
    time.sleep(0.05)
    return object()


def test_many_who_ask_for_the_same_have_it_computed_once() -> None:
    _asked.clear()
    given: list[object] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        given.append(slowly("the same"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert _asked == ["the same"]
    assert len({id(one) for one in given}) == 1 and len(given) == 8


def test_the_same_is_the_object_and_not_what_it_says() -> None:
    one, other = [1], [1]
    assert Same(one) == Same(one) and hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(other)


def test_a_reading_asks_once_and_the_next_one_again() -> None:
    said: list[int] = []
    counted = once(lambda: said.append(1) or len(said))
    assert [counted(), counted()] == [1, 2]
    with reading():
        assert [counted(), counted()] == [3, 3]
    with reading():
        assert counted() == 4


@pytest.mark.parametrize(("method", "said"), [("get", b"1 1"), ("head", b"1 1"), ("post", b"1 2")])
def test_only_a_request_that_reads_holds_on_to_a_state(rf: Any, method: str, said: bytes) -> None:
    asked: list[int] = []
    counted = once(lambda: asked.append(1) or len(asked))
    door = OneState(lambda request: HttpResponse(f"{counted()} {counted()}"))
    assert door(getattr(rf, method)("/")).content == said


def sales(page: str) -> str:
    """The sales of the tile."""
    return re.findall(r'tf-tile">([^<]*)<', page)[3]


def _orders(shop: str) -> dict[str, pl.DataFrame]:
    at = datetime(2026, 6, 30, 3, tzinfo=UTC)
    row = {"order_id": "o-new", "shop_id": shop, "customer_id": "c-new", "created_at": at, "paid_at": at}
    return {"orders": pl.DataFrame([row | {"amount": 7_777_700, "paid_amount": 7_777_700}])}


def _renamed(shop: str) -> dict[str, pl.DataFrame]:
    staff = lake.snapshot().scan("staff", shop_ids=[shop]).collect()
    names = [one for one in staff.columns if one not in ("seq", "import_id")]
    return {"staff": staff.select(names).with_columns(pl.lit("改了名").alias("name"))}


@pytest.mark.parametrize("change", ["import", "staff", "rules", "scheme"])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_page_that_was_kept_is_never_older_than_what_it_shows(
    own_shop: str, signed_in: SignedIn, change: str, lang: str
) -> None:
    browser, manager = signed_in("owner", lang), signed_in("manager", lang)
    today, metrics = (f"/s/{quote(own_shop)}/{page}" for page in ("today", "metrics"))

    def shown() -> str:
        return browser.get(today).content.decode() + browser.get(metrics).content.decode()

    before = shown()
    assert re.sub(r'token" value="[^"]*"', "", shown()) == re.sub(r'token" value="[^"]*"', "", before)
    if change == "import":
        Lake.open(lake.data()).commit(_orders(own_shop), source={})
        assert sales(shown()) != sales(before)
    elif change == "staff":
        assert "改了名" not in before
        Lake.open(lake.data()).commit(_renamed(own_shop), source={})
        assert "改了名" in shown()
    elif change == "rules":
        said = {"document": "preset: default\nidle_minutes: 1\n", "why": "试", "save": "1"}
        assert manager.post(f"/s/{quote(own_shop)}/rules/edit", said).status_code == 302
        assert re.findall(FIGURE, shown()) != re.findall(FIGURE, before)
    else:
        goal = "目标 ≥ 46" if lang == "zh-hans" else "Goal ≥ 46"
        assert goal not in before
        schemes.approve(EXAMPLE.read_text(encoding="utf-8"), "owner")
        assert goal in shown()


def test_who_was_erased_on_the_command_line_is_on_no_page_of_the_running_server(
    own_shop: str, signed_in: SignedIn
) -> None:
    lost, metrics = (f"/s/{quote(own_shop)}/{page}" for page in ("me/lost", "metrics"))
    browser = signed_in("agent")
    page, table = (browser.get(one).content.decode() for one in (lost, metrics))
    customer = unquote(re.findall(r"/chats/([^/?\"]+)", page)[0])
    said = ["forget", customer, "--by", "owner", "--reason", "来信", "--data", str(lake.data())]
    done = CliRunner().invoke(app, said)
    assert done.exit_code == 0, done.output
    after = browser.get(lost).content.decode()
    assert quote(customer) in page and quote(customer) not in after and customer not in after
    assert after.count("list-group-item") == page.count("list-group-item")
    assert customer not in str([dict(cache) for cache, _ in _CACHES])
    shown = re.findall(FIGURE, browser.get(metrics).content.decode())
    assert shown == re.findall(FIGURE, table) != []


def test_a_part_sees_what_it_is_given_and_nothing_else(own_shop: str, people: dict[str, object]) -> None:
    part = Template('{% kept_part "web/today/_trend.html" metrics=metrics book=book trend=trend %}')
    trend = {"chart": {"title": "图"}, "rows": []}
    said = {"metrics": (), "book": figures.book(), "trend": trend, "secret": "谁也不该看见"}
    context = Context(said | {"actor": Actor(people["owner"], own_shop, ())})
    with translation.override("zh-hans"):
        first = part.render(context)
        assert part.render(context) == first and "近 30 天" in first
    with translation.override("en"):
        assert "The last 30 days" in part.render(context)
    with translation.override("zh-hans"):
        context["trend"] = {"chart": {"title": "另一张图"}, "rows": []}
        other = part.render(context)
    assert "谁也不该看见" not in first
    assert first != other
