"""The demo shop with May closed and paid and June run but a draft, made once and copied by who writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import override_settings
from filelock import FileLock

from twofour.demo.folder import example_scheme
from twofour.demo.people import SHOP_ID
from twofour.ledger import Registry
from twofour.period import parse_period
from twofour.scheme import read_scheme
from twofour.web.bridge import periods, periods_schemes, periods_writing
from twofour.web.models import Account
from twofour.web.permissions import Actor, actor_of

MAY, JUNE = "2026-05", "2026-06"
CLERK, BOSS = "做账的", "店主本人"


def approve(data: Path, first_day: str = "2026-05-01") -> None:
    """Put the example scheme into the registry, in force from ``first_day`` on."""
    text = example_scheme().read_text(encoding="utf-8").replace("2026-06-01", first_day, 1)
    Registry(data).approve(read_scheme(text, "scheme.yaml"), BOSS)


def attach(key: str) -> None:
    """Run every scheme in force and attach what comes of it."""
    period = parse_period(key)
    for one in periods_schemes.in_force(SHOP_ID, period):
        run = periods_writing.compute(SHOP_ID, one.version, period, lambda done, total: None)
        periods_writing.attach(SHOP_ID, CLERK, key, run)


def close(key: str) -> None:
    """Review, approve, lock."""
    for by, to in ((CLERK, "reviewed"), (BOSS, "approved"), (CLERK, "locked")):
        head = periods.book(SHOP_ID).head
        periods_writing.move(SHOP_ID, by, key, to, head)


@pytest.fixture(scope="session")
def closed_data(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder; nobody writes into it."""
    root = tmp_path_factory.getbasetemp().parent / "web-closed"
    with FileLock(root.with_suffix(".lock")):
        if not (root / "done").exists():
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(demo_data, root, ignore=shutil.ignore_patterns("raw"))
            approve(root)
            with override_settings(DATA=root):
                for key in (MAY, JUNE):
                    periods_writing.open_period(SHOP_ID, CLERK, parse_period(key))
                    attach(key)
                    if key == MAY:
                        close(key)
                        periods_writing.pay_out(SHOP_ID, CLERK, key, "凭证-5", [])
            (root / "done").touch()
    return root


@pytest.fixture
def closed_shop(closed_data: Path, settings: pytest.FixtureRequest, db: None) -> str:
    """For reading: the shop's id."""
    settings.DATA = closed_data  # type: ignore[attr-defined]
    return SHOP_ID


@pytest.fixture
def closing_shop(closed_data: Path, tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> str:
    """For writing: the shop's id; the pages use a copy that only this test has."""
    copy = tmp_path / "data"
    shutil.copytree(closed_data, copy)
    settings.DATA = copy  # type: ignore[attr-defined]
    return SHOP_ID


def acting(people: dict[str, Account], name: str) -> Actor:
    """Somebody of ``people`` in the demo shop."""
    actor = actor_of(people[name], SHOP_ID)
    assert actor is not None
    return actor
