"""The doctor's bill in the terminal: what each shop has, day by day, then the findings and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rich.padding import Padding
from rich.text import Text as Styled

from twofour.cli.console import console, lang
from twofour.cli.doctor_strip import last_days, legend, strips
from twofour.cli.tables import plain_table
from twofour.events.tables import TABLES
from twofour.explain.render_terminal import printable
from twofour.metrics.doctor import Chart, Finding, Severity
from twofour.metrics.doctor.finding import MOST_EXAMPLES, days_of, listed
from twofour.metrics.loading import watermark
from twofour.text import Text

_SHOPS_IN_FULL = 4
_MOST_HEADINGS, _MOST_LINES = 40, 10
_STRIP_DAYS = 28
_MARKS: dict[Severity, tuple[str, str]] = {
    "error": ("✗", "red"),
    "warning": ("!", "yellow"),
    "note": ("·", "cyan"),
}
_NAMES: dict[Severity, Text] = {
    "error": Text("错误", "errors"),
    "warning": Text("警告", "warnings"),
    "note": Text("提示", "notes"),
}


def print_checkup(chart: Chart, findings: Sequence[Finding], data: Path) -> None:
    """Coverage of the shops, the findings, and a line that sums up."""
    snapshot = chart.snapshot
    head = Text(
        f"数据体检　{data}　第 {snapshot.number} 号快照", f"Check-up of {data}, snapshot {snapshot.number}"
    )
    console().print(Styled(head.say(lang()), style="bold"), soft_wrap=True)
    covered = list(chart.coverage)
    if len(covered) <= _SHOPS_IN_FULL:
        for shop in covered:
            _print_shop(chart, shop)
    else:
        _print_shops(chart, covered)
    if covered:
        console().print(legend())
    _print_findings(findings, len(chart.shop_ids) > 1)
    _print_verdict(findings)


def _print_shop(chart: Chart, shop: str) -> None:
    tables = chart.coverage[shop]
    console().print()
    table = plain_table(f"{printable(shop)}  {_as_of(chart, shop)}".rstrip())
    for heading, side in _HEADINGS:
        table.add_column(heading.say(lang()), justify=side, no_wrap=True)
    for name in TABLES:
        if name in tables:
            of = tables[name]
            title = TABLES[name].title.say(lang())
            table.add_row(title, f"{of.rows:,}", f"{len(of.days):,}", str(of.first), str(of.last))
    console().print(table)
    console().print()
    for line in strips(tables, console().width):
        console().print(line, no_wrap=True)


def _print_shops(chart: Chart, shops: Sequence[str]) -> None:
    """A line for each shop, with the strip of its latest days."""
    console().print()
    table = plain_table()
    wide = console().width >= 110
    table.add_column(Text("店铺", "shop").say(lang()), overflow="fold")
    for name in ("messages", "orders"):
        table.add_column(TABLES[name].title.say(lang()), justify="right", no_wrap=True)
    if wide:
        table.add_column(Text("首日", "first day").say(lang()), no_wrap=True)
    table.add_column(Text("末日", "last day").say(lang()), no_wrap=True)
    strip = Text(f"最近 {_STRIP_DAYS} 天的消息", f"messages of the last {_STRIP_DAYS} days")
    table.add_column(strip.say(lang()), no_wrap=True)
    last = max(of.last for tables in chart.coverage.values() for of in tables.values())
    for shop in shops:
        tables = chart.coverage[shop]
        here, messages, orders = tables.values(), tables.get("messages"), tables.get("orders")
        cells: list[str | Styled] = [printable(shop)]
        cells += [f"{of.rows:,}" if of else "–" for of in (messages, orders)]
        cells += [str(min(of.first for of in here))] if wide else []
        cells += [str(max(of.last for of in here))]
        table.add_row(*cells, last_days(messages, last, _STRIP_DAYS) if messages else "")
    console().print(table)


def _as_of(chart: Chart, shop: str) -> str:
    mark = watermark(chart.snapshot, shop)
    if mark is None:
        return ""
    moment = datetime.fromtimestamp(mark, UTC).astimezone(ZoneInfo(chart.rules.timezone))
    return Text(f"数据截至 {moment:%Y-%m-%d %H:%M:%S}", f"data as of {moment:%Y-%m-%d %H:%M:%S}").say(lang())


def _print_findings(findings: Sequence[Finding], many_shops: bool) -> None:
    """What was found; all that has one remedy stands under one heading."""
    console().print()
    together: dict[tuple[str, Text], list[Finding]] = {}
    for one in findings:
        together.setdefault((one.kind, one.remedy), []).append(one)
    for found in list(together.values())[:_MOST_HEADINGS]:
        _print_together(found, many_shops)
    if len(together) > _MOST_HEADINGS:
        _print_rest(len(together) - _MOST_HEADINGS)


def _print_together(found: Sequence[Finding], many_shops: bool) -> None:
    mark, style = _MARKS[found[0].severity]
    console().print(Styled.assemble((f"{mark} ", style), (found[0].title.say(lang()), f"bold {style}")))
    lines: dict[tuple[object, ...], list[Finding]] = {}
    for one in found:
        lines.setdefault((one.what, one.first, one.last, one.examples), []).append(one)
    for alike in list(lines.values())[:_MOST_LINES]:
        _print_line(alike, many_shops)
    if len(lines) > _MOST_LINES:
        _print_rest(len(lines) - _MOST_LINES)
    _print_indented(Styled(f"→ {found[0].remedy.say(lang())}", style="green"))


def _print_line(alike: Sequence[Finding], many_shops: bool) -> None:
    """What several shops have in common, or what one has."""
    one = alike[0]
    line = Styled()
    shops = [printable(of.shop_id) for of in alike if of.shop_id is not None]
    if many_shops and shops:
        named = listed(shops[:MOST_EXAMPLES], len(shops))
        if len(shops) > MOST_EXAMPLES:
            named = Text(f"{named.zh} {len(shops)} 家店铺", f"{named.en} ({len(shops)} shops)")
        line.append(f"{named.say(lang())}  ", style="cyan")
    if one.first is not None and one.last is not None:
        line.append(f"{days_of(one.first, one.last).say(lang())}  ", style="dim")
    _print_indented(line.append(one.what.say(lang())))
    if one.examples:
        shown = listed(map(printable, one.examples))
        _print_indented(Styled(Text(f"例：{shown.zh}", f"e.g. {shown.en}").say(lang()), style="dim"))


def _print_rest(count: int) -> None:
    more = Text(f"另有 {count} 项，用 --format csv 看全部", f"{count} more; see them all with --format csv")
    _print_indented(Styled(more.say(lang()), style="dim"))


def _print_indented(line: Styled) -> None:
    console().print(Padding(line, (0, 0, 0, 2)))


def _print_verdict(findings: Sequence[Finding]) -> None:
    counts = {severity: sum(one.severity == severity for one in findings) for severity in _NAMES}
    if findings:
        console().print()
    if not counts["error"] and not counts["warning"]:
        notes = counts["note"]
        clean = Text(
            "✓ 数据没有问题" + (f"（{notes} 条提示）" if notes else ""),
            "✓ nothing is wrong with the data" + (f" (notes: {notes})" if notes else ""),
        )
        console().print(Styled(clean.say(lang()), style="green"))
        return
    told = [(name, counts[severity]) for severity, name in _NAMES.items() if counts[severity]]
    words = listed(Text(f"{n} 个{name.zh}", f"{name.en}: {n}") for name, n in told)
    console().print(Styled(words.say(lang()), style="bold"))


_HEADINGS: tuple[tuple[Text, Literal["left", "right"]], ...] = (
    (Text("表", "table"), "left"),
    (Text("行数", "rows"), "right"),
    (Text("有数据的天数", "days with rows"), "right"),
    (Text("首日", "first day"), "left"),
    (Text("末日", "last day"), "left"),
)
