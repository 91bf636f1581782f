"""The linter on schemes that measure from a report: what the report does not give is told with its place."""

from __future__ import annotations

from pathlib import Path

from advising import PEOPLE, findings, of_kind, shop

PIECE = """
counting: {measures_from: chitu}
missing: renormalise
metrics:
  - metric: net
    title: 净额
    unit: yuan
    direction: higher
    category: sales
    minus: [sales, refunds_credited]
incentive:
  - {item: sales, metric: effective_sales, weight: 40, score: {proportional: {target: 60000.00}}}
  - item: conversion
    metric: inquiry_pay_rate
    weight: 60
    tiers: [{from: 0, score: 0}, {from: 30%, score: 100}]
duties:
  - {duty: fast, metric: mean_response, must: {at_most: 40}, breach: {deduct_points: 5}}
  - {duty: praise, metric: named_praise, must: {at_least: 5}, breach: {deduct_points: 5}}
pay:
  - {score_pay: {amount: 1000.00}}
  - {commission: {on: net, shape: linear, rate: 1%}}
"""


def test_what_the_report_does_not_give_is_told_where_it_is_read(tmp_path: Path) -> None:
    found = of_kind("not_in_report", findings(tmp_path, PIECE, PEOPLE))
    assert [(one.numbers["metric"], one.at, one.severity) for one in found] == [
        ("effective_sales", ("incentive", 0, "metric"), "error"),
        ("named_praise", ("duties", 1, "metric"), "error"),
        ("refunds_credited", ("counting", "measures_from"), "error"),
    ]
    assert "赤兔报表里没有这个数" in found[0].said.zh
    assert "销售额（赤兔）" in found[0].proposal.zh
    assert "sales (Chitu)" in found[0].proposal.en
    *_, document = shop(tmp_path, PIECE, PEOPLE)
    assert document.find(found[0].at).line > 0


def test_a_scheme_on_counted_figures_lacks_nothing(tmp_path: Path) -> None:
    counted = PIECE.replace("counting: {measures_from: chitu}\n", "")
    assert of_kind("not_in_report", findings(tmp_path, counted, PEOPLE)) == []
