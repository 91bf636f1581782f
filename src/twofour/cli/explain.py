"""``twofour explain``: open a member's pay in the terminal, from each line down to the measures."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text as Styled

from twofour.cli.console import console, lang
from twofour.explain import Node, Quantity
from twofour.explain.render_json import Json
from twofour.explain.render_terminal import printable, terminal_tree
from twofour.pay import Line, Payslip
from twofour.problems import UsageError
from twofour.statements.freeze import read_run
from twofour.statements.pending import pending_of
from twofour.statements.run_json import line_to_json, payslip_to_json
from twofour.statements.run_record import Run
from twofour.statements.words import ALL_ELSE_EQUAL, NEXT_STEPS, period_words
from twofour.text import Text, same

_SHOWN_AT_MOST = 8


class ExplainFormat(Enum):
    """A tree for people or JSON for tools."""

    tree = "tree"
    json = "json"


def explain(
    run: Annotated[Path, typer.Argument(help="核算批次文件夹 / run folder", metavar="RUN")],
    member: Annotated[str, typer.Argument(help="员工编号或姓名 / member id or name", metavar="MEMBER")],
    line: Annotated[str | None, typer.Argument(help="只看一行 / one pay line", metavar="[LINE]")] = None,
    form: Annotated[ExplainFormat, typer.Option("--format", help="输出格式 / output format")] = (
        ExplainFormat.tree
    ),
) -> None:
    """解释每一笔钱 / explain every amount down to its measures.

    Print why ``member`` (an id or a name) earns what they earn in the frozen run at ``run``.

    ``line`` narrows it to one pay line, by id or title. Raises ``UsageError`` with near matches for a
    member or a line that the run does not have, and what ``read_run`` raises.
    """
    record = read_run(run)
    payslip = _member(record, member)
    chosen = _line(payslip, line) if line is not None else None
    if form is ExplainFormat.json:
        _print_json(line_to_json(chosen) if chosen else payslip_to_json(payslip))
        return
    if chosen is not None:
        console().print(terminal_tree(_titled(chosen), lang()))
        return
    _print_payslip(record, payslip)


def _print_payslip(run: Run, payslip: Payslip) -> None:
    """A heading, then one tree: the total, its lines, and the score where no line already holds it."""
    member, period = payslip.member, period_words(run.period)
    heading = f"{printable(member.name)} ({printable(member.member_id)})"
    scheme = run.scheme.title.say(lang())
    console().print(Styled(f"{heading} · {period.say(lang())} · {printable(scheme)}", style="bold"))
    branches = [_titled(line) for line in payslip.lines]
    score = payslip.scorecard.node
    if not any(node == score for branch in branches for node in branch.walk()):
        branches.append(score)
    total = Node(Text("应发合计", "Total pay"), Quantity(payslip.total, "fen"), children=tuple(branches))
    console().print(terminal_tree(total, lang()))
    if payslip.steps:
        console().print(Styled(f"{NEXT_STEPS.say(lang())} · {ALL_ELSE_EQUAL.say(lang())}", style="bold"))
    for step in payslip.steps:
        console().print(Styled(f"  {printable(step.said.say(lang()))}"))
    for pending in pending_of(run, payslip):
        note = Text(
            f"延迟统计：{pending.metric.zh}，{pending.note.zh}",
            f"Pending: {pending.metric.en}, {pending.note.en}",
        )
        console().print(Styled(note.say(lang()), style="yellow"))


def _print_json(data: Json) -> None:
    # Straight to the file behind the console: rich would wrap long strings, and JSON must stay JSON.
    console().file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _titled(line: Line) -> Node:
    """The line's tree under the line's own title and id."""
    node = line.node
    title = Text(f"{line.title.zh} [{line.id}]", f"{line.title.en} [{line.id}]")
    return Node(title, Quantity(line.fen, "fen"), node.formula, node.children, node.source)


def _member(run: Run, wanted: str) -> Payslip:
    by_id = {p.member.member_id: p for p in run.payslips}
    if wanted in by_id:
        return by_id[wanted]
    named = [p for p in run.payslips if p.member.name.casefold() == wanted.strip().casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = "、".join(printable(p.member.member_id) for p in named)
        raise UsageError(
            Text(
                f"叫 {wanted} 的有 {len(named)} 位，请改用员工编号：{ids}",
                f"{len(named)} members are called {wanted}; give the member id: {ids.replace('、', ', ')}",
            )
        )
    people = {word: f"{p.member.name} ({p.member.member_id})" for p in run.payslips for word in _words(p)}
    raise _unknown(Text("员工", "member"), wanted, people)


def _line(payslip: Payslip, wanted: str) -> Line:
    for line in payslip.lines:
        if wanted.casefold() in (word.casefold() for word in (line.id, *line.title)):
            return line
    lines = {
        word: f"{line.id} ({line.title.say(lang())})"
        for line in payslip.lines
        for word in (line.id, *line.title)
    }
    raise _unknown(Text("工资项", "pay line"), wanted, lines)


def _words(payslip: Payslip) -> tuple[str, str]:
    return payslip.member.member_id, payslip.member.name


def _unknown(kind: Text, wanted: str, known: dict[str, str]) -> UsageError:
    """Says which of the ``known`` (search word → how it is shown) come near to what was wanted."""
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    near += [word for word in known if wanted and wanted in word]
    shown = _listed(known[word] for word in near or known)
    hint = Text("相近的有：", "near matches:") if near else Text("可选：", "there are:")
    return UsageError(
        Text(
            f"本批次没有{kind.zh} {wanted}；{hint.zh}{shown.zh}",
            f"this run has no {kind.en} {wanted}; {hint.en} {shown.en}",
        )
    )


def _listed(shown: Iterable[str]) -> Text:
    unique = list(dict.fromkeys(map(printable, shown)))
    more = "…" if len(unique) > _SHOWN_AT_MOST else ""
    first = unique[:_SHOWN_AT_MOST]
    return Text("、".join(first) + more, ", ".join(first) + more) if first else same("–")
