"""Counting what an import changed: the customers it touched, as they were kept and as they are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from twofour.metrics.calendar import day_number
from twofour.metrics.fact_cache import COUNTED_TABLES, Entry
from twofour.metrics.kernel import count
from twofour.metrics.loading import CUSTOMER, active_customers, reaches_beyond
from twofour.metrics.prepare import ORDER_COLUMNS, REFUND_COLUMNS, Events, needed_message_columns, seconds
from twofour.metrics.question import Question
from twofour.metrics.tally import KEYS, DaySums, joined, tally

MOST = 3  # when a third of a shop's messages changed, counting all of them anew is as quick
_ORDER = ("shop_id", "order_id")
_WAS, _NOW = "-", "+"


@dataclass(frozen=True, slots=True)
class _Table:
    """One table in two states: rows of files that both have, that only the new or only the kept one has."""

    common: pl.LazyFrame
    added: pl.LazyFrame
    removed: pl.LazyFrame

    @property
    def was(self) -> pl.LazyFrame:
        return pl.concat([self.common, self.removed])

    @property
    def now(self) -> pl.LazyFrame:
        return pl.concat([self.common, self.added])

    @property
    def changed(self) -> pl.LazyFrame:
        return pl.concat([self.added, self.removed])

    def of(self, names: pl.DataFrame) -> _Table:
        """The rows that share ``names``' columns with one of its rows, read once."""
        keys = names.columns
        few = names.get_column(keys[-1]).unique().implode()

        def own(part: pl.LazyFrame) -> pl.LazyFrame:
            # A condition on one column is read first and spares reading most of the others; a join does not.
            near = part.filter(pl.col(keys[-1]).is_in(few))
            return near.join(names.lazy(), on=keys, how="semi", maintain_order="left")

        parts = pl.collect_all([own(self.common), own(self.added), own(self.removed)])
        return _Table(*(part.lazy() for part in parts))


@dataclass(frozen=True, slots=True)
class Change:
    """A shop's month as it was kept and as it must become."""

    was: Entry
    now: Entry


def worthwhile(question: Question, shop_id: str, change: Change) -> bool:
    """Whether only some customers must be counted anew, and the kept state can still be read."""
    if change.was.as_of is None or change.now.as_of is None or change.now.as_of < change.was.as_of:
        return False
    for table in COUNTED_TABLES:
        for path in set(change.was.data[table]) - set(change.now.data[table]):
            if not (question.snapshot.folder(table) / path).exists():
                return False
    messages = sum(file.rows for file in question.snapshot.files("messages", shop_ids=[shop_id]))
    return new_messages(question, shop_id, change) * MOST <= messages


def new_messages(question: Question, shop_id: str, change: Change) -> int:
    """How many messages the shop's new files hold."""
    known = set(change.was.data["messages"])
    files = question.snapshot.files("messages", shop_ids=[shop_id])
    return sum(file.rows for file in files if file.path not in known)


def difference(question: Question, changes: Mapping[str, Change]) -> DaySums:
    """What brings the shops' kept sums of the question's month to the question's data and watermark.

    Facts are sums over customers, so the touched customers' facts as they were are taken away and those as
    they are now are added.
    """
    was_marks = {shop: change.was.as_of for shop, change in changes.items() if change.was.as_of is not None}
    was, now = _two_states(question, changes, was_marks)
    # Customers of two shops never meet, so both states are counted at once, each as a shop of its own.
    events = {table: pl.concat([_as_shop(_WAS, was[table]), _as_shop(_NOW, now[table])]) for table in was}
    marks = {f"{_WAS}{shop}": mark for shop, mark in was_marks.items()}
    marks |= {f"{_NOW}{shop}": question.as_of[shop] for shop in changes}
    found = tally(count(events, question.rules, marks, cut=False), question.rules)
    found = found.of_days(day_number(question.period.start), day_number(question.period.stop))
    return joined(
        [
            DaySums(
                _signed(found.sums, pl.exclude(*KEYS)),
                _signed(found.pendings, pl.col("rows")),
                _signed(found.spans, pl.col("rows")),
            )
        ]
    ).net()


def _as_shop(state: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as those of a shop that stands for one state of theirs."""
    return rows.with_columns((state + pl.col("shop_id")).alias("shop_id"))


def _signed(rows: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    """The rows of both states as those of the shop itself, with ``counts`` of the earlier one negative."""
    sign = pl.when(pl.col("shop_id").str.starts_with(_WAS)).then(-1).otherwise(1)
    return rows.with_columns(counts * sign, pl.col("shop_id").str.slice(1))


def _two_states(
    question: Question, changes: Mapping[str, Change], was_marks: Mapping[str, int]
) -> tuple[Events, Events]:
    """The touched customers' events as they were and as they are."""
    messages, orders, refunds = (_table(question, changes.values(), table) for table in COUNTED_TABLES)
    late = _later_than(refunds.was, ("requested_at", "completed_at"), was_marks)
    refunded = pl.concat([refunds.changed.select(_ORDER), late.select(_ORDER)]).unique().collect()
    touched = _touched(messages, orders, refunded, was_marks)
    messages, orders = messages.of(touched), orders.of(touched)
    every_order = pl.concat([orders.was, orders.now])
    every_refund = pl.concat([refunds.was, refunds.now]).collect()
    if any(reaches_beyond(question.snapshot, shop, question.window) for shop in changes):
        every_message = pl.concat([messages.common, messages.changed])
        active = active_customers(every_message, every_order, every_refund, question.window)
        messages, orders = messages.of(active), orders.of(active)
    # A refund of an order that nobody knows is nobody's; if it changed it is counted in both states too.
    unknown = refunded.join(every_order.select(_ORDER).collect(), on=_ORDER, how="anti")
    theirs = pl.concat([orders.was.select(_ORDER), orders.now.select(_ORDER)]).unique().collect()
    own_refunds = refunds.of(pl.concat([theirs, unknown]))

    was = {"messages": messages.was, "orders": orders.was, "refunds": own_refunds.was}
    now = {"messages": messages.now, "orders": orders.now, "refunds": own_refunds.now}
    return _collected(was), _collected(now)


def _touched(
    messages: _Table, orders: _Table, refunded: pl.DataFrame, was_marks: Mapping[str, int]
) -> pl.DataFrame:
    """Customers with a row that is new, gone or changed, with an order whose refund is, or with an order
    that closed after the kept watermark.
    """
    every_order = pl.concat([orders.common, orders.changed])
    parts = [
        messages.changed,
        orders.changed,
        _later_than(orders.was, ("paid_at", "closed_at"), was_marks),
        every_order.join(refunded.lazy(), on=_ORDER, how="semi"),
    ]
    return pl.concat([part.select(CUSTOMER) for part in parts]).unique().collect()


def _later_than(rows: pl.LazyFrame, columns: tuple[str, ...], marks: Mapping[str, int]) -> pl.LazyFrame:
    """Rows with a time after their shop's watermark."""
    mark = pl.col("shop_id").replace_strict(dict(marks), default=None, return_dtype=pl.Int64)
    return rows.filter(pl.any_horizontal(seconds(column) > mark for column in columns))


def _table(question: Question, changes: Collection[Change], table: str) -> _Table:
    was = {path for change in changes for path in change.was.data[table]}
    now = {path for change in changes for path in change.now.data[table]}
    columns = {
        "messages": needed_message_columns(question.rules),
        "orders": [*ORDER_COLUMNS, "seq"],
        "refunds": [*REFUND_COLUMNS, "seq"],
    }

    def rows(paths: set[str]) -> pl.LazyFrame:
        return question.snapshot.scan_paths(table, sorted(paths)).select(columns[table])

    common = rows(was & now)
    if table != "messages":
        # Few beside the messages, and looked at again and again.
        common = common.collect().lazy()
    added, removed = pl.collect_all([rows(now - was), rows(was - now)])
    return _told_apart(common, added, removed) if was - now else _Table(common, added.lazy(), removed.lazy())


def _told_apart(common: pl.LazyFrame, added: pl.DataFrame, removed: pl.DataFrame) -> _Table:
    """A changed row makes the lake write its whole file anew: most rows of such files are in both states."""
    content = [name for name in added.columns if name != "seq"]
    both = added.join(removed, on="seq", suffix="_was")
    same = both.filter(pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_was")) for c in content))
    kept = same.select(added.columns)
    rest = (part.join(kept, on="seq", how="anti").lazy() for part in (added, removed))
    return _Table(pl.concat([common, kept.lazy()]), *rest)


def _collected(frames: Mapping[str, pl.LazyFrame]) -> Events:
    return {table: frame.collect() for table, frame in frames.items()}
