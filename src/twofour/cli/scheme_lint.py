"""``twofour scheme lint``: the four pains of bad schemes, looked for on the shop's own past months."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text as Styled

from twofour.cli.books import MetricsFile
from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.ledger_options import Format, LedgerFormat, print_json
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop, only_shop, open_snapshot
from twofour.cli.wrapping import wrapped
from twofour.demo.ready import ready_schemes
from twofour.documents import Located, parse, read_file
from twofour.explain.render_terminal import printable
from twofour.metrics.own import shop_metrics
from twofour.plan.lint import PAINS, Finding, Severity, Template, lint
from twofour.plan.past import PastMonths
from twofour.problems import DataMissing, ExitCode
from twofour.run import measured_months
from twofour.scheme import Scheme, load_scheme
from twofour.scorecard import Inputs
from twofour.text import Text

MonthsBack = Annotated[
    int,
    typer.Option("--months", min=1, max=24, help="看最近几个完整月 / whole months looked at", metavar="N"),
]
_INDENT = 2
_SEE_DISTRIBUTION = ("template_unchanged", "weak_without_weight")
MARKS: dict[Severity, tuple[str, str]] = {
    "error": ("✗", "red"),
    "warning": ("!", "yellow"),
    "note": ("·", "cyan"),
}
_NAMES: dict[Severity, tuple[Text, Text]] = {
    "error": (Text("个错误", "error"), Text("", "errors")),
    "warning": (Text("个警告", "warning"), Text("", "warnings")),
    "note": (Text("条提示", "note"), Text("", "notes")),
}


def lint_scheme(
    file: Annotated[Path, typer.Argument(help="考核方案 / scheme", metavar="SCHEME.yaml")],
    months: MonthsBack = 6,
    shop: Shop = None,
    metrics_file: MetricsFile = None,
    form: Format = LedgerFormat.table,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """用本店往月数据给方案找毛病 / find what will hurt in a scheme, on the shop's own data."""
    scheme = load_scheme(file, shop_metrics(data, metrics_file))
    past = past_months(scheme, data, shop, months)
    _check_people(scheme, past)
    findings = lint(scheme, past, templates())
    document = parse(read_file(file), str(file))
    if form is LedgerFormat.json:
        print_json(findings_json(scheme, past, findings, document))
    else:
        _print_head(scheme, past, file)
        print_findings(findings, document)
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitCode.PROBLEMS)


def _check_people(scheme: Scheme, past: Sequence[Inputs]) -> None:
    if not any(PastMonths(past, scheme.book, scheme.applies_to).people):
        span = f"{past[-1].period} – {past[0].period}"
        raise DataMissing(
            Text(
                f"{past[0].shop_id} 的往月数据（{span}）里没有方案适用的人；请核对 applies_to 和人员表",
                f"nobody whom the scheme pays worked for {past[0].shop_id} in {span}; check applies_to and"
                " the staff table",
            )
        )


def past_months(scheme: Scheme, data: Path, shop: str | None, months: int) -> list[Inputs]:
    """The latest whole months, with the earlier ones that the scheme looks back to."""
    snapshot = open_snapshot(data)
    (shop_id,) = only_shop(snapshot, shop)
    with progress_bar(Text("统计往月", "counting past months")) as progress:
        return measured_months(
            snapshot,
            shop_id,
            months,
            rules=scheme.rules,
            book=scheme.book,
            history=scheme.needs().history_months,
            progress=progress,
        )


def templates() -> list[Template]:
    """The schemes that come with the product, to compare with."""
    return [Template(one.name, one.scheme) for one in ready_schemes()]


def findings_json(
    scheme: Scheme, past: Sequence[Inputs], findings: Sequence[Finding], document: Located
) -> dict[str, object]:
    """The findings as plain JSON; numbers are exact, as strings where they are no whole numbers."""
    return {
        "scheme": scheme.scheme,
        "digest": scheme.digest,
        "shop_id": past[0].shop_id,
        "months": [str(inputs.period) for inputs in past],
        "findings": [
            {
                "kind": one.kind,
                "pain": one.pain,
                "severity": one.severity,
                **document.find(one.at)._asdict(),
                "path": list(one.at),
                "said": one.said._asdict(),
                "proposal": one.proposal._asdict(),
                "numbers": {
                    key: number if isinstance(number, (int, str)) else f"{number:f}"
                    for key, number in one.numbers.items()
                },
            }
            for one in findings
        ],
    }


def print_findings(findings: Sequence[Finding], document: Located) -> None:
    """Each finding with its place, its numbers and what to do; a line that sums up."""
    for one in findings:
        mark, style = MARKS[one.severity]
        place = printable(str(document.find(one.at)))
        head = Styled.assemble(
            (f"{mark} ", style), (PAINS[one.pain].say(lang()), f"bold {style}"), "  ", (place, "dim")
        )
        console().print(head, soft_wrap=True)
        _print_indented(one.said.say(lang()))
        _print_indented(f"→ {one.proposal.say(lang())}", "green")
    if findings:
        console().print()
    if any(one.kind in _SEE_DISTRIBUTION for one in findings):
        say(
            Text(
                "看一个指标的分布、定门槛：twofour scheme fit 指标",
                "to fit thresholds: twofour scheme fit METRIC",
            ),
            style="dim",
        )
    console().print(_verdict(findings))


def _print_head(scheme: Scheme, past: Sequence[Inputs], file: Path) -> None:
    known = PastMonths(past, scheme.book, scheme.applies_to)
    people = len({member.member_id for month in known.people for member in month})
    head = Text(
        f"方案体检  {file}  {past[0].shop_id} {known.span.zh}，{people} 人",
        f"Lint of {file} on {past[0].shop_id}, {known.span.en}, {people} people",
    )
    console().print(Styled(printable(head.say(lang())), style="bold"), soft_wrap=True)
    console().print()


def _verdict(findings: Sequence[Finding]) -> Styled:
    if not findings:
        return Styled(Text("✓ 没有发现问题", "✓ nothing found").say(lang()), style="green")
    said = []
    for severity, (one, many) in _NAMES.items():
        count = sum(finding.severity == severity for finding in findings)
        if count:
            said.append(Text(f"{count} {one.zh}", f"{count} {one.en if count == 1 else many.en}"))
    words = Text("、".join(part.zh for part in said), ", ".join(part.en for part in said))
    return Styled(words.say(lang()), style="bold")


def _print_indented(words: str, style: str = "") -> None:
    lines = wrapped(printable(words), console().width - _INDENT)
    console().print(Padding(Styled(lines, style=style), (0, 0, 0, _INDENT)))
