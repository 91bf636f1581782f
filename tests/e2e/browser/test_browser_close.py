"""Finance closes June with everybody's part in it; then an auditor traces one fen down to a chat."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor

JUNE = "2026-06"


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_a_month_is_closed_and_a_fen_traced_to_a_chat(
    demo_server: str, visit: Callable[..., Visitor], screen: Screen
) -> None:
    def come(username: str) -> Visitor:
        one = visit(demo_server, screen, f"close-{username}")
        one.enter(username)
        return one

    finance = come("finance")
    june = _finance_opens_and_runs(finance)
    _lead_asks_about_a_line(come("lead"))
    _finance_answers_and_reviews(finance, june)
    _owner_approves(come("owner"), june)
    _finance_locks_and_pays(finance, june)
    _auditor_traces_a_fen(come("auditor"), june)


def _finance_opens_and_runs(finance: Visitor) -> str:
    """Gives the address of June."""
    finance.menu("月结", "Period close")
    finance.look("periods")
    finance.button("开账", "Open").click()
    finance.sees("一步一步来", "Step by step")
    june = finance.page.url
    assert june.endswith(JUNE)
    finance.look("opened")
    finance.link("看体检结果", "See the check-up").click()
    finance.look("check-up")
    finance.open(june)
    finance.button("开始核算", "Run").click()
    finance.page.wait_for_url(re.compile(r"/jobs/"))
    finance.look("running")
    finance.link("看结果", "See the outcome").click()
    finance.page.wait_for_url(re.compile(f"/periods/{JUNE}"))
    finance.look("run")
    return june


def _lead_asks_about_a_line(lead: Visitor) -> None:
    lead.menu("月结", "Period close")
    lead.page.locator(f"a[href$='/periods/{JUNE}']").first.click()
    lead.page.locator("#members th a", has_text="小美").click()
    lead.look("statement")
    line = lead.page.locator("#lines details", has_text=lead.say("提成", "commission")).first
    line.locator("summary").first.click()
    line.locator(".tf-more a").click()
    lead.page.locator("#questions textarea").fill("她六月请了三天假，这一行算进去了吗？")
    lead.button("提问", "Ask").click()
    lead.sees("已提问", "Asked")
    lead.look("asked")


def _finance_answers_and_reviews(finance: Visitor, june: str) -> None:
    finance.open(june)
    finance.look("question")
    finance.page.locator("#questions textarea").fill("提成按成交算，请假不影响")
    finance.button("回答", "Answer").click()
    finance.sees("已回答", "Answered")
    finance.open(june)
    finance.button("复核完成", "Reviewed").click()
    finance.look("reviewed")


def _owner_approves(owner: Visitor, june: str) -> None:
    owner.open(june)
    owner.look("to-approve")
    owner.button("审批通过", "Approve").click()


def _finance_locks_and_pays(finance: Visitor, june: str) -> None:
    finance.open(june)
    finance.look("approved")
    finance.button("锁定", "Lock").click()
    finance.look("locked")
    with finance.page.expect_download() as payroll:
        finance.link("工资表 XLSX", "Payroll XLSX").click()
    assert payroll.value.suggested_filename.endswith(".xlsx")
    finance.field("转账凭证号", "Reference of the transfer").fill("SYN-2026-07-05")
    finance.button("登记已发放", "Record as paid").click()
    finance.sees("这一期已经结清", "This period is closed and paid")
    finance.look("paid")


def _auditor_traces_a_fen(auditor: Visitor, june: str) -> None:
    """From an amount on a statement to a chat."""
    auditor.open(june)
    auditor.page.locator("#members th a", has_text="小美").click()
    auditor.look("statement")
    line = auditor.page.locator("#lines details", has_text=auditor.say("提成", "commission")).first
    line.locator("summary").first.click()
    line.locator(".tf-more a").click()
    auditor.look("line")
    for closed in auditor.page.locator("main details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    auditor.page.locator("a.tf-evidence[href*='/effective_sales/']").first.click()
    auditor.page.wait_for_url(re.compile(r"/metrics/effective_sales/"))
    auditor.look("orders")
    auditor.page.locator("a[href*='/chats/']").first.click()
    expect(auditor.page.locator(".tf-bubble").first).to_be_visible()
    auditor.look("chat")
    auditor.menu("操作记录", "Audit")
    auditor.look("audit")
