"""An owner installs: an empty folder greets and becomes the demo with its Today; or a shop of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.browser.serving import serving
from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor

_MINUTE = 120_000


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_an_owner_installs_and_sees_the_demo(
    tmp_path: Path, visit: Callable[..., Visitor], screen: Screen
) -> None:
    with serving(tmp_path / "empty") as address:
        owner = visit(address, screen, "install")

        # An empty installation greets and offers two beginnings.
        owner.open("/")
        owner.sees("先看演示", "Try the demo")
        owner.sees("导入我的文件", "Import my files")
        owner.look("welcome")
        owner.link("建店主账号", "Open the owner's account").click()
        owner.look("own-account")
        owner.link("返回", "Back").click()

        # The demo is made while the owner watches.
        owner.button("打开演示店铺", "Open the demo shop").click()
        owner.page.wait_for_url(re.compile(r"/jobs/"))
        owner.link("看结果", "See the outcome").click(timeout=_MINUTE)

        # The first page is Today, with everybody's figures and who needs help.
        owner.page.wait_for_url(re.compile(r"/today"))
        owner.sees("演示店铺：数据是合成的", "Demo shop: synthetic data")
        owner.sees("谁需要帮一把", "Who needs help")
        assert owner.page.locator("tbody th[scope=row]").count() > 5
        owner.look("today")


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_an_owner_begins_with_an_empty_shop_of_their_own(
    tmp_path: Path, visit: Callable[..., Visitor], screen: Screen
) -> None:
    with serving(tmp_path / "own") as address:
        owner = visit(address, screen, "begin")
        owner.open("/welcome/owner")
        for name, said in (("username", "lao-ban"), ("name", "老板")):
            owner.page.locator(f"input[name={name}]").fill(said)
        for name in ("password", "again"):
            owner.page.locator(f"input[name={name}]").fill("chuan-lian-deng-3")
        owner.page.locator("button.btn-primary[type=submit]").click()
        owner.page.wait_for_url(re.compile(r"/welcome/"))
        owner.look("first-import")
