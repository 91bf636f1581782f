"""``twofour period adjust``: compute a closed period again from newer data and post what differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.ledger_options import By, Into, Key, member_in, money, plain
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop, only_shop
from twofour.cli.tables import plain_table
from twofour.events.lake import Lake, Snapshot
from twofour.ledger import Book, Finding, Ledger
from twofour.ledger.book import Attached
from twofour.ledger.correcting import adjust
from twofour.ledger.facts import CAUSES, Adjustment
from twofour.ledger.runs import keep_run
from twofour.money import format_fen
from twofour.plan.recompute import check_adjustable, recompute
from twofour.scheme import load_scheme
from twofour.statements import Run, freeze
from twofour.text import Text


def adjust_period(
    key: Key,
    into: Into,
    by: By,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", help="退款责任在此员工 / refunds are this member's fault", metavar="MEMBER"),
    ] = None,
    scheme: Annotated[
        Path | None,
        typer.Option("--scheme", help="方案写错时，更正后的方案 / the corrected scheme", metavar="FILE"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看，不入账 / look, post nothing")] = False,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """按新数据重算已锁定的账期，差额记入未锁定的账期 / post what newer data changes in a closed period."""
    lake = Lake.open(data)
    snapshot = lake.snapshot()
    (shop_id,) = only_shop(snapshot, shop)
    ledger = Ledger(data, shop_id)
    seen = ledger.book()
    check_adjustable(seen, key, into)
    faults = [member_in(seen, one) for one in fault or ()]
    corrected = load_scheme(scheme) if scheme else None
    with progress_bar(Text("重算中", "computing again")) as progress:
        recomputed = list(
            recompute(
                ledger,
                lake,
                snapshot,
                seen,
                key,
                day=date.today(),
                faults=faults,
                corrected=corrected,
                progress=progress,
            )
        )
    for one in recomputed:
        _print(one.findings, one.original, snapshot, one.attached)
        if one.adjustments and not dry_run:
            seen = _post(ledger, seen, key, into, by, one.again, one.adjustments)
            _print_posted(one.adjustments, into, key)


def _post(
    ledger: Ledger, seen: Book, key: str, into: str, by: str, recomputed: Run, said: Sequence[Adjustment]
) -> Book:
    """Keep the run that shows the differences, then post them, if nobody has written meanwhile."""
    kept = keep_run(ledger.folder, freeze(recomputed, ledger.folder / "recomputed"))
    return ledger.write(by, lambda book: adjust(book, key, into, kept.id, said), seen.head)


def _print(found: Sequence[Finding], original: Run, snapshot: Snapshot, attached: Attached) -> None:
    title = attached.scheme.title
    then, now = original.lake.snapshot, snapshot.number
    if not found:
        say(
            Text(
                f"{title.zh}：第 {now} 号数据与当时的第 {then} 号算出来一样，没有差额",
                f"{title.en}: snapshot {now} gives what snapshot {then} gave; no difference",
            )
        )
        return
    say(
        Text(
            f"{title.zh} {original.period}：第 {then} 号数据 → 第 {now} 号数据（元）",
            f"{title.en} {original.period}: snapshot {then} → snapshot {now} (yuan)",
        ),
        style="bold",
    )
    table = plain_table()
    for heading in (Text("员工", "member"), Text("薪资项", "line")):
        table.add_column(heading.say(lang()), overflow="fold", min_width=4)
    for heading in (Text("原来", "then"), Text("重算", "now"), Text("入账", "posted")):
        table.add_column(heading.say(lang()), justify="right", no_wrap=True)
    table.add_column(Text("原因", "why").say(lang()), overflow="fold")
    for one in found:
        different = one.different
        table.add_row(
            plain(different.member.name),
            plain(different.line.title.say(lang())),
            money(different.before.fen if different.before else 0),
            money(different.after.fen if different.after else 0),
            money(one.adjustment.fen if one.adjustment else 0),
            plain(_why(one).say(lang())),
        )
    console().print(table)


def _why(one: Finding) -> Text:
    if one.adjustment is None:
        return one.unposted or Text("", "")
    cause, why = CAUSES[one.adjustment.cause], one.adjustment.why
    return Text(f"{cause.zh}：{why.zh}", f"{cause.en}: {why.en}")


def _print_posted(said: Sequence[Adjustment], into: str, key: str) -> None:
    total = format_fen(sum(one.fen for one in said))
    say(
        Text(
            f"已记入 {into}：{len(said)} 行调整，合计 {total} 元。{key} 的工资单不变",
            f"posted in {into}: {len(said)} adjustments, {total} yuan in all. The statements of {key} stay",
        ),
        style="bold",
    )
