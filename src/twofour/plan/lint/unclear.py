"""Pain 2, unclear incentive and duty (激励任务模糊): one metric that is both, a score that moves no money."""

from __future__ import annotations

from collections.abc import Iterator

from twofour.documents import Path
from twofour.plan.lint.finding import Finding, listed, quoted
from twofour.plan.lint.ground import Ground
from twofour.scheme import Scheme
from twofour.scheme.base import Of
from twofour.scheme.component import Component
from twofour.scheme.components import Prize, TargetBonus
from twofour.scheme.conditions import AllOf, AnyOf, Condition
from twofour.scheme.metric_book import SCORE
from twofour.scheme.scaled import Commission, PerUnit, ScorePay
from twofour.text import Text


def incentive_and_duty(ground: Ground) -> Iterator[Finding]:
    """A metric that earns (by weight or by money) and is owed as a duty at the same time."""
    scheme = ground.scheme
    earning = earned(scheme)
    for at, duty in enumerate(scheme.duties):
        titles = [title for metric, of, title, _ in earning if (metric, of) == (duty.metric, duty.of)]
        if not titles:
            continue
        metric = scheme.book[duty.metric].title
        where = listed([quoted(title) for title in dict.fromkeys(titles)])
        yield Finding(
            "incentive_and_duty",
            "unclear",
            "error",
            ("duties", at),
            Text(
                f"{metric.zh}（{duty.metric}）既在{where.zh}里挣钱，又是任务，客服说不清它到底是哪一种",
                f"{metric.en} ({duty.metric}) earns in {where.en} and is a duty too: nobody can tell which",
            ),
            Text(
                "二选一：要它挣钱就删去这条任务；要它守底线就从激励和奖金里拿掉",
                "Choose one: delete this duty, or take the metric out of incentive and bonus",
            ),
            {"metric": duty.metric, "places": len(titles)},
        )


def score_moves_nothing(ground: Ground) -> Iterator[Finding]:
    """Items are scored, but no pay line reads the score."""
    scheme = ground.scheme
    if not scheme.items or not scheme.pay or any(_reads_score(part) for _, part in scheme.lines()):
        return
    names = listed([quoted(item.title or scheme.book[item.metric].title) for item in scheme.items])
    yield Finding(
        "score_moves_nothing",
        "unclear",
        "error",
        ("incentive",),
        Text(
            f"{len(scheme.items)} 个考核项（{names.zh}）算出的得分没有任何薪资项用到，做好做差都一样",
            f"no pay line reads the score of the {len(scheme.items)} items {names.en}: all pay alike",
        ),
        Text(
            "在提成里写 coefficient: {floor: 50%, times: score}，或加一项 score_pay",
            "Write coefficient: {floor: 50%, times: score} into the commission, or add a score_pay",
        ),
        {"items": len(scheme.items)},
    )


def earned(scheme: Scheme) -> list[tuple[str, Of, Text, Path]]:
    """Every metric that brings money or score, of whom, under which title, and where it stands."""
    found: list[tuple[str, Of, Text, Path]] = [
        (item.metric, item.of, item.title or scheme.book[item.metric].title, ("incentive", at))
        for at, item in enumerate(scheme.items)
    ]
    for at, (_, part) in enumerate(scheme.lines()):
        title, path = part.title or part.name, ("pay", at, part.kind)
        found += [(metric, of, title, path) for metric, of in _earned_by(part) if metric != SCORE]
    return found


def _earned_by(part: Component) -> Iterator[tuple[str, Of]]:
    if isinstance(part, (Commission, PerUnit)):
        yield part.on, part.of
        if part.by is not None:
            yield part.by, part.of
        for axis in part.table.axes if part.table else ():
            yield axis.by, part.of
    elif isinstance(part, TargetBonus):
        for target in part.targets:
            yield from named(target)
    elif isinstance(part, Prize):
        yield part.metric, "member"


def named(condition: Condition) -> Iterator[tuple[str, Of]]:
    """The metrics that a condition holds against something, and of whom."""
    if isinstance(condition, (AllOf, AnyOf)):
        for inner in condition.all if isinstance(condition, AllOf) else condition.any:
            yield from named(inner)
    else:
        yield condition.metric, getattr(condition, "of", "member")


def _reads_score(part: Component) -> bool:
    if isinstance(part, ScorePay) or getattr(part, "coefficient", None) is not None:
        return True
    conditions = [getattr(part, key, None) for key in ("when", "eligibility")]
    if isinstance(part, TargetBonus):
        conditions += part.targets
    if any(c is not None and not isinstance(c, str) and (SCORE, "member") in named(c) for c in conditions):
        return True
    return isinstance(part, (Commission, PerUnit, Prize)) and SCORE in dict(_earned_by(part))
