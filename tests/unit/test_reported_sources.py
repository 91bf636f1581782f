"""The data files of reports: sound, in the names that imports write, and every mistake in one told."""

from __future__ import annotations

from typing import Any

import pytest

from twofour.documents import parse, validated
from twofour.metrics.catalogue import METRICS
from twofour.metrics.own import CATALOGUE
from twofour.metrics.reported import given, report_names, report_of, report_source, reported_book
from twofour.metrics.reported.sources import ReportSource
from twofour.problems import SchemeError, UsageError
from twofour.sources.exports import exports

SOUND = """
report: chitu
title: 赤兔
note: 口径不同
figures:
  received: {zh: 接待人数, en: received}
  inquiries: {zh: 询单人数, en: inquiries}
  mean_response: {zh: 平均响应时间, en: mean response, unit: second}
  sales: {zh: 销售额, en: sales, unit: yuan}
metrics:
  - {metric: received, sum: received, differs: 过滤不同}
  - {metric: mean_response, mean: mean_response, weight: received, differs: 加权}
  - {metric: answer_ratio, ratio: [inquiries, received], differs: 不同}
"""
WRITTEN = {
    (export.platform, figure.metric)
    for export in exports()
    if export.report is not None
    for figure in export.report.figures
}


@pytest.mark.parametrize("name", report_names())
def test_every_source_is_sound(name: str) -> None:
    source = report_source(name)
    assert source.report == name
    assert source.title.zh and source.note.en
    assert all(one.differs.zh.endswith("。") and one.differs.en.endswith(".") for one in source.metrics)
    used = {figure for one in source.metrics for figure in one.names}
    assert used == {*source.figures}


@pytest.mark.parametrize("name", report_names())
def test_every_figure_is_one_that_an_import_writes(name: str) -> None:
    source = report_source(name)
    assert {figure for figure in source.figures if (name, figure) not in WRITTEN} == set()


@pytest.mark.parametrize("name", report_names())
def test_every_platform_with_a_report_has_a_source(name: str) -> None:
    assert {platform for platform, _ in WRITTEN} <= {*report_names()}
    assert given(reported_book(name))


def test_book_of_a_report_keeps_every_metric() -> None:
    book = reported_book("chitu")
    assert list(book) == list(CATALOGUE)
    assert book["received"].title.zh == "接待人数（赤兔）"
    assert book["effective_sales"].recipe is not None
    assert "effective_sales" not in given(book)
    source = report_of(book)
    assert source is not None and source.report == "chitu"
    assert report_of(CATALOGUE) is None
    combined = {name: book[name].combine for name in ("received", "inquiry_pay_rate", "mean_response")}
    assert combined == {"received": "add", "inquiry_pay_rate": "pool", "mean_response": "pool"}


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean chitu"):
        report_source("chituu")


MISTAKES: dict[str, tuple[str, str, str]] = {
    "unknown metric": ("metric: received,", "metric: recieved,", "Did you mean received"),
    "unknown figure": ("sum: received", "sum: recieved", "Did you mean received"),
    "a metric twice": ("metric: answer_ratio", "metric: received", "written twice"),
    "two ways": ("sum: received,", "sum: received, last: received,", "stand together"),
    "no way": (" sum: received,", "", "none of sum, ratio, mean, last"),
    "a mean without weight": (", weight: received", "", "mean and weight go together"),
    "a sum with a weight": ("sum: received,", "sum: received, weight: inquiries,", "mean and weight"),
    "a sum in another unit": ("metric: received, sum: received", "metric: sales, sum: received", "units"),
    "a mean in another unit": ("mean: mean_response", "mean: received", "units"),
    "a ratio of money and a count": ("ratio: [inquiries", "ratio: [sales", "units"),
    "an unknown unit": ("unit: second", "unit: minute", "choice"),
    "no reason": (", differs: 不同", "", "differs is missing"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_source_is_told(mistake: str) -> None:
    instead, written, said = MISTAKES[mistake]
    assert SOUND.count(instead) == 1
    assert checked(SOUND).report == "chitu"
    with pytest.raises(SchemeError, match=said):
        checked(SOUND.replace(instead, written))


def checked(text: str) -> ReportSource:
    document = parse(text, "chitu.yaml")
    plain: Any = document.plain()
    return validated(ReportSource, document, plain)


def test_units_of_the_catalogue_and_of_recipes_agree() -> None:
    """Whatever a report divides, the quotient is in the metric's unit."""
    for name in report_names():
        for one in report_source(name).metrics:
            recipe = report_source(name).recipe(one.metric)
            assert recipe.unit == METRICS[one.metric].unit
            assert recipe.how == one.how
