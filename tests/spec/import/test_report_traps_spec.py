"""Reports as platforms and people leave them: groups over headers, remarks below, words that sum up."""

from __future__ import annotations

import pytest
from importing import Importing
from platform_files import figures, shown, told

DAY = "2026-06-01"


def report(importing: Importing, header: str, *rows: str) -> Importing:
    return importing.csv("\n".join([header, *rows]) + "\n")


def test_group_that_adds_nothing_to_its_sub_headers(importing: Importing) -> None:
    """响应 over 平均响应时间 is the same column as 平均响应时间 alone."""
    report(
        importing,
        "日期,客服,接待人数,响应,",
        ",,,平均响应时间（秒）,首次响应时间(秒）",
        f"{DAY},店:甲,9,25.5,12",
    )
    assert figures(importing) == told(f"""
        chitu.first_response | 店:甲 | {DAY} | 12
        chitu.mean_response  | 店:甲 | {DAY} | 25.5
        chitu.received       | 店:甲 | {DAY} | 9
    """)


@pytest.mark.parametrize("groups", ["同行平均,", "售前,售后"])
def test_sub_header_of_others_or_of_two_groups_is_not_taken(importing: Importing, groups: str) -> None:
    below = "销售额," if groups == "同行平均," else "销售额,销售额"
    report(importing, f"日期,客服,接待人数,{groups}", f",,,{below}", f"{DAY},店:甲,9,100,200")
    assert figures(importing) == told(f"chitu.received | 店:甲 | {DAY} | 9")


def test_remarks_below_the_figures_are_counted_not_refused(importing: Importing) -> None:
    report(
        importing, "日期,客服,接待人数", f"{DAY},店:甲,9", "注：延迟统计的数据请稍后查看", "数据来源：赤兔,,"
    )
    assert figures(importing) == told(f"chitu.received | 店:甲 | {DAY} | 9")
    assert importing.refused == []
    assert importing.notices == [(None, "", "2 rows that are remarks were left out")]


@pytest.mark.parametrize(
    "word",
    [
        "全店（去重）",
        "TOP10均值",
        "优秀同行",
        "同行同层优秀",
        "行业平均",
        "合计（人）",
        "全部客服汇总",
        "求和",
        "客服平均",
    ],
)
def test_more_words_that_sum_up_in_reports(importing: Importing, word: str) -> None:
    report(importing, "日期,客服,接待人数", f"{DAY},店:甲,9", f"{DAY},{word},99", f"{word},,99")
    assert figures(importing) == told(f"chitu.received | 店:甲 | {DAY} | 9")
    assert importing.refused == []


def test_fraction_among_percentages_is_refused(importing: Importing) -> None:
    """0.9971 beside 99.71 may be 99.71% or 0.9971%: nobody can tell, and a wrong one would pay wrongly."""
    report(importing, "日期,客服,客服回复率", f"{DAY},店:甲,99.71", f"{DAY},店:乙,0.9971", f"{DAY},店:丙,0.5")
    assert figures(importing) == told(f"""
        chitu.reply_rate | 店:丙 | {DAY} | 0.005
        chitu.reply_rate | 店:甲 | {DAY} | 0.9971
    """)
    assert importing.refused == [(3, "客服回复率", "a fraction or a percentage: nobody can tell")]


def test_comma_that_groups_no_thousands_is_refused(importing: Importing) -> None:
    report(importing, "日期,客服,接待人数", f'{DAY},店:甲,"1,200"', f'{DAY},店:乙,"1,20"')
    assert figures(importing) == told(f"chitu.received | 店:甲 | {DAY} | 1200")
    assert importing.refused == [(3, "接待人数", "a comma that does not part thousands")]


def test_duration_of_more_than_a_day_as_a_spreadsheet_shows_it(importing: Importing) -> None:
    report(
        importing,
        "日期,旺旺,在线总时长",
        f"{DAY},店:甲,1900-01-01 02:03:00",
        f"{DAY},店:乙,1899-12-31 00:02:30",
    )
    assert figures(importing) == told(f"""
        chitu.online_seconds | 店:乙 | {DAY} | 150
        chitu.online_seconds | 店:甲 | {DAY} | 93780
    """)


def test_feige_columns_in_their_short_form(importing: Importing) -> None:
    header = "日期,客服昵称,接待会话量,已接待人数,有效评价数,好评,差评,全天平响,首响时长"
    report(importing, header, f"{DAY},小美,12,10,4,3,1,25.5,10")
    assert figures(importing) == told(f"""
        feige.conversations    | 小美 | {DAY} | 12
        feige.first_response   | 小美 | {DAY} | 10
        feige.good_ratings     | 小美 | {DAY} | 3
        feige.low_ratings      | 小美 | {DAY} | 1
        feige.mean_response    | 小美 | {DAY} | 25.5
        feige.received         | 小美 | {DAY} | 10
        feige.valid_ratings    | 小美 | {DAY} | 4
    """)


def test_tab_behind_every_cell_is_no_delimiter(importing: Importing) -> None:
    """Platforms write one so that spreadsheets leave numbers alone."""
    text = "订单号,订单状态,用户实付金额(元),商家实收金额(元),支付时间\n"
    importing.csv(text + "260601-1\t,已收货\t,85.00\t,90.00\t,2026-06-01 10:00:00\t\n", shop="s")
    assert shown(importing, "orders", "order_id paid_amount status") == told("260601-1 | 85.00 | success")


def test_signs_without_a_width_tell_no_columns_and_no_ids_apart(importing: Importing) -> None:
    header = "\u200b订单编号,买家会员名\u00a0,总金额,\ufeff订单状态,订单创建时间,订单付款时间"
    row = " 22001\u200b\u00a0,小明\u200e,1.00,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00"
    importing.csv(f"{header}\n{row}\n", shop="s")
    assert importing.stored("orders", "order_id", "customer_id") == [("22001", "小明")]


def test_days_that_overlap_in_two_files_are_one_notice(importing: Importing) -> None:
    """Rows that say the same count once and are no mistake; rows that differ are told one by one."""
    header = "订单编号,买家会员名,总金额,订单状态,订单创建时间,订单付款时间\n"
    one = "1,a,1.00,交易成功,2026-06-01 10:00:00,\n"
    first = importing.file(header + one + one.replace("1,a", "2,a"), "a.csv")
    second = importing.file(header + one + one.replace("1,a", "2,a").replace("成功", "关闭"), "b.csv")
    importing.files([first, second], shop="s")
    assert importing.cells("orders", "status") == ["success", "closed"]
    assert importing.notices == [
        (None, "", "1 row stands in this import once more"),
        (3, "订单编号", "the key stands twice in this import"),
    ]


def test_refund_in_which_the_platform_was_not_called(importing: Importing) -> None:
    header = "退款编号,订单编号,退款总额,退款状态,售后类型,退款申请时间,退款完结时间,客服介入状态\n"
    importing.csv(
        header + "r,1,1.00,退款成功,仅退款,2026-06-05 10:00:00,2026-06-05 11:00:00,不需客服介入\n", shop="s"
    )
    assert importing.cells("refunds", "platform_intervened") == [False]


def test_rows_that_are_nothing_to_import_are_counted(importing: Importing) -> None:
    """An order that was cancelled before it had any time lies on no day."""
    text = "订单号,订单状态,用户实付金额(元),商家实收金额(元),支付时间\n"
    rows = "1,已收货,85.00,90.00,2026-06-01 10:00:00\n2,已取消,85.00,90.00,\n"
    importing.csv(text + rows, shop="s")
    assert importing.cells("orders", "order_id") == ["1"]
    assert importing.notices == [(None, "", "rows that are not what is imported")]


def test_yuan_signs_and_thousands_in_the_lines_of_an_order(importing: Importing) -> None:
    header = "主订单编号,子订单编号,商品数量,订单提交时间,支付完成时间,订单应付金额,订单状态\n"
    line = '69,{},1,2026-06-01 10:00:00,2026-06-01 10:01:00,"{}",已完成\n'
    importing.csv(header + line.format(1, "￥1,050.00") + line.format(2, "¥100.00"), shop="s")
    assert shown(importing, "orders", "order_id amount item_count") == told("69 | 1150.00 | 2")


def test_column_that_the_report_lacks_spoils_no_group(importing: Importing) -> None:
    header = "订单号,下单时间,付款确认时间,订单金额,应付金额,订单状态,下单帐号\n"
    importing.csv(header + "1,2026-06-01 10:00:00,2026-06-01 10:05:00,9.00,9.00,完成,甲\n", shop="s")
    assert importing.stored("orders", "order_id", "item_count") == [("1", None)]


def test_remedy_of_a_time_shows_one_and_no_pattern(importing: Importing) -> None:
    header = "Agent Name,Rating,Feedback Comment,Link to the conversation,Recorded date\n"
    rows = "小美 (a@b.c),5,,https://x/1,2026-06-01 10:00:00 UTC\n小美 (a@b.c),5,,https://x/2,June 1st\n"
    importing.csv(header + rows, shop="s")
    told_how = importing.report.read_text(encoding="utf-8-sig")
    assert "Write it as 2026-06-01 09:30:00 UTC / 2026-06-01 09:30:00" in told_how
