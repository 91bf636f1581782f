"""``twofour scheme new``: the eight steps of designing a scheme, with the shop's own data at each of them."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.asking import Asking
from twofour.cli.books import MetricsFile
from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.options import DEFAULT_DATA, DataDir, RulesFile, Shop, only_shop, open_snapshot, rules_of
from twofour.cli.reported import Report, report_shop
from twofour.cli.scheme_fit import RoleOption, role_of
from twofour.cli.scheme_lint import MonthsBack, print_findings, templates
from twofour.cli.scheme_steps import Designer
from twofour.documents import parse
from twofour.metrics.own import shop_metrics
from twofour.metrics.reported import reported_book
from twofour.money import format_fen
from twofour.pay import payslip_of
from twofour.plan.draft import draft_text
from twofour.plan.lint import lint
from twofour.problems import DataMissing, Refused
from twofour.run import measured_months
from twofour.scheme import Scheme, load_scheme
from twofour.scorecard import Inputs, scorecards
from twofour.text import Text

_HISTORY = 1


def new_scheme(
    out: Annotated[
        Path | None,
        typer.Option("--out", help="写到哪个文件 / file to write", metavar="FILE", show_default=False),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="全部用默认值，不提问 / take every default, ask nothing")
    ] = False,
    role: RoleOption = None,
    months: MonthsBack = 6,
    shop: Shop = None,
    rules: RulesFile = None,
    metrics_file: MetricsFile = None,
    report: Report = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """八步设计一份方案，每步看本店数据 / design a scheme in eight steps, the shop's data beside each."""
    chosen = None if role is None else role_of(role)
    own = shop_metrics(data, metrics_file)
    book = own.book if report is None else reported_book(report, own.book)
    settings = rules_of(rules)
    snapshot = open_snapshot(data)
    shop_id = only_shop(snapshot, shop)[0] if report is None else report_shop(snapshot, shop, report)
    with progress_bar(Text("统计往月", "counting past months")) as progress:
        past = measured_months(
            snapshot, shop_id, months, rules=settings, book=book, history=_HISTORY, progress=progress
        )
    draft = Designer(Asking(yes), past, book, settings).design(chosen)
    file = out or Path(f"{draft.scheme}.yaml")
    _write(file, draft_text(draft, lang()))
    scheme = load_scheme(file, own)
    console().print()
    say(Text(f"已写出：{file}", f"written: {file}"), style="bold")
    _print_cost(scheme, past[0])
    console().print()
    say(Text("体检结果：", "What the linter says:"), style="bold")
    print_findings(lint(scheme, past, templates()), parse(file.read_text(encoding="utf-8"), str(file)))
    _print_next(file, data, scheme.valid_from)


def _write(file: Path, text: str) -> None:
    """Write a new file; one that is there already may be somebody's work."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise Refused(
            Text(
                f"{file} 已存在，没有改动它；请用 --out 换一个文件名",
                f"{file} exists and was left alone; choose another name with --out",
            )
        ) from None
    except OSError as error:
        raise Refused(
            Text(
                f"写不了 {file}：{error.strerror}；请用 --out 换一个地方",
                f"cannot write {file}: {error.strerror}; choose another place with --out",
            )
        ) from None


def _print_cost(scheme: Scheme, inputs: Inputs) -> None:
    """What the latest month would have cost; whom the staff table lacks a wage for is named."""
    cards = scorecards(scheme, inputs)
    try:
        totals = [payslip_of(cards, member).total for member in cards.readings.people]
    except DataMissing as error:
        say(
            Text(f"算不出成本：{error.message.zh}", f"the cost is not known: {error.message.en}"),
            style="yellow",
        )
        return
    if totals:
        low, whole, high = format_fen(min(totals)), format_fen(sum(totals)), format_fen(max(totals))
        say(
            Text(
                f"按 {inputs.period} 的数据：{len(totals)} 人共 {whole} 元，每人 {low} 到 {high} 元",
                f"by {inputs.period}: {whole} yuan for {len(totals)} people, {low} to {high} each",
            )
        )


def _print_next(file: Path, data: Path, since: date) -> None:
    where = "" if data == DEFAULT_DATA else f" --data {shlex.quote(str(data))}"
    name = shlex.quote(str(file))
    console().print()
    say(Text("接下来：", "Next:"), style="bold")
    for command, zh, en in (
        (f"scheme lint {name}{where}", "改完再检查", "check again after a change"),
        (
            f"pay {name} --period {since:%Y-%m} --out runs{where}",
            "到月底核算",
            "pay the month when it is over",
        ),
    ):
        say(Text(f"  twofour {command}  # {zh}", f"  twofour {command}  # {en}"))
