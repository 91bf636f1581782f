"""What stands behind a figure: the rows that add up to it, each with the sentence that says why it counts."""

from __future__ import annotations

from dataclasses import dataclass

from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.explain import Quantity, Unit
from twofour.metrics import EvidenceRow, quantity_of
from twofour.metrics.own import Behind
from twofour.money import divide
from twofour.period import Period
from twofour.plan.proof import Subject, rows_behind
from twofour.scheme import Scheme
from twofour.text import Text
from twofour.web.bridge import figures, lake
from twofour.web.bridge.kept import Same, kept


@dataclass(frozen=True, slots=True)
class Side:
    """One column of integers that the rows add up to."""

    name: str
    title: Text
    unit: Unit
    scale: int
    total: Quantity

    def of(self, row: EvidenceRow) -> Quantity:
        """What a row adds, as people read it."""
        return _quantity(getattr(row, self.name), self.unit, self.scale)


@dataclass(frozen=True, slots=True)
class Found:
    """A figure, the columns it is made of, and its rows in order of time."""

    value: Quantity
    sides: tuple[Side, ...]
    rows: list[EvidenceRow]

    @property
    def reported(self) -> bool:
        """Whether the rows are those of a platform's report, which open to no chats."""
        return any(row.family == "reports" for row in self.rows)

    @property
    def equation(self) -> Text:
        """``37.04% = 10 ÷ 27``, with what each number counts."""
        parts = [one for one in self.sides if one.name != "pending"]
        zh = " ÷ ".join(f"{one.title.zh} {one.total.show('zh')}" for one in parts)
        en = " ÷ ".join(f"{one.title.en} {one.total.show('en')}" for one in parts)
        late = next((one.total for one in self.sides if one.name == "pending"), None)
        return Text(
            f"{self.value.show('zh')} = {zh}" + (f"；延迟统计 {late.show('zh')}" if late else ""),
            f"{self.value.show('en')} = {en}" + (f"; pending {late.show('en')}" if late else ""),
        )


def found(
    shop_id: str, metric: str, subject: Subject, period: Period, scheme: Scheme | None = None
) -> Found | None:
    """Everything behind ``metric`` of ``subject`` in ``period``; ``None`` where there is no such figure.

    Counted as the shop's pages count, or as ``scheme`` does, which may say its own rules and report.
    """
    if scheme is None:
        counting, source = figures.ways(shop_id)
        book = figures.book(source)
    else:
        counting, source, book = scheme.rules, scheme.measures_from, scheme.book
    place = (str(lake.data()), lake.newest(), shop_id)
    return _found(*place, counting, source, Same(book), metric, subject, period)


@kept(LRUCache(64))
def _found(
    folder: str,
    number: int,
    shop_id: str,
    counting: CountingRules,
    source: str | None,
    book: Same,
    metric: str,
    subject: Subject,
    period: Period,
) -> Found | None:
    question = figures.question(folder, number, shop_id, counting, period, source)
    return as_found(rows_behind(question, book.held, metric, subject, source))


def as_found(figure: Behind | None) -> Found | None:
    """A figure and its rows as the pages show them."""
    return None if figure is None else Found(quantity_of(figure.measure), _sides(figure), figure.rows)


def _sides(figure: Behind) -> tuple[Side, ...]:
    heads = {"numerator": figure.numerator, "denominator": figure.denominator}
    sides = [
        Side(
            name,
            head.title,
            head.unit,
            head.scale,
            _quantity(getattr(figure.measure, name), head.unit, head.scale),
        )
        for name, head in heads.items()
        if head
    ]
    if figure.measure.pending:
        late = Quantity(figure.measure.pending, "count")
        sides.append(Side("pending", Text("延迟统计", "pending"), "count", 1, late))
    return tuple(sides)


def _quantity(amount: int, unit: Unit, scale: int) -> Quantity:
    """Integers as people read them: what people entered has its decimals back."""
    return Quantity(amount if scale == 1 else divide(amount, scale), unit)
