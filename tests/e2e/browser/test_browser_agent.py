"""An agent reads the pay of the month so far, why it is what it is, what one more step earns, and appeals."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_an_agent_reads_the_pay_and_appeals(
    demo_server: str, visit: Callable[..., Visitor], screen: Screen
) -> None:
    agent = visit(demo_server, screen, "agent")
    agent.enter("agent")

    # Score and pay so far, and what one more step earns.
    agent.page.wait_for_url(re.compile(r"/me"))
    agent.sees("按目前的数据，本月工资", "Pay of this month as it stands")
    agent.sees("再进一步能多得", "What one more step earns")
    assert re.search(r"\+\d", agent.page.locator("strong.num.good").first.inner_text())
    agent.look("me")

    # A line opens to its reasons.
    line = agent.page.locator("#lines details").nth(1)
    line.locator("summary").first.click()
    expect(line).to_have_attribute("open", "")
    agent.look("line-open")

    # Inquiries that were lost, each with the words that were said.
    agent.open(agent.page.url.split("#")[0].removesuffix("/me") + "/me/lost")
    agent.look("lost")

    # May's statement is locked: a line of it, down to the records, and an appeal against it.
    agent.menu("我的", "Me")
    agent.page.locator("#statements a").first.click()
    agent.look("statement")
    line = agent.page.locator("#lines details", has_text=agent.say("提成", "commission")).first
    line.locator("summary").first.click()
    line.locator(".tf-more a").click()
    agent.look("line")
    agent.link("对这一行申诉", "Appeal against this line").click()
    agent.look("appeal-form")
    agent.field("我认为应该是（元）", "It should be (yuan)").fill("300.00")
    agent.field("证据", "What shows it").fill("syn_0001 的订单是我跟进的，归属算给了别人")
    agent.button("提交申诉", "File the appeal").click()
    agent.page.wait_for_url(re.compile(r"/appeals"))
    agent.sees("待处理", "open")
    agent.look("appeal")

    # The manager sees it among the appeals.
    manager = visit(demo_server, screen, "agent-manager")
    manager.enter("manager")
    manager.menu("申诉", "Appeals")
    manager.look("appeals")
    manager.page.locator("tbody th a").first.click()
    manager.look("decide")
    manager.page.locator("[name=reason]").fill("聊天里看得到是转接后成交的，维持原来的归属")
    manager.button("驳回", "Reject").click()
    manager.sees("驳回", "rejected")
