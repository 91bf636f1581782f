"""A member's statement as a workbook."""

import re
from io import BytesIO
from zipfile import ZipFile

import fastexcel
import pytest
from statement_samples import sample_run, with_member

from twofour.statements.render_xlsx import statement_xlsx
from twofour.statements.seal import Seal

SEAL = Seal("2026-06-presales-two-four-0123abcd", "01" * 32)


def workbook(run, at=0):
    """The bytes of the workbook of the payslip at this place."""
    return statement_xlsx(run, run.payslips[at], SEAL)


def rows(data, sheet):
    """The cells of one sheet as text."""
    table = fastexcel.read_excel(data).load_sheet(sheet, header_row=None, dtypes="string")
    return [tuple(cell or "" for cell in row) for row in table.to_polars().rows()]


def xml(data, part):
    """One part of the workbook as it is stored."""
    return ZipFile(BytesIO(data)).read(part).decode()


def test_workbook_has_a_sheet_in_each_language():
    data = workbook(sample_run(), 2)
    assert fastexcel.read_excel(data).sheet_names == ["工资单", "Statement"]
    assert rows(data, "工资单")[:4] == [
        ("王芳", "", "2026年6月工资单", ""),
        ("一组 · 售前 · 初级 · m03", "", "售前二四方案", ""),
        ("合计（元）", "2656.35", "", ""),
        ("项目", "金额（元）", "怎么算的", "出处"),
    ]
    assert rows(data, "Statement")[2][:2] == ("Total (yuan)", "2656.35")


def test_every_line_is_followed_by_its_tree_and_the_lines_by_their_total():
    cells = rows(workbook(sample_run(), 2), "工资单")
    at = {row[0]: row for row in cells if row[0] in ("销售提成", "响应过慢扣减", "合计")}
    assert at["响应过慢扣减"][1] in ("-50", "50")
    assert at["合计"][1] == "2656.35"
    measure = next(row for row in cells if row[3] == "measure:inquiry_pay_rate@member:m03")
    assert measure[:3] == ("询单付款转化率", "0.252774353", "分子 205 ÷ 分母 811")


def test_trees_fold_under_their_lines():
    sheet = xml(workbook(sample_run()), "xl/worksheets/sheet1.xml")
    assert re.search(r'<row r="5"[^>]* collapsed="1"', sheet)
    assert re.search(
        r'<row r="6"[^>]* outlineLevel="1" hidden="1"|<row r="6"[^>]* hidden="1" outlineLevel="1"', sheet
    )
    assert '<outlinePr summaryBelow="0"/>' in sheet
    assert '<pane xSplit="1" ySplit="4"' in sheet


def test_amounts_are_numbers_in_yuan_and_ratios_are_percentages():
    data = workbook(sample_run())
    sheet, styles = xml(data, "xl/worksheets/sheet1.xml"), xml(data, "xl/styles.xml")
    assert re.search(r'<c r="B3" s="\d+"><v>5012\.83</v></c>', sheet)
    for pattern in ("#,##0.00", "0.00%", "#,##0&quot; 单&quot;", "#,##0.00##&quot; 秒&quot;"):
        assert f'formatCode="{pattern}"' in styles


def test_missing_figure_is_written_as_words():
    cells = rows(workbook(sample_run(), 4), "工资单")
    assert (
        next(row for row in cells if row[0] == "询单付款转化率" and row[3].startswith("measure"))[1] == "无值"
    )


def test_pending_and_proof_close_the_sheet():
    cells = rows(workbook(sample_run()), "工资单")
    assert ("询单付款转化率", "", "3 个询单仍可能付款", "") in cells
    assert ("核算批次", "", SEAL.run_id, "") in cells


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd", "-2"])
def test_name_that_looks_like_a_formula_is_text(name):
    data = workbook(with_member("m01", name))
    assert rows(data, "工资单")[0][0] == f"'{name}"
    assert "<f>" not in xml(data, "xl/worksheets/sheet1.xml")


def test_name_longer_than_a_cell_is_cut_not_lost():
    data = workbook(with_member("m01", "长" * 40_000))
    assert rows(data, "工资单")[0][0] == "长" * 32_767


def test_name_with_control_characters_leaves_a_readable_workbook():
    data = workbook(with_member("m01", "a\x00\x0b<&>"))
    assert rows(data, "Statement")[0][0].endswith("<&>")
