"""Options of ``twofour scheme fit`` that say what tiers give: scores, amounts or rates, within what."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import pairwise

from twofour.cli.books import check_metric
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.money import parse_fen
from twofour.plan.offer import Offer, evenly
from twofour.problems import UsageError
from twofour.text import Text


def offer_of(
    book: MetricBook,
    tiers: int,
    scores: str | None,
    amounts: str | None,
    rates: str | None,
    base: str | None,
    budget: str | None,
) -> Offer:
    """What the options say that tiers give. Raises ``UsageError`` for what does not go together."""
    given = [(o, w) for o, w in (("--scores", scores), ("--amounts", amounts), ("--rates", rates)) if w]
    if len(given) > 1:
        raise UsageError(
            Text(
                f"{given[0][0]} 和 {given[1][0]} 只写一个",
                f"write only one of {given[0][0]} and {given[1][0]}",
            )
        )
    option, written = given[0] if given else ("", "")
    numbers = numbers_in(written, option) if written else []
    if written and len(numbers) != tiers:
        raise UsageError(
            Text(
                f"{option} 写了 {len(numbers)} 个，--shares 有 {tiers} 档；请一档一个，从最差到最好",
                f"{option} has {len(numbers)} numbers for {tiers} tiers; write one a tier, worst first",
            )
        )
    if option == "--rates":
        _check_base(book, base, money=True)
        return Offer("rate", tuple(one.scaleb(-2) for one in numbers), base)
    if option == "--amounts" or (not option and budget is not None):
        if base is not None:
            _check_base(book, base, money=False)
        _check_rising(numbers, base)
        return Offer("amount", tuple(numbers) or evenly(tiers, "amount"), base)
    if budget is not None or base is not None:
        raise UsageError(
            Text(
                "得分不花钱，不能配 --budget 或 --base；金额写 --amounts，提成写 --rates",
                "points cost nothing: use --amounts or --rates with --budget and --base",
            )
        )
    return Offer("score", tuple(numbers) or evenly(tiers, "score"))


def _check_base(book: MetricBook, base: str | None, *, money: bool) -> None:
    if base is None:
        raise UsageError(
            Text(
                "比例要有基数：请加 --base，例如 --base effective_sales",
                "rates need a base: add --base, for example --base effective_sales",
            )
        )
    check_metric(base, book)
    entry: MetricEntry = book[base]
    if entry.money != money or (not money and entry.unit in ("ratio", "second")):
        kind = Text("金额", "money") if money else Text("次数", "a count")
        example = "effective_sales" if money else "upsell_orders"
        raise UsageError(
            Text(
                f"--base {base} 不是{kind.zh}；例如 --base {example}",
                f"--base {base} is not {kind.en}; for example --base {example}",
            )
        )


def _check_rising(amounts: list[Decimal], base: str | None) -> None:
    if base is None and any(high < low for low, high in pairwise(amounts)):
        raise UsageError(
            Text(
                "--amounts 要从最差档到最好档不减，否则做得好反而少拿",
                "--amounts may not fall from the worst tier to the best: doing better must not pay less",
            )
        )


def numbers_in(written: str, option: str) -> list[Decimal]:
    """The numbers of an option, none below 0; percent signs are allowed."""
    try:
        found = [Decimal(part.strip().removesuffix("%")) for part in written.replace("，", ",").split(",")]
        if all(one.is_finite() and one >= 0 for one in found):
            return found
    except InvalidOperation:
        pass
    raise UsageError(
        Text(
            f"{option} {written} 看不懂；写成用逗号隔开的数，例如 20,30,30,20",
            f"cannot read {option} {written}; write numbers with commas, such as 20,30,30,20",
        )
    )


def budget_in(budget: str) -> int:
    """``--budget`` in fen."""
    try:
        return parse_fen(budget)
    except ValueError:
        raise UsageError(
            Text(f"--budget {budget} 不是金额；例如 8000", f"--budget {budget} is no amount; such as 8000")
        ) from None
