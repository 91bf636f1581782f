"""Checks of the calendar: empty days, thin days, months in part, tables that reach less far than others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from twofour.events.tables import TABLES
from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.coverage import Coverage
from twofour.metrics.doctor.finding import Check, Found
from twofour.period import Period, month_of
from twofour.text import Text

BUSY = ("messages", "orders")
"""The tables that a running shop fills every day."""
LEAST_EXPECTED = 10  # by chance alone such a run stays empty once in twenty thousand times
THIN_PERCENT = 30
_LEAST_USUAL = 20
_LEAST_ALIKE = 3
_LEAST_DAYS = 5
_DAY = timedelta(days=1)


def _busy(chart: Chart) -> Iterator[Coverage]:
    """The busy tables of every shop."""
    for tables in chart.coverage.values():
        yield from (tables[name] for name in BUSY if name in tables)


def empty_runs(of: Coverage) -> Iterator[tuple[date, date]]:
    """First and last day of the runs without rows on which the days around let one expect some."""
    for first, last in of.empty_runs():
        if sum(of.usual(day, closed=True)[0] for day in Period(first, last + _DAY).days) >= LEAST_EXPECTED:
            yield first, last


def thin_days(of: Coverage) -> Iterator[tuple[date, float]]:
    """Days with far fewer rows than usual between days as usual, and what is usual."""
    for day, rows in of.days.items():
        # A quiet month after a loud one is no fault: before and after a thin day all is as usual.
        beside = of.beside(day)
        if rows * 100 >= beside * 2 * THIN_PERCENT:
            continue
        usual, alike = of.usual(day, closed=False)
        enough = alike >= _LEAST_ALIKE and usual >= _LEAST_USUAL
        if enough and rows * 100 < usual * THIN_PERCENT and beside * 2 >= usual:
            yield day, usual


def find_gaps(chart: Chart) -> Iterator[Found]:
    """Days without messages or orders that should have some, a finding for each run."""
    for of in _busy(chart):
        title = TABLES[of.table].title
        for first, last in empty_runs(of):
            count, also = (last - first).days + 1, _also(chart, of, first, last)
            yield Found(
                of.shop_id,
                count,
                Text(
                    f"没有{title.zh}，前后都有{also.zh}", f"no {title.en}, though before and after{also.en}"
                ),
                first,
                last,
            )


def _also(chart: Chart, of: Coverage, first: date, last: date) -> Text:
    """That the shop was open, if the other busy table has rows on these days."""
    for table in BUSY:
        other = chart.coverage[of.shop_id].get(table)
        if table != of.table and other and any(first <= day <= last for day in other.days):
            title = TABLES[table].title
            return Text(f"；这几天有{title.zh}，店没有歇业", f"; there are {title.en}, so the shop was open")
    return Text("", "")


def find_thin_days(chart: Chart) -> Iterator[Found]:
    """Days with far fewer messages or orders than their weekday usually has."""
    for of in _busy(chart):
        title = TABLES[of.table].title
        thin = list(thin_days(of))
        if not thin:
            continue
        what = Text(
            f"{title.zh}不到同一星期几平常的 {THIN_PERCENT}%（例：当天/平常）",
            f"less than {THIN_PERCENT}% of the {title.en} usual on their weekday (e.g. that day/usually)",
        )
        shown = tuple(f"{day} {of.days[day]:,}/{usual:,.0f}" for day, usual in thin)
        yield Found(of.shop_id, len(thin), what, thin[0][0], thin[-1][0], shown)


def find_part_months(chart: Chart) -> Iterator[Found]:
    """Months of which only some days are there, because the data begins or ends inside them."""
    for shop, tables in chart.coverage.items():
        here = [tables[name] for name in BUSY if name in tables]
        if not here:
            continue
        first, last = min(of.first for of in here), max(of.last for of in here)
        for month in dict.fromkeys((month_of(first), month_of(last))):
            start, stop = max(first, month.start), min(last, month.last)
            begins, ends = start > month.start, stop < month.last
            if chart.period is not None:
                # What lies outside of the days asked for is not missing.
                asked = month.start in chart.period and month.last in chart.period
                files = (f for name in BUSY for f in chart.snapshot.files(name, shop_ids=[shop]))
                known = {str(file.month) for file in files}
                begins = asked and begins and min(known) >= f"{month.start:%Y-%m}"
                ends = asked and ends and max(known) <= f"{month.start:%Y-%m}"
            if begins or ends:
                there, whole = (stop - start).days + 1, (month.stop - month.start).days
                only = f"{month} has {there} of its {whole} days"
                what = Text(f"{month} 的 {whole} 天里只有 {there} 天", only)
                yield Found(shop, there, what, start, stop)


def find_early_ends(chart: Chart) -> Iterator[Found]:
    """Tables that stop while the shop's messages or orders go on."""
    for shop, tables in chart.coverage.items():
        latest = max((tables[name].last for name in BUSY if name in tables), default=date.min)
        for table, of in tables.items():
            missing = (latest - of.last).days
            if len(of.days) < _LEAST_DAYS or missing <= of.longest_silence + 1:
                continue
            title, cost = TABLES[table].title, Text("", "")
            if table == "orders":
                cost = Text("，转化和销售额偏低", "; conversion and sales come out too low")
            what = Text(
                f"{title.zh}只到 {of.last}，店铺其他数据到 {latest}{cost.zh}",
                f"{title.en} end on {of.last}, the shop's other data on {latest}{cost.en}",
            )
            yield Found(shop, missing, what, of.last + _DAY, latest)


def find_late_starts(chart: Chart) -> Iterator[Found]:
    """Messages that begin after the orders did, or orders that begin after the messages did."""
    for shop, tables in chart.coverage.items():
        for table, other in (BUSY, BUSY[::-1]):
            if table not in tables or other not in tables:
                continue
            of, earlier = tables[table], tables[other]
            missing = (of.first - earlier.first).days
            if len(of.days) < _LEAST_DAYS or missing <= of.longest_silence + 1:
                continue
            title, before = TABLES[table].title, TABLES[other].title
            what = Text(
                f"{title.zh}从 {of.first} 才有，{before.zh}从 {earlier.first} 就有",
                f"{title.en} begin on {of.first}, {before.en} on {earlier.first}",
            )
            yield Found(shop, missing, what, earlier.first, of.first - _DAY)


CHECKS = (
    Check(
        "empty_days",
        "warning",
        Text("缺整天数据", "empty days"),
        "A run of days without messages (or without orders) between days that have them, if the usual rows "
        f"of these days add up to {LEAST_EXPECTED} or more. Usual is the median of the same weekday within "
        "six weeks either side, days without rows counting as 0 unless they belong to a run of a week or "
        "more.",
        Text(
            "重新导出这些天并导入；确实歇业就不用管",
            "Export these days again and import them; leave it if the shop was closed",
        ),
        find_gaps,
    ),
    Check(
        "thin_days",
        "warning",
        Text("数据偏少的日子", "thin days"),
        f"A day with less than {THIN_PERCENT}% of the messages (or orders) usual on its weekday, while the "
        "three days before it and the three after it have, by their medians, at least half of that. Usual "
        "is the median of the same weekdays within six weeks either side that have rows: at least "
        f"{_LEAST_ALIKE} such days, and at least {_LEAST_USUAL} rows.",
        Text(
            "多半只导出了半天：按天重新导出并导入；属实就不用管",
            "Most likely half a day was exported: export the day again and import it; leave it if it is true",
        ),
        find_thin_days,
    ),
    Check(
        "part_month",
        "note",
        Text("不完整的月份", "month in part"),
        "The shop's messages and orders begin after the first day of a month, or end before its last. Of a "
        "chosen period only months that lie in it whole.",
        Text(
            "先别用这个月核算薪酬；补齐后再算",
            "Do not pay for this month before the missing days are imported",
        ),
        find_part_months,
    ),
    Check(
        "ends_early",
        "warning",
        Text("数据截止不齐", "table ends early"),
        f"A table with rows on {_LEAST_DAYS} days or more ends before the shop's latest message or order, "
        "by at least two days more than it was ever silent before.",
        Text("补导这张表到同一天，再看指标", "Import this table up to the same day before trusting figures"),
        find_early_ends,
    ),
    Check(
        "starts_late",
        "warning",
        Text("数据起点不齐", "table starts late"),
        "Messages begin after orders did, or orders after messages, by at least two days more than the "
        "table was ever silent afterwards.",
        Text(
            "补导较早的日子；或只看两张表都有的日子",
            "Import the earlier days, or look only at days that both tables have",
        ),
        find_late_starts,
    ),
)
