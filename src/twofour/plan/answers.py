"""Answers of somebody who designs a scheme, understood or refused with what would be right."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from twofour.documents import figure
from twofour.documents.words import identifier
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.plan.past import PastMonths
from twofour.problems import UsageError
from twofour.text import Text

T = TypeVar("T")


def _plain(said: str) -> str:
    return unicodedata.normalize("NFKC", said).strip()


def phrase(said: str) -> str:
    """A few words."""
    if not said.strip():
        raise UsageError(Text("请写几个字", "write a few words"))
    return said.strip()


def scheme_id(said: str) -> str:
    """A short name for the scheme."""
    return _valid(identifier, said)


def shares_in(said: str) -> list[Decimal]:
    """Numbers with commas; percent signs are allowed."""
    try:
        return [Decimal(part.strip().removesuffix("%")) for part in _plain(said).split(",")]
    except InvalidOperation:
        raise UsageError(
            Text(
                f"看不懂 {said}；用逗号隔开，例如 20,30,30,20", f"cannot read {said}; write like 20,30,30,20"
            )
        ) from None


def scores_in(said: str, many: int) -> list[Decimal]:
    """``many`` scores, worst first, never falling."""
    scores = shares_in(said)
    if len(scores) != many or any(not 0 <= one <= 200 for one in scores) or scores != sorted(scores):
        raise UsageError(
            Text(
                f"要写 {many} 个得分，从最差到最好，不减", f"write {many} scores, worst first, never falling"
            )
        )
    return scores


def weights_in(said: str, many: int) -> list[int]:
    """``many`` whole numbers that sum to 100."""
    shares = shares_in(said)
    if len(shares) != many or sum(shares) != 100 or any(one <= 0 or one != int(one) for one in shares):
        raise UsageError(
            Text(f"要写 {many} 个正整数，合计 100", f"write {many} whole numbers above 0 that sum to 100")
        )
    return [int(one) for one in shares]


def at_least_one(names: list[str]) -> list[str]:
    """``names``, unless there are none."""
    if not names:
        raise UsageError(Text("激励至少要有一项", "there must be at least one"))
    return names


def not_twice(names: list[str], free: Sequence[str]) -> list[str]:
    """``names``, unless one of them is not ``free`` any more."""
    both = [name for name in names if name not in free]
    if both:
        raise UsageError(
            Text(
                f"{both[0]} 已经是激励，不能又是任务",
                f"{both[0]} is incentive already and cannot be a duty too",
            )
        )
    return names


def metrics_in(said: str, book: MetricBook, past: PastMonths) -> list[str]:
    """Metric ids with commas, of metrics with a figure and a better end."""
    if said == "-":
        return []
    names = [part.strip() for part in _plain(said).split(",")]
    for name in names:
        if name not in book or book[name].direction == "neither" or not past.figures(name):
            raise UsageError(
                Text(
                    f"{name} 不能用：没有这个指标、没有数据，或不分好坏",
                    f"{name} will not do: unknown, without data, or neither better nor worse",
                )
            )
    return names


def limit_of(entry: MetricEntry) -> Callable[[str], Decimal]:
    """Understands a standard in the unit of the metric."""

    def understand(said: str) -> Decimal:
        read = _valid(figure, said)
        if entry.unit == "ratio" and not read.percent and read.amount:
            raise UsageError(Text(f"{said} 没有写百分号", f"{said} lacks its percent sign"))
        if entry.unit != "ratio" and read.percent:
            raise UsageError(Text("这里不写百分号", "no percent sign here"))
        return read.amount

    return understand


def yuan_in(said: str) -> Decimal:
    """An amount of yuan."""
    read = _valid(figure, said)
    if read.percent or read.amount < 0 or read.amount != round(read.amount, 2):
        raise UsageError(Text("请写金额（元），最多两位小数", "write yuan with at most two decimals"))
    return read.amount


def rate_in(said: str) -> Decimal:
    """A rate above 0, with its percent sign."""
    read = _valid(figure, said)
    if not read.percent or not 0 < read.amount <= 1:
        raise UsageError(Text("请写比例，例如 1%", "write a rate such as 1%"))
    return read.amount


def _valid(read: Callable[[Any], T], said: str) -> T:
    """What a document would read there; its mistake as a refusal."""
    try:
        return read(said)
    except PydanticCustomError as error:
        context = error.context or {}
        wrong, right = context["wrong"], context["right"]
        raise UsageError(Text(f"{wrong.zh}。{right.zh}", f"{wrong.en}. {right.en}")) from None
