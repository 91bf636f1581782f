"""The first files of an empty installation: uploaded, looked at, imported, and there is a shop."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from twofour.web.bridge import lake
from twofour.web.models import Account, Grant, Job, Role
from twofour.web.worker import work_off
from web.test_imports import BAD, GOOD, orders, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(tmp_path: Path, settings: pytest.FixtureRequest) -> Client:
    """The first owner of an empty data folder, signed in."""
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    return _client("lao-ban", Role.OWNER, "")


def _client(username: str, role: Role, shop: str) -> Client:
    account = Account.objects.open(username=username, name=username, password=None)
    Grant.objects.create(account=account, role=role, shop_id=shop)
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_the_first_files_make_the_shop(owner: Client) -> None:
    assert owner.get("/").headers["Location"] == "/welcome/data"
    page = words(owner.get("/welcome/data"))
    assert "导入淘宝数据" in page
    answer = owner.post("/welcome/data", {"files": [orders(GOOD, BAD)], "shop": "四季家居"})
    work_off()
    preview = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1]).outcome["url"]
    assert preview.startswith("/welcome/data/")
    assert "orders.csv" in words(owner.get(preview))
    assert lake.is_empty()
    answer = owner.post(f"{preview}/import")
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert job.state == "done", job.message_zh
    assert lake.shops() == ["四季家居"]
    shown = words(owner.get(job.outcome["url"]))
    assert "1 行没有导入" in shown
    assert 'value="八十八"' in shown, "the refused row can be corrected on the shop's own pages"
    assert owner.get("/welcome/data").headers["Location"] == "/"
    assert "/s/" in owner.get("/").headers["Location"]


def test_the_first_shop_has_a_name(owner: Client) -> None:
    answer = owner.post("/welcome/data", {"files": [orders(GOOD)], "shop": ""})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_who_owns_one_shop_only_does_not_make_another(owner: Client) -> None:
    manager = _client("zhu-guan", Role.MANAGER, "某店")
    assert manager.get("/welcome/data").status_code == 403
    assert Client().get("/welcome/data").status_code == 302
    assert manager.post("/welcome/data", {"files": [orders(GOOD)], "shop": "某店"}).status_code == 403


def test_the_page_is_english_for_who_reads_english(owner: Client) -> None:
    owner.cookies["twofour_language"] = "en"
    page = words(owner.get("/welcome/data"))
    assert "Import the first files" in page
    assert "Import Taobao data" in page
