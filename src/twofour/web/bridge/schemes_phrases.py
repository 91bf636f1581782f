"""Parts of a scheme as phrases: figures with their units, targets, conditions, amounts and rates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from twofour.events.roster import Member
from twofour.explain import Quantity
from twofour.explain.quantity import Unit
from twofour.plan.lint.finding import listed
from twofour.plan.lint.scales import entry_of
from twofour.scheme import Scheme
from twofour.scheme.base import Of, Window
from twofour.scheme.conditions import AllOf, AnyOf, Condition, Limit, Ranked, Relation
from twofour.scheme.figures import Figure, ReferenceName
from twofour.scheme.metric_book import MetricEntry
from twofour.scheme.targets import ByGrade, BySeason, Target
from twofour.scheme.tiers import Amount, Rate
from twofour.text import Text, same

NOTHING = Text("", "")
_SIGNS: dict[Relation, str] = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}
_MOVES = {"+": "+", "-": "−", "*": "×"}
_WHOSE: dict[Of, Text] = {"member": NOTHING, "team": Text("本组", "team "), "shop": Text("全店", "shop ")}
_SPANS: dict[Window, Text] = {
    "month": NOTHING,
    "quarter": Text("本季", "quarter's "),
    "year": Text("本年", "year's "),
}
_REFERENCES: dict[ReferenceName, Text] = {
    "team_mean": Text("本组平均", "the team mean"),
    "team_best": Text("本组最好", "the team's best"),
    "team_percentile": Text("本组分位", "the team percentile"),
    "last_month": Text("本人上月", "one's own last month"),
    "last_month_mean": Text("上月本组平均", "last month's team mean"),
    "last_month_best": Text("上月本组最好", "last month's best of the team"),
    "own_best": Text("本人历史最好", "one's own best so far"),
    "history_best": Text("本组历史最好", "the team's best so far"),
}


def both(zh: str, en: str, **parts: Text) -> Text:
    """A sentence in both languages with phrases put in."""
    return Text(
        zh.format(**{name: part.zh for name, part in parts.items()}),
        en.format(**{name: part.en for name, part in parts.items()}),
    )


def joined(parts: list[Text], zh: str, en: str) -> Text:
    """Phrases with something between them."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def shown(amount: Decimal | int, unit: Unit) -> Text:
    """A number with its unit."""
    quantity = Quantity(amount, unit)
    return Text(quantity.show("zh"), quantity.show("en"))


def plain(amount: Decimal) -> Text:
    """A number without a unit."""
    return same(f"{amount.normalize():f}")


def figure_of(scheme: Scheme, metric: str, of: Of = "member", window: Window = "month") -> Text:
    """Whose figure of which metric over how long: ``本季本组有效销售额``."""
    return both(
        "{span}{whose}{title}",
        "{span}{whose}{title}",
        span=_SPANS[window],
        whose=_WHOSE[of],
        title=entry_of(scheme, metric).title,
    )


def target(limit: Target, entry: MetricEntry) -> Text:
    """A target: ``45%``, ``本组平均 × 80%``, ``初级 40%、中级 45%``."""
    if isinstance(limit, Figure):
        return shown(limit.amount, entry.shown_unit)
    if isinstance(limit, ByGrade):
        parts = [
            both("{grade} {what}", "{grade} {what}", grade=grade_of(grade), what=target(part, entry))
            for grade, part in limit.targets.items()
        ]
        return listed(parts)
    if isinstance(limit, BySeason):
        parts = [
            both(
                "{months} 月 {what}", "months {months}: {what}",
                months=same(season.written), what=target(season.target, entry),
            )
            for season in limit.seasons
        ]  # fmt: skip
        return listed(parts)
    name = _REFERENCES[limit.name]
    if limit.percentile:
        name = Text(f"本组 {limit.percentile}% 分位", f"the team's {limit.percentile}th percentile")
    if limit.by is None or limit.sign is None:
        return name
    unit: Unit = "ratio" if limit.by.percent else "number" if limit.sign == "*" else entry.shown_unit
    by = shown(limit.by.amount, unit)
    sign = _MOVES[limit.sign]
    return both(f"{{name}} {sign} {{by}}", f"{{name}} {sign} {{by}}", name=name, by=by)


def limit_words(scheme: Scheme, limit: Limit, metric: str, of: Of, window: Window) -> Text:
    """A figure and what it is held against: ``平均响应时间 ≤ 40 秒``."""
    sign = _SIGNS[limit.relation]
    return both(
        f"{{figure}} {sign} {{what}}",
        f"{{figure}} {sign} {{what}}",
        figure=figure_of(scheme, metric, of, window),
        what=target(limit.threshold, entry_of(scheme, metric)),
    )


def condition(scheme: Scheme, of: Condition, inside: bool = False) -> Text:
    """A condition as a phrase; one inside another stands in brackets where it is joined itself."""
    if isinstance(of, (AllOf, AnyOf)):
        every = isinstance(of, AllOf)
        parts = of.all if isinstance(of, AllOf) else of.any
        said = [condition(scheme, part, inside=len(parts) > 1) for part in parts]
        phrase = joined(said, " 且 ", " and ") if every else joined(said, " 或 ", " or ")
        return both("（{said}）", "({said})", said=phrase) if inside and len(parts) > 1 else phrase
    if isinstance(of, Ranked):
        scope = Text("本组", "in the team") if of.scope == "team" else Text("全员", "of all")
        running = (
            Text(f"连续 {of.months} 个月", f", {of.months} months running") if of.months > 1 else NOTHING
        )
        return both(
            f"{{title}}{{running}}排{{scope}}前 {of.top} 名",
            f"first {of.top} {{scope}} by {{title}}{{running}}",
            title=entry_of(scheme, of.metric).title, running=running, scope=scope,
        )  # fmt: skip
    return limit_words(scheme, of, of.metric, of.of, of.window)


def grade_of(grade: str) -> Text:
    """A grade for people."""
    return Member("", "", grade=grade).grade_title or same(grade)


def by_grade(amounts: Mapping[str, Decimal], unit: Unit) -> Text:
    """``初级 2,500.00 元、中级 3,000.00 元``."""
    parts = [
        both("{grade} {what}", "{grade} {what}", grade=grade_of(grade), what=shown(amount, unit))
        for grade, amount in amounts.items()
    ]
    return listed(parts)


def amount_words(amount: Amount) -> Text:
    """An amount of money, or one for each grade."""
    if amount.fixed is not None:
        return shown(amount.fixed, "yuan")
    return by_grade(amount.by_grade or {}, "yuan")


def rate_words(rate: Rate) -> Text:
    """A rate: plain, by grade, or a share of the margin."""
    if rate.fixed is not None:
        return shown(rate.fixed, "ratio")
    if rate.by_grade is not None:
        return by_grade(rate.by_grade, "ratio")
    return both(
        "毛利率 {margin} × {share}", "margin {margin} × {share}",
        margin=shown(rate.margin or 0, "ratio"), share=shown(rate.share or 0, "ratio"),
    )  # fmt: skip
