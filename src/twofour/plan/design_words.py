"""Words and settings that every way of designing a scheme shares: at the terminal and in the browser."""

from __future__ import annotations

from twofour.events.rules import CountingRules
from twofour.metrics.own import MetricBook
from twofour.metrics.reported import report_of
from twofour.plan.candidates import Look
from twofour.plan.draft import Value
from twofour.scheme.scheme import MEASURES_FROM, Role
from twofour.text import Text

VALUES: tuple[tuple[Value, Text], ...] = (
    ("sales", Text("带来销售和利润", "sales and profit")),
    ("service", Text("解决问题", "solving problems")),
    ("balanced", Text("两者兼顾", "both")),
)
ROLES: tuple[tuple[Role, Text], ...] = (
    ("pre_sales", Text("售前", "pre-sales")),
    ("after_sales", Text("售后", "after-sales")),
    ("lead", Text("组长", "leads")),
)
TITLES: dict[Role, Text] = {
    "pre_sales": Text("售前方案", "Pre-sales scheme"),
    "after_sales": Text("售后方案", "After-sales scheme"),
    "lead": Text("组长方案", "Team lead scheme"),
}


def mark(look: Look) -> Text:
    """What speaks for or against appraising by a metric; empty where nothing does."""
    if look.weak is not None:
        return Text(f"弱：{look.weak.zh}", f"weak: {look.weak.en}")
    if look.ceiling:
        return Text("已到顶", "at its ceiling")
    if look.entry.kind == "platform":
        return Text("平台考核", "graded by the marketplace")
    return Text("", "")


def counting_of(rules: CountingRules, book: MetricBook) -> dict[str, object]:
    """What stands under ``counting``: the report that gives the figures, settings unlike the default."""
    usual, report = CountingRules().settings(), report_of(book)
    changed = {key: setting for key, setting in rules.settings().items() if setting != usual.get(key)}
    return changed if report is None else {MEASURES_FROM: report.report, **changed}
