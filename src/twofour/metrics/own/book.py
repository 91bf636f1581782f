"""Own metrics put beside the built-in ones: no name twice, no unknown part, no circle, no mixed units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twofour.documents import mistake
from twofour.metrics.own.definition import OwnMetric
from twofour.metrics.own.entry import CATALOGUE, MetricBook, MetricEntry, leaves, unknown_metric
from twofour.text import Text

MOST_LEVELS = 6


def metric_book(own: Sequence[OwnMetric], base: MetricBook = CATALOGUE) -> MetricBook:
    """``base`` and ``own`` metrics. Raises a mistake: double or unknown id, circle, mixed units.

    A metric that ``base`` already defines in the same way may be repeated.
    """
    book = dict(base)
    for position, metric in enumerate(own):
        entry = metric.entry()
        if metric.metric in {earlier.metric for earlier in own[:position]}:
            raise mistake(
                Text(f"指标 {metric.metric} 定义了两次", f"metric {metric.metric} is defined twice"),
                Text("请删去一处", "Delete one"),
                *(position, "metric"),
            )
        if replace(book.get(entry.id, entry), scope="all") != entry:
            raise mistake(
                Text(
                    f"指标 {entry.id} 在店铺的指标文件里已有定义，且与这里不同",
                    f"the shop's own metrics define {entry.id} already, and otherwise",
                ),
                Text("请换一个名字，或删去一处", "Choose another name, or delete one"),
                *(position, "metric"),
            )
        book[metric.metric] = entry
    for position, metric in enumerate(own):
        entry = book[metric.metric]
        for place, part in enumerate(entry.parts):
            if part not in book:
                raise mistake(*unknown_metric(part, book), position, str(entry.composition), place)
        _check_circle(book, entry, position)
    for position, metric in enumerate(own):
        entry = book[metric.metric]
        _check_levels(book, entry, position)
        _check_units(book, entry, position)
        book[metric.metric] = _scoped(book, entry, position)
    return book


def _scoped(book: MetricBook, entry: MetricEntry, position: int) -> MetricEntry:
    """A metric composed of what only the shop (or only people) can have is theirs as well."""
    parts = {book[leaf].scope: leaf for leaf in leaves(book, entry.id)}
    if "shop" in parts and "member" in parts:
        shops, people = parts["shop"], parts["member"]
        raise mistake(
            Text(
                f"{shops} 只有店铺才有，{people} 只有员工才有，合不到一起",
                f"only the shop has {shops} and only people have {people}",
            ),
            Text("请换掉其中一个指标", "Replace one of the two"),
            *(position, str(entry.composition)),
        )
    return replace(entry, scope=next((scope for scope in parts if scope != "all"), "all"))


def _check_levels(book: MetricBook, entry: MetricEntry, position: int) -> None:
    """Every level can square the integers behind a figure, so their number is limited."""
    level, parts = 0, set(entry.parts)
    while parts:
        level += 1
        parts = {deeper for part in parts for deeper in book[part].parts}
    if level > MOST_LEVELS:
        raise mistake(
            Text(
                f"{entry.id} 一层套一层，超过了 {MOST_LEVELS} 层",
                f"{entry.id} is composed over more than {MOST_LEVELS} levels",
            ),
            Text("请直接用更底层的指标来写", "Compose it of metrics further down"),
            *(position, str(entry.composition)),
        )


def _check_circle(book: MetricBook, entry: MetricEntry, position: int) -> None:
    reached, waiting = set[str](), list(entry.parts)
    while waiting:
        part = waiting.pop()
        if part == entry.id:
            raise mistake(
                Text(f"指标 {entry.id} 绕了一圈又用到自己", f"metric {entry.id} is composed of itself"),
                Text("请断开这个循环", "Break the circle"),
                position,
                str(entry.composition),
            )
        if part not in reached and part in book:
            reached.add(part)
            waiting.extend(book[part].parts)


def _check_units(book: MetricBook, entry: MetricEntry, position: int) -> None:
    units = [book[part].unit for part in entry.parts]
    if entry.composition in ("sum", "minus"):
        sound = all(unit == entry.unit for unit in units)
    elif entry.composition == "ratio":
        # Money by money is a plain ratio, money by anything else is money, and nothing is counted per yuan.
        top, bottom = (unit == "fen" for unit in units)
        sound = entry.money == (top and not bottom) and (top or not bottom)
    else:
        sound = True
    if not sound:
        shown = [book[part].shown_unit for part in entry.parts]
        listed = ", ".join(f"{part} ({unit})" for part, unit in zip(entry.parts, shown, strict=True))
        raise mistake(
            Text(
                f"单位对不上：{entry.shown_unit} 不能由 {listed} 得出",
                f"{entry.shown_unit} cannot come from {listed}",
            ),
            Text("请改 unit，或换指标", "Change the unit or the metrics"),
            *(position, "unit"),
        )
