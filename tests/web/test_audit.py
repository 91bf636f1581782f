"""The audit: an entry for every write, chained; whoever changes one is found out."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import fastexcel
import pytest
from django.db import transaction
from django.test import Client

from twofour.web.actions.audit import broken_at, record
from twofour.web.models import Account, AuditEntry, AuditHead


@pytest.fixture
def chain(people: dict[str, Account]) -> list[AuditEntry]:
    """Five entries."""
    with transaction.atomic():
        return [
            record(people["owner"], "give_right", f"第{n}个", before=None, after={"n": n}, why="试用期满")
            for n in range(1, 6)
        ]


def sound() -> int | None:
    return broken_at(AuditEntry.objects.order_by("number"), AuditHead.objects.first())


def test_a_chain_nobody_touched_is_sound(chain: list[AuditEntry]) -> None:
    assert sound() is None
    assert [entry.number for entry in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous == ""
    assert [entry.previous for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]


def test_an_empty_audit_is_sound(db: None) -> None:
    assert sound() is None


@pytest.mark.parametrize(
    "change",
    [
        {"why": "别的原因"},
        {"after": {"n": 30}},
        {"before": {"n": 0}},
        {"username": "somebody"},
        {"name": "别人"},
        {"act": "take_right"},
        {"subject": "别的对象"},
        {"shop_id": "别的店"},
        {"previous": ""},
        {"hash": "0" * 64},
    ],
)
def test_an_entry_that_was_changed_breaks_the_chain(
    chain: list[AuditEntry], change: dict[str, object]
) -> None:
    AuditEntry.objects.filter(number=3).update(**change)
    assert sound() == 3


@pytest.mark.parametrize(("number", "found"), [(1, 1), (3, 3), (5, 5)])
def test_an_entry_that_was_removed_breaks_the_chain(chain: list[AuditEntry], number: int, found: int) -> None:
    AuditEntry.objects.filter(number=number).delete()
    assert sound() == found


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused(people: dict[str, Account]) -> None:
    with pytest.raises(RuntimeError):
        record(people["owner"], "give_right", "x")


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_write_that_failed(people: dict[str, Account]) -> None:
    with pytest.raises(ValueError, match="later"), transaction.atomic():
        record(people["owner"], "give_right", "x")
        raise ValueError("later")
    assert not AuditEntry.objects.exists()
    assert sound() is None


def test_the_page_says_that_the_chain_broke(
    shop: str, signed_in: Callable[..., Client], chain: list[AuditEntry]
) -> None:
    browser = signed_in("auditor")
    assert "记录链完整" in browser.get(f"/s/{shop}/audit").content.decode()
    AuditEntry.objects.filter(number=2).update(why="改过")
    assert "第 2 条断了" in browser.get(f"/s/{shop}/audit").content.decode()
    assert "breaks at entry 2" in signed_in("owner", "en").get(f"/s/{shop}/audit").content.decode()


def test_search_finds_words_acts_and_days(
    shop: str, signed_in: Callable[..., Client], chain: list[AuditEntry]
) -> None:
    browser = signed_in("auditor")

    def found(**asked: str) -> int:
        return len(browser.get(f"/s/{shop}/audit", asked).context["rows"])

    assert found(words="第3个") == 1
    assert found(words="owner 试用期") == 5
    assert found(words="nobody") == 0
    assert found(act="give_right") == 5
    assert found(last="2001-01-01") == 0
    assert found(first="2001-01-01") == 5


def test_the_export_holds_what_was_found(
    shop: str, signed_in: Callable[..., Client], chain: list[AuditEntry]
) -> None:
    answer = signed_in("auditor").get(f"/s/{shop}/audit/export", {"words": "第3个"})
    book = fastexcel.read_excel(BytesIO(answer.content).getvalue())
    rows = book.load_sheet(0).to_polars()
    assert rows["对象"].to_list() == ["第3个"]
    assert rows["哈希"].to_list() == [chain[2].hash]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_however_long(
    shop: str,
    signed_in: Callable[..., Client],
    people: dict[str, Account],
    django_assert_num_queries: Callable[[int], object],
    count: int,
) -> None:
    browser = signed_in("auditor")
    browser.get(f"/s/{shop}/audit")
    with transaction.atomic():
        for n in range(count):
            record(people["owner"], "give_right", str(n))
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        assert browser.get(f"/s/{shop}/audit").status_code == 200
