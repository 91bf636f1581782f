"""A lead runs a day: Today, who needs help, the evidence, the very chat; then last month beside this one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_a_lead_goes_from_today_to_the_chat_behind_it(
    demo_server: str, visit: Callable[..., Visitor], screen: Screen
) -> None:
    lead = visit(demo_server, screen, "lead")
    lead.enter("lead")

    # Today shows the own team and nobody else.
    lead.page.wait_for_url(re.compile(r"/today"))
    lead.sees("谁需要帮一把", "Who needs help")
    names = lead.page.locator("tbody th[scope=row]").all_inner_texts()
    assert any("小美" in name for name in names)
    assert not any("可乐" in name for name in names)

    # A day on which somebody needs help.
    for _ in range(10):
        if lead.page.locator(".list-group a.list-group-item").count():
            break
        lead.link("前一天", "The day before").click()
    lead.look("today")
    lead.page.locator(".list-group a.list-group-item").first.click()

    # The reason opens to its records, and a record to the chat.
    lead.page.wait_for_url(re.compile(r"/metrics/"))
    lead.look("evidence")
    chat = lead.page.locator("a[href*='/chats/']").first
    customer = chat.inner_text().strip()
    chat.click()
    expect(lead.page.locator("h1")).to_contain_text(customer)
    assert lead.page.locator(".tf-bubble").count() > 1
    lead.look("chat")

    # The team's month beside the one before; the same table as a workbook.
    lead.menu("指标", "Metrics")
    lead.look("metrics")
    with lead.page.expect_download() as saved:
        lead.link("导出 XLSX", "Export XLSX").click()
    assert saved.value.suggested_filename.endswith(".xlsx")

    # Last month's statements of the team are there to be read.
    lead.menu("月结", "Period close")
    lead.look("periods")
    lead.page.locator("a[href$='/periods/2026-05']").first.click()
    lead.look("may")
