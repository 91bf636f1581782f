"""The front door: who is nobody signs in, who has no shop is told, a wrong address is a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from twofour.web.models import Account


def test_home_without_accounts_greets(client: Client, db: None) -> None:
    assert client.get("/").status_code == 302


def test_home_of_nobody_asks_to_sign_in(client: Client, people: dict[str, Account]) -> None:
    assert client.get("/").headers["Location"] == f"{reverse('sign-in')}?next=/"


def test_home_of_somebody_without_a_role_says_that_there_is_no_shop(
    shop: str, people: dict[str, Account], signed_in: Callable[..., Client]
) -> None:
    people["stranger"].grants.all().delete()
    answer = signed_in("stranger").get("/")
    assert answer.status_code == 403
    assert "你还没有任何店铺的角色" in answer.content.decode()


@pytest.mark.parametrize(("lang", "words"), [("zh-hans", "没有这一页"), ("en", "No such page")])
def test_a_wrong_address_is_a_page_in_the_chosen_language(
    shop: str, signed_in: Callable[..., Client], lang: str, words: str
) -> None:
    answer = signed_in("owner", lang).get("/nowhere")
    assert answer.status_code == 404
    assert words in answer.content.decode()
