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
from twofour.ledger import Book, Finding, Ledger, difference, findings
from twofour.ledger.book import Attached
from twofour.ledger.correcting import adjust, posted
from twofour.ledger.facts import Adjustment, Cause
from twofour.ledger.runs import keep_run, read_kept
from twofour.metrics import SubjectKind, ask, count_lake, measures
from twofour.money import format_fen
from twofour.run import run
from twofour.scheme import Scheme, load_scheme, read_scheme
from twofour.statements import Run, freeze
from twofour.text import Text

CAUSES: dict[Cause, Text] = {
    "late_refund": Text("晚到退款", "late refund"),
    "corrected_data": Text("数据补齐或更正", "corrected data"),
    "scheme_correction": Text("方案更正", "corrected scheme"),
    "appeal": Text("申诉成立", "approved appeal"),
}
_KINDS: tuple[SubjectKind, ...] = ("member", "team", "shop")


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
    _check(seen, key, into)
    faults = [member_in(seen, one) for one in fault or ()]
    corrected = load_scheme(scheme) if scheme else None
    for attached in seen.period(key).runs.values():
        if corrected is not None and corrected.scheme != attached.scheme.id:
            continue
        original = read_kept(ledger.folder, attached.run, attached.digest)
        again = corrected or read_scheme(original.scheme.source, attached.scheme.id)
        with progress_bar(Text("重算中", "computing again")) as progress:
            recomputed = run(snapshot, again, original.period, shop_id, progress)
        found = findings(
            difference(original, recomputed),
            again,
            original,
            day=date.today(),
            refunds=_refunds(lake, snapshot, original, again, shop_id),
            faults=faults,
            before=_mine(posted(seen, key), attached, seen),
            cause="scheme_correction" if corrected else "corrected_data",
        )
        _print(found, original, snapshot, attached)
        said = [one.adjustment for one in found if one.adjustment is not None]
        if said and not dry_run:
            seen = _post(ledger, seen, key, into, by, recomputed, said)
            _print_posted(said, into, key)


def _check(book: Book, key: str, into: str) -> None:
    """What ``adjust`` would refuse is refused before the long computation."""
    trial = Adjustment(
        member="", line="", title=Text("", ""), fen=1, cause="corrected_data", why=Text("", "")
    )
    adjust(book, key, into, "", [trial])


def _mine(done: dict[tuple[str, str], int], attached: Attached, book: Book) -> dict[tuple[str, str], int]:
    """What was posted for people of one run; those of no run belong to the first."""
    others = {
        member
        for period in book.periods.values()
        for run in period.runs.values()
        if run.scheme.id != attached.scheme.id
        for member in run.earned
    }
    return {
        place: fen for place, fen in done.items() if place[0] in attached.earned or place[0] not in others
    }


def _refunds(lake: Lake, snapshot: Snapshot, original: Run, scheme: Scheme, shop_id: str) -> dict[str, int]:
    """Fen by which the refunds of each subject grew since the original run's snapshot."""
    then = _refunded(lake.snapshot(original.lake.snapshot), original, scheme, shop_id)
    now = _refunded(snapshot, original, scheme, shop_id)
    return {subject: now.get(subject, 0) - then.get(subject, 0) for subject in {**then, **now}}


def _refunded(snapshot: Snapshot, original: Run, scheme: Scheme, shop_id: str) -> dict[str, int]:
    counted = count_lake(ask(snapshot, [shop_id], scheme.rules, original.period))
    staff = snapshot.scan("staff", shop_ids=[shop_id]).collect()
    return {
        f"{kind}:{one.subject_id}": one.numerator
        for kind in _KINDS
        for one in measures(counted, staff, original.period, kind)
        if one.metric == "refunds_credited"
    }


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
