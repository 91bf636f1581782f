"""``twofour forget``: erase a customer on request, and say what was done."""

from __future__ import annotations

from typing import Annotated

import typer

from twofour.cli.console import say
from twofour.cli.options import DEFAULT_DATA, DataDir, RulesFile, Shop, open_snapshot, rules_of, shops_of
from twofour.cli.privacy_options import KeyFile, key_of
from twofour.events.privacy import Erased, forget, resume
from twofour.events.tables import TABLES
from twofour.explain.render_terminal import printable
from twofour.ledger.words_in_use import words_in_use
from twofour.problems import ExitCode, UsageError
from twofour.text import Text


def forget_customer(
    customer: Annotated[
        str | None, typer.Argument(help="买家编号（原编号或假名） / customer id or pseudonym")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="经办人或岗位，必写 / who does it, required", metavar="ROLE")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="原因，必写 / why, required", metavar="TEXT")
    ] = None,
    shop: Shop = None,
    key: KeyFile = None,
    rules: RulesFile = None,
    finish: Annotated[
        bool, typer.Option("--resume", help="完成被中断的删除 / finish an interrupted one")
    ] = False,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """按买家要求删除其个人信息，不可恢复 / erase a customer's personal data for good; figures stay."""
    if finish:
        done = resume(data)
        if done is None:
            say(Text("没有未完成的删除", "nothing is unfinished"))
            return
    else:
        if customer is None or by is None or reason is None:
            raise UsageError(
                Text(
                    "请写全：twofour forget 买家编号 --by 经办人 --reason 原因",
                    "write all of it: twofour forget CUSTOMER --by ROLE --reason TEXT",
                )
            )
        shops_of(open_snapshot(data), shop)
        words = words_in_use(data, [rules_of(rules)])
        done = forget(data, customer, by=by, reason=reason, shop=shop, key=key_of(key, data), words=words)
    _show(done)
    if done.remaining:
        raise typer.Exit(ExitCode.PROBLEMS)


def _show(done: Erased) -> None:
    if done.finished_before:
        say(Text("先完成了上次被中断的删除", "an interrupted erasure was finished first"))
    rows = [(TABLES[table].title, f"{count:,}") for table, count in done.record.rows.items()]
    zh = "、".join(f"{title.zh} {count}" for title, count in rows) or "只在旧版本里"
    en = ", ".join(f"{title.en} {count}" for title, count in rows) or "in older versions only"
    say(
        Text(
            f"✓ 已删除该买家的个人信息（{zh}），所有旧版本一并处理，不可恢复",
            f"✓ the customer's personal data is erased ({en}), in older versions too, and cannot come back",
        ),
        style="green",
    )
    say(
        Text(
            "  行数、时间和金额作为无主记录保留，统计和工资不变；以后再导入旧文件，此人的行会被拒绝",
            "  rows, times and amounts stay as nobody's, so figures and pay are unchanged; "
            "old files imported again will not bring the person back",
        )
    )
    say(
        Text(
            f"  记录 {done.record.id}：{done.record.at[:10]}，经办 {printable(done.record.by)}",
            f"  record {done.record.id}: {done.record.at[:10]}, by {printable(done.record.by)}",
        )
    )
    if done.remaining:
        say(
            Text(
                "✗ 数据目录里还有文件提到此人，请自行处理（原始导出文件删掉或移走；账本按法定期限保存）：",
                "✗ files in the data folder still name the person; they are yours to decide about "
                "(delete raw exports or move them; a ledger is kept as long as the law asks):",
            ),
            style="red",
        )
        for path in done.remaining:
            say(Text(f"  {path}", f"  {path}"))
