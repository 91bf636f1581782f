"""Pain 3 again: steps so steep that one order decides, and pay that falls when somebody does better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import NamedTuple

from twofour.documents import Path
from twofour.events.roster import Member
from twofour.explain import Quantity
from twofour.metrics import Measure
from twofour.money import FEN_PER_YUAN, divide, format_fen, multiply, round_half_up, yuan_of
from twofour.plan.candidates import is_share
from twofour.plan.fit import shown
from twofour.plan.lint.finding import Finding, quoted
from twofour.plan.lint.ground import Ground, pay_if, pay_of
from twofour.plan.lint.scales import Entrance, Scale
from twofour.plan.lint.unclear import earned
from twofour.scheme.base import FIGURES_BESIDE, Of
from twofour.scheme.metric_book import MetricEntry
from twofour.text import Text

STEEP = Decimal("0.05")
"""A step is steep if crossing it by the smallest amount moves the month's pay by a twentieth or more …"""
STEEP_FEN = 5_000
"""… and by 50 yuan or more."""
_MOST_PEOPLE, _PROBED = 40, 3


class Jump(NamedTuple):
    """What crossing an entrance by one unit does to one member's pay, in fen.

    ``total`` is what they are paid, or what they would be just before it, if that is more.
    """

    member: Member
    fen: int
    total: int


class Fall(NamedTuple):
    """Somebody does better and is paid less: both numerators and both totals in fen."""

    member: Member
    worse: int
    better: int
    paid_worse: int
    paid_better: int


def cliff_too_steep(ground: Ground) -> Iterator[Finding]:
    """Every entrance of every scale that jumps, crossed by the smallest step from everybody's real base."""
    people = _spread([member for member, _ in ground.totals()], _MOST_PEOPLE)
    told = set[tuple[str, Decimal]]()
    for scale in ground.scales:
        if not (scale.cliff and scale.monthly and probed(ground, scale.metric, scale.of)):
            continue
        steep = []
        for entrance in scale.entrances:
            if (scale.metric, entrance.bound) in told:
                continue
            jumps = [
                jump for member in people if (jump := jump_at(ground, member, scale, entrance)) is not None
            ]
            if jumps and _is_steep(max(jumps, key=_share)):
                steep.append((entrance, jumps))
                told.add((scale.metric, entrance.bound))
        if steep:
            yield _steep(ground, scale, steep)


def pay_falls(ground: Ground) -> Iterator[Finding]:
    """Each metric moved across all its thresholds, from worse to better: pay may never fall."""
    people = _spread([member for member, _ in ground.totals()], _PROBED)
    for metric, of, place in _moved(ground):
        entry = ground.scheme.book[metric]
        falls = [fall for member in people for fall in _falls(ground, member, metric, of)]
        if not falls:
            continue
        worst = min(falls, key=lambda fall: fall.paid_better - fall.paid_worse)
        yield _fallen(ground, entry, of, worst, place)


def figure_at(ground: Ground, member: Member, scale: Scale) -> Decimal | None:
    """What a member's figure of the latest month is on a scale, as people write it."""
    measure = _measure(ground, member, scale.metric, scale.of)
    if measure is None or not measure.denominator:
        return None
    return divide(measure.numerator, _scale(ground.scheme.book[scale.metric], measure))


def jump_at(ground: Ground, member: Member, scale: Scale, entrance: Entrance) -> Jump | None:
    """What crossing an entrance by the smallest step does to a member's pay; ``None`` where nobody can."""
    measure = _measure(ground, member, scale.metric, scale.of)
    if measure is None or not measure.denominator:
        return None
    outside, inside = _around(ground.scheme.book[scale.metric], measure, entrance)
    if not (_possible(measure, outside) and _possible(measure, inside)):
        return None
    before = pay_if(ground, member, scale.metric, scale.of, outside)
    after = pay_if(ground, member, scale.metric, scale.of, inside)
    total = pay_of(ground.cards(0), member)
    if before is None or after is None or total is None:
        return None
    return Jump(member, after - before, max(total, before, 1))


def _steep(ground: Ground, scale: Scale, steep: list[tuple[Entrance, list[Jump]]]) -> Finding:
    entry = ground.scheme.book[scale.metric]
    said = []
    for entrance, jumps in steep:
        bound = Quantity(entrance.bound, entry.shown_unit)
        most = max(jumps, key=_share)
        typical = sorted(jump.fen for jump in jumps)[len(jumps) // 2]
        said.append(
            Text(
                f"过 {bound.show('zh')} 那一刻{most.member.name} {_signed(most.fen)} 元"
                f"（占当月 {_percent(_share(most))}），中位 {_signed(typical)} 元",
                f"crossing {bound.show('en')} moves {most.member.name}'s pay by {_signed(most.fen)} yuan"
                f" ({_percent(_share(most))} of the month), the median by {_signed(typical)}",
            )
        )
    worst = max((jump for _, jumps in steep for jump in jumps), key=_share)
    where = quoted(scale.title)
    what = Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))
    return Finding(
        "cliff_too_steep",
        "imprecise",
        "warning",
        steep[0][0].at,
        Text(f"{where.zh}的台阶太陡，差一单差很多：{what.zh}", f"{where.en} is a cliff: {what.en}"),
        Text(
            "改成 shape: interpolated（两档之间按比例），或把一档拆成几档，让每一步小于当月工资的 5%",
            "Use shape: interpolated, or cut the tiers finer so that a step is below 5% of the month's pay",
        ),
        {"metric": scale.metric, "entrances": len(steep), "member": worst.member.member_id,
         "jump": yuan_of(worst.fen), "share": round_half_up(_share(worst), 4)},
    )  # fmt: skip


def _moved(ground: Ground) -> Iterator[tuple[str, Of, Path]]:
    """Every metric that the scheme names and that has a better end, with the place that moves money by it."""
    places: dict[tuple[str, Of], Path] = {}
    for scale in ground.scales:
        places.setdefault((scale.metric, scale.of), scale.at)
    for metric, of, _, place in earned(ground.scheme):
        places.setdefault((metric, of), place)
    for (metric, of), place in places.items():
        if probed(ground, metric, of) and ground.scheme.book[metric].direction != "neither":
            yield metric, of, place


def _falls(ground: Ground, member: Member, metric: str, of: Of) -> Iterator[Fall]:
    measure = _measure(ground, member, metric, of)
    if measure is None or not measure.denominator:
        return
    entry = ground.scheme.book[metric]
    numerators = {measure.numerator}
    for scale in ground.scales:
        if (scale.metric, scale.of) == (metric, of) and scale.monthly:
            for entrance in scale.entrances:
                numerators.update(_around(entry, measure, entrance))
    numerators |= {0, max(numerators) * 2}
    in_order = sorted(one for one in numerators if _possible(measure, one))
    if entry.direction == "lower":
        in_order.reverse()
    paid = [(one, pay_if(ground, member, metric, of, one)) for one in in_order]
    known = [(one, fen) for one, fen in paid if fen is not None]
    for (worse, before), (better, after) in pairwise(known):
        if after < before:
            yield Fall(member, worse, better, before, after)


def _fallen(ground: Ground, entry: MetricEntry, of: Of, fall: Fall, place: Path) -> Finding:
    measure = _measure(ground, fall.member, entry.id, of)
    assert measure is not None
    scale = _scale(entry, measure)
    worse, better = divide(fall.worse, scale), divide(fall.better, scale)
    low, high = shown(entry, worse), shown(entry, better)
    lost = fall.paid_worse - fall.paid_better
    crossed = [
        entrance.at
        for one in ground.scales
        if (one.metric, one.of) == (entry.id, of)
        for entrance in one.entrances
        if min(worse, better) <= entrance.bound <= max(worse, better)
    ]
    return Finding(
        "pay_falls",
        "imprecise",
        "error",
        crossed[0] if crossed else place,
        Text(
            f"做得更好反而少拿钱：{entry.title.zh}从 {low.zh} 到 {high.zh}，{fall.member.name}的工资从 "
            f"{format_fen(fall.paid_worse)} 降到 {format_fen(fall.paid_better)} 元，少 {format_fen(lost)} 元",
            f"doing better pays less: with {entry.title.en} going from {low.en} to {high.en},"
            f" {fall.member.name} gets {format_fen(fall.paid_better)} instead of"
            f" {format_fen(fall.paid_worse)} yuan, {format_fen(lost)} less",
        ),
        Text(
            "让每一档给的不少于上一档；计件和提成的单价往下走时改用 shape: marginal（各段各算）",
            "Let every tier give at least as much as the one before; where rates fall, use shape: marginal",
        ),
        {"metric": entry.id, "member": fall.member.member_id, "worse": worse, "better": better,
         "paid_worse": yuan_of(fall.paid_worse), "paid_better": yuan_of(fall.paid_better)},
    )  # fmt: skip


def _around(entry: MetricEntry, measure: Measure, entrance: Entrance) -> tuple[int, int]:
    """The last numerator outside an entrance and the first one inside."""
    exact = multiply(entrance.bound, Decimal(_scale(entry, measure)))
    if entrance.relation in ("at_least", "above"):
        inside = int(exact.to_integral_value(ROUND_CEILING))
        if entrance.relation == "above" and inside == exact:
            inside += 1
        return inside - 1, inside
    inside = int(exact.to_integral_value(ROUND_FLOOR))
    if entrance.relation == "below" and inside == exact:
        inside -= 1
    return inside + 1, inside


def _possible(measure: Measure, numerator: int) -> bool:
    """Whether there can be such a numerator: nothing below 0, and no share above 100 %."""
    return numerator >= 0 and (numerator <= measure.denominator or not is_share(measure.metric))


def _scale(entry: MetricEntry, measure: Measure) -> int:
    """How many units of the numerator make 1 of the figure as people write it."""
    return measure.denominator * (FEN_PER_YUAN if entry.money else 1)


def _measure(ground: Ground, member: Member, metric: str, of: Of) -> Measure | None:
    inputs = ground.months[0]
    return inputs.measures.get((of, ground.cards(0).readings.subject(member, of), metric))


def probed(ground: Ground, metric: str, of: Of) -> bool:
    """Whether the metric is measured itself, so that its numerator can be moved; the shop's is nobody's."""
    return metric not in FIGURES_BESIDE and not ground.scheme.book[metric].parts and of != "shop"


def _spread(people: Sequence[Member], most: int) -> list[Member]:
    """At most so many of them, from the lowest to the highest paid, evenly spread."""
    if len(people) <= most:
        return list(people)
    return [people[at * (len(people) - 1) // (most - 1)] for at in range(most)]


def _is_steep(jump: Jump) -> bool:
    return abs(jump.fen) >= STEEP_FEN and _share(jump) >= STEEP


def _share(jump: Jump) -> Decimal:
    return divide(abs(jump.fen), jump.total)


def _signed(fen: int) -> str:
    return f"{'+' if fen >= 0 else ''}{format_fen(fen)}"


def _percent(share: Decimal) -> str:
    return f"{round_half_up(share * 100, 1)}%"
