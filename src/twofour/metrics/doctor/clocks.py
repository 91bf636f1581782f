"""Checks of times: rows from the future, from another age, of another zone, or without a time of day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import polars as pl

from twofour.events.tables import TABLES, Kind
from twofour.metrics.doctor.chart import DAILY, Chart
from twofour.metrics.doctor.coverage import STRAY_GAP_DAYS
from twofour.metrics.doctor.finding import Check, Found, days_of
from twofour.metrics.doctor.gather import gather
from twofour.text import Text

LEEWAY_MINUTES = 10
_TIMED = (
    ("messages", "sent_at"),
    ("orders", "created_at"),
    ("orders", "paid_at"),
    ("refunds", "requested_at"),
    ("refunds", "completed_at"),
    ("tickets", "opened_at"),
)
_MIDNIGHT_PERCENT, _LEAST_MIDNIGHTS = 20, 10
_MINUTE_PERCENT, _LEAST_MINUTES = 95, 100
NIGHT, EVENING = (2, 7), (18, 23)
NIGHT_PERCENT, _LEAST_MESSAGES = 20, 200
_CROWD, _CROWD_PERCENT = 30, 5
_BACKWARDS_PERCENT, _LEAST_TALKS = 80, 30


def find_future(chart: Chart) -> Iterator[Found]:
    """Rows later than the import that brought the newest data."""
    stamps = [entry.created for entry in chart.imports]
    if not stamps:
        return
    limit = max(stamps) + timedelta(minutes=LEEWAY_MINUTES)
    for name in DAILY:
        table = TABLES[name]
        assert table.when is not None
        if table.column(table.when).kind is not Kind.TIME:
            continue
        months = [month for month in chart.months(name) if month >= f"{limit:%Y-%m}"]
        for month in months:
            shown = chart.local(table.when).dt.strftime("%Y-%m-%d %H:%M:%S")
            late = chart.scan(name, month).filter(pl.col(table.when) > limit)
            for of in gather(late, shown):
                yield Found(
                    of.shop_id,
                    of.count,
                    Text(
                        f"{of.count:,} 行{table.title.zh}的时间晚于导入的时间",
                        f"{table.title.en} later than the time of their import: {of.count:,}",
                    ),
                    of.first,
                    of.last,
                    of.examples,
                )


def find_strays(chart: Chart) -> Iterator[Found]:
    """A few rows far away from all the others of their table."""
    for of in [of for tables in chart.coverage.values() for of in tables.values()]:
        if not of.strays:
            continue
        title, rows = TABLES[of.table].title, sum(of.strays.values())
        first, last = min(of.strays), max(of.strays)
        others = days_of(of.first, of.last)
        yield Found(
            of.shop_id,
            rows,
            Text(
                f"{rows:,} 行{title.zh}的日期离其他数据很远（其他在 {others.zh}）",
                f"{title.en} far away from the others ({others.en}): {rows:,}",
            ),
            first,
            last,
            tuple(str(day) for day in of.strays),
        )


def find_date_only(chart: Chart) -> Iterator[Found]:
    """Columns in which many times are midnight: the export lost the time of day."""
    midnight = pl.col("on_hour").filter(pl.col("hour") == 0).sum()
    sent = chart.messages.group_by("shop_id", "day").agg(pl.col("rows").sum(), odd=midnight)
    for table, column in _TIMED:
        days = sent if column == "sent_at" else _midnights(chart, table, column)
        for shop, rows, odd, first, last in _share(days):
            if odd < _LEAST_MIDNIGHTS or odd * 100 < rows * _MIDNIGHT_PERCENT:
                continue
            title = TABLES[table].title
            what = Text(
                f"{rows:,} 行{title.zh}中有 {odd:,} 行的 {column} 正好是 00:00:00：只有日期，没有时刻",
                f"{odd:,} of {rows:,} {title.en} have 00:00:00 in {column}: a date without a time of day",
            )
            yield Found(shop, odd, what, first, last)


def find_minutes(chart: Chart) -> Iterator[Found]:
    """Messages whose times all end in :00 seconds."""
    even = pl.col("on_minute").sum() - pl.col("on_hour").filter(pl.col("hour") == 0).sum()
    for shop, rows, odd, first, last in _share(
        chart.messages.group_by("shop_id", "day").agg(pl.col("rows").sum(), odd=even)
    ):
        if odd >= _LEAST_MINUTES and odd * 100 >= rows * _MINUTE_PERCENT:
            what = Text(
                f"{rows:,} 条消息中有 {odd:,} 条的秒数是 00：时间只精确到分钟，响应秒数不准",
                f"{odd:,} of {rows:,} messages end in :00 seconds: response times are only good to the "
                "minute",
            )
            yield Found(shop, odd, what, first, last)


def find_night(chart: Chart) -> Iterator[Found]:
    """Shops whose customers write at night and not in the evening."""
    asked = chart.messages.filter(pl.col("sender") == "customer")

    def within(hours: tuple[int, int]) -> pl.Expr:
        return pl.col("rows").filter(pl.col("hour").is_between(*hours, closed="left")).sum()

    shops = asked.group_by("shop_id").agg(
        pl.col("rows").sum(),
        within(NIGHT).alias("night"),
        within(EVENING).alias("evening"),
        first=pl.col("day").min(),
        last=pl.col("day").max(),
    )
    for shop, rows, night, evening, first, last in shops.sort("shop_id").iter_rows():
        if rows < _LEAST_MESSAGES or night * 100 < rows * NIGHT_PERCENT:
            continue
        percent, zone = night * 100 // rows, chart.rules.timezone
        utc = Text("", "")
        if evening < night:
            utc = Text("，多半是按 UTC 导出的", ", so they were probably exported in UTC")
        yield Found(
            shop,
            night,
            Text(
                f"{percent}% 的买家消息在凌晨 2 点到 7 点（{zone}）{utc.zh}",
                f"{percent}% of the customers' messages are between 02:00 and 07:00 ({zone}){utc.en}",
            ),
            first,
            last,
        )


def find_crowds(chart: Chart) -> Iterator[Found]:
    """Seconds in which very many customers wrote at once."""
    for habits in chart.habits:
        for shop, second, customers, of_all in (
            habits.seconds.with_columns(at=chart.local("sent_at"))
            .select("shop_id", "at", "customers", "of_all")
            .iter_rows()
        ):
            if customers < _CROWD or customers * 100 < of_all * _CROWD_PERCENT or second.time() == time(0):
                continue
            yield Found(
                shop,
                customers,
                Text(
                    f"{customers:,} 个买家在同一秒 {second} 发来消息：像是导出或导入的时间，不是发送时间",
                    f"{customers:,} customers wrote in the same second, {second}: the time of an export, it "
                    "seems, not of sending",
                ),
                second.date(),
                second.date(),
            )


def find_backwards(chart: Chart) -> Iterator[Found]:
    """Shops in which answers come before their questions."""
    for habits in chart.habits:
        for shop, customers, backwards in habits.turns.iter_rows():
            if customers < _LEAST_TALKS or backwards * 100 < customers * _BACKWARDS_PERCENT:
                continue
            yield Found(
                shop,
                backwards,
                Text(
                    f"{customers:,} 个买家中有 {backwards:,} 个：客服先说话、买家最后说话，"
                    "像是回复排在了提问前面",
                    f"with {backwards:,} of {customers:,} customers the agent speaks first and the customer "
                    "last, as if answers came before their questions",
                ),
            )


def _midnights(chart: Chart, table: str, column: str) -> pl.DataFrame:
    """shop_id, day, rows, odd: rows that have a time in ``column``, and how many of them midnight."""
    timed = chart.scan(table).filter(pl.col(column).is_not_null())
    midnight = (chart.local(column).dt.time() == time(0)).sum()
    days = timed.group_by("shop_id", "day").agg(rows=pl.len(), odd=midnight)
    return days.collect(engine="streaming")


def _share(days: pl.DataFrame) -> Iterator[tuple[str, int, int, date, date]]:
    """Of rows and odd ones by shop and day: each shop's rows, the odd ones, and between which days."""
    odd_day = pl.col("day").filter(pl.col("odd") > 0)
    shops = days.group_by("shop_id").agg(
        pl.col("rows").sum(), pl.col("odd").sum(), first=odd_day.min(), last=odd_day.max()
    )
    yield from shops.filter(pl.col("odd") > 0).sort("shop_id").iter_rows()


CHECKS = (
    Check(
        "future_rows",
        "error",
        Text("时间在未来", "times in the future"),
        f"A row of a shop's table dated more than {LEEWAY_MINUTES} minutes after the newest import.",
        Text(
            "核对导出和导入的时区；“数据截至”会被推后，延迟统计不准",
            "See in which zone the times were exported; they move “data as of” and spoil pending counts",
        ),
        find_future,
    ),
    Check(
        "stray_dates",
        "error",
        Text("日期离群", "dates far away"),
        f"Days more than {STRAY_GAP_DAYS} days away from the table's other days, with less than 1% of its "
        "rows. Other checks of days leave them out.",
        Text(
            "年份多半写错了：撤销那次导入，改好源文件里这几行，再导入",
            "The year is probably wrong: take that import back, mend these rows "
            "in the source and import it again",
        ),
        find_strays,
    ),
    Check(
        "date_only",
        "error",
        Text("只有日期没有时刻", "dates without a time"),
        f"{_MIDNIGHT_PERCENT}% or more of a shop's times in one column, and at least {_LEAST_MIDNIGHTS}, "
        "are exactly "
        "00:00:00 by the shop's clocks. Looked at: "
        + ", ".join(f"{table}.{column}" for table, column in _TIMED)
        + ".",
        Text(
            "撤销那次导入，导出时选带时分秒的时间列，再导入",
            "Take that import back, export the column with hours, minutes and seconds, and import it",
        ),
        find_date_only,
    ),
    Check(
        "minute_times",
        "warning",
        Text("时间只到分钟", "times cut to minutes"),
        f"{_MINUTE_PERCENT}% or more of a shop's messages, and at least {_LEAST_MINUTES}, have 0 seconds.",
        Text("导出时选精确到秒的时间", "Export times with seconds"),
        find_minutes,
    ),
    Check(
        "night_messages",
        "error",
        Text("时区可疑", "suspicious time zone"),
        f"{NIGHT_PERCENT}% or more of a shop's customer messages, {_LEAST_MESSAGES} or more in all, are "
        f"sent between {NIGHT[0]:02d}:00 and {NIGHT[1]:02d}:00 by the shop's clocks. An export in UTC of a "
        "shop in China looks like that.",
        Text(
            "撤销那次导入，再按 UTC 时区导入；店铺本来就在别的时区，在口径里写明 timezone",
            "Take that import back and import it with the time zone UTC; if the shop is in another zone, "
            "say so in its counting rules (timezone)",
        ),
        find_night,
    ),
    Check(
        "same_second",
        "warning",
        Text("同一秒大量消息", "very many in one second"),
        f"In the shop's latest busy month one second, midnight aside, holds messages of {_CROWD} or more "
        f"customers and of {_CROWD_PERCENT}% or more of them all.",
        Text("核对导出的时间列是否是发送时间", "See whether the exported column is the time of sending"),
        find_crowds,
    ),
    Check(
        "replies_first",
        "warning",
        Text("回复早于提问", "answers before questions"),
        f"In the shop's latest busy month, with {_BACKWARDS_PERCENT}% or more of the customers who talked "
        f"with an agent (at least {_LEAST_TALKS}), the agent has the first word and the customer the last.",
        Text(
            "买家和客服的时间多半来自两台钟：核对导出；客服主动开聊的店铺不用管",
            "Customers' and agents' times probably come from two clocks: see how they were exported; leave "
            "it if agents open the talks",
        ),
        find_backwards,
    ),
)
