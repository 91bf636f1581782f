"""A manager edits a scheme and mends what is found; the owner approves and publishes; an agent reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor

_DOUBLED = "        - {metric: reply_rate, at_least: 99%}"


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_a_scheme_goes_from_draft_to_what_an_agent_has_read(
    demo_server: str, visit: Callable[..., Visitor], screen: Screen
) -> None:
    manager = visit(demo_server, screen, "scheme")
    manager.enter("manager")
    _draft_is_written(manager)
    owner = visit(demo_server, screen, "scheme-owner")
    owner.enter("owner")
    version = _owner_approves_and_publishes(owner)
    agent = visit(demo_server, screen, "scheme-agent")
    agent.enter("agent")
    _agent_confirms(agent, version)

    # The owner sees who has read it, and two versions beside each other, in words.
    owner.open(version)
    expect(owner.page.get_by_text(re.compile(r"^1/\d+$"))).to_be_visible()
    owner.menu("方案", "Schemes")
    owner.link("对比", "Compare").click()
    owner.look("compare")


def _draft_is_written(manager: Visitor) -> None:
    findings, preview = manager.page.locator("#findings"), manager.page.locator("#preview")

    # The manager opens July's draft: the linter has something to say, and what it costs stands beside it.
    manager.menu("方案", "Schemes")
    manager.look("list")
    manager.page.get_by_role("link", name=manager.say("编辑", "Edit"), exact=True).first.click()
    expect(findings.locator("[data-line]").first).to_be_visible()
    expect(preview).to_contain_text(manager.say("总成本", "Total cost"))
    doubled = findings.locator("[data-said*=回复率], [data-said*='reply rate' i]").first
    expect(doubled).to_be_visible()
    manager.look("draft")

    # A slip of the keyboard is named with its line; nothing is previewed until it is mended.
    before = preview.inner_text()
    manager.types("rate: 2.8%", "rate: 2.8")
    expect(preview).to_contain_text(re.compile(manager.say(r"第 \d+ 行改好后再试算", r"Mend line \d+ first")))
    manager.look("mistake")
    manager.types("rate: 2.8}", "rate: 3.5%}")
    expect(preview).to_contain_text(manager.say("总成本", "Total cost"))
    assert preview.inner_text() != before, "the preview follows what is typed"

    # What is both duty and bonus is taken out of the bonus; the linter is content with it.
    with manager.page.expect_response(re.compile("/preview$")):
        manager.types(_DOUBLED, "")
    expect(doubled).to_be_hidden()

    # One person's pay opens to its reasons.
    manager.settle()
    with manager.page.expect_response(re.compile("/payslip$")) as opened:
        preview.locator("button[name=member]").first.click()
    assert opened.value.ok, opened.value.text()
    expect(manager.page.locator("#payslip details").first).to_be_visible()
    manager.look("preview")

    # Saved, read in words, submitted.
    manager.button("保存并看文字版", "Save and read in words").click()
    manager.sees("和现在这一版相比", "Beside today's version")
    manager.look("in-words")
    manager.button("提交审批", "Submit").click()
    expect(manager.button("审批通过", "Approve")).to_have_count(0)
    manager.look("submitted")


def _owner_approves_and_publishes(owner: Visitor) -> str:
    """Gives the address of the version."""
    owner.menu("方案", "Schemes")
    owner.link("看并审批", "Review").click()
    owner.look("review")
    owner.button("审批通过", "Approve").click()
    owner.button("发布", "Publish").click()
    owner.sees("谁确认了", "Who has confirmed")
    owner.look("published")
    return owner.page.url


def _agent_confirms(agent: Visitor, version: str) -> None:
    agent.menu("方案", "Schemes")
    agent.look("list")
    agent.open(version)
    agent.look("to-read")
    agent.button("我已读，确认", "I have read it").click()
    agent.sees("你已确认", "You confirmed this")
