"""``twofour measure --beside``: our figures and a platform's side by side, the furthest apart first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text as Styled

from twofour.cli.console import console, lang, say
from twofour.cli.files import Cell, Sheet
from twofour.cli.measure_table import SUBJECTS
from twofour.cli.tables import named, plain_table, short
from twofour.cli.wrapping import wrapped
from twofour.explain import Quantity
from twofour.explain.render_terminal import printable
from twofour.metrics import Measure, Question, SubjectKind
from twofour.metrics.reported import Beside, report_names, report_source
from twofour.money import round_half_up
from twofour.text import Text

_MOST_ROWS = 40
_FAR = Decimal("0.05")
# Ratios lie percentage points apart.
_POINTS = Text(" 个点", " pp")
_NAMES = "|".join(report_names())
BesideOption = Annotated[
    str | None,
    typer.Option(
        "--beside",
        help=f"与平台报表对照：{_NAMES} / beside a platform's report",
        metavar="SOURCE",
        show_default=False,
    ),
]


def print_beside(
    found: Sequence[Beside], names: Mapping[str, str], by: SubjectKind, source: str, question: Question
) -> None:
    """The table, rows that differ by 5 % or more marked, and why each metric may differ."""
    report, period, shops = report_source(source), question.period, "、".join(question.shop_ids)
    say(
        Text(
            f"{shops}　{period.start} – {period.last}：与{report.title.zh}报表对照",
            f"{shops}  {period.start} – {period.last}: beside the {report.title.en} report",
        ),
        style="bold",
    )
    table = plain_table()
    table.add_column(SUBJECTS[by].say(lang()), overflow="fold", max_width=24)
    table.add_column(Text("指标", "metric").say(lang()), overflow="fold")
    heads = (Text("二四", "TwoFour"), report.title, Text("相差", "apart"), Text("相差比例", "relative"))
    for head in heads:
        table.add_column(head.say(lang()), justify="right", no_wrap=True)
    for one in found[:_MOST_ROWS]:
        far = one.apart >= _FAR
        relative = _signed(Quantity(one.relative, "ratio"))
        table.add_row(
            printable(names.get(one.subject_id, one.subject_id)),
            named(one.entry.title, one.entry.unit),
            *(short(Quantity(amount, one.entry.shown_unit)) for amount in (one.our_amount, one.their_amount)),
            _signed(Quantity(one.difference, one.entry.shown_unit)).replace("%", _POINTS.say(lang())),
            Styled(f"▲ {relative}" if far else relative, style="red" if far else ""),
        )
    console().print(table)
    _print_notes(found, source)


def beside_sheet(found: Sequence[Beside], names: Mapping[str, str]) -> Sheet:
    """Every pair with its integers, figures, differences, reasons, and where the report says it."""
    rows: list[dict[str, Cell]] = [
        {
            "subject_kind": one.subject_kind,
            "subject_id": one.subject_id,
            "name": names.get(one.subject_id),
            "metric": one.entry.id,
            "title": one.entry.title.say(lang()),
            **_integers("our", one.ours),
            **_integers("their", one.theirs),
            "ours": _rounded(one.our_amount, one),
            "theirs": _rounded(one.their_amount, one),
            "difference": _rounded(one.difference, one),
            "relative": Quantity(None if one.relative is None else round_half_up(one.relative, 6), "ratio"),
            "places": "、".join(one.theirs.places) if one.theirs else None,
            "why_zh": one.why.zh,
            "why_en": one.why.en,
        }
        for one in found
    ]
    return Sheet(Text("对照", "side by side"), _COLUMNS, rows)


_COLUMNS = {
    "subject_kind": Text("对象类型", "subject kind"),
    "subject_id": Text("对象", "subject"),
    "name": Text("姓名", "name"),
    "metric": Text("指标", "metric"),
    "title": Text("指标名称", "title"),
    "our_numerator": Text("二四分子", "our numerator"),
    "our_denominator": Text("二四分母", "our denominator"),
    "their_numerator": Text("报表分子", "their numerator"),
    "their_denominator": Text("报表分母", "their denominator"),
    "ours": Text("二四", "ours"),
    "theirs": Text("报表", "theirs"),
    "difference": Text("相差", "difference"),
    "relative": Text("相差比例", "relative difference"),
    "places": Text("报表位置", "place in the report"),
    "why_zh": Text("为什么会不同", "why (Chinese)"),
    "why_en": Text("为什么会不同（英文）", "why they may differ"),
}


def _integers(whose: str, measure: Measure | None) -> dict[str, Cell]:
    return {
        f"{whose}_numerator": measure.numerator if measure else None,
        f"{whose}_denominator": measure.denominator if measure else None,
    }


def _rounded(amount: Decimal | None, one: Beside) -> Quantity:
    """For eyes: the integers beside it are exact."""
    return Quantity(None if amount is None else round_half_up(amount, 6), one.entry.shown_unit)


def _signed(quantity: Quantity) -> str:
    shown = short(quantity)
    return f"+{shown}" if quantity.amount is not None and quantity.amount > 0 else shown


def _print_notes(found: Sequence[Beside], source: str) -> None:
    rest = len(found) - _MOST_ROWS
    if rest > 0:
        say(
            Text(
                f"另有 {rest} 行差得更少；--metric 指标名 只看一个，--out FILE.xlsx 看全部",
                f"{rest} more rows lie closer; --metric NAME for one metric, --out FILE.xlsx for all",
            )
        )
    say(
        Text("\n▲ 相差 5% 及以上。为什么会不同：", "\n▲ apart by 5% or more. Why they may differ:"),
        style="bold",
    )
    whys = {one.entry.title: one.why for one in found}
    said = [Text(f"{title.zh}：{why.zh}", f"{title.en}: {why.en}") for title, why in whys.items()]
    for line in [report_source(source).note, *said]:
        words = wrapped(f"· {line.say(lang())}", console().width - 2)
        console().print(Padding(Styled(words, style="dim"), (0, 0, 0, 2)))
