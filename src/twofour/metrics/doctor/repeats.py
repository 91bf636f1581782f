"""Checks of rows that are there twice, and of exports that were cut off."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from twofour.events.tables import TABLES
from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import MOST_EXAMPLES, Check, Found
from twofour.metrics.doctor.gather import ends, gather
from twofour.metrics.doctor.imports import IMPORT, place_of_import
from twofour.text import Text

_SAME_MESSAGE = ["shop_id", "customer_id", "agent_id", "sender", "sent_at", "kind", "text"]
_BATCH = 4_000_000
_LEAST_INSIDE, _INSIDE_PERCENT = 20, 1
LIMITS = (
    1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 50_000, 65_535, 65_536, 100_000, 200_000, 500_000,
    1_000_000, 1_048_575, 1_048_576,
)  # fmt: skip
"""Numbers of rows at which export tools and spreadsheets stop."""


def find_messages(chart: Chart) -> Iterator[Found]:
    """Messages that are stored twice because two exports numbered them differently."""
    across = _across(chart)
    for (shop,), part in across.group_by("shop_id", maintain_order=True):
        count = int(part.get_column("extra").sum())
        at = chart.local("sent_at").dt.strftime(" %Y-%m-%d %H:%M:%S")
        few = part.head(MOST_EXAMPLES).select(pl.col("customer_id") + at).to_series()
        what = Text(
            f"{count:,} 条消息重复：买家、客服、时间、内容都相同，只有消息编号不同",
            "messages there twice, with the same customer, agent, second and words under another id: "
            f"{count:,}",
        )
        yield Found(str(shop), count, what, *ends(part, "day", "day"), tuple(few))
    told = set(across.get_column("shop_id"))
    for habits in chart.habits:
        for shop, rows, again in habits.repeats.iter_rows():
            if shop not in told and again >= _LEAST_INSIDE and again * 100 >= rows * _INSIDE_PERCENT:
                what = Text(
                    f"看了最近一个忙月的 {rows:,} 条消息，{again:,} 条重复：只有消息编号不同",
                    f"of {rows:,} messages of the latest busy month that were looked at, there twice under "
                    f"another id: {again:,}",
                )
                yield Found(shop, again, what)


def _across(chart: Chart) -> pl.DataFrame:
    """Messages that several imports brought: shop_id, customer_id, sent_at, day, ``extra`` copies; ordered.

    Only days on which several imports brought messages of the shop can hold any, so only those are read.
    """
    days = chart.messages.group_by("shop_id", "day").agg(
        pl.col("rows").sum(), imports=pl.col(IMPORT).n_unique()
    )
    shared = days.filter(pl.col("imports") > 1)
    parts = -(-int(shared.get_column("rows").sum()) // _BATCH)
    named = pl.col("message_id").is_not_null()
    found = []
    for month in chart.months("messages") if parts else []:
        rows = chart.scan("messages", month).join(shared.lazy(), on=["shop_id", "day"], how="semi")
        for part in range(parts):
            here = rows if parts == 1 else rows.filter(pl.col("customer_id").hash(24) % parts == part)
            place = place_of_import(chart.imports)
            groups = (
                here.select(*_SAME_MESSAGE, "day", place, named=named)
                .group_by(_SAME_MESSAGE)
                .agg(
                    pl.col("day").first(),
                    apart=pl.col(IMPORT).min() < pl.col(IMPORT).max(),
                    named=pl.col("named").any(),
                    extra=pl.len().cast(pl.Int64) - 1,
                )
                .filter(pl.col("apart") & pl.col("named"))
            )
            columns = ["shop_id", "customer_id", "sent_at", "day", "extra"]
            found.append(groups.select(columns).collect(engine="streaming"))
    if not found:
        return pl.DataFrame(schema={"shop_id": pl.String, "day": pl.Date})
    return pl.concat(found).sort("shop_id", "sent_at", "customer_id")


def find_orders(chart: Chart) -> Iterator[Found]:
    """Orders that share everything but their number."""
    same = [name for name in TABLES["orders"].names if name != "order_id"]
    groups = (
        chart.scan("orders").group_by(same).agg(pl.len(), pl.col("day").first(), pl.col("order_id").sort())
    )
    twice = groups.filter(pl.col("len") > 1)
    pair = pl.col("order_id").list.head(2).list.join(" = ")
    for of in gather(twice, pair, count=pl.col("len").cast(pl.Int64) - 1):
        yield Found(
            of.shop_id,
            of.count,
            Text(
                f"{of.count:,} 笔订单和另一笔完全相同，只有订单号不同",
                f"orders that share everything with another one but the number: {of.count:,}",
            ),
            of.first,
            of.last,
            of.examples,
        )


def find_cut_off(chart: Chart) -> Iterator[Found]:
    """Imports that brought exactly as many rows as an export tool gives at most."""
    for place, tables in sorted(_brought(chart).items()):
        of = chart.imports[place]
        for table, shops in tables.items():
            only = next(iter(shops)) if len(shops) == 1 else None
            counts = {count: shop for shop, count in shops.items()} | {sum(shops.values()): only}
            if len(tables) == 1 and len(of.files) == 1:
                # Rows stored before count too: an export that overlaps the last one is cut off all the same.
                counts[of.rows] = only
            title = TABLES[table].title
            for count, shop in counts.items():
                if count in LIMITS:
                    what = Text(
                        f"第 {of.number} 次导入正好带来 {count:,} 行{title.zh}：导出可能被截断",
                        f"import {of.number} brought exactly {count:,} {title.en}: it may have been cut off",
                    )
                    yield Found(shop, count, what, examples=of.files)


def _brought(chart: Chart) -> dict[int, dict[str, dict[str | None, int]]]:
    """New rows by place of the import in ``chart.imports``, table and shop."""
    found: dict[int, dict[str, dict[str | None, int]]] = {}
    for table in TABLES:
        shop = pl.col("shop_id") if TABLES[table].by_shop else pl.lit(None, pl.String).alias("shop_id")
        rows = chart.whole(table).select(shop, place_of_import(chart.imports))
        new = rows.group_by("shop_id", IMPORT).agg(pl.len()).sort("shop_id", IMPORT)
        for shop_id, place, count in new.collect(engine="streaming").iter_rows():
            found.setdefault(place, {}).setdefault(table, {})[shop_id] = count
    return found


CHECKS = (
    Check(
        "repeated_messages",
        "error",
        Text("聊天重复导入", "messages there twice"),
        "Messages with the same shop, customer, agent, sender, second, kind and text, of which at least "
        "one has a message_id, that came with different imports; or with one import, if in the shop's "
        f"latest busy month {_LEAST_INSIDE} or more messages, and {_INSIDE_PERCENT}% or more of them, "
        "repeat the one before.",
        Text(
            "两次导出用了不同的消息编号：留一种，撤销另一次导入",
            "Two exports number messages differently: keep to one of them and take the other import back",
        ),
        find_messages,
    ),
    Check(
        "repeated_orders",
        "warning",
        Text("订单重复", "orders there twice"),
        "Orders that share every column but order_id.",
        Text(
            "核对订单号列（主订单、子订单）；真是两单就不用管",
            "Check the column of the order number (order or sub-order); leave it if they are two orders",
        ),
        find_orders,
    ),
    Check(
        "cut_off_export",
        "warning",
        Text("导出可能被截断", "export perhaps cut off"),
        "An import brought exactly as many rows of a table (or of one shop of it) as export tools and "
        "spreadsheets "
        "hold at most: " + ", ".join(f"{limit:,}" for limit in LIMITS) + ".",
        Text(
            "缩短日期范围，分几次导出并导入", "Export shorter runs of days, and import them one after another"
        ),
        find_cut_off,
    ),
)
