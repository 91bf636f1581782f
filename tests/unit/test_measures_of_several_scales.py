"""Figures with and without decimals weigh alike when they are put together."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node
from twofour.metrics import Measure, quantity_of, summed
from twofour.metrics.own import read_metrics
from twofour.money import divide
from twofour.scorecard.figures import figure_node
from twofour.text import Text

EXAM = read_metrics(
    "metrics: [{metric: exam, title: 考试, unit: point, direction: higher, category: knowledge,"
    " indicator: mean}]",
    "metrics.yaml",
).book["exam"]


def exam(subject: str, top: int, bottom: int, scale: int = 1) -> Measure:
    return Measure("member", subject, "exam", top, bottom, 0, "point", scale=scale)


DECIMALS = exam("m1", 1805, 20, 10)  # 92.5 and 88
WHOLE = exam("m2", 60, 1)


def test_the_mean_of_two_people_weighs_each_value_once() -> None:
    """(92.5 + 88 + 60) ÷ 3, whichever of them had a decimal."""
    assert summed([DECIMALS, WHOLE]) == summed([WHOLE, DECIMALS]) == (2405, 30, 10)
    assert summed([]) == (0, 0, 1)


def test_the_same_figure_at_a_finer_scale_is_the_same_figure() -> None:
    finer = WHOLE.at_scale(100)
    assert (finer.numerator, finer.denominator, finer.scale) == (6000, 100, 100)
    assert quantity_of(finer) == quantity_of(WHOLE)


def test_a_pooled_figure_opens_to_values_and_times_as_people_count_them() -> None:
    node = figure_node(EXAM, [DECIMALS, WHOLE], Text("考试", "exam"), "measure:exam@team_mean:A")
    assert node.amount == divide(2405, 30)
    assert sides(node) == [Decimal("240.5"), Decimal(3)]


def sides(node: Node) -> list[Decimal | None]:
    return [child.amount for child in node.children]
