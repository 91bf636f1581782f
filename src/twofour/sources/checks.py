"""What a look across tables tells about imported rows: kept all the same, but somebody should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from twofour.events.lake import Snapshot, TableReceipt
from twofour.events.tables import Table
from twofour.sources.exports.masked import STARS
from twofour.sources.readers import Broken
from twofour.sources.share import Share
from twofour.text import Text, counted

_TOLD_APART = 1_000
"""Findings of one kind that are reported one by one; the rest are counted."""


def notice_repeated(shares: Sequence[Share], receipt: TableReceipt) -> None:
    """Rows whose key a later row of the import holds too. ``shares`` of one table, in the order committed.

    Rows that say the same are counted together: files whose days overlap are no mistake.
    """
    for number, share in enumerate(shares):
        pairs = receipt.repeated.filter(pl.col("delivery") == number)
        same = _saying_the_same(shares, share, pairs)
        _tell_same(share, int(same.sum()))
        pairs = pairs.filter(~same)
        told = pairs.head(_TOLD_APART)
        lines = share.lines.of(told["row"].to_list())
        later = [
            (shares[by], shares[by].lines.of([row])[0])
            for by, row in told.select("by_delivery", "by_row").iter_rows()
        ]
        key = _shown(share, share.table.key)
        for line, (by, by_line) in zip(lines, later, strict=True):
            place = f"{by_line}" if by is share else f"{by.file}:{by_line}"
            share.notice(
                Broken(
                    line,
                    key,
                    None,
                    Text("同一次导入里主键重复", "the key stands twice in this import"),
                    Text(
                        f"以第 {place} 行为准；请确认哪一行正确",
                        f"Line {place} counts; check which one is right",
                    ),
                )
            )
        _and_more(share, pairs.height - told.height, Text("行主键重复", "rows with repeated keys"))


def _saying_the_same(shares: Sequence[Share], share: Share, pairs: pl.DataFrame) -> pl.Series:
    """Whether the two rows of each pair are alike in all but where they come from."""
    names = [name for name in share.table.names if name != "evidence"]
    alike = pl.Series([False]).new_from_index(0, pairs.height)
    for by in pairs["by_delivery"].unique():
        here = (pairs["by_delivery"] == by).arg_true()
        chosen = pairs[here]
        one = share.rows.select(names)[chosen["row"]]
        other = shares[by].rows.select(names)[chosen["by_row"]]
        equal = pl.Series([True]).new_from_index(0, chosen.height)
        for name in names:
            equal &= one[name].eq_missing(other[name])
        alike = alike.scatter(here, equal)
    return alike


def _tell_same(share: Share, count: int) -> None:
    if count:
        share.notice(
            Broken(
                None,
                None,
                None,
                Text(
                    f"{count:,} 行在这次导入里另有相同的一行",
                    counted(count, "row stands", "rows stand") + " in this import once more",
                ),
                Text("只算一次，无须处理", "They count once; nothing to do"),
            )
        )


def _shown(share: Share, names: Iterable[str]) -> str:
    """Columns of the event table as the file calls them, as far as it has them."""
    names = list(names)
    own = [share.route.shown[name] for name in names if name in share.route.shown]
    return " + ".join(own or names)


def notice_unknown_agents(shares: Iterable[Share], snapshot: Snapshot, besides: Sequence[Share] = ()) -> None:
    """Messages and ratings of agents whom the staff table does not know: one notice per agent and file.

    ``besides``: shares whose rows are not in ``snapshot``, but count as known.
    """
    for share in shares:
        if share.table.name not in ("messages", "ratings") or not share.lines.count:
            continue
        agents = (
            share.rows.lazy()
            .select("shop_id", "agent_id")
            .with_row_index("row")
            .drop_nulls("agent_id")
            .group_by("shop_id", "agent_id")
            .agg(pl.col("row").min(), pl.len())
        )
        staff = _known("staff", "agent_id", snapshot, besides)
        unknown = agents.join(staff, on=["shop_id", "agent_id"], how="anti").sort("row").collect()
        lines = share.lines.of(unknown["row"].to_list())
        for line, (shop, agent, count) in zip(
            lines, unknown.select("shop_id", "agent_id", "len").iter_rows(), strict=True
        ):
            share.notice(
                Broken(
                    line,
                    _shown(share, ["agent_id"]),
                    agent,
                    Text("人员表里没有这个客服", "the staff table does not know this agent"),
                    Text(
                        f"店铺 {shop} 的 {count:,} 行已保留；请导入含有该客服的人员表 staff",
                        counted(count, f"row of shop {shop} was kept", f"rows of shop {shop} were kept")
                        + "; import a staff table with this agent",
                    ),
                )
            )


def notice_unknown_orders(shares: Iterable[Share], snapshot: Snapshot, besides: Sequence[Share] = ()) -> None:
    """Refunds of orders that are not in the lake (nor in ``besides``): kept, the order may still come."""
    for share in shares:
        if share.table.name != "refunds" or not share.lines.count:
            continue
        refunds = share.rows.lazy().select("shop_id", "order_id").with_row_index("row")
        orders = _known("orders", "order_id", snapshot, besides)
        unknown = refunds.join(orders, on=["shop_id", "order_id"], how="anti").sort("row").collect()
        told = unknown.head(_TOLD_APART)
        lines = share.lines.of(told["row"].to_list())
        for line, order in zip(lines, told["order_id"], strict=True):
            share.notice(
                Broken(
                    line,
                    _shown(share, ["order_id"]),
                    order,
                    Text("退款对应的订单不在数据里", "the refunded order is not in the data"),
                    Text("数据已保留；请导入这笔订单", "The refund was kept; import its order"),
                )
            )
        _and_more(share, unknown.height - told.height, Text("笔退款找不到订单", "refunds without an order"))


def notice_masked_customers(shares: Iterable[Share]) -> None:
    """Customers whose names are masked, in tables that nobody has taken them out of: one notice per share."""
    for share in shares:
        if "customer_id" not in share.table.names or not share.lines.count:
            continue
        customers = share.rows["customer_id"]
        hidden = customers.str.contains(STARS).fill_null(False)
        if hidden.any():
            first, count = int(hidden.arg_true()[0]), int(hidden.sum())
            share.notice(
                Broken(
                    share.lines.of([first])[0],
                    _shown(share, ["customer_id"]),
                    None if share.unquoted else customers[first],
                    Text(
                        f"{count:,} 行的买家像是打了码，几个人会共用一个",
                        counted(count, "row has a customer who seems", "rows have customers who seem")
                        + " to be masked; several people share such a name",
                    ),
                    Text(
                        "行已保留，但业绩可能归错人；请换成完整的买家编号，没有时订单的买家写 order:订单号",
                        "The rows were kept, but may count for the wrong agent; write full customer ids, or "
                        "order:NUMBER for orders without",
                    ),
                )
            )


def unused_columns(names: Sequence[str], table: Table | None = None) -> Iterator[Broken]:
    """A notice of columns of the file that ``table`` does not have, or that an export is not read for."""
    if names:
        yield Broken(
            None,
            ", ".join(names),
            None,
            Text(f"{table.name} 表没有这些列，已忽略", f"{table.name} has no such columns; ignored")
            if table is not None
            else Text("这些列用不到，已忽略", "columns that are not used; ignored"),
            Text(
                "不需要时无须处理；需要时用 --map 映射",
                "Nothing to do, unless a mapping file should use them",
            ),
        )


def _known(table: str, column: str, snapshot: Snapshot, besides: Sequence[Share]) -> pl.LazyFrame:
    """Shops and ids of ``column`` that ``table`` holds, with those of ``besides``."""
    here = [share.rows.lazy() for share in besides if share.table.name == table]
    return pl.concat([rows.select("shop_id", column) for rows in (snapshot.scan(table), *here)])


def _and_more(share: Share, count: int, what: Text) -> None:
    if count > 0:
        share.notices += count - 1
        share.notice(
            Broken(
                None,
                None,
                None,
                Text(
                    f"另有 {count:,} {what.zh}，不逐行列出",
                    f"{count:,} more {what.en}, not listed one by one",
                ),
                Text("处理办法同上", "The same applies to them"),
            )
        )
