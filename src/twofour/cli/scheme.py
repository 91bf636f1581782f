"""``twofour scheme``: approve versions, list which is in force when, and say how two of them differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.ledger_options import By, Format, LedgerFormat, plain, print_json
from twofour.cli.options import DEFAULT_DATA, DataDir
from twofour.cli.scheme_fit import fit_tiers
from twofour.cli.scheme_lint import lint_scheme
from twofour.cli.scheme_new import new_scheme
from twofour.cli.tables import plain_table
from twofour.events.lake import Lake
from twofour.events.roster import Member, roster
from twofour.ledger import Registry
from twofour.period import Period
from twofour.problems import DataMissing
from twofour.scheme import load_scheme
from twofour.scheme.difference import differences, differences_to_json, whom_both
from twofour.text import Text

scheme = typer.Typer(
    no_args_is_help=True, help="方案：设计、检查、审批、对比 / schemes: design, lint, approve, compare"
)

scheme.command("new")(new_scheme)
scheme.command("lint")(lint_scheme)
scheme.command("fit")(fit_tiers)

SchemeFile = Annotated[Path, typer.Argument(help="考核方案 / scheme", metavar="SCHEME.yaml")]


@scheme.command("approve")
def approve(file: SchemeFile, by: By, data: DataDir = DEFAULT_DATA) -> None:
    """审批一版方案，之后不可改 / approve a version; from then on it cannot change."""
    document = load_scheme(file)
    Registry(data).approve(document, by, _members(data, document.valid_from))
    until = (
        f"{document.valid_until}" if document.valid_until else Text("下一版", "the next version").say(lang())
    )
    say(
        Text(
            f"已审批 {document.title.zh}（{document.scheme}，{document.digest[:8]}），"
            f"{document.valid_from} 起生效，到{until}为止",
            f"approved {document.title.en} ({document.scheme}, {document.digest[:8]}), in force from "
            f"{document.valid_from} until {until}",
        )
    )


@scheme.command("list")
def list_(form: Format = LedgerFormat.table, data: DataDir = DEFAULT_DATA) -> None:
    """列出已审批的版本 / every approved version, and when it is in force."""
    versions = Registry(data).versions()
    if form is LedgerFormat.json:
        print_json(
            [
                {
                    **one.said.model_dump(mode="json", exclude={"source"}),
                    "until": one.until and one.until.isoformat(),
                    "approved_by": one.by,
                    "approved_at": one.at.isoformat(),
                }
                for one in versions
            ]
        )
        return
    if not versions:
        say(
            Text(
                "还没有审批过方案：twofour scheme approve SCHEME.yaml --by 姓名",
                "no scheme is approved yet: twofour scheme approve SCHEME.yaml --by NAME",
            )
        )
        return
    table = plain_table()
    for title in (Text("方案", "scheme"), Text("名称", "title")):
        table.add_column(title.say(lang()), overflow="fold")
    for title in (Text("起", "from"), Text("止", "until"), Text("指纹", "digest"), Text("审批人", "by")):
        table.add_column(title.say(lang()), no_wrap=True)
    for one in versions:
        said = one.said
        table.add_row(
            said.scheme,
            plain(said.title.say(lang())),
            said.valid_from.isoformat(),
            one.until.isoformat() if one.until else "–",
            said.digest[:8],
            plain(one.by),
        )
    console().print(table)


@scheme.command("diff")
def diff(
    first: Annotated[Path, typer.Argument(help="方案甲 / scheme A", metavar="A.yaml")],
    second: Annotated[Path, typer.Argument(help="与之相比 / compared with", metavar="B.yaml")],
    form: Format = LedgerFormat.table,
) -> None:
    """说出两版方案改了什么、对谁 / say in words what changes, and for whom."""
    one, other = load_scheme(first), load_scheme(second)
    found = differences(one, other)
    if form is LedgerFormat.json:
        print_json(differences_to_json(one, other, found))
        return
    if not found:
        say(Text("两份方案内容相同", "the two schemes say the same"))
        return
    everybody = whom_both(one, other)
    say(Text(f"对象：{everybody.zh}", f"for: {everybody.en}"), style="dim")
    part = None
    for change in found:
        if change.part != part:
            say(change.part, style="bold")
            part = change.part
        only = change.whom != everybody
        zh, en = (f"（只涉及{change.whom.zh}）", f" (only {change.whom.en})") if only else ("", "")
        say(Text(f"  · {change.words.zh}{zh}", f"  · {change.words.en}{en}"))


def _members(data: Path, since: date) -> list[Member]:
    """Everybody in the staff table from that day on; nobody where nothing was imported yet."""
    try:
        snapshot = Lake.open(data).snapshot()
    except DataMissing:
        return []
    staff = snapshot.scan("staff").collect()
    return roster(staff, Period(since, date.max))
