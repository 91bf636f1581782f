"""Signing in: throttled, expiring, behind strict headers; the demo's doors exist only in the demo."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from twofour.web.models import Account

RIGHT = {"username": "owner", "password": "mi-ma-hen-chang"}


@pytest.fixture
def owner(people: dict[str, Account]) -> Account:
    people["owner"].set_password(RIGHT["password"])
    people["owner"].save()
    return people["owner"]


def test_the_right_password_opens(client: Client, owner: Account) -> None:
    answer = client.post("/sign-in", RIGHT)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(client: Client, owner: Account) -> None:
    wrong = {**RIGHT, "password": "mi-ma-bu-dui"}
    for _ in range(4):
        answer = client.post("/sign-in", wrong)
        assert "账号或密码不对" in answer.content.decode()
    assert client.post("/sign-in", wrong).status_code == 429
    locked = client.post("/sign-in", RIGHT)
    assert locked.status_code == 429
    assert "暂时锁定" in locked.content.decode()


def test_a_lock_is_for_one_name_alone(client: Client, owner: Account, people: dict[str, Account]) -> None:
    people["manager"].set_password("ling-yi-ge-mi-ma")
    people["manager"].save()
    for _ in range(5):
        client.post("/sign-in", {**RIGHT, "password": "mi-ma-bu-dui"})
    other = client.post("/sign-in", {"username": "manager", "password": "ling-yi-ge-mi-ma"})
    assert other.status_code == 302


def test_an_account_without_a_password_cannot_be_entered(client: Client, people: dict[str, Account]) -> None:
    for password in ("", "!", "None"):
        assert client.post("/sign-in", {"username": "agent", "password": password}).status_code == 200


def test_the_session_ends_after_twelve_hours(client: Client, owner: Account) -> None:
    client.post("/sign-in", RIGHT)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == 12 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_demos_doors_are_closed_elsewhere(
    client: Client, people: dict[str, Account], settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    Account.objects.update(demo=True)
    assert client.post("/sign-in/demo/owner").status_code == 404
    assert "sign-in/demo" not in client.get("/sign-in").content.decode()


def test_the_demos_doors_open_only_to_its_own_people(
    client: Client, people: dict[str, Account], settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "demo.json").write_text("{}")
    assert client.post("/sign-in/demo/owner").status_code == 404
    Account.objects.filter(username="owner").update(demo=True)
    assert client.post("/sign-in/demo/owner").status_code == 302


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_carries_the_strict_headers(client: Client, db: None, header: str, value: str) -> None:
    assert client.get("/sign-in").headers[header] == value


def test_no_script_or_style_stands_in_the_page_itself(client: Client, people: dict[str, Account]) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_write_without_the_token_is_refused(owner: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in", RIGHT).status_code == 403
