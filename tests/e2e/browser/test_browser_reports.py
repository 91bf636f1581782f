"""A newcomer with a platform's report and no chats: first run, accounts bound, figures, a scheme begun."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.browser.serving import serving
from e2e.browser.visitor import DESKTOP_ZH, PHONE_EN, Screen, Visitor

_PASSWORD = "chuan-lian-deng-3"
_MINUTE = 60_000
# Called .xls and really a web page, as back ends export; the last day's payments are still to come.
_ROWS = [
    ("2026-06-01", 60, 40, 20, "1,000.50"),
    ("2026-06-29", 30, 20, 11, "900.00"),
    ("2026-06-30", 20, 10, "延迟统计", "500.00"),
]
REPORT = (
    "<meta charset=gbk><table>"
    "<tr><th>客服<th>日期<th>接待人数<th>询单人数<th>询单-&gt;最终付款人数<th>销售额</tr>"
    + "".join(f"<tr><td>店:小美<td>{'<td>'.join(map(str, row))}</tr>" for row in _ROWS)
    + "</table>"
)


@pytest.mark.parametrize("screen", [DESKTOP_ZH, PHONE_EN], ids=lambda one: one.id)
def test_a_newcomer_begins_with_a_report_alone(
    tmp_path: Path, visit: Callable[..., Visitor], screen: Screen
) -> None:
    report = tmp_path / "xiao.xls"
    report.write_bytes(REPORT.encode("gbk"))
    with serving(tmp_path / "own") as address:
        owner = visit(address, screen, "reports")
        page = owner.page
        owner.open("/welcome/owner")
        said = {"username": "lao-ban", "name": "Boss", "password": _PASSWORD, "again": _PASSWORD}
        for name, words in said.items():
            page.locator(f"input[name={name}]").fill(words)
        page.locator("button.btn-primary[type=submit]").click()
        page.wait_for_url(re.compile(r"/welcome/data"))

        # The first file is a report: it is recognised, looked at and imported.
        page.locator("input[name=files]").set_input_files(report)
        page.locator("input[name=shop]").fill("my-shop")
        page.locator("form[enctype] button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/jobs/"))
        owner.link("看结果", "See the outcome").click(timeout=_MINUTE)
        if screen.lang == "zh":  # the file's own words stand on the page
            owner.look("preview")
        owner.button("导入", "Import").click()
        page.wait_for_url(re.compile(r"/jobs/"))
        owner.link("看结果", "See the outcome").click(timeout=_MINUTE)

        # Its account waits to be bound.
        owner.link("去认领", "Say whose they are").click()
        owner.look("strangers")
        owner.link("认领", "Say who").click()
        for name, words in {"name": "Mei", "member_id": "m01", "team": "A", "base_wage": "3500"}.items():
            page.locator(f"input[name={name}]").fill(words)
        page.locator("select[name=role]").select_option("pre_sales")
        owner.button("认领", "Bind it").click()
        page.wait_for_url(re.compile(r"/staff$"))

        # The figures are the report's, and the pages say so.
        owner.menu("今日", "Today")
        owner.sees("这里的数取自赤兔报表", "These figures come from the Chitu report")
        owner.sees("补上聊天记录和订单", "Add chat exports")
        owner.look("today")
        owner.menu("指标", "Metrics")
        owner.look("metrics")
        owner.open("/s/my-shop/metrics/inquiry_pay_rate/member/m01?period=2026-06")
        owner.sees("xiao.xls:2", "xiao.xls:2")
        owner.sees("不能再点开到聊天", "opens to no chats")
        owner.look("evidence")
        owner.menu("口径", "Counting rules")
        owner.look("rules")

        # A ready scheme takes its figures from it, and can be tried on the month.
        owner.open("/s/my-shop/schemes/new")
        owner.look("ready")
        page.locator("form", has=page.locator("input[value=classic-kpi]")).locator("button").click()
        page.wait_for_url(re.compile(r"/edit$"))
        owner.sees("measures_from: chitu", "measures_from: chitu")
        owner.sees("Mei", "Mei")
