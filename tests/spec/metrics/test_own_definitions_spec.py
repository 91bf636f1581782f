"""Definitions of own metrics: what the book knows of them, and every mistake with its place (§7)."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import get_args

import pytest

from twofour.metrics.own import OwnMetric, read_metrics
from twofour.problems import SchemeError

title = "Definitions of own metrics"

SALES = "unit: yuan, direction: higher, category: sales"
RATIO = "unit: ratio, direction: higher, category: conversion"
COUNT = "unit: count, direction: neither, category: workload"
NUMBER = "unit: number, direction: neither, category: workload"


def test_book_knows_title_kind_and_target():
    """People read them in tables and reports; without a word a formula is quantified, an indicator judged."""
    book = read_metrics(
        f"""
metrics:
  - {{metric: net, title: {{zh: 净额, en: net}}, {SALES}, minus: [sales, refunds_credited], target: 60000.00}}
  - {{metric: gap, title: 差, {RATIO}, kind: platform, target: 5%, minus: [reply_rate, satisfied_rate]}}
  - {{metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: last}}
        """,
        "metrics.yaml",
    ).book
    shown = {
        m: (book[m].title.en, book[m].kind, book[m].target and str(book[m].target))
        for m in ("net", "gap", "exam")
    }
    assert shown == {
        "net": ("net", "quantified", "60000.00"),
        "gap": ("差", "platform", "0.05"),
        "exam": ("考试", "judged", None),
    }


MISTAKES = {
    "circle": (
        f"  - {{metric: a, title: 甲, {COUNT}, sum: [b, received]}}\n"
        f"  - {{metric: b, title: 乙, {COUNT}, sum: [a, received]}}",
        "metrics.yaml:2:", "指标 a 绕了一圈又用到自己", "composed of itself",
    ),
    "unknown part": (
        f"  - {{metric: a, title: 甲, {SALES}, minus: [sale, refunds_credited]}}",
        "metrics.yaml:2:", "没有这个指标：sale。是不是想写 sales？", "Did you mean sales?",
    ),
    "part by its title": (
        f"  - {{metric: a, title: 甲, {SALES}, minus: [sales, 退款]}}",
        "metrics.yaml:2:", "是不是想写 refunds_credited（退款额）", "refunds_credited",
    ),
    "mixed units": (
        f"  - {{metric: a, title: 甲, {SALES}, sum: [sales, received]}}",
        "metrics.yaml:2:", "单位对不上：yuan 不能由 sales (yuan), received (count) 得出", "cannot come from",
    ),
    "money per money is no money": (
        f"  - {{metric: a, title: 甲, {SALES}, ratio: [sales, refunds_credited]}}",
        "metrics.yaml:2:", "单位对不上", "cannot come from",
    ),
    "twice": (
        f"  - {{metric: a, title: 甲, {COUNT}, sum: [received, urged]}}\n"
        f"  - {{metric: a, title: 乙, {COUNT}, sum: [received, urged]}}",
        "metrics.yaml:3:", "指标 a 定义了两次", "a is defined twice",
    ),
    "built-in": (
        f"  - {{metric: sales, title: 甲, {SALES}, minus: [effective_sales, refunds_credited]}}",
        "metrics.yaml:2:", "sales 是内置指标的名字", "sales is a built-in metric",
    ),
    "reserved": (
        f"  - {{metric: score, title: 甲, {COUNT}, indicator: sum}}",
        "metrics.yaml:2:", "score 是内置指标的名字", "built-in",
    ),
    "two ways": (
        f"  - {{metric: a, title: 甲, {COUNT}, sum: [received, urged], minus: [received, urged]}}",
        "metrics.yaml:2:", "同时写了 sum, minus", "stand together",
    ),
    "no way": (
        f"  - {{metric: a, title: 甲, {COUNT}}}",
        "metrics.yaml:2:", "一个也没写", "none of indicator, ratio, sum, minus",
    ),
    "target without percent": (
        f"  - {{metric: a, title: 甲, {RATIO}, minus: [reply_rate, reply_rate], target: 5}}",
        "metrics.yaml:2:", "a 是比率，5 没有写百分号。应写成 5%", "lacks %",
    ),
    "target below a fen": (
        f"  - {{metric: a, title: 甲, {SALES}, minus: [sales, sales], target: 0.001}}",
        "metrics.yaml:2:", "金额 0.001 超过两位小数", "more than two decimals",
    ),
    "shop and people": (
        f"  - {{metric: a, title: 甲, {NUMBER}, ratio: [disputes, duty_days]}}",
        "metrics.yaml:2:", "disputes 只有店铺才有，duty_days 只有员工才有", "only people have duty_days",
    ),
    "too many levels": (
        "\n".join(
            f"  - {{metric: m{n}, title: 甲, {COUNT}, sum: [{f'm{n - 1}' if n else 'urged'}, received]}}"
            for n in range(7)
        ),
        "metrics.yaml:8:", "m6 一层套一层，超过了 6 层", "more than 6 levels",
    ),
    "unknown key": (
        f"  - {{metric: a, title: 甲, {COUNT}, sum: [received, urged], goal: 5}}",
        "metrics.yaml:2:", "没有这个设置项：goal", "unknown key: goal",
    ),
    "nothing": ("  []", "metrics.yaml:2:", "metrics 是空的", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_names_file_line_and_what_would_be_right(mistake):
    """One message in both languages, never a traceback."""
    written, place, zh, en = MISTAKES[mistake]
    with pytest.raises(SchemeError) as caught:
        read_metrics("metrics:\n" + written, "metrics.yaml")
    message = caught.value.message
    assert message.zh.startswith(place), message.zh
    assert zh in message.zh
    assert en in message.en


def test_examples_of_the_how_to_are_sound():
    """What the page tells people to write."""
    page = (Path(__file__).parents[3] / "docs/how-to/own-metric.md").read_text("utf-8")
    (example,) = re.findall(r"^   ```yaml\n(.*?)^   ```", page, re.S | re.M)
    own = {
        entry.id: entry for entry in read_metrics(textwrap.dedent(example), "p").book.values() if entry.own
    }
    assert list(own) == ["net_sales", "net_per_inquiry", "exam"]


def test_how_to_names_every_key():
    """And every word that a key may have."""
    page = (Path(__file__).parents[3] / "docs/how-to/own-metric.md").read_text("utf-8")
    for key, info in OwnMetric.model_fields.items():
        words = [word for part in (info.annotation, *get_args(info.annotation)) for word in get_args(part)]
        for word in [key, *(word for word in words if isinstance(word, str))]:
            assert re.search(rf"`{word}\b|`[a-z]+: {word}`", page), word
