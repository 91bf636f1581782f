"""``twofour what-if``: one member's figures changed, and what the scheme would then pay, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.text import Text as Styled

from twofour.cli.books import MetricsFile
from twofour.cli.console import console, lang, progress_bar
from twofour.cli.files import Cell, Form, FormOption, OutFile, Sheet, form_of, write_sheets
from twofour.cli.ledger_options import MemberOption, plain
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop, only_shop, open_snapshot
from twofour.cli.tables import heading, plain_table
from twofour.cli.wrapping import wrapped
from twofour.explain import Quantity
from twofour.explain.render_terminal import printable
from twofour.metrics.own import shop_metrics
from twofour.money import format_fen, round_half_up
from twofour.pay import Payslip
from twofour.period import Period, parse_period
from twofour.plan import WhatIf, read_change, what_if
from twofour.plan.fit import shown
from twofour.problems import DataMissing, UsageError
from twofour.run import inputs_of
from twofour.scheme import load_scheme
from twofour.scorecard import Inputs
from twofour.text import Text

_NOW, _THEN, _MORE = Text("现在", "now"), Text("改后", "then"), Text("差额", "difference")
_NOTE = Text(
    "只改这几个数，别的数（包括全组和店铺的）不变；不看方案生效日期",
    "These figures alone change, no others (nor the team's and the shop's), whatever the scheme's dates",
)


class LineChange(NamedTuple):
    """A pay line in fen as it is and as it would be; 0 where there is no such line."""

    id: str
    title: Text
    before: int
    after: int


def what_if_pay(
    scheme: Annotated[Path, typer.Argument(help="考核方案 / scheme", metavar="SCHEME.yaml")],
    changes: Annotated[
        list[str],
        typer.Argument(
            help="改成多少，如 inquiry_pay_rate=47%、received=+50 / "
            "to what, such as inquiry_pay_rate=47%, effective_sales=+10%, received=+50",
            metavar="METRIC=VALUE…",
        ),
    ],
    member: MemberOption,
    period: Annotated[str, typer.Option("--period", help="哪个月，如 2026-06 / period", metavar="PERIOD")],
    shop: Shop = None,
    metrics_file: MetricsFile = None,
    form: FormOption = None,
    out: OutFile = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """试算：一个人的指标变了，薪资变多少 / what one member would be paid if their figures were others."""
    chosen = form_of(form, out)
    days = parse_period(period)
    document = load_scheme(scheme, shop_metrics(data, metrics_file))
    asked = [read_change(document, written) for written in changes]
    snapshot = open_snapshot(data)
    (shop_id,) = only_shop(snapshot, shop)
    with progress_bar(Text("统计中", "counting")) as progress:
        inputs = inputs_of(snapshot, document, days, shop_id, progress)
    if not any(measure.numerator for measure in inputs.measures.values()):
        raise DataMissing(
            Text(
                f"{shop_id} 在 {days} 没有数据；换一个有数据的月份",
                f"{shop_id} has no data in {days}; name a month that has",
            )
        )
    found = what_if(document, inputs, _member_id(inputs, member), asked)
    if chosen is Form.table:
        _print(found, days, document.title)
    else:
        write_sheets(_sheets(found), chosen, out, main="lines", period=days)


def line_changes(before: Payslip, after: Payslip) -> Iterator[LineChange]:
    """Every line of either payslip, in the order of work of the one that has more."""
    lines = {line.id: line for line in (*before.lines, *after.lines)}
    was, will = ({line.id: line.fen for line in slip.lines} for slip in (before, after))
    longer = before if len(before.lines) > len(after.lines) else after
    for id in dict.fromkeys([*(line.id for line in longer.lines), *lines]):
        yield LineChange(id, lines[id].title, was.get(id, 0), will.get(id, 0))


def _member_id(inputs: Inputs, written: str) -> str:
    """The id of the member of that id or name; what is nobody's is left as written."""
    named = [m.member_id for m in inputs.members if m.name == written]
    if len(named) > 1 and written not in {m.member_id for m in inputs.members}:
        raise UsageError(
            Text(
                f"叫 {written} 的有 {len(named)} 位，请写员工编号：{'、'.join(named)}",
                f"{len(named)} members are called {written}; give the member id: {', '.join(named)}",
            )
        )
    return named[0] if len(named) == 1 else written


def _print(found: WhatIf, days: Period, title: Text) -> None:
    member = found.before.member
    head = f"{member.name} ({member.member_id}) · {days} · {title.say(lang())}"
    console().print(Styled(printable(head), style="bold"), soft_wrap=True)
    for entry, before, after in found.moved:
        figures = " → ".join(shown(entry, figure).say(lang()) for figure in (before, after))
        console().print(Styled(printable(f"  {entry.title.say(lang())}  {figures}")), soft_wrap=True)
    cards = found.before.scorecard, found.after.scorecard
    if cards[0].full:
        scores = " → ".join(Quantity(round_half_up(card.score, 2), "point").show(lang()) for card in cards)
        console().print(Styled(f"  {Text('考核得分', 'score').say(lang())}  {scores}"))
    console().print()
    table = plain_table(footer=True)
    table.add_column(Text("薪资项", "line").say(lang()), Text("合计", "total").say(lang()), overflow="fold")
    totals = found.before.total, found.after.total
    for name, foot in zip((_NOW, _THEN), totals, strict=True):
        table.add_column(heading(name, "yuan"), format_fen(foot), justify="right", no_wrap=True)
    table.add_column(heading(_MORE, "yuan"), _signed(found.gain), justify="right", no_wrap=True)
    for line in line_changes(found.before, found.after):
        table.add_row(
            plain(line.title.say(lang())),
            format_fen(line.before),
            format_fen(line.after),
            _signed(line.after - line.before),
        )
    console().print(table)
    console().print()
    console().print(Styled(wrapped(_NOTE.say(lang()), console().width), style="dim"))


def _sheets(found: WhatIf) -> dict[str, Sheet]:
    member = found.before.member
    figures: list[Mapping[str, Cell]] = [
        {
            "metric": one.entry.id,
            "title": one.entry.title.say(lang()),
            "before": Quantity(one.before, one.entry.shown_unit),
            "after": Quantity(one.after, one.entry.shown_unit),
        }
        for one in found.moved
    ]
    lines = [*line_changes(found.before, found.after)]
    lines.append(LineChange("total", Text("合计", "total"), found.before.total, found.after.total))
    rows: list[Mapping[str, Cell]] = [
        {
            "member_id": member.member_id,
            "line": one.id,
            "title": one.title.say(lang()),
            "before_fen": Quantity(one.before, "fen"),
            "after_fen": Quantity(one.after, "fen"),
            "difference_fen": Quantity(one.after - one.before, "fen"),
        }
        for one in lines
    ]
    of_figures = {
        "metric": Text("指标", "metric"),
        "title": Text("名称", "title"),
        "before": _NOW,
        "after": _THEN,
    }
    of_lines = {
        "member_id": Text("员工编号", "member id"),
        "line": Text("编号", "id"),
        "title": Text("薪资项", "line"),
        "before_fen": _NOW,
        "after_fen": _THEN,
        "difference_fen": _MORE,
    }
    return {
        "figures": Sheet(Text("改动", "Changes"), of_figures, figures),
        "lines": Sheet(Text("薪资项", "Lines"), of_lines, rows),
    }


def _signed(fen: int) -> Styled:
    style = "" if fen == 0 else "green" if fen > 0 else "red"
    return Styled(f"{'+' if fen > 0 else ''}{format_fen(fen)}", style=style)
