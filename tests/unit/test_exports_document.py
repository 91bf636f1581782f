"""Export documents: a closed vocabulary, every mistake with its place; TwoFour's own are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from twofour.metrics import METRICS
from twofour.problems import SchemeError, UsageError
from twofour.sources.exports import exports, load_export
from twofour.sources.exports.names import key, unit_of
from twofour.sources.exports.recognise import recognise_export
from twofour.sources.readers import Glance
from twofour.sources.readers.header import joined_header

REPORT = """export: jd-test
platform: jd
title: {zh: 测试, en: test}
menu: {zh: 这里, en: here}
recognise: {all_of: [客服], any_of: [接待人数]}
report:
  subject: {kind: agent, column: 客服}
  figures:
    - {column: 接待人数, metric: received, unit: count}
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("platform: jd", "platform: jdd", "2:11", "Did you mean jd?"),
        ("export: jd-test", "export: test", "1:1", "must begin with its platform"),
        ("unit: count", "unit: counts", "9:46", "Did you mean count?"),
        ("metric: received", "metric: Received", "9:30", "no metric name"),
        ("column: 客服}", "column: 客服, kin: x}", "7:38", "unknown key: kin"),
        ("{kind: agent, column: 客服}", "{kind: agent}", "7:12", "an agent needs a column"),
        ("{kind: agent, column: 客服}", "{kind: shop, column: 客服}", "7:12", "a shop has none"),
        ("all_of: [客服]", "all_of: []", "5:21", "empty"),
        ("any_of: [接待人数]", "any_of: [接待 人数]", "1:1", "is spelt otherwise elsewhere"),
        ("recognise:", "aliases: {客户: [买家]}\nrecognise:", "5:11", "unknown column: 客户"),
        ("recognise:", "aliases: {客服: [接待人数]}\nrecognise:", "5:1", "means two columns"),
        ("recognise:", "source: {reader: nothing}\nrecognise:", "5:10", "unknown reader"),
        ("recognise:", "source: {steps: nothing}\nrecognise:", "5:10", "unknown step"),
        (
            "recognise:",
            "tables: [{table: refunds, columns: {refund_id: 编号}}]\nrecognise:",
            "5:27",
            "refunds lacks required columns",
        ),
    ],
)
def test_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(REPORT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        load_export(path)
    assert f"e.yaml:{place}" in caught.value.message.en
    assert said in caught.value.message.en


def test_document_fills_tables_or_reports_but_not_both(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    table = "tables: [{table: staff, columns: {agent_id: 客服, member_id: 客服}}]\n"
    path.write_text(REPORT + table, encoding="utf-8")
    with pytest.raises(SchemeError, match="exactly one of them"):
        load_export(path)
    path.write_text(REPORT[: REPORT.index("report:")], encoding="utf-8")
    with pytest.raises(SchemeError, match="exactly one of them"):
        load_export(path)


def test_metric_or_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(REPORT + "    - {column: 接待 人数, metric: other, unit: count}\n", encoding="utf-8")
    with pytest.raises(SchemeError, match="stands twice"):
        load_export(path)


def test_table_that_fits_two_documents_alike_asks_which(tmp_path: Path) -> None:
    documents = []
    for name in ("jd-one", "jd-two"):
        (tmp_path / name).write_text(REPORT.replace("jd-test", name), encoding="utf-8")
        documents.append(load_export(tmp_path / name))
    glance = Glance(((0, ("客服", "接待人数")), (1, ("a", "1"))))
    with pytest.raises(UsageError, match="alike; say which with --export: jd-one, jd-two"):
        recognise_export("f.csv", [glance], documents)


def test_every_document_has_a_name_of_its_own() -> None:
    names = [one.export for one in exports()]
    assert len(set(names)) == len(names)
    assert {one.platform for one in exports()} >= {"chitu", "sycm"}


def test_figures_under_a_catalogue_name_have_its_unit() -> None:
    """A report's mean response is seconds like ours, its sales yuan."""
    allowed = {
        "count": {"count"},
        "ratio": {"ratio", "number"},
        "second": {"seconds"},
        "fen": {"yuan"},
        "yuan": {"yuan"},
        "number": {"number"},
        "point": {"number"},
        "day": {"number", "count"},
    }
    for one in exports():
        for figure in one.report.figures if one.report else ():
            if figure.metric in METRICS:
                unit = METRICS[figure.metric].unit
                assert figure.unit in allowed[unit], (one.export, figure.metric, unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("询单->最终付款人数", "询单 → 最终付款-人数（人）"),
        ("平均接待时长(秒)", "平均接待时长（秒)"),
        ("3分钟人工响应率", "３分钟人工响应率"),
        ("销售额", "\ufeff“销售额（元）”"),
        ("Agent Name", "agent_name"),
    ],
)
def test_same_column_has_the_same_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("退款(含运费)", "退款"), ("3分钟回复率", "30秒回复率"), ("(秒)", "")]
)
def test_other_column_has_another_key(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("时长（分钟）", "minutes"),
        ("时长(s)", "seconds"),
        ("销售额（万元)", "wan"),
        ("率（%）", "percent"),
        ("销售额", None),
    ],
)
def test_unit_of_a_header(name: str, unit: str | None) -> None:
    assert unit_of(name) == unit


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["a", " b "]], ("a", "b")),
        ([["a", "g", "", "b"], ["", "x", "y", ""]], ("a", "gx", "gy", "b")),
        ([["a", "g", "", ""], ["a", "x", "y"]], ("a", "gx", "gy", "")),
        ([["a"], ["x", "y"]], ("ax", "ay")),
    ],
)
def test_two_header_rows_make_one(rows: list[list[str]], names: tuple[str, ...]) -> None:
    assert joined_header(rows) == names
