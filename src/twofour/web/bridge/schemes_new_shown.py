"""What the pages show beside each step of designing a scheme: figures, where they come from, costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from twofour.metrics.own import MetricEntry
from twofour.money import add, divide, format_fen, multiply, parse_fen, round_half_up
from twofour.plan.answers import rate_in, yuan_in
from twofour.plan.candidates import Look, look
from twofour.plan.design_words import mark
from twofour.plan.fit import band_words, share_words, shown
from twofour.plan.offer import floored
from twofour.plan.past import Point
from twofour.problems import Refused
from twofour.text import Lang, Text
from twofour.web.bridge import schemes, schemes_preview
from twofour.web.bridge.schemes_new import Design

_MIDDLE = 2
_RATE_STEP = Decimal("0.0001")


class Standing(NamedTuple):
    """How these people stand in a metric, in words; ``spread``: the worst, the middle and the best figure of
    all months, and how many there are.
    """

    entry: MetricEntry
    now: Text
    before: Text
    best: Text
    mark: Text
    weak: bool
    spread: Text


class Tier(NamedTuple):
    """A tier in words: the interval, how many of the figures fell in it, the score as it is written."""

    words: Text
    got: Text
    score: str


def standing(design: Design, one: Look) -> Standing:
    """One row of the table of candidates."""
    best = None if one.best is None else one.best.amount
    said = [_figure(one, amount) for amount in (one.now, one.before, best)]
    return Standing(one.entry, *said, mark(one), one.weak is not None, spread(design, one.entry.id))


def spread(design: Design, metric: str) -> Text:
    """Where a proposal comes from: the span of months, the middle figure, the worst and the best."""
    entry, found = design.book[metric], sorted(design.past.figures(metric))
    if not found:
        return Text("没有数据", "no data")
    half = len(found) // _MIDDLE
    middle = found[half] if len(found) % _MIDDLE else divide(add(found[half - 1], found[half]), _MIDDLE)
    low, median, high = (shown(entry, amount) for amount in (found[0], middle, found[-1]))
    span = design.past.span
    return Text(
        f"{span.zh} 的 {len(found)} 个数：最低 {low.zh}，中位数 {median.zh}，最高 {high.zh}",
        f"{len(found)} figures of {span.en}: lowest {low.en}, median {median.en}, highest {high.en}",
    )


def headlines(design: Design) -> list[Standing]:
    """The figures that tell what these people are worth to the shop."""
    names = ("received", "inquiries", "inquiry_pay_rate", design.sales, "refund_rate", "satisfied_rate")
    return [standing(design, look(design.past, name)) for name in names if design.past.figures(name)]


def inquiry_share(design: Design) -> Text | None:
    """How many of the receptions are inquiries; ``None`` where nothing was received."""
    received, inquiries = design.past.pooled("received"), design.past.pooled("inquiries")
    if not received or inquiries is None:
        return None
    return shown(design.book["inquiry_pay_rate"], divide(inquiries, received))


def scores(design: Design, metric: str) -> str:
    """What the tiers score, worst first, as it is typed."""
    return ",".join(f"{score.normalize():f}" for score in design.scores(metric))


def tiers(design: Design, metric: str) -> list[Tier]:
    """The tiers of an item, worst first."""
    fitted, scores = design.fitted(metric), design.scores(metric)
    return [
        Tier(
            band_words(fitted, at),
            Text(share_words(band, "zh"), share_words(band, "en")),
            f"{score.normalize():f}",
        )
        for at, (band, score) in enumerate(zip(fitted.bands, scores, strict=True))
    ]


def people(design: Design, metric: str) -> list[tuple[str, str, Text]]:
    """Every figure behind the tiers: whose, of which month, worst first."""
    entry = design.book[metric]
    return [(one.name, str(one.month), shown(entry, one.amount)) for one in _worst_first(design, metric)]


def chart(design: Design, metric: str, lang: Lang) -> dict[str, Any]:
    """The figures as bars from the worst to the best, with a line at each threshold; an ECharts option."""
    entry = design.book[metric]
    factor = Decimal(100) if entry.unit == "ratio" else Decimal(1)
    points = _worst_first(design, metric)
    bounds = [multiply(bound, factor) for bound in design.fitted(metric).bounds]
    return {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "grid": {"left": 8, "right": 48, "top": 16, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [f"{one.name} {one.month}" for one in points],
            "axisLabel": {"rotate": 60},
        },
        "yAxis": {
            "type": "value",
            "axisLabel": {"formatter": "{value}%" if entry.unit == "ratio" else "{value}"},
        },
        "series": [
            {
                "name": entry.title.say(lang),
                "type": "bar",
                "itemStyle": {"color": "#9ccfc6"},
                "data": [_number(multiply(one.amount, factor)) for one in points],
                "markLine": {
                    "symbol": "none",
                    "lineStyle": {"color": "#8a5a00", "type": "dashed"},
                    "data": [{"yAxis": _number(bound)} for bound in bounds],
                },
            }
        ],
    }


class Cost(NamedTuple):
    """What the design would have cost in the latest whole month: everybody together, and the base wages in
    it, in fen.
    """

    month: str
    people: int
    total: int
    base: int


def cost(design: Design, answers: dict[str, Any]) -> Cost:
    """Raises what paying raises, ``DataMissing`` first of all."""
    month, count, total = schemes_preview.cost(design.shop_id, schemes.read(design.document("zh")))
    plain = Design(design.shop_id, {**answers, "rate": "", "amount": ""})
    base = schemes_preview.cost(design.shop_id, schemes.read(plain.document("zh")))[2]
    return Cost(str(month), count, total, base)


def within(design: Design, answers: dict[str, Any], budget: str) -> dict[str, str]:
    """The rate and the amount that keep the latest month within ``budget`` (yuan), in the same proportion.

    Raises ``Refused`` where the base wages alone go beyond it.
    """
    found, limit = cost(design, answers), parse_fen(budget)
    if limit <= found.base or found.total <= found.base:
        least = format_fen(found.base)
        raise Refused(
            Text(
                f"按 {found.month} 的人，底薪一共就要 {least} 元；预算要比它大，才有钱可分",
                f"base wages alone were {least} yuan in {found.month}; the budget must be above that",
            )
        )
    factor = divide(limit - found.base, found.total - found.base)
    rate, amount = design.rate, design.amount
    if rate:
        rate = f"{floored(multiply(rate_in(rate), factor), _RATE_STEP).scaleb(2).normalize():f}%"
    if amount:
        amount = f"{floored(multiply(yuan_in(amount), factor), Decimal(1)):f}"
    return {"rate": rate, "amount": amount}


def _figure(one: Look, amount: Decimal | None) -> Text:
    return Text("–", "–") if amount is None else shown(one.entry, amount)


def _worst_first(design: Design, metric: str) -> list[Point]:
    falls = design.book[metric].direction == "lower"
    return sorted(design.past.points(metric), key=lambda one: one.amount, reverse=falls)


def _number(amount: Decimal) -> float:
    return float(round_half_up(amount, 2))
