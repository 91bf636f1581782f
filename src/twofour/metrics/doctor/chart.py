"""What the checks look at: one snapshot's tables, day by day, with the frames that several checks share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES, Kind
from twofour.metrics.doctor.coverage import Coverage, coverages
from twofour.metrics.doctor.habits import Habits, observe
from twofour.metrics.doctor.imports import IMPORT, Import, imports_of, place_of_import
from twofour.metrics.own import CATALOGUE, MetricBook
from twofour.metrics.question import Question
from twofour.metrics.reported import Reports, report_names, reports_of
from twofour.period import Period

Progress = Callable[[int, int], None]
DAILY = tuple(table.name for table in TABLES.values() if table.by_shop and table.when)
"""The tables whose rows belong to a shop and a day."""
_SAMPLE, _LEAST_SAMPLE = 400_000, 2_000  # messages, of all shops and of one
_BUSY = 4  # a month with a quarter of the messages of the fullest one


class Chart:
    """The data of some shops, on the days of ``period`` or on all of them. ``book``: the metrics there are.

    Frames are made when first asked for, by streaming month after month, and kept small: counts, never rows.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        shop_ids: Sequence[str],
        rules: CountingRules,
        period: Period | None = None,
        book: MetricBook = CATALOGUE,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self.snapshot = snapshot
        self.shop_ids = tuple(shop_ids)
        self.rules = rules
        self.period = period
        self.book = book
        self.progress = progress

    def whole(self, table: str) -> pl.LazyFrame:
        """Every row of ``table`` that the shops have, whatever the period."""
        return self.snapshot.scan(table, shop_ids=self.shop_ids)

    def scan(
        self, table: str, month: str | None = None, shop_ids: Sequence[str] | None = None
    ) -> pl.LazyFrame:
        """Rows of ``table`` on days of the period, each with its business ``day``.

        Only of one UTC ``month``, only of some shops, where said.
        """
        when = TABLES[table].when
        assert when is not None
        months = [month] if month else self.months(table)
        shops = self.shop_ids if shop_ids is None else shop_ids
        rows = self.snapshot.scan(table, shop_ids=shops, months=months)
        dated = rows.with_columns(day=self.day(when, TABLES[table].column(when).kind))
        if self.period is None:
            return dated
        return dated.filter(pl.col("day") >= self.period.start, pl.col("day") < self.period.stop)

    def months(self, table: str) -> list[str]:
        """The UTC months in which ``table`` has rows that may lie in the period, in order."""
        known = sorted(
            {file.month for file in self.snapshot.files(table, shop_ids=self.shop_ids) if file.month}
        )
        if self.period is None:
            return known
        # A day of margin: business days reach into neighbouring UTC months.
        near = (self.period.start - timedelta(days=2), self.period.stop + timedelta(days=2))
        first, last = (f"{day:%Y-%m}" for day in near)
        return [month for month in known if first <= month <= last]

    def day(self, column: str, kind: Kind = Kind.TIME) -> pl.Expr:
        """The business day of a time column (``metrics.md`` §2); a day column as it is."""
        if kind is Kind.DAY:
            return pl.col(column)
        cut = pl.duration(seconds=self.rules.day_cut_seconds)
        return (pl.col(column) - cut).dt.convert_time_zone(self.rules.timezone).dt.date()

    def local(self, column: str) -> pl.Expr:
        """A time column as the shop's clocks show it, without a zone."""
        return pl.col(column).dt.convert_time_zone(self.rules.timezone).dt.replace_time_zone(None)

    @cached_property
    def messages(self) -> pl.DataFrame:
        """shop_id, agent_id, sender, day, hour (0–23, by the shop's clocks), import (its place): ``rows``, of
        these ``on_hour`` and ``on_minute`` (at a full hour, a full minute).
        """
        second = self.local("sent_at").cast(pl.Int64) // 1_000_000
        columns = {"hour": (second // 3600 % 24).cast(pl.Int8), IMPORT: place_of_import(self.imports)}
        keys = ["shop_id", "agent_id", "sender", "day", *columns]
        counts = {
            "rows": pl.len(),
            "on_hour": (second % 3600 == 0).sum(),
            "on_minute": (second % 60 == 0).sum(),
        }
        parts, months = [], self.months("messages")
        for done, month in enumerate(months):
            self.progress(done, len(months))
            rows = self.scan("messages", month).with_columns(**columns)
            parts.append(rows.group_by(keys).agg(**counts).collect(engine="streaming"))
        if parts:
            return pl.concat(parts)
        empty = self.scan("messages").with_columns(**columns)
        return empty.group_by(keys).agg(**counts).collect()

    @cached_property
    def days(self) -> pl.DataFrame:
        """table, shop_id, day, ``rows``: how much of what there is on which day, ordered."""
        own = [
            self.messages.group_by("shop_id", "day")
            .agg(rows=pl.col("rows").sum())
            .with_columns(table=pl.lit("messages"))
        ]
        for table in DAILY[1:]:
            counted = self.scan(table).group_by("shop_id", "day").agg(rows=pl.len())
            own.append(counted.with_columns(table=pl.lit(table)).collect(engine="streaming"))
        columns = [pl.col("table", "shop_id", "day"), pl.col("rows").cast(pl.Int64)]
        return pl.concat([frame.select(columns) for frame in own]).sort("shop_id", "table", "day")

    @cached_property
    def coverage(self) -> dict[str, dict[str, Coverage]]:
        """What each shop has in each table: shop → table → days; what is empty is absent."""
        return coverages(self.days)

    @cached_property
    def active(self) -> pl.DataFrame:
        """shop_id, agent_id, day, ``rows``: messages with customers, and ratings, of every agent."""
        talked = self.messages.filter(
            pl.col("agent_id").is_not_null() & pl.col("sender").is_in(["customer", "agent"])
        )
        keys = ["shop_id", "agent_id", "day"]
        rated = self.scan("ratings").group_by(keys).agg(rows=pl.len()).collect()
        both = pl.concat([talked.select(*keys, "rows"), rated.select(*keys, "rows")])
        return both.group_by(keys).agg(pl.col("rows").cast(pl.Int64).sum())

    @cached_property
    def staff(self) -> pl.DataFrame:
        """The staff rows of the shops."""
        return self.whole("staff").collect()

    def has_messages(self, shop_id: str) -> bool:
        """Whether a shop has chats, on whatever days."""
        return any(file.rows for file in self.snapshot.files("messages", shop_ids=[shop_id]))

    @cached_property
    def reports(self) -> list[Reports]:
        """What platforms' reports say of each shop on the days of the period, without those that say nothing.
        Where no table names a shop, they are of the shop ``""``.
        """
        days = self.period or Period(date(1, 1, 1), date(9999, 12, 31))
        found = []
        for shop in self.shop_ids or ("",):
            question = Question(self.snapshot, (shop,), self.rules, days, {}, cut=False)
            for source in report_names():
                reports = reports_of(question, source)
                here = reports.rows.filter(pl.col("day") >= days.start, pl.col("day") < days.stop)
                if not here.is_empty():
                    found.append(Reports(source, shop, here))
        return found

    @cached_property
    def imports(self) -> list[Import]:
        """Every import that changed the lake, in order."""
        return imports_of(self.snapshot)

    @cached_property
    def habits(self) -> list[Habits]:
        """How people talk in each shop's latest busy month, by samples of whole customers."""
        return [observe(rows, self.rules) for rows in self._samples()]

    def _samples(self) -> list[pl.LazyFrame]:
        """Each shop's messages of its latest busy month; of a large one those of every n-th customer."""
        months = set(self.months("messages"))
        sizes: dict[str, dict[str, int]] = {}
        for shop in self.shop_ids:
            rows: Counter[str] = Counter()
            for file in self.snapshot.files("messages", shop_ids=[shop]):
                if file.month in months:
                    rows[str(file.month)] += file.rows
            if rows:
                month = max(month for month, count in rows.items() if count * _BUSY >= max(rows.values()))
                sizes.setdefault(month, {})[shop] = rows[month]
        most = max(_LEAST_SAMPLE, _SAMPLE // max(1, len(self.shop_ids)))
        samples: dict[tuple[str, int], list[str]] = {}
        for month, shops in sizes.items():
            for shop, size in shops.items():
                samples.setdefault((month, -(-size // most)), []).append(shop)
        return [self._sample(shops, month, every) for (month, every), shops in sorted(samples.items())]

    def _sample(self, shops: list[str], month: str, every: int) -> pl.LazyFrame:
        rows = self.scan("messages", month, shops)
        return rows if every == 1 else rows.filter(pl.col("customer_id").hash(24) % every == 0)
