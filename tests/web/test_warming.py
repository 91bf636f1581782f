"""What the pages will ask is computed before anybody asks, once; its faults are nobody's but the log's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.test import Client

from twofour.events.lake import Lake
from twofour.problems import DataMissing
from twofour.text import Text
from twofour.web.bridge import figures, lake, pay_now, periods, present
from twofour.web.models import Grant, Role
from twofour.web.warming import Warming
from web.test_kept import _orders

SignedIn = Callable[..., Client]
PAGES = (
    ("owner", "today"),
    ("lead", "today"),
    ("agent", "me"),
    ("manager", "metrics"),
    ("finance", "periods/2026-06"),
)


def _refuse(*arguments: object, **named: object) -> None:
    raise AssertionError("this was to be known already")


def test_pages_compute_nothing_that_was_prepared(
    closing_shop: str, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Warming().look()
    for module, name in ((figures, "count_lake"), (pay_now, "run"), (periods, "read_kept")):
        monkeypatch.setattr(module, name, _refuse)
    for username, page in PAGES:
        assert signed_in(username).get(f"/s/{quote(closing_shop)}/{page}").status_code == 200, page


def test_only_a_change_makes_it_ask_again(own_shop: str) -> None:
    warming = Warming()
    assert [warming.look(), warming.look()] == [True, False]
    Lake.open(lake.data()).commit(_orders(own_shop), source={})
    assert [warming.look(), warming.look()] == [True, False]


def test_a_change_in_the_middle_begins_again(own_shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def steps(shop_id: str) -> Iterator[present.Step]:
        yield lambda: Lake.open(lake.data()).commit(_orders(own_shop), source={})
        yield lambda: asked.append(lake.newest())

    monkeypatch.setattr(present, "steps", steps)
    before = lake.newest()
    assert not Warming().look()
    assert asked == []
    assert lake.newest() == before + 1


def test_what_is_refused_is_noted_and_the_rest_is_asked(
    own_shop: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def refused() -> None:
        raise DataMissing(Text("没有数据", "no data"))

    def faulty() -> None:
        raise RuntimeError("our own fault")

    def steps(shop_id: str) -> Iterator[present.Step]:
        yield from (refused, faulty, lambda: asked.append(shop_id))
        raise DataMissing(Text("账本读不出来", "no ledger"))

    monkeypatch.setattr(present, "steps", steps)
    with caplog.at_level(logging.INFO, "twofour.web"):
        assert Warming().look()
    assert asked == [own_shop]
    noted = [record.levelname for record in caplog.records]
    assert noted == ["INFO", "ERROR", "INFO", "INFO"]
    assert "no data" in caplog.text and "our own fault" in caplog.text and "no ledger" in caplog.text
    assert "1 answers are ready" in caplog.text


@pytest.mark.parametrize("fault", [RuntimeError("our own fault"), DataMissing(Text("坏了", "broken"))])
def test_a_fault_is_logged_and_looking_goes_on(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    warming, looks = Warming(), []

    def state() -> int:
        looks.append(1)
        if len(looks) == 2:
            warming.stop()
        raise fault

    monkeypatch.setattr(present, "state", state)
    monkeypatch.setattr("twofour.web.warming._LOOK_SECONDS", 0)
    monkeypatch.setattr("twofour.web.warming._PAUSE_SECONDS", 0)
    with caplog.at_level(logging.INFO, "twofour.web"):
        # In a thread of its own, as ever: it looks after the thread's connection to the database.
        thread = threading.Thread(target=warming._run)
        thread.start()
        thread.join(30)
    assert len(looks) == 2
    assert str(fault) in caplog.text


def test_an_empty_folder_needs_nothing(
    tmp_path: pytest.TempPathFactory, settings: pytest.FixtureRequest, db: None
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    assert Warming().look()


def test_the_shops_with_the_most_people_come_first(
    own_shop: str, people: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "shops", lambda: ["a", "b", own_shop])
    Grant.objects.create(account=people["owner"], role=Role.OWNER, shop_id="b")
    assert present.busiest(2) == [own_shop, "b"]
