"""Tiers from the data (step 7): where to cut so that a chosen share of people falls into each tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from twofour.explain import Quantity
from twofour.metrics.own import MetricEntry
from twofour.money import add, divide, multiply, round_half_up, subtract
from twofour.problems import DataMissing, UsageError
from twofour.text import Lang, Text

MOST_TIERS = 12
_STEPS = (Decimal(5), Decimal(2), Decimal(1))
# A threshold need not be more exact than a fiftieth of the spread, unless figures lie closer than that.
_FINEST = (50, 1_000, 100_000)
_SMALLEST = {"count": Decimal(1), "yuan": Decimal("0.01")}


@dataclass(frozen=True, slots=True)
class Band:
    """A tier by its entrance: ``bound`` is where it begins, seen from the worse side (the worst has none).

    A figure on the bound is in this, the better tier. ``got`` of the ``of`` figures fell in it.
    """

    bound: Decimal | None
    wanted: Decimal
    got: int
    of: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """Bands from the worst to the best, cut from ``figures`` of people (in the unit people write)."""

    entry: MetricEntry
    bands: tuple[Band, ...]

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The thresholds, from the worst to the best."""
        return tuple(band.bound for band in self.bands if band.bound is not None)

    def place(self, figure: Decimal) -> int:
        """The position of the band that ``figure`` falls in; 0 is the worst."""
        return sum(reaches(self.entry, figure, bound) for bound in self.bounds)


def fit(entry: MetricEntry, figures: Sequence[Decimal], shares: Sequence[Decimal]) -> Fitted:
    """Bands such that ``shares`` (of 100, worst first) of ``figures`` fall in them, on round numbers.

    Round numbers and equal figures move the shares; ``got`` says what each band really gets. Raises
    ``UsageError`` for shares that are none, ``DataMissing`` where the figures do not differ enough.
    """
    _check(entry, shares)
    worst_first = sorted(figures, reverse=entry.direction == "lower")
    starts = _starts(worst_first, shares)
    for finest in _FINEST:
        bounds = [_cut(entry, worst_first, start, finest) for start in starts]
        places = [sum(reaches(entry, figure, bound) for bound in bounds) for figure in figures]
        if set(places) == set(range(len(shares))):
            bands = enumerate(zip([None, *bounds], shares, strict=True))
            return Fitted(
                entry, tuple(Band(bound, part, places.count(at), len(figures)) for at, (bound, part) in bands)
            )
    raise _too_alike(entry, figures, len(shares))


def _starts(worst_first: Sequence[Decimal], shares: Sequence[Decimal]) -> list[int]:
    """Where the better bands begin in the list: between two different figures, as near as can be to the
    shares; equal figures stay together.
    """
    free = [at for at in range(1, len(worst_first)) if worst_first[at - 1] != worst_first[at]]
    starts: list[int] = []
    share = Decimal(0)
    for left, part in zip(range(len(shares) - 2, -1, -1), shares[:-1], strict=True):
        share = add(share, part)
        wanted = divide(multiply(share, Decimal(len(worst_first))), 100)
        after = [at for at in free if not starts or at > starts[-1]]
        # Every better band still needs a beginning of its own.
        options = after[: len(after) - left]
        if not options:
            return []
        starts.append(min(options, key=lambda at: (abs(at - wanted), at)))
    return starts


def reaches(entry: MetricEntry, figure: Decimal, bound: Decimal) -> bool:
    """Whether a figure is at the bound or better."""
    return figure <= bound if entry.direction == "lower" else figure >= bound


def smooth_points(fitted: Fitted) -> list[Decimal]:
    """Where a smooth score reaches what each band gives, worst first: the worst band's point lies below the
    first threshold, as far as the second lies above it. For metrics of which more is better.
    """
    first, *others = fitted.bounds
    step = subtract(others[0], first) if others else divide(first, 2)
    return [max(subtract(first, step), Decimal(0)), first, *others]


def shown(entry: MetricEntry, amount: Decimal) -> Text:
    """A figure of the metric for people, short enough to read: ``36.2%``, ``38 秒``."""
    places = {"ratio": 3, "second": 1, "point": 1, "number": 2, "yuan": 2, "count": 1, "day": 1}
    rounded = round_half_up(amount, places.get(entry.shown_unit, 2))
    if entry.shown_unit == "yuan":
        rounded = round_half_up(amount, 0 if abs(amount) >= 1000 else 2)
        plain = f"{rounded:,}"
        return Text(f"{plain} 元", f"{plain} yuan")
    quantity = Quantity(rounded, entry.shown_unit)
    return Text(quantity.show("zh"), quantity.show("en"))


def written(entry: MetricEntry, amount: Decimal) -> str:
    """A threshold as a scheme writes it: ``34%``, ``60000.00``, ``40``."""
    if entry.unit == "ratio":
        return "0" if amount == 0 else f"{_plain(amount.scaleb(2))}%"
    return f"{round_half_up(amount, 2)}" if entry.money else _plain(amount)


def tier_lines(fitted: Fitted, key: str, gives: Sequence[str], lang: Lang) -> list[str]:
    """The tiers as YAML, one line each, with the share that each of them got as a comment.

    ``gives`` (worst first) stands under ``key``. Tiers of a metric of which less is better have upper bounds.
    """
    entry = fitted.entry
    given = list(zip(fitted.bands, gives, strict=True))
    if entry.direction == "lower":
        given.reverse()
    lines = []
    for band, give in given:
        if entry.direction == "lower":
            bound = f"at_most: {'any' if band.bound is None else written(entry, band.bound)}"
        else:
            bound = f"from: {'0' if band.bound is None else written(entry, band.bound)}"
        lines.append(f"- {{{bound}, {key}: {give}}}")
    longest = max(len(line) for line in lines)
    return [
        f"{line:<{longest}}  # {share_words(band, lang)}"
        for line, (band, _) in zip(lines, given, strict=True)
    ]


def share_words(band: Band, lang: Lang) -> str:
    """``3 / 14 = 21.4%``."""
    share = Quantity(round_half_up(divide(band.got, band.of), 3), "ratio")
    return f"{band.got} / {band.of} = {share.show(lang)}"


def band_words(fitted: Fitted, at: int) -> Text:
    """A band as an interval in words: ``34% 起、不到 40%``."""
    entry, bands = fitted.entry, fitted.bands
    this, after = bands[at].bound, bands[at + 1].bound if at + 1 < len(bands) else None
    lower = entry.direction == "lower"

    def words(amount: Decimal) -> Text:
        if entry.money and amount == amount.to_integral_value():
            return Text(f"{amount:,.0f} 元", f"{amount:,.0f} yuan")
        quantity = Quantity(amount, entry.shown_unit)
        return Text(quantity.show("zh"), quantity.show("en"))

    if this is None:
        assert after is not None
        edge = words(after)
        if lower:
            return Text(f"超过 {edge.zh}", f"above {edge.en}")
        return Text(f"不到 {edge.zh}", f"below {edge.en}")
    begin = words(this)
    if after is None:
        if lower:
            return Text(f"不超过 {begin.zh}", f"at most {begin.en}")
        return Text(f"{begin.zh} 及以上", f"{begin.en} and above")
    end = words(after)
    if lower:
        return Text(f"超过 {end.zh}、不超过 {begin.zh}", f"above {end.en}, at most {begin.en}")
    return Text(f"{begin.zh} 起、不到 {end.zh}", f"from {begin.en} to below {end.en}")


def _cut(entry: MetricEntry, worst_first: Sequence[Decimal], start: int, finest: int) -> Decimal:
    """The roundest number between the last figure that stays worse and the first that is better; where they
    lie closer than ``finest`` parts of the spread, a round number beside them.
    """
    worse, better = worst_first[start - 1], worst_first[start]
    spread = abs(subtract(worst_first[-1], worst_first[0]))
    step = Decimal(0)
    for step in _steps(max(divide(spread, finest), _SMALLEST.get(entry.shown_unit, Decimal(0))), spread):
        # At the better figure or short of it, on the side of the worse one.
        side = ROUND_CEILING if entry.direction == "lower" else ROUND_FLOOR
        near = multiply(divide(better, step).to_integral_value(side), step)
        if abs(subtract(better, near)) < abs(subtract(better, worse)):
            return near.normalize()
    return multiply(round_half_up(divide(better, step), 0), step).normalize() if step else better


def _steps(finest: Decimal, spread: Decimal) -> Iterator[Decimal]:
    """Round steps, the largest first, none below ``finest``."""
    power = spread.adjusted()
    while True:
        for digit in _STEPS:
            step = digit.scaleb(power)
            if step < finest:
                return
            yield step
        power -= 1


def _check(entry: MetricEntry, shares: Sequence[Decimal]) -> None:
    total = add(*shares)
    if entry.direction == "neither":
        raise UsageError(
            Text(
                f"{entry.id} 不分高低好坏，不能定梯度；请换一个指标",
                f"more of {entry.id} is neither better nor worse; name another metric",
            )
        )
    if not 2 <= len(shares) <= MOST_TIERS or any(share <= 0 for share in shares) or total != 100:
        listed = ",".join(_plain(share) for share in shares)
        raise UsageError(
            Text(
                f"各档比例 {listed} 合计 {_plain(total)}；要写 2 到 {MOST_TIERS} 档、每档大于 0、合计 100，"
                "例如 20,30,30,20",
                f"the shares {listed} sum to {_plain(total)}; write 2 to {MOST_TIERS} shares above 0 that"
                " sum to 100, such as 20,30,30,20",
            )
        )


def _too_alike(entry: MetricEntry, figures: Sequence[Decimal], tiers: int) -> DataMissing:
    many = len(set(figures))
    return DataMissing(
        Text(
            f"{entry.title.zh}（{entry.id}）只有 {len(figures)} 个数、{many} 个不同的值，分不出 {tiers} 档；"
            "请减少档数，或多取几个月",
            f"{entry.title.en} ({entry.id}) has {len(figures)} figures, {many} of them different: too few for"
            f" {tiers} tiers; ask for fewer tiers, or more months",
        )
    )


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
