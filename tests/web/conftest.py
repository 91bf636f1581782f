"""Fixtures of the web tests: the demo shop's data, accounts of every role, signed-in clients."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from filelock import FileLock

from e2e.demo_shop import demo_shop
from twofour.demo.people import SHOP_ID
from twofour.web.models import Account, Grant, Role
from web.closed_shop import closed_data, closed_shop, closing_shop  # noqa: F401 - fixtures

LEAD, AGENT, OTHER_AGENT = "syn-jing", "syn-xiaomei", "syn-kele"
TEAM, OTHER_TEAM = "售前一组", "售前二组"


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop's data folder, made once for all workers; nobody writes into it."""
    root = tmp_path_factory.getbasetemp().parent / "web-demo"
    with FileLock(root.with_suffix(".lock")):
        if not (root / "done").exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            demo_shop(root)
            (root / "done").touch()
    return root / "twofour-demo"


@pytest.fixture
def shop(demo_data: Path, settings: pytest.FixtureRequest, db: None) -> str:
    """The demo shop for reading: its id; the pages read the shared data folder."""
    settings.DATA = demo_data  # type: ignore[attr-defined]
    return SHOP_ID


@pytest.fixture
def own_shop(demo_data: Path, tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> str:
    """The demo shop for writing: its id; the pages use a copy that only this test has."""
    copy = tmp_path / "data"
    shutil.copytree(demo_data, copy, ignore=shutil.ignore_patterns("raw"))
    settings.DATA = copy  # type: ignore[attr-defined]
    return SHOP_ID


@pytest.fixture
def people(db: None) -> dict[str, Account]:
    """An account for each role, ``other_lead`` and ``other_agent`` of another team, and a ``stranger``
    who is the owner of a shop that is not this one.
    """
    grants = {
        "owner": Grant(role=Role.OWNER),
        "manager": Grant(role=Role.MANAGER),
        "finance": Grant(role=Role.FINANCE),
        "auditor": Grant(role=Role.AUDITOR),
        "lead": Grant(role=Role.LEAD, team=TEAM, member_id=LEAD),
        "agent": Grant(role=Role.AGENT, team=TEAM, member_id=AGENT),
        "other_lead": Grant(role=Role.LEAD, team=OTHER_TEAM),
        "other_agent": Grant(role=Role.AGENT, team=OTHER_TEAM, member_id=OTHER_AGENT),
        "stranger": Grant(role=Role.OWNER, shop_id="别的店"),
    }
    opened = {}
    for username, grant in grants.items():
        account = Account.objects.open(username=username, name=username, password=None)
        grant.account = account
        grant.shop_id = grant.shop_id or SHOP_ID
        grant.save()
        opened[username] = account
    return opened


@pytest.fixture
def signed_in(people: dict[str, Account]) -> Callable[..., Client]:
    """A client in which somebody of ``people`` is signed in; pages come in the language asked for."""

    def client(username: str, lang: str = "zh-hans") -> Client:
        browser = Client()
        browser.force_login(people[username], backend="django.contrib.auth.backends.ModelBackend")
        browser.cookies["twofour_language"] = lang
        return browser

    return client
