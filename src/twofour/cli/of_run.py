"""``--run``: figures as a run read them, from its data, rules and metrics, and what newer data say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.console import say
from twofour.cli.options import period_of
from twofour.events.lake import Lake
from twofour.explain import Quantity
from twofour.explain.render_terminal import printable
from twofour.ledger import Ledger
from twofour.ledger.runs import read_kept
from twofour.metrics import Question, quantity_of
from twofour.metrics.own import MetricBook
from twofour.plan.proof import Subject, basis_of, data_of, erased, recorded, rows_behind
from twofour.problems import TwoFourError, UsageError
from twofour.statements import Run, read_run
from twofour.text import Text

RunName = Annotated[
    str | None,
    typer.Option(
        "--run",
        help="核算批次：按它当时的数据和口径 / a run: as it read the data",
        metavar="RUN",
        show_default=False,
    ),
]
Days = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class OfRun:
    """A question about the data of a run, with what answers it needs besides."""

    name: str
    run: Run
    question: Question
    book: MetricBook
    source: str | None


def of_run(data: Path, name: str, shop: str | None, days: Days, besides: Iterable[object]) -> OfRun:
    """What the shared options ask of a run: its own days where they name none. Raises ``UsageError`` for a
    run that there is none of, another shop, or options (``besides``) that the run decides.
    """
    if any(one is not None for one in besides):
        raise UsageError(
            Text(
                "口径、指标、截止时间都以批次为准；请去掉 --rules、--metrics、--as-of、--report",
                "rules, metrics and times are the run's; leave out --rules, --metrics, --as-of and --report",
            )
        )
    run = _run(data, name)
    if shop is not None and shop not in run.shops:
        raise UsageError(
            Text(
                f"批次 {name} 是店铺 {'、'.join(run.shops)} 的，不是 {shop}",
                f"run {name} is of shop {', '.join(run.shops)}, not {shop}",
            )
        )
    period = run.period if days == (None, None, None) else period_of(*days)
    basis = basis_of(run, data_of(run, Lake.open(data)))
    return OfRun(name, run, basis.question(period), basis.book, basis.source)


def say_of_run(
    data: Path, asked: OfRun, metric: str, subject: Subject, now: Quantity, *, stderr: bool
) -> None:
    """Below a figure: the run's own figure, what the newest data say, what was erased since."""
    run, period = asked.run, asked.question.period
    number, said = run.lake.snapshot, recorded(run, metric, subject, period)
    told = Text(
        f"依据：批次 {printable(Path(asked.name).name)}，第 {number} 号数据",
        f"from run {printable(Path(asked.name).name)}, data version {number}",
    )
    if said == now:
        say(Text(f"{told.zh}；明细合计与批次一致", f"{told.en}; the rows add up to the run"), stderr=stderr)
    elif said is None:
        say(told, stderr=stderr)
    else:
        say(
            Text(
                f"{told.zh}；明细合计与批次不一致，批次里是 {said.show('zh')}",
                f"{told.en}; the rows do not add up to the run, which says {said.show('en')}",
            ),
            stderr=stderr,
            style="red",
        )
    _say_newest(data, asked, metric, subject, now, stderr)
    for words in erased(data, run.shops[0], period):
        say(words, stderr=stderr, style="dim")


def say_locked(data: Path, question: Question, metric: str, subject: Subject, now: Quantity) -> None:
    """Below a figure of newer data: that a locked month's statements say otherwise, and how to open them."""
    book = Ledger(data, question.shop_ids[0]).book()
    for period in book.in_order:
        if period.settled is None or period.period != question.period:
            continue
        for attached in period.runs.values():
            said = recorded(read_kept(data / "ledger", attached.run), metric, subject, question.period)
            if said is not None and said != now:
                say(
                    Text(
                        f"{period.key} 已锁定，工资单上是 {said.show('zh')}；看依据：--run {attached.run}",
                        f"{period.key} is locked, and its statements say {said.show('en')}; see the rows "
                        f"behind that with --run {attached.run}",
                    ),
                    style="yellow",
                )


def _say_newest(
    data: Path, asked: OfRun, metric: str, subject: Subject, then: Quantity, stderr: bool
) -> None:
    newest = Lake.open(data).snapshot()
    if newest.number <= asked.run.lake.snapshot:
        return
    head = Text(f"最新数据（第 {newest.number} 号）", f"the newest data (version {newest.number})")
    try:
        basis = basis_of(asked.run, newest)
        question = basis.question(asked.question.period)
        found = rows_behind(question, basis.book, metric, subject, basis.source)
    except TwoFourError as error:
        say(
            Text(f"{head.zh}：{error.message.zh}", f"{head.en}: {error.message.en}"),
            stderr=stderr,
            style="yellow",
        )
        return
    now = None if found is None else quantity_of(found.measure)
    if now == then:
        say(Text(f"{head.zh}下没有变化", f"{head.en} say the same"), stderr=stderr, style="dim")
        return
    zh, en = ("没有这个数", "no such figure") if now is None else (now.show("zh"), now.show("en"))
    say(
        Text(
            f"{head.zh}下是 {zh}；差额：twofour period adjust {asked.run.period} --into 账期 --by 姓名",
            f"{head.en} say {en}; post differences: twofour period adjust {asked.run.period} --into PERIOD "
            "--by NAME",
        ),
        stderr=stderr,
        style="yellow",
    )


def _run(data: Path, name: str) -> Run:
    if Path(name).exists():
        return read_run(Path(name))
    kept = data / "ledger" / "runs"
    known = sorted(path.name for path in kept.iterdir()) if kept.is_dir() else []
    if name not in known:
        listed = "、".join(known[-5:])
        raise UsageError(
            Text(
                f"没有批次 {name}；写批次文件夹，或账本里的批次：{listed or '无'}",
                f"there is no run {name}; give a run folder, or a run of the ledger: "
                f"{listed.replace('、', ', ') or 'none'}",
            )
        )
    return read_kept(data / "ledger", name)
