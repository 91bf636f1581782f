"""How two schemes differ, in words: every change once, named by its title, with whom it touches."""

from __future__ import annotations

import json

import pytest

from twofour.scheme import Scheme, read_scheme
from twofour.scheme.difference import differences, differences_to_json

SCHEME = """\
scheme: presales
title: {zh: 售前方案, en: Pre-sales}
valid_from: 2026-06-01
applies_to: {role: pre_sales}
missing: renormalise
incentive:
  - item: conversion
    title: {zh: 询单转化, en: Conversion}
    metric: inquiry_pay_rate
    weight: 60
    tiers: [{from: 0, score: 0}, {from: 30%, score: 60}, {from: 45%, score: 100}]
  - {item: sales, metric: effective_sales, weight: 40, score: {proportional: {target: 60000.00, cap: 120}}}
duties:
  - {duty: response, metric: mean_response, must: {at_most: 15}, breach: {deduct_points: 5}}
pay:
  - {base: {by_grade: {junior: 2500.00, senior: 3600.00}}}
  - commission: {on: effective_sales, shape: cliff, tiers: [{from: 0, rate: 1%}, {from: 50000.00, rate: 2%}]}
"""


def changed(*swaps: tuple[str, str], more: str = "") -> Scheme:
    text = SCHEME
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return read_scheme(text + more, "changed")


def said(*swaps: tuple[str, str], more: str = "") -> list[tuple[str, str]]:
    """Chinese words and whom, of every change."""
    found = differences(read_scheme(SCHEME, "scheme"), changed(*swaps, more=more))
    return [(change.words.zh, change.whom.zh) for change in found]


@pytest.mark.parametrize(
    ("swap", "words", "whom"),
    [
        (("2026-06-01", "2026-08-01"), "生效日：2026-06-01 → 2026-08-01", "售前"),
        (("at_most: 15", "at_most: 20"), "「response」 要求 不高于：15 → 20", "售前"),
        (("score: 60}", "score: 70}"), "「询单转化」（conversion） 30% 起 得分：60 → 70", "售前"),
        (("rate: 2%", "rate: 2.5%"), "「提成」（commission） 50000.00 起 比例：2% → 2.5%", "售前"),
        (
            ("junior: 2500.00", "junior: 2600.00"),
            "「底薪」（base） 等级 初级：2500.00 → 2600.00",
            "等级 初级",
        ),
        (("renormalise", "block"), "缺数处理：按其余权重折算 → 缺数就停", "售前"),
        (("role: pre_sales", "role: after_sales"), "适用人员 角色：售前 → 售后", "售前 → 售后"),
        (("shape: cliff", "shape: marginal"), "「提成」（commission） 计算方式：梯度 → 分段", "售前"),
        (
            ("metric: mean_response", "metric: first_response"),
            "「response」 指标：平均响应时间 → 首次响应时间",
            "售前",
        ),
    ],
)
def test_a_change_is_one_sentence(swap: tuple[str, str], words: str, whom: str) -> None:
    assert said(swap) == [(words, whom)]


def test_what_is_new_or_gone_is_said_with_its_content() -> None:
    floor = "  - {floor: {amount: 2800.00}}\n"
    assert said(more=floor) == [("新增「保底」（floor）：金额 2800.00", "售前")]
    assert [words for words, _ in said(("missing: renormalise\n", ""))] == [
        "取消缺数处理（原来是：按其余权重折算）"
    ]
    adjustments = "adjustments: {late_refund: original_rate, fault_only: true}\n"
    assert [words for words, _ in said(more=adjustments)] == [
        "新增晚到退款：处理方式 按当时的比例，只扣有责 是"
    ]


def test_a_tier_that_moved_is_one_gone_and_one_new() -> None:
    assert [words for words, _ in said(("from: 45%", "from: 48%"))] == [
        "「询单转化」（conversion） 45% 起 得分：100（取消）",
        "「询单转化」（conversion） 48% 起 得分：100（新增）",
    ]


def test_the_same_number_written_otherwise_is_no_change() -> None:
    assert said(("rate: 2%", "rate: 2.0%"), ("weight: 40", "weight: 40.0")) == []


def test_comments_and_order_of_keys_are_no_change() -> None:
    assert said(("missing: renormalise", "missing: renormalise  # 折算")) == []


def test_a_new_title_does_not_hide_the_line_that_it_names() -> None:
    found = said(("{on: effective_sales", "{title: 销售提成, on: effective_sales"), ("rate: 1%", "rate: 3%"))
    assert [words for words, _ in found] == [
        "「销售提成」（commission） 0 起 比例：1% → 3%",
        "「销售提成」（commission） 名称：销售提成（新增）",
    ]


def test_json_holds_what_was_written() -> None:
    one, other = read_scheme(SCHEME, "one"), changed(("rate: 2%", "rate: 2.5%"))
    document = json.loads(json.dumps(differences_to_json(one, other, differences(one, other))))
    assert document["a"]["digest"] == one.digest
    (change,) = document["changes"]
    assert (change["path"], change["before"], change["after"]) == (
        "pay.commission.tiers[50000.00].rate",
        "2%",
        "2.5%",
    )


def test_a_scheme_without_the_adjustments_block_keeps_its_digest_and_recomputes() -> None:
    plain, written = (
        read_scheme(SCHEME, "plain"),
        changed(more="adjustments: {late_refund: recompute_tier}\n"),
    )
    assert plain.adjustments == written.adjustments
    assert plain.digest != written.digest
