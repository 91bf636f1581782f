"""A scheme may use the shop's own metrics, and keeps the definitions of those that it uses."""

from __future__ import annotations

import pytest

from twofour.metrics.own import read_metrics
from twofour.plan.cases import load_case, run_case
from twofour.problems import SchemeError
from twofour.scheme import read_scheme

SALES = "unit: yuan, direction: higher, category: sales"
SHOP = read_metrics(
    f"""
metrics:
  - {{metric: net, title: 净额, {SALES}, minus: [sales, refunds_credited]}}
  - {{metric: per_head, title: 人均净额, {SALES}, ratio: [net, received]}}
  - {{metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: last}}
    """,
    "metrics.yaml",
)
HEAD = "scheme: s\ntitle: 方案  # 说明\nvalid_from: 2026-06-01\n"
PAYS = "pay: [{commission: {on: per_head, shape: linear, rate: 1%}}]\n"


LATE = "metric: late, title: 迟到, unit: count, direction: lower, category: workload, indicator: sum"
BLOCKS = {
    "none": "",
    "flow entries": f"metrics:\n  - {{{LATE}}}\n",
    "block entries": "metrics:\n-\n    " + LATE.replace(", ", "\n    ") + "\n",
    "indented entries": "metrics:\n  - " + LATE.replace(", ", "\n    ") + "\n",
    "flow list": f"metrics: [{{{LATE}}}]\n",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_scheme_keeps_the_shops_metrics_that_it_uses(block):
    """Its source says all that it needs: read without the shop's file it is the same scheme."""
    scheme = read_scheme(HEAD + block + PAYS, "s.yaml", SHOP)
    again = read_scheme(scheme.source, "elsewhere.yaml")
    assert again.digest == scheme.digest
    assert again.metrics == scheme.metrics
    assert [m.metric for m in scheme.metrics] == ["net", "per_head", *(["late"] if block else [])]
    assert scheme.metrics_used == ("received", "refunds_credited", "sales")
    assert "# 说明" in scheme.source


def test_scheme_written_as_one_flow_mapping_keeps_them_too():
    """A document that somebody generated as JSON."""
    written = '{"scheme": "s", "title": "方案", "valid_from": "2026-06-01", "pay": [{"commission": ' + (
        '{"on": "net", "shape": "linear", "rate": "1%"}}]}'
    )
    scheme = read_scheme(written, "s.json", SHOP)
    assert read_scheme(scheme.source, "s.json").digest == scheme.digest


def test_scheme_that_names_no_metric_of_the_shop_stays_as_it_is():
    """Another shop's file changes neither its digest nor its source."""
    written = HEAD + "pay: [{base: {fixed: 1.00}}]\n"
    assert read_scheme(written, "s.yaml", SHOP).digest == read_scheme(written, "s.yaml").digest
    assert read_scheme(written, "s.yaml", SHOP).source == written


def test_scheme_may_build_on_the_shops_metrics():
    """Its own block comes on top of the file's."""
    block = f"metrics:\n  - {{metric: twice, title: 双, {SALES}, sum: [net, net]}}\n"
    scheme = read_scheme(HEAD + block + PAYS.replace("per_head", "twice"), "s.yaml", SHOP)
    assert [m.metric for m in scheme.metrics] == ["net", "twice"]


def test_scheme_may_repeat_but_not_redefine_a_metric_of_the_shop():
    """The same definition may stand in both; another one under the same name is refused, with its place."""
    same = "exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: last"
    assert read_scheme(HEAD + f"metrics: [{{metric: {same}}}]\n", "s.yaml", SHOP).metrics
    with pytest.raises(SchemeError) as caught:
        read_scheme(HEAD + f"metrics: [{{metric: {same.replace('last', 'mean')}}}]\n", "s.yaml", SHOP)
    assert caught.value.message.zh.startswith("s.yaml:4:")
    assert "exam 在店铺的指标文件里已有定义，且与这里不同" in caught.value.message.zh


def test_case_of_a_scheme_that_uses_them(tmp_path):
    """A case gives the figures of the parts, as for any composed metric."""
    (tmp_path / "s.yaml").write_text(HEAD + PAYS, "utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(
        """
case: own
title: 自定义指标
scheme: s.yaml
members:
  - member: m1
    measures: {sales: 1000.00, refunds_credited: 200.00, received: 4}
    expected: {total: 2.00}
""",
        "utf-8",
    )
    assert run_case(load_case(case, SHOP)).passed
    with pytest.raises(SchemeError, match="unknown metric: per_head"):
        load_case(case)
