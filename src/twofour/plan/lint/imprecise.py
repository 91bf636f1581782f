"""Pain 3, imprecise incentive (激励投放不精准): weight at the ceiling, none where it would help."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from twofour.explain import Quantity
from twofour.money import divide, round_half_up, subtract
from twofour.plan.candidates import CEILING, candidates, interval, kin, look
from twofour.plan.fit import shown
from twofour.plan.lint.finding import Finding, listed, quoted
from twofour.plan.lint.gaps import used
from twofour.plan.lint.ground import FEW, Ground
from twofour.plan.lint.scales import Scale
from twofour.plan.past import Point
from twofour.plan.wilson import Interval, rows_needed
from twofour.text import Text

_MOST_WEAK = 3
_ALIKE = 2  # an interval wider than so many tiers says nothing about the tier


def weight_at_ceiling(ground: Ground) -> Iterator[Finding]:
    """An item at whose full score nearly everybody already is."""
    scheme = ground.scheme
    for at, item in enumerate(scheme.items):
        scores = ground.item_scores(at)
        full = sum(score >= item.best for score in scores)
        if len(scores) < FEW or divide(full, len(scores)) < CEILING:
            continue
        share = _percent(divide(full, len(scores)))
        weight = f"{item.share.normalize():f}"
        title = quoted(item.title or scheme.book[item.metric].title)
        weakest = next(iter(_weak(ground)), None)
        where = Text("转化等还有差距的指标", "a metric with room to grow")
        if weakest is not None:
            where = scheme.book[weakest].title
        yield Finding(
            "weight_at_ceiling",
            "imprecise",
            "warning",
            ("incentive", at),
            Text(
                f"{title.zh}占 {weight} 分权重，但 {len(scores)} 个月次里 {full} 个（{share}）已是满分，"
                "这份钱不再带来改进",
                f"{title.en} has weight {weight}, yet {full} of {len(scores)} monthly scores ({share}) are"
                " full: this money improves nothing",
            ),
            Text(
                f"把权重挪给{where.zh}；{title.zh}改成任务守住就行",
                f"Move the weight to {where.en}; keep {title.en} as a duty",
            ),
            {"item": item.item, "weight": item.share, "full": full, "scores": len(scores)},
        )


def weak_without_weight(ground: Ground) -> Iterator[Finding]:
    """A metric in which the team is weak and that nothing in the scheme reads; the three weakest."""
    scheme = ground.scheme
    for metric in _weak(ground):
        found = look(ground.past, metric)
        assert found.weak is not None and found.now is not None
        entry, now = found.entry, shown(found.entry, found.now)
        figures = [Text(f"上月 {now.zh}", f"last month {now.en}")]
        numbers: dict[str, str | int | Decimal] = {"metric": metric, "now": found.now}
        if found.before is not None:
            before = shown(entry, found.before)
            figures.append(Text(f"再上月 {before.zh}", f"the month before {before.en}"))
            numbers["before"] = found.before
        if found.best is not None:
            best = shown(entry, found.best.amount)
            figures.append(
                Text(f"最好的{found.best.name} {best.zh}", f"the best, {found.best.name}, {best.en}")
            )
            numbers["best"] = found.best.amount
        said = listed(figures)
        yield Finding(
            "weak_without_weight",
            "imprecise",
            "warning",
            ("incentive",) if scheme.items else ("pay",),
            Text(
                f"{entry.title.zh}（{metric}）是短板，方案却没有投入：{said.zh}，{found.weak.zh}",
                f"{entry.title.en} ({metric}) is weak and the scheme does nothing about it: {said.en};"
                f" {found.weak.en}",
            ),
            Text(
                "给它权重或奖金，门槛按本店往月的分布定",
                "Give it weight or a bonus, with thresholds by how this shop's figures are distributed",
            ),
            numbers,
        )


def sample_too_small(ground: Ground) -> Iterator[Finding]:
    """Tiers narrower than the chance that lies in a member's monthly number of rows; the narrowest scale."""
    narrowest: dict[str, tuple[Decimal, Scale]] = {}
    for scale in ground.scales:
        bounds = sorted(entrance.bound for entrance in scale.entrances)
        widths = [subtract(high, low) for low, high in pairwise(bounds)]
        if widths and scale.of == "member" and scale.monthly and scale.cliff:
            known = narrowest.get(scale.metric)
            if known is None or min(widths) < known[0]:
                narrowest[scale.metric] = min(widths), scale
    for tier, scale in narrowest.values():
        middle = _middle(ground, scale)
        if middle is not None and middle[1].width > tier:
            yield _sample(ground, scale, *middle, tier)


def _sample(ground: Ground, scale: Scale, point: Point, chance: Interval, tier: Decimal) -> Finding:
    rows, entry = point.measure.denominator, ground.scheme.book[scale.metric]
    needed = rows_needed(point.amount, tier)
    low, high, figure = _percent(chance.low), _percent(chance.high), _percent(point.amount)
    width = Quantity(round_half_up(tier * 100, 2).normalize(), "number").show("zh")
    many = divide(chance.width, tier)
    span = f"{round_half_up(many, 1)}"
    return Finding(
        "sample_too_small",
        "imprecise",
        "warning" if many > _ALIKE else "note",
        scale.at,
        Text(
            f"样本太小，分不清高低：中间水平的人一个月 {rows:,} 个样本，{entry.title.zh} {figure}，真实水平在"
            f" {low} 到 {high} 之间（95%），横跨 {span} 档（一档 {width} 个百分点），升降多半是运气",
            f"too few rows to tell people apart: the one in the middle has {rows:,} a month and {figure}"
            f" {entry.title.en}; the truth lies between {low} and {high} (95%), {span} tiers of {width}"
            " points",
        ),
        Text(
            f"一档要站得住，每人约需 {needed:,} 个样本：合并成更宽的档，按季累计（accumulate: quarter），"
            "或改插值（interpolated）",
            f"A tier this narrow takes about {needed:,} rows each: make tiers wider, accumulate: quarter, or"
            " interpolate",
        ),
        {"metric": scale.metric, "rows": rows, "low": chance.low, "high": chance.high, "tier": tier,
         "needed": needed},
    )  # fmt: skip


def _middle(ground: Ground, scale: Scale) -> tuple[Point, Interval] | None:
    """The latest month's figure in the middle by number of rows, with its interval."""
    found = []
    for point in ground.past.of_month(scale.metric, 0) if scale.metric in ground.past.book else []:
        chance = interval(scale.metric, point.measure)
        if chance is not None:
            found.append((point, chance))
    found.sort(key=lambda one: (one[0].measure.denominator, one[0].subject))
    return found[len(found) // 2] if found else None


def _weak(ground: Ground) -> list[str]:
    there = used(ground.scheme)
    listed_ones = candidates(ground.past, ground.scheme.applies_to.role)
    names = [name for name in listed_ones if not there & kin(name)]
    return [name for name in names if look(ground.past, name).weak is not None][:_MOST_WEAK]


def _percent(share: Decimal) -> str:
    return f"{round_half_up(share * 100, 1)}%"
