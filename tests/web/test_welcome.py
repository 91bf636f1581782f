"""The first run: an empty installation greets, makes an owner, or becomes the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from twofour.web.bridge import demo, lake
from twofour.web.models import Account, Job
from twofour.web.worker import work_off

OWNER = {"username": "lao-ban", "name": "老板", "password": "mi-ma-hen-chang", "again": "mi-ma-hen-chang"}


@pytest.fixture
def empty(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[Path]:
    """A data folder in which nobody did anything yet."""
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    yield tmp_path / "data"


def test_an_empty_installation_offers_the_demo_and_the_import(client: Client, empty: Path, db: None) -> None:
    answer = client.get("/", follow=True)
    words = answer.content.decode()
    assert "打开演示店铺" in words
    assert "建店主账号" in words
    client.cookies["twofour_language"] = "en"
    assert "Open the demo shop" in client.get("/welcome/").content.decode()


def test_the_first_owner_owns_everything(client: Client, empty: Path, db: None) -> None:
    answer = client.post("/welcome/owner", OWNER)
    assert answer.headers["Location"] == "/"
    account = Account.objects.get()
    assert [(g.role, g.shop_id, g.team) for g in account.grants.all()] == [("owner", "", "")]


def test_nobody_becomes_owner_after_the_first(
    client: Client, people: dict[str, Account], empty: Path
) -> None:
    assert client.post("/welcome/owner", OWNER).headers["Location"] == "/"
    assert not Account.objects.filter(username="lao-ban").exists()
    assert client.post("/welcome/demo").headers["Location"] == "/"
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_demo_fills_the_empty_folder_in_the_background(client: Client, empty: Path) -> None:
    answer = client.post("/welcome/demo")
    assert answer.headers["Location"].startswith("/jobs/")
    assert not demo.here()
    work_off()
    job = Job.objects.get()
    assert (job.state, job.outcome) == ("done", {"url": "/"})
    assert demo.here()
    assert lake.shops() == ["四季家居"]
    assert "/s/" in client.get("/", follow=True).redirect_chain[-1][0]
