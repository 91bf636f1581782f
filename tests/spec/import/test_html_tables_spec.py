"""What back ends call .xls: tables in HTML, delimited text, misnamed workbooks; and damaged ones."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

import pytest
from importing import Importing
from platform_files import workbook

from twofour.problems import DataMissing, Refused, TwoFourError
from twofour.sources.readers import ReadOptions, open_file

ROWS = "".join(
    f"<tr><td>四季:小美</td><td style='mso-number-format:\"\\@\"'>2026-06-0{day}</td><td>6{day}</td>"
    f"<td>3{day}</td><td>1{day}</td><td>40%</td><td>&nbsp;1,0{day}0.5&nbsp;</td></tr>"
    for day in (1, 2, 3)
)
PAGE = f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><style>td {{mso-x: "<table>"}}</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]--></head><body>
<table><tr><td>导航</td></tr></table>
<table border=1><tr><td colspan="7">统计时间：2026-06-01 ~ 2026-06-03</td></tr>
<tr><th rowspan="2">客服<th rowspan=2>日期<th rowspan=2>接待人数<th rowspan=2>询单<br>人数
<th colspan=2>询单-&gt;最终付款<th rowspan=2>销售额</tr><tr><th>人数</th><th>成功率</th></tr>
{ROWS}</table></body></html>"""
SALES = [
    ("2026-06-01", "1010.5", "客服.xls:4"),
    ("2026-06-02", "1020.5", "客服.xls:5"),
    ("2026-06-03", "1030.5", "客服.xls:6"),
]
CSV = "客服,日期,接待人数,询单人数,销售额\n四季:小美,2026-06-01,61,31,1010.5\n"


def sales(importing: Importing) -> list[tuple[str, str, str]]:
    """Day, amount and place of every sales figure stored."""
    rows = importing.stored("indicators", "metric", "day", "value", "evidence")
    return [
        (str(day), f"{amount:f}".rstrip("0"), at) for name, day, amount, at in rows if name == "chitu.sales"
    ]


def said(path: Path) -> str:
    """What a refusal to read a file says, in Chinese."""
    with pytest.raises(TwoFourError) as caught, open_file(path, ReadOptions()) as reader:
        list(reader.batches())
    assert isinstance(caught.value, (DataMissing, Refused))
    return caught.value.message.zh


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_page_called_xls_is_read_whatever_its_encoding(importing: Importing, encoding: str) -> None:
    """The largest table, a header of two rows with merged cells, and rows as a spreadsheet counts them."""
    importing.files([importing.file(PAGE.encode(encoding), "客服.xls")])
    assert sales(importing) == SALES
    assert importing.refused == []


def test_another_encoding_is_taken_from_the_page(importing: Importing) -> None:
    """Big5 cannot be told from GBK by looking."""
    page = "<meta charset=big5><table><tr><td>客服</td></tr><tr><td>麗華</td></tr></table>"
    with open_file(importing.file(page.encode("big5"), "a.xls"), ReadOptions()) as reader:
        assert [batch.frame["客服"].to_list() for batch in reader.batches()] == [["麗華"]]


def test_a_page_that_breaks_off_says_so(importing: Importing) -> None:
    """The row that it breaks off in stays out and is told; those before it are kept."""
    cut = PAGE.encode("gb18030")
    importing.files([importing.file(cut[: cut.rindex(b"1,030")], "客服.xls")])
    assert sales(importing) == SALES[:2]
    assert importing.refused == [(6, "", "the file breaks off here; the row is incomplete")]


@pytest.mark.parametrize(
    "make", [codecs.BOM_UTF16_LE + CSV.replace(",", "\t").encode("utf-16-le"), CSV.encode("gbk")]
)
@pytest.mark.parametrize("name", ["客服.xls", "客服.xlsx"])
def test_delimited_text_under_a_workbook_s_name_is_read(importing: Importing, make: bytes, name: str) -> None:
    importing.files([importing.file(make, name)])
    assert sales(importing) == [("2026-06-01", "1010.5", f"{name}:2")]


@pytest.mark.parametrize("name", ["客服.xls", "客服.csv"])
def test_a_workbook_under_another_name_is_read(importing: Importing, name: str) -> None:
    new = workbook(importing, "chitu/service.csv")
    shutil.copy(new, importing.folder / name)
    importing.files([importing.folder / name])
    assert importing.stored("indicators", "metric")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<!DOCTYPE html><html><body>请登录</body></html>", "里面没有表格，可能是登录页或报错页"),
        ("<html><body><p>出错了 12:30:00</p></body></html>", "里面没有表格，可能是登录页或报错页"),
        (
            "<html><body><div>春天来了01 2026-06-01 09:01:10</div><div>在吗</div>"
            "<div>小美 2026-06-01 09:01:25</div><div>在的</div></body></html>",
            "聊天请导出为文本（.txt）、CSV、XLSX 或 JSON",
        ),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "另存为 .xlsx",
        ),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "另存为 .xlsx"),
        ("<table><tr><td>a</td></tr><![x[", "标签已损坏"),
        ("<table>" * 30 + "<tr><td>a", "标签已损坏"),
        ("<table><tr><td>a</td><td " + "x" * (2 << 20), "标签已损坏"),
        ("<table><tr>" + "<td colspan=1999>a</td>" * 2, "最多读 2,000 列"),
        ("<table>" + "<tr><td colspan=1999>a</td></tr>" * 3_000, "超过 4,000,000 格"),
    ],
    ids=[
        "no-table",
        "error-page",
        "chats",
        "xml",
        "archive",
        "declaration",
        "deep",
        "endless-tag",
        "wide",
        "swollen",
    ],
)
def test_pages_that_are_no_sheet_are_refused_with_what_to_do(
    importing: Importing, page: str, words: str
) -> None:
    assert words in said(importing.file(page, "客服.xls"))


def test_a_page_is_too_large_at_some_point(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twofour.sources.readers.markup.LARGEST_PAGE", 1 << 20)
    path = importing.file("<table><tr><td>a</td></tr></table>" + " " * (1 << 20), "客服.xls")
    assert "超过 1 MB" in said(path)


def test_tags_that_never_end_cost_little_time(importing: Importing) -> None:
    """A parser that began again at each of them would look for hours."""
    page = "<table><tr><td>a</td></tr></table>" + "<!--" * 200_000
    with open_file(importing.file(page, "客服.xls"), ReadOptions()) as reader:
        assert reader.header == ("a",)
