"""Customer keys and forgetting on the pages: used in memory, written nowhere, figures stay."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from twofour.events.privacy import is_pseudonym
from twofour.web.bridge import held, lake, uploads
from twofour.web.models import AuditEntry, Job
from twofour.web.worker import work_off
from web.test_imports import GOOD, acts, bring_in, orders, send, words

pytestmark = pytest.mark.django_db(transaction=True)


def key_file(letter: bytes = b"k") -> SimpleUploadedFile:
    return SimpleUploadedFile("shop.key", b"twofour-customer-key/1\n" + base64.b64encode(letter * 32) + b"\n")


def test_a_key_lands_pseudonyms_and_stays_nowhere(
    own_shop: str, signed_in: Callable[..., Client], tmp_path: Path, people: dict[str, object]
) -> None:
    from twofour.web.models import Grant, Role

    Grant.objects.create(account=people["owner"], role=Role.OWNER, shop_id="")
    browser = signed_in("owner")
    file = orders(GOOD.replace("四季家居", "新店"))
    bring_in(browser, send(browser, own_shop, file, key=key_file()))
    found = lake.snapshot().scan("orders", shop_ids=["新店"]).collect()
    assert all(is_pseudonym(one) for one in found["customer_id"])
    secret = base64.b64encode(b"k" * 32)
    kept = [path for path in lake.data().rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert kept == []
    assert held.key_demanded("新店")
    refused = browser.post("/s/新店/imports/send", {"files": [file], "shop": "新店"})
    assert refused.status_code == 422
    assert "密钥" in words(refused)


def test_a_file_that_is_no_key_is_refused_in_words(own_shop: str, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("manager").post(
        f"/s/{own_shop}/imports/send",
        {"files": [orders(GOOD)], "shop": own_shop, "key": SimpleUploadedFile("x.key", b"\xff no key")},
    )
    assert answer.status_code == 422
    assert "这不是买家密钥文件" in words(answer)
    assert uploads.waiting(own_shop) == []
    assert not AuditEntry.objects.exists()


def test_a_key_held_no_longer_is_asked_for_again(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    answer = browser.post(
        f"/s/{own_shop}/imports/send", {"files": [orders(GOOD)], "shop": own_shop, "key": key_file()}
    )
    held.let_go(uploads.waiting(own_shop)[0].id)
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert "请重新填写一次" in words(browser.get(job.outcome["url"]))


def test_a_forgotten_customer_is_in_no_record(own_shop: str, signed_in: Callable[..., Client]) -> None:
    customer = lake.snapshot().scan("messages", shop_ids=[own_shop]).head(1).collect()["customer_id"][0]
    rows = lake.snapshot().scan("messages").collect().height
    send(signed_in("manager"), own_shop, orders(GOOD))
    browser = signed_in("owner")
    assert (
        browser.post(f"/s/{own_shop}/imports/forget", {"customer": customer, "why": "来信"}).status_code
        == 422
    )
    answer = browser.post(
        f"/s/{own_shop}/imports/forget", {"customer": customer, "why": "来信要求", "sure": "on"}
    )
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert job.state == "done", job.message_zh
    found = lake.snapshot().scan("messages").collect()
    assert found.height == rows
    assert customer not in set(found["customer_id"])
    assert customer not in str(list(AuditEntry.objects.values())) + str(list(Job.objects.values()))
    assert uploads.waiting(own_shop) == [], "uploads may name anybody"
    assert "来信要求" in words(browser.get(f"/s/{own_shop}/imports/forget"))
    assert "forget_customer" in acts()


def test_a_customer_whom_nobody_knows_is_named_in_the_refusal(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    answer = signed_in("owner").post(
        f"/s/{own_shop}/imports/forget", {"customer": "没有这个人", "why": "来信", "sure": "on"}
    )
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert job.state == "refused"
    assert "没有改动" in job.message_zh


def test_only_the_owner_erases(shop: str, signed_in: Callable[..., Client]) -> None:
    for role in ("manager", "finance", "auditor", "lead", "agent"):
        assert signed_in(role).get(f"/s/{shop}/imports/forget").status_code == 403
