"""Traps of reports that are already counted, one per test; the sheet is Chitu's, the rules anybody's."""

from __future__ import annotations

import pytest
import xlsxwriter
from importing import Importing
from platform_files import figures, told

from twofour.problems import DataMissing
from twofour.sources import NothingUsable

DAY = "2026-06-01"


def sheet(
    importing: Importing, *rows: str, header: str = "客服,日期,接待人数", name: str = "file.csv"
) -> Importing:
    """Import rows below a header; a row without a day lies on ``DAY``."""
    text = "\n".join([header, *rows]) + "\n"
    return importing.files([importing.file(text, name)], export="chitu-service")


def one(importing: Importing, column: str, *cells: str, name: str = "file.csv") -> list[str]:
    """The figures of one column, an agent per cell."""
    rows = [f'a{number},{DAY},"{cell}"' for number, cell in enumerate(cells)]
    sheet(importing, *rows, header=f"客服,日期,{column}", name=name)
    return [row[3] for row in figures(importing)]


@pytest.mark.parametrize("blank", ["", "-", "--", "—", "/", "N/A", "null", "　"])
def test_no_value_is_no_row_and_never_zero(importing: Importing, blank: str) -> None:
    assert one(importing, "接待人数", blank, "0") == ["0"]
    assert importing.refused == []


def test_pending_cells_are_left_out_and_counted(importing: Importing) -> None:
    assert one(importing, "询单->最终付款人数", "延迟统计", "3", "延迟统计") == ["3"]
    assert importing.notices == [(None, "询单->最终付款人数", "2 cells are not settled yet (延迟统计)")]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["0.9971", "1"], ["0.9971", "1"]),
        (["99.71%", "100%", "0.5%"], ["0.9971", "1", "0.005"]),
        (["99.71", "100", "0.5"], ["0.9971", "1", "0.005"]),
        (["99.71%", "0.5"], ["0.9971", "0.5"]),
        (["９９．７１％"], ["0.9971"]),
        (["0.333333333333333"], ["0.333333333"]),
    ],
)
def test_share_is_a_fraction_however_it_is_written(
    importing: Importing, cells: list[str], read: list[str]
) -> None:
    assert one(importing, "客服回复率", *cells) == read


def test_numbers_above_one_without_a_sign_are_percentages_and_said_so(importing: Importing) -> None:
    one(importing, "客服回复率", "99.71", "0.5")
    assert importing.notices == [
        (None, "客服回复率", "no percent sign, but numbers above 1: read as percentages (99.71 = 99.71%)")
    ]


def test_unit_in_the_header_makes_all_numbers_percentages(importing: Importing) -> None:
    assert one(importing, "客服回复率(%)", "0.5", "1") == ["0.005", "0.01"]
    assert importing.notices == []


def test_column_of_small_numbers_beside_percentages_is_questioned(importing: Importing) -> None:
    sheet(importing, f"a,{DAY},99.5,0.8", header="客服,日期,客服回复率,下单->最终付款成功率")
    assert [row[3] for row in figures(importing)] == ["0.8", "0.995"]
    assert (
        None,
        "下单->最终付款成功率",
        "nothing above 1, read as fractions (0.8 = 80%), though other columns of the file hold percentages",
    ) in importing.notices


@pytest.mark.parametrize("cells", [["150%"], ["101", "50"]])
def test_conversion_above_one_hundred_percent_is_refused(importing: Importing, cells: list[str]) -> None:
    one(importing, "询单->最终付款成功率", *cells, "20%")
    assert importing.refused == [(2, "询单->最终付款成功率", "a ratio above 100%")]


def test_refund_rate_may_exceed_one_hundred_percent(importing: Importing) -> None:
    assert one(importing, "退款率", "120%", "3.5%") == ["1.2", "0.035"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2分30秒", "150"),
        ("1小时2分", "3720"),
        ("1天2小时", "93600"),
        ("00:02:30", "150"),
        ("02:30", "150"),
        ("25:00:00", "90000"),
        ("150", "150"),
        ("150.5秒", "150.5"),
        ("１５０", "150"),
        ("1,234", "1234"),
        ("2 minutes 30 seconds", "150"),
    ],
)
def test_durations_are_seconds(importing: Importing, written: str, seconds: str) -> None:
    assert one(importing, "平均响应时间", written) == [seconds]


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("平均响应时间（分钟）", "2.5", "150"),
        ("平均响应时间 ( 秒）", "30", "30"),
        ("销售额(万元)", "1.5", "15000"),
        ("销售额（元）", "1,234.50", "1234.5"),
    ],
)
def test_unit_in_the_header_is_heeded(importing: Importing, column: str, written: str, read: str) -> None:
    assert one(importing, column, written) == [read]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [("¥1,234.50", "1234.5"), ("￥99", "99"), ("12元", "12"), ("1.2万", "12000"), ("-35.5", "-35.5")],
)
def test_money_is_yuan(importing: Importing, written: str, yuan: str) -> None:
    assert one(importing, "销售额", written) == [yuan]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("接待人数", "很多", "not a whole number"),
        ("接待人数", "1.5", "not a whole number"),
        ("接待人数", "-3", "a negative number"),
        ("平均响应时间", "很快", "not a duration that can be read"),
        ("平均响应时间", "-5", "a negative number"),
        ("销售额", "1.2.3", "not an amount of money"),
        ("客服回复率", "高", "not a ratio that can be read"),
        ("客件数", "x", "not a number that can be read"),
    ],
)
def test_figure_that_cannot_be_read_costs_itself_only(
    importing: Importing, column: str, cell: str, reason: str
) -> None:
    sheet(importing, f"a,{DAY},{cell},7", header=f"客服,日期,{column},转出人数")
    assert importing.refused == [(2, column, reason)]
    assert [row[3] for row in figures(importing)] == ["7"]


def test_names_of_columns_match_whatever_their_width_blanks_and_arrows(importing: Importing) -> None:
    header = " 旺旺 ,统计日期,询单 → 最终付款 人数（人）,平均接待时长(秒）,下单－>最终付款成功率"
    sheet(importing, f"a,{DAY},5,60,80%", header=header)
    assert [row[0] for row in figures(importing)] == [
        "chitu.inquiry_paid",
        "chitu.mean_reception",
        "chitu.order_pay_rate",
    ]


def test_groups_over_sub_headers_name_columns_together(importing: Importing) -> None:
    """In a workbook the group is a merged cell over its sub-headers, other names reach over both rows."""
    path = importing.folder / "绩效_20260601.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("绩效")
        page.merge_range("A1:D1", "赤兔客服绩效")
        page.merge_range("A2:A3", "客服")
        page.merge_range("B2:C2", "询单->最终付款")
        page.write_row("B3", ["人数", "成功率"])
        page.merge_range("D2:D3", "客件数")
        page.write_row("A4", ["四季家居:小美", 12])
        page.write_number("C4", 0.3125, book.add_format({"num_format": "0.00%"}))
        page.write_string("D4", "1.50")
    importing.files([path])
    assert figures(importing) == told("""
        chitu.inquiry_paid       | 四季家居:小美 | 2026-06-01 | 12
        chitu.inquiry_pay_rate   | 四季家居:小美 | 2026-06-01 | 0.3125
        chitu.items_per_customer | 四季家居:小美 | 2026-06-01 | 1.5
    """)


@pytest.mark.parametrize(
    "word",
    [
        "汇总值",
        "平均值",
        "汇总",
        "合计",
        "总计",
        "均值",
        "全店汇总值",
        "全店平均",
        "同行均值",
        "同行优秀",
        "店铺平均值：",
        "小计",
    ],
)
def test_row_that_sums_up_others_is_left_out(importing: Importing, word: str) -> None:
    sheet(importing, f"a,{DAY},1", f"{word},{DAY},9", f",{word},9" if word == "合计" else f"{word},,9")
    assert figures(importing) == told(f"chitu.received | a | {DAY} | 1")
    assert importing.notices == [(None, "", "2 rows that sum up others were left out")]
    assert importing.refused == []


def test_summary_row_with_too_few_cells_is_one_all_the_same(importing: Importing) -> None:
    sheet(importing, f"a,{DAY},1", "汇总值,9")
    assert importing.refused == []
    assert importing.notices == [(None, "", "1 row that sums up others was left out")]


def test_agent_whose_name_holds_such_a_word_stays(importing: Importing) -> None:
    sheet(importing, f"全店小二,{DAY},1", f"平均先生,{DAY},2")
    assert [row[1] for row in figures(importing)] == ["全店小二", "平均先生"]


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("2026/6/1", "2026-06-01"),
        ("20260601", "2026-06-01"),
        ("46174", "2026-06-01"),
        ("2026年6月1日", "2026-06-01"),
        ("2026-06-01 00:00:00", "2026-06-01"),
        ("2026-06-01 ~ 2026-06-07", "2026-06-07"),
        ("2026-06", "2026-06-30"),
    ],
)
def test_day_of_a_row(importing: Importing, day: str, read: str) -> None:
    sheet(importing, f"a,{day},1")
    assert [row[2] for row in figures(importing)] == [read]


def test_row_without_a_day_that_can_be_read_is_refused(importing: Importing) -> None:
    sheet(importing, f"a,{DAY},1", "b,昨天,2")
    assert importing.refused == [(3, "日期", "not a day that can be read")]


@pytest.mark.parametrize(
    ("banner", "name", "read"),
    [
        ("统计时间：2026-06-01 ~ 2026-06-30", "file.csv", "2026-06-30"),
        ("导出时间：2026-07-08 10:00:00", "客服_20260601-20260630.csv", "2026-06-30"),
        ("赤兔名品", "客服_2026-06-01_2026-06-07_20260708103000.csv", "2026-06-07"),
        ("2026年6月", "file.csv", "2026-06-30"),
    ],
)
def test_days_come_from_the_banner_or_the_name_of_the_file(
    importing: Importing, banner: str, name: str, read: str
) -> None:
    importing.files([importing.file(f"{banner}\n\n客服,接待人数\na,1\n", name)])
    assert [row[2] for row in figures(importing)] == [read]


def test_report_that_says_no_days_is_refused_with_the_way_out(importing: Importing) -> None:
    with pytest.raises(DataMissing, match="put the days into its name, as in 20260601-20260630"):
        importing.files([importing.file("客服,接待人数\na,1\n")])


def test_row_without_an_agent_is_refused(importing: Importing) -> None:
    sheet(importing, f"a,{DAY},1", f",{DAY},2")
    assert importing.refused == [(3, "客服", "no agent")]


def test_agent_shown_as_a_rounded_number_is_refused_once(importing: Importing) -> None:
    sheet(importing, f"a,{DAY},1,2", f"1.23E+17,{DAY},1,2", header="客服,日期,接待人数,询单人数")
    assert importing.refused == [(3, "客服", "the id has become a rounded number; its digits are lost")]


@pytest.mark.parametrize(("rows", "told_so"), [(4_999, False), (5_000, True), (5_001, False)])
def test_round_number_of_rows_may_be_a_truncated_export(
    importing: Importing, rows: int, told_so: bool
) -> None:
    sheet(importing, *(f"a{number},{DAY},1" for number in range(rows)), "汇总值,,9")
    told = [reason for _, _, reason in importing.notices if "perhaps the platform's limit" in reason]
    assert bool(told) == told_so


def test_report_of_blanks_holds_nothing_usable(importing: Importing) -> None:
    with pytest.raises(NothingUsable):
        sheet(importing, f"a,{DAY},-")
