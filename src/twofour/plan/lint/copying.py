"""Pain 1, blind copying (盲目套用): thresholds of a template, thresholds that nobody or everybody reaches."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from twofour.explain import Quantity
from twofour.plan.fit import fit, shown, written
from twofour.plan.lint.finding import Finding, Severity, listed, quoted
from twofour.plan.lint.ground import FEW, Ground, Template
from twofour.plan.lint.scales import Entrance, Scale, entry_of, met, scales
from twofour.problems import TwoFourError
from twofour.scheme import Scheme
from twofour.text import Text

_ALL = Decimal(100)
_FEWEST = 2  # one scale alone may be alike by chance


def template_unchanged(ground: Ground) -> Iterator[Finding]:
    """All scales of the scheme, or all but a few, cut where an example that came with the product cuts."""
    own = _cuts(ground.scheme)
    best = max(ground.templates, key=lambda one: len(own & _cuts(one.scheme)), default=None)
    if best is None or len(own) < _FEWEST:
        return
    same_ones = len(own & _cuts(best.scheme))
    if same_ones * 3 < len(own) * 2 or same_ones < _FEWEST:
        return
    severity: Severity = "warning" if same_ones == len(own) else "note"
    yield Finding(
        "template_unchanged",
        "copying",
        severity,
        _first_place(ground, best),
        Text(
            f"{len(own)} 个梯度和标准里有 {same_ones} 个与示例「{best.name}」完全相同，没有按本店数据定",
            f"{same_ones} of {len(own)} scales cut just where the example {best.name} does, not where this"
            " shop's data would",
        ),
        Text(
            "逐个看本店往月的分布，再改门槛",
            "Look at how this shop's figures are distributed, then move the thresholds",
        ),
        {"scales": len(own), "same": same_ones, "template": best.name},
    )


def thresholds_unreached(ground: Ground) -> Iterator[Finding]:
    """A tier, target or condition that no figure of the past months reaches."""
    for scale in ground.scales:
        figures = _figures(ground, scale)
        if len(figures) < FEW or (scale.part == "penalty"):
            continue
        missed = [one for one in scale.entrances if not any(met(figure, one) for figure in figures)]
        if scale.smooth:
            # Between the points of a smooth scale everybody is told apart; above its lowest nobody must be.
            missed = missed if len(missed) == len(scale.entrances) else []
        if missed:
            yield _unreached(ground, scale, missed, figures)


def thresholds_reached_by_all(ground: Ground) -> Iterator[Finding]:
    """A tier, target or condition that every past figure reaches: it costs and moves nothing."""
    for scale in ground.scales:
        figures = _figures(ground, scale)
        if len(figures) < FEW or scale.part in ("duty", "gate"):
            continue
        passed = [one for one in scale.entrances if all(met(figure, one) for figure in figures)]
        if scale.smooth:
            passed = passed if len(passed) == len(scale.entrances) else []
        if passed:
            yield _reached(ground, scale, passed, figures)


def _unreached(ground: Ground, scale: Scale, missed: list[Entrance], figures: list[Decimal]) -> Finding:
    entry = entry_of(ground.scheme, scale.metric)
    best = max(figures) if _upward(missed[0]) else min(figures)
    bounds, nearest = _bounds(ground, scale, missed), shown(entry, best)
    return Finding(
        "threshold_unreached",
        "copying",
        "warning",
        missed[0].at,
        Text(
            f"{quoted(scale.title).zh}的门槛 {bounds.zh} 没有人够得着：{ground.past.span.zh} 的"
            f" {len(figures)} 个数里，最好的是 {nearest.zh}",
            f"nobody reaches {bounds.en} of {quoted(scale.title).en}: the best of {len(figures)} figures of"
            f" {ground.past.span.en} is {nearest.en}",
        ),
        _refit(ground, scale, figures),
        {"metric": scale.metric, "bound": missed[0].bound, "best": best, "figures": len(figures)},
    )


def _reached(ground: Ground, scale: Scale, passed: list[Entrance], figures: list[Decimal]) -> Finding:
    entry = entry_of(ground.scheme, scale.metric)
    worst = min(figures) if _upward(passed[-1]) else max(figures)
    bounds, last = _bounds(ground, scale, passed), shown(entry, worst)
    verb = (
        Text("人人都触发", "strikes everybody")
        if scale.part == "penalty"
        else Text("人人都够得着", "is reached by everybody")
    )
    return Finding(
        "threshold_reached_by_all",
        "copying",
        "warning" if len(passed) == len(scale.entrances) else "note",
        passed[-1].at,
        Text(
            f"{quoted(scale.title).zh}的门槛 {bounds.zh} {verb.zh}：{ground.past.span.zh} 的"
            f" {len(figures)} 个数里，最差的也有 {last.zh}",
            f"{bounds.en} of {quoted(scale.title).en} {verb.en}: the worst of {len(figures)} figures of"
            f" {ground.past.span.en} is {last.en}",
        ),
        _refit(ground, scale, figures),
        {"metric": scale.metric, "bound": passed[-1].bound, "worst": worst, "figures": len(figures)},
    )


def _refit(ground: Ground, scale: Scale, figures: list[Decimal]) -> Text:
    """The same number of thresholds where the shop's data would have them."""
    entry = entry_of(ground.scheme, scale.metric)
    tiers = len(scale.entrances) + 1
    shares = [(_ALL // tiers)] * (tiers - 1)
    try:
        bounds = fit(entry, figures, [*shares, _ALL - sum(shares)]).bounds
    except TwoFourError:
        return Text("按本店数据重定这个门槛，或去掉它", "Set it anew from this shop's data, or leave it out")
    fitted = ", ".join(written(entry, bound) for bound in bounds)
    if tiers == 2:
        return Text(
            f"本店一半的人在 {fitted} 以内，可以从这里起步",
            f"Half of this shop's figures pass {fitted}; begin there",
        )
    return Text(
        f"按本店数据各档人数相近的门槛是 {fitted.replace(', ', '、')}",
        f"Equal shares of this shop's figures lie between {fitted}",
    )


def _figures(ground: Ground, scale: Scale) -> list[Decimal]:
    return ground.figures(scale.metric, scale.of) if scale.monthly else []


def _bounds(ground: Ground, scale: Scale, entrances: list[Entrance]) -> Text:
    entry = entry_of(ground.scheme, scale.metric)
    words = [Quantity(one.bound, entry.shown_unit) for one in entrances]
    return listed([Text(one.show("zh"), one.show("en")) for one in words])


def _upward(entrance: Entrance) -> bool:
    return entrance.relation in ("at_least", "above")


def _cuts(scheme: Scheme) -> set[tuple[str, str, str, tuple[Decimal, ...]]]:
    """Where the scales of a scheme cut; those that refer to the team fit themselves and do not count."""
    return {
        (scale.part, scale.metric, scale.of, tuple(entrance.bound for entrance in scale.entrances))
        for scale in scales(scheme)
    }


def _first_place(ground: Ground, template: Template) -> tuple[str | int, ...]:
    theirs = _cuts(template.scheme)
    for scale in sorted(ground.scales, key=lambda one: one.part != "item"):
        cut = (scale.part, scale.metric, scale.of, tuple(one.bound for one in scale.entrances))
        if cut in theirs:
            return scale.at
    return ()
