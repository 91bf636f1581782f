"""``twofour privacy``: the key of pseudonyms, looking somebody up, how long data is kept, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.options import DEFAULT_DATA, DataDir, RulesFile, open_snapshot, rules_of
from twofour.cli.privacy_options import By, unclosed_from
from twofour.cli.tables import plain_table
from twofour.events.privacy import (
    Due,
    Removal,
    apply_retention,
    create_key,
    due,
    forgettings,
    load_key,
    load_retention,
    pseudonym,
    removals,
)
from twofour.events.privacy.retention import RETENTION_FILE
from twofour.explain.render_terminal import printable
from twofour.ledger.words_in_use import words_in_use
from twofour.problems import DataMissing
from twofour.text import Text

privacy = typer.Typer(
    no_args_is_help=True,
    help="个人信息：假名、保存期限、删除记录 / personal data: pseudonyms, retention",
)
_WHATS = {"rows": Text("整行", "rows"), "text": Text("文字内容", "words")}


@privacy.command("key")
def make_key(
    file: Annotated[Path, typer.Argument(help="新密钥文件，放在数据目录之外 / new key file", metavar="FILE")],
    data: DataDir = DEFAULT_DATA,
) -> None:
    """新建买家假名密钥 / make the key of customers' pseudonyms."""
    key = create_key(file, data)
    say(
        Text(f"✓ 已建立密钥 {file}（仅本人可读）", f"✓ made the key {file} (readable by you alone)"),
        style="green",
    )
    say(Text(f"  指纹 {key.fingerprint[:16]}", f"  fingerprint {key.fingerprint[:16]}"))
    say(
        Text(
            "  请另存一份备份，与数据分开保管：丢了密钥，就无法再按买家编号查找，也无法继续导入",
            "  keep a copy apart from the data: without the key nobody can be looked up, "
            "and no more files can be imported",
        )
    )
    say(
        Text(
            f"  导入时用：twofour import 文件… --customer-key {file}",
            f"  use it: twofour import FILE… --customer-key {file}",
        )
    )


@privacy.command("find")
def find_customer(
    customer: Annotated[str, typer.Argument(help="买家编号 / customer id", metavar="CUSTOMER")],
    key: Annotated[Path, typer.Option("--customer-key", help="密钥文件 / key file", metavar="FILE")],
    data: DataDir = DEFAULT_DATA,
) -> None:
    """查一位买家的假名 / a customer's pseudonym."""
    console().file.write(pseudonym(load_key(key, data), customer.strip()) + "\n")


@privacy.command("retention")
def show_retention(data: DataDir = DEFAULT_DATA) -> None:
    """按保存期限，现在该删什么 / what is kept no longer; nothing is removed."""
    if _no_rules(data):
        return
    found = _due(data)
    if not found:
        say(Text("没有超过保存期限的数据", "nothing is older than the rules keep"))
        return
    _print_due(found)
    say(
        Text(
            f"删除：twofour privacy apply --by 经办人 --data {data}。删除后不可恢复，这些月份不能再重算",
            f"remove them: twofour privacy apply --by ROLE --data {data}. "
            "It cannot be taken back, and these months cannot be computed again",
        )
    )


@privacy.command("apply")
def remove_old(by: By, rules: RulesFile = None, data: DataDir = DEFAULT_DATA) -> None:
    """删除超过保存期限的数据，不可恢复 / remove what is kept no longer, for good."""
    if _no_rules(data):
        return
    done = apply_retention(data, _due(data), by=by, words=words_in_use(data, [rules_of(rules)]))
    if not done:
        say(
            Text(
                "没有超过保存期限的数据，没有改动",
                "nothing is older than the rules keep; nothing was changed",
            )
        )
        return
    rows = sum(one.count for one in done)
    say(
        Text(
            f"✓ 已按保存期限删除 {len(done)} 项，共 {rows:,} 行",
            f"✓ removed {len(done)} parts, {rows:,} rows",
        ),
        style="green",
    )
    _print_removed(done)


@privacy.command("log")
def show_log(data: DataDir = DEFAULT_DATA) -> None:
    """删除记录：按要求、按期限 / what was erased on request or by age, when, by whom."""
    asked, aged = forgettings(data), removals(data)
    if not asked and not aged:
        say(Text("没有删除记录", "nothing was ever erased"))
        return
    if asked:
        table = plain_table(Text("按要求删除", "Erased on request").say(lang()))
        for title in (
            Text("日期", "date"), Text("记录", "record"), Text("店铺", "shop"), Text("经办", "by"),
            Text("原因", "reason"), Text("行数", "rows"),
        ):  # fmt: skip
            table.add_column(title.say(lang()), overflow="fold")
        for one in asked:
            shop = one.shop or Text("全部", "all").say(lang())
            cells = (one.at[:10], one.id, shop, one.by, one.reason, f"{sum(one.rows.values()):,}")
            table.add_row(*map(printable, cells))
        console().print(table)
    if aged:
        _print_removed(aged)


def _no_rules(data: Path) -> bool:
    """Whether the folder has no retention rules; says so, and how to write them."""
    if not open_snapshot(data).shop_ids():
        raise DataMissing(Text(f"{data} 里没有数据", f"there is no data in {data}"))
    if load_retention(data).tables:
        return False
    path = data / RETENTION_FILE
    say(
        Text(
            f"没有保存期限（{path}），所有数据一直保留。写法：",
            f"there are no retention rules ({path}): everything is kept. Write them like this:",
        )
    )
    example = "tables:\n  messages: {retain_days: 1100, text_days: 365}\n  orders: {retain_days: 1100}\n"
    console().file.write(example)
    return True


def _due(data: Path) -> list[Due]:
    today = datetime.now(UTC).date()
    return due(data, load_retention(data), today, unclosed_from(data, open_snapshot(data).shop_ids()))


def _print_due(found: Sequence[Due]) -> None:
    _print([(one.month, one.shop, one.table, one.what, one.days, one.rows) for one in found])


def _print_removed(done: Sequence[Removal]) -> None:
    rows = [(one.month, one.shop, one.table, one.what, one.days, one.count) for one in done]
    days = Text("、", ", ").say(lang()).join(sorted({one.at[:10] for one in done}))
    _print(rows, Text(f"按期限删除（{days}）", f"Removed by age ({days})"))


def _print(rows: Sequence[tuple[str, str | None, str, str, int, int]], title: Text | None = None) -> None:
    table = plain_table(title.say(lang()) if title else None)
    for heading in (Text("月份", "month"), Text("店铺", "shop"), Text("表", "table"), Text("删除", "goes")):
        table.add_column(heading.say(lang()), overflow="fold")
    for heading in (Text("保存天数", "days kept"), Text("行数", "rows")):
        table.add_column(heading.say(lang()), justify="right")
    for month, shop, name, what, days, count in rows:
        table.add_row(
            month, printable(shop or "–"), name, _WHATS[what].say(lang()), f"{days:,}", f"{count:,}"
        )
    console().print(table)
