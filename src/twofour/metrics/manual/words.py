"""Definitions of metrics in words: formula, unit, direction, kind, category, who can have it."""

from __future__ import annotations

from twofour.metrics.catalogue import METRICS, Category, Direction, Nature, Scope, sum_title
from twofour.metrics.indicators import How
from twofour.metrics.own import Composition, MetricBook, MetricEntry
from twofour.text import Text, same

CATEGORIES: dict[Category, Text] = {
    "sales": Text("销售", "sales"),
    "conversion": Text("转化", "conversion"),
    "speed": Text("响应速度", "speed"),
    "attitude": Text("服务态度", "attitude"),
    "quality": Text("质量", "quality"),
    "after-sales": Text("售后", "after-sales"),
    "workload": Text("工作量", "workload"),
    "knowledge": Text("知识技能", "knowledge"),
    "follow-up": Text("跟单", "follow-up"),
}
KINDS: dict[Nature, Text] = {
    "platform": Text("平台考核", "graded by platforms"),
    "quantified": Text("量化", "quantified"),
    "judged": Text("人工评定", "judged by people"),
}
DIRECTIONS: dict[Direction, Text] = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neither": Text("不分好坏", "neither is better"),
}
SCOPES: dict[Scope, Text] = {
    "all": Text("客服、员工、团队、店铺", "agents, members, teams, shops"),
    "shop": Text("只有店铺", "the shop only"),
    "member": Text("员工和团队", "members and teams"),
}
_UNITS = {
    "fen": Text("元", "yuan"),
    "ratio": Text("比率", "ratio"),
    "count": Text("次数", "count"),
    "second": Text("秒", "seconds"),
    "day": Text("天", "days"),
    "point": Text("分", "points"),
    "number": Text("数值", "number"),
}
_ENTERED: dict[How, Text] = {
    "mean": Text("期间内所录数值的平均", "mean of the values entered in the period"),
    "sum": Text("期间内所录数值的合计", "sum of the values entered in the period"),
    "last": Text("期间内最后录入的数值", "the last value entered in the period"),
}
_BETWEEN: dict[Composition, Text] = {
    "ratio": Text(" ÷ ", " ÷ "),
    "sum": Text(" + ", " + "),
    "minus": Text(" − ", " − "),
}


def unit_words(entry: MetricEntry) -> Text:
    """The unit of its figures, for people."""
    return _UNITS.get(entry.unit, same(entry.unit))


def divided(book: MetricBook, metric: str) -> bool:
    """Whether its formula says more than its name: it is no plain count."""
    return book[metric].own or METRICS[metric].denominator is not None


def formula(book: MetricBook, metric: str) -> Text:
    """What is divided by what, added up, or entered; a plain count is called by its own name."""
    entry = book[metric]
    if entry.indicator is not None:
        return _ENTERED[entry.indicator]
    if entry.composition is not None:
        between, parts = _BETWEEN[entry.composition], [book[part].title for part in entry.parts]
        return Text(between.zh.join(part.zh for part in parts), between.en.join(part.en for part in parts))
    definition = METRICS[metric]
    top = sum_title(definition.numerator)
    if definition.denominator is None:
        return top
    bottom = sum_title(definition.denominator)
    return Text(f"{top.zh} ÷ {bottom.zh}", f"{top.en} ÷ {bottom.en}")
