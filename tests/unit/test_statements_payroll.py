"""The payroll as CSV and XLSX, and its overview in the terminal."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import fastexcel
import pytest
from rich.console import Console
from statement_samples import MONTHS, sample_run, with_member

from twofour.events.roster import Member
from twofour.statements.payroll import payroll_csv, payroll_xlsx
from twofour.statements.render_terminal import overview
from twofour.statements.seal import Seal

SEAL = Seal("2026-06-presales-two-four-0123abcd", "01" * 32)


def csv_rows(run):
    """The rows of the payroll as any CSV reader sees them."""
    return list(csv.reader(StringIO(payroll_csv(run).decode("utf-8-sig"), newline="")))


def sheet_rows(run, name):
    """The cells of one sheet of the payroll."""
    book = fastexcel.read_excel(payroll_xlsx(run, SEAL))
    return book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()


def screen(run, lang="zh", width=100):
    """The overview as a terminal of this width shows it."""
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(overview(run, lang))
    return capture.get()


def test_csv_begins_with_the_mark_by_which_a_spreadsheet_knows_utf8():
    assert payroll_csv(sample_run()).startswith(b"\xef\xbb\xbf")


def test_csv_has_units_in_its_headings_a_row_per_member_and_totals():
    rows = csv_rows(sample_run())
    assert rows[0] == [
        *("员工编号 Member ID", "姓名 Name", "小组 Team", "等级 Grade"),
        *("底薪（元） Base wage (yuan)", "销售提成（元） Sales commission (yuan)"),
        *(
            "追销奖励（元） Upsell pay (yuan)",
            "响应过慢扣减（元） Slow answers (yuan)",
            "合计（元） Total (yuan)",
        ),
    ]
    assert rows[3] == ["m03", "王芳", "一组", "初级", "2500.00", "206.35", "0.00", "-50.00", "2656.35"]
    assert rows[5] == ["m05", "赵磊", "二组", "", "2500.00", "0.00", "0.00", "0.00", "2500.00"]
    assert rows[6] == ["合计 Total", "", "", "", "14600.00", "7811.81", "126.00", "-50.00", "22487.81"]
    assert len(rows) == 7


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_name_that_looks_like_a_formula_is_text(start):
    name = f"{start}cmd|' /C calc'!A0"
    run = with_member("m01", name)
    assert csv_rows(run)[1][1] == f"'{name}"
    xml = ZipFile(BytesIO(payroll_xlsx(run, SEAL))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert sheet_rows(run, "工资表")[1][1].replace("_x000D_", "\r") == f"'{name}"


def test_xlsx_has_a_chinese_and_an_english_sheet_and_one_to_check_by():
    run = sample_run()
    assert fastexcel.read_excel(payroll_xlsx(run, SEAL)).sheet_names == ["工资表", "Payroll", "核对 Check"]
    assert sheet_rows(run, "工资表")[3][:4] == ("m03", "王芳", "一组", "初级")
    assert sheet_rows(run, "Payroll")[3][:4] == ("m03", "王芳", "一组", "junior")
    assert sheet_rows(run, "Payroll")[-1][-1] == "22487.81"
    assert sheet_rows(run, "核对 Check")[0] == ("核算批次", "Run", SEAL.run_id)


def test_xlsx_amounts_are_numbers_with_two_decimals_under_a_frozen_heading():
    book = ZipFile(BytesIO(payroll_xlsx(sample_run(), SEAL)))
    xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="F2" s="\d+"><v>2000\.83</v></c>', xml)
    assert 'formatCode="#,##0.00"' in book.read("xl/styles.xml").decode()
    assert '<pane xSplit="2" ySplit="1"' in xml


def test_xlsx_says_nothing_of_the_clock():
    book = ZipFile(BytesIO(payroll_xlsx(sample_run(), SEAL)))
    assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-06-30T00:00:00Z" in book.read("docProps/core.xml")


def test_columns_follow_the_order_of_work_whoever_has_which_line():
    assert [line.id for line in sample_run().columns] == ["base", "commission", "upsell", "forfeit"]


def test_column_that_only_a_later_member_has_stands_where_they_have_it():
    run = sample_run()
    first, second, *_ = run.payslips
    fewer = replace(first, lines=(first.lines[0], first.lines[2]))
    assert [line.id for line in replace(run, payslips=(fewer, second)).columns] == [
        "base",
        "commission",
        "upsell",
    ]


def test_overview_lists_members_by_team_and_falling_pay_with_a_total_row():
    lines = screen(sample_run()).splitlines()
    assert lines[0].strip() == "2026年6月工资总览（元）"
    assert [line.split()[0] for line in lines[3:8]] == ["陈晓东", "林小雨", "王芳", "欧阳娜娜", "赵磊"]
    assert lines[5].split() == [
        "王芳",
        "一组",
        "初级",
        "11.46",
        "2,500.00",
        "206.35",
        "0.00",
        "-50.00",
        "2,656.35",
    ]
    assert lines[9].split() == ["合计", "14,600.00", "7,811.81", "126.00", "-50.00", "22,487.81"]
    assert "延迟统计：2 位员工" in lines[10]


def test_overview_leaves_out_a_group_that_nobody_has():
    assert "扣减" not in screen(sample_run(MONTHS[:2]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_overview_fits_a_narrow_terminal_without_losing_an_amount(lang):
    shown = screen(sample_run(), lang, width=80)
    assert "22,487.81" in shown
    assert "7,620.17" in shown
    assert "…" not in shown


def test_overview_passes_no_escape_codes_on():
    month = replace(MONTHS[0], member=Member("m01", "\x1b[31mred\x1b[0m", "[bold]team[/]"))
    shown = screen(sample_run((month,)))
    assert "\x1b" not in shown
    assert "[bold]team[/]" in shown
