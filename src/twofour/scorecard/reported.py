"""Figures that a platform's report gives, explained: whose figure it is, where it stands, where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from twofour.metrics import Measure
from twofour.metrics.reported import Recipe
from twofour.text import Text

_MOST_PLACES = 3
_CLOSED = Text("报表只有汇总数，不能再打开到聊天", "a report holds sums and opens to no chats")


def told(recipe: Recipe, measures: Sequence[Measure]) -> Text:
    """``赤兔报表（客服绩效.xlsx:4–33）；报表只有汇总数，不能再打开到聊天``."""
    places = list(dict.fromkeys(place for measure in measures for place in measure.places))
    more = len(places) - _MOST_PLACES
    zh, en = "、".join(places[:_MOST_PLACES]), ", ".join(places[:_MOST_PLACES])
    if more > 0:
        zh, en = f"{zh} 等 {len(places)} 处", f"{en} and {more} more"
    where = Text(f"（{zh}）", f" ({en})") if places else Text("", "")
    return Text(
        f"{recipe.report.zh}{where.zh}；{_CLOSED.zh}",
        f"from {recipe.report.en}{where.en}; {_CLOSED.en}",
    )


def lacking(recipe: Recipe) -> Text:
    """Why a report leaves a figure open: it has no such figure, or no rows for these days."""
    report = recipe.report
    if recipe.how is None:
        return Text(f"{report.zh}没有这个数", f"{report.en} has no such figure")
    zh = "、".join(figure.title.zh for figure in recipe.figures)
    en = ", ".join(figure.title.en for figure in recipe.figures)
    return Text(f"{report.zh}在期间内没有：{zh}", f"{report.en} has nothing here for: {en}")
