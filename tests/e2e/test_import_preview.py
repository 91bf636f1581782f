"""What an import shows on the screen: whole cells, words a manager knows, no more columns than fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import twofour

ORDERS = """\
订单编号,买家会员名,买家支付宝账号,买家应付货款,支付单号,总金额,订单状态,订单创建时间,订单付款时间,备注
2200000000000000001,tb小明,a,1,2,99.00,买家已付款，等待卖家发货,2026-06-01 10:10:00,2026-06-01 10:12:00,x
"""


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_preview_shows_whole_cells_and_names_what_does_not_fit(tmp_path: Path, width: int) -> None:
    (tmp_path / "orders.csv").write_text(
        ORDERS.replace("买家已付款，", '"买家已付款，').replace("发货,", '发货",')
    )
    done = twofour(
        *("import", tmp_path / "orders.csv", "--shop", "四季家居旗舰店", "--dry-run"),
        *("--data", tmp_path / "data"),
        width=width,
    )
    preview = done.stdout.partition("试运行结果")[0]
    row = next(line for line in preview.splitlines() if line.startswith("2200000000000000001"))
    assert "…" not in row
    assert ("已付款" in row) == (width == 160)
    assert ("还有：" in preview) == (width < 160)


def test_many_unused_columns_do_not_fill_the_screen(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS.replace("，", " "))
    words = ("import", tmp_path / "orders.csv", "--shop", "s", "--dry-run", "--data", tmp_path / "data")
    told = twofour(*words, width=160).stdout.partition("最先遇到的问题")[2]
    assert "买家支付宝账号, 买家应付货款, 支付单号 等 4 列" in told


def test_days_in_the_name_of_a_report_are_not_masked(tmp_path: Path) -> None:
    """A run of eight digits elsewhere may be anybody's number."""
    report = tmp_path / "赤兔_20260601.csv"
    report.write_text("客服,接待人数\n店:甲,9\n")
    done = twofour("import", report, "--dry-run", "--data", tmp_path / "data", width=160)
    assert "赤兔_20260601.csv:2" in done.stdout


def test_refusals_stand_before_notices(tmp_path: Path) -> None:
    report = tmp_path / "赤兔_20260601.csv"
    report.write_text("客服,接待人数,退款率,列甲,列乙\n店:甲,9,延迟统计,1,2\n店:乙,1.5,1%,1,2\n")
    done = twofour("import", report, "--dry-run", "--data", tmp_path / "data")
    told = done.stdout.partition("最先遇到的问题")[2]
    assert told.index("✗") < told.index("·")


def test_import_of_nothing_but_refused_rows_of_a_known_file_does_not_call_them_imported(
    tmp_path: Path,
) -> None:
    report = tmp_path / "赤兔_20260601.csv"
    report.write_text("客服,接待人数\n店:甲,9\n店:乙,1.5\n")
    for _ in range(2):
        done = twofour("import", report, "--data", tmp_path / "data")
    assert "数据没有变化：没有新的行" in done.stdout


def test_orders_read_apart_are_one_row_of_the_summary(tmp_path: Path) -> None:
    """JD's cancelled orders are read by an entry of their own; they are orders all the same."""
    header = "订单号,下单时间,付款确认时间,订单金额,应付金额,订单状态,下单帐号"
    paid = "1,2026-06-01 10:00:00,2026-06-01 10:05:00,9.00,9.00,完成,甲"
    cancelled = "2,2026-06-01 11:00:00,,9.00,9.00,(删除)等待付款确认,乙"
    (tmp_path / "jd.csv").write_text("\n".join([header, paid, cancelled, ""]))
    done = twofour("import", tmp_path / "jd.csv", "--shop", "s", "--dry-run", "--data", tmp_path / "data")
    summary = done.stdout.partition("试运行结果")[2].partition("试运行：")[0]
    assert [line.split()[1:] for line in summary.splitlines() if line.startswith("jd.csv")] == [
        ["订单", "orders", "2", "2", "0", "0", "0", "0"]
    ]


def test_figures_of_a_report_are_called_so_and_those_people_enter_are_not(tmp_path: Path) -> None:
    report = "日期,客服账号,咨询人数,询单人数,最终成团人数\n2026-06-01,店:甲,3,2,1\n"
    (tmp_path / "report.csv").write_text(report)
    (tmp_path / "own.csv").write_text(
        "metric,value,subject_kind,subject_id,day\nexam,90,member,甲,2026-06-01\n"
    )
    words = ("--shop", "s", "--dry-run", "--data", tmp_path / "data")
    told = twofour("import", tmp_path / "report.csv", *words).stdout
    assert "报表指标，前几行" in told and "报表指标 indicators" in told
    assert "手工指标" not in told
    assert "手工指标，前几行" in twofour("import", tmp_path / "own.csv", *words).stdout
    english = twofour("--lang", "en", "import", tmp_path / "report.csv", *words).stdout
    assert "report figures, first rows" in english
    assert ", 1 row, " in english
