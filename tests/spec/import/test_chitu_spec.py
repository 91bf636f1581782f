"""Chitu's sheets: a banner, a header of two rows, figures in every way of writing, six rows that sum up."""

from __future__ import annotations

import pytest
from importing import Importing
from platform_files import FIXTURES, figures, gbk, take, told, workbook

from twofour.sources import look
from twofour.sources.exports import exports

SERVICE = "chitu/service.csv"


@pytest.mark.parametrize("make", [gbk, workbook])
def test_performance_sheet_is_kept_figure_by_figure(importing: Importing, make: object) -> None:
    """Percentages are fractions, durations seconds, money yuan; ``-`` and 延迟统计 are no figures."""
    take(importing, make(importing, SERVICE))  # type: ignore[operator]
    assert figures(importing) == told("""
        chitu.answer_ratio                     | 四季家居:小美 | 2026-06-30 | 1.205
        chitu.answer_ratio                     | 四季家居:阿东 | 2026-06-30 | 0.98
        chitu.assisted_customers               | 四季家居:小美 | 2026-06-30 | 40
        chitu.assisted_order_customers         | 四季家居:小美 | 2026-06-30 | 9
        chitu.assisted_order_customers         | 四季家居:阿东 | 2026-06-30 | 2
        chitu.average_ticket                   | 四季家居:小美 | 2026-06-30 | 72.61
        chitu.average_ticket                   | 四季家居:阿东 | 2026-06-30 | 65
        chitu.first_response                   | 四季家居:小美 | 2026-06-30 | 25
        chitu.first_response                   | 四季家居:阿东 | 2026-06-30 | 12
        chitu.fully_silent_followed_customers  | 四季家居:小美 | 2026-06-30 | 3
        chitu.inquiries                        | 四季家居:小美 | 2026-06-30 | 500
        chitu.inquiries                        | 四季家居:阿东 | 2026-06-30 | 260
        chitu.inquiry_ordered                  | 四季家居:小美 | 2026-06-30 | 180
        chitu.inquiry_ordered                  | 四季家居:阿东 | 2026-06-30 | 90
        chitu.inquiry_paid                     | 四季家居:小美 | 2026-06-30 | 170
        chitu.inquiry_pay_rate                 | 四季家居:小美 | 2026-06-30 | 0.34
        chitu.items_per_customer               | 四季家居:小美 | 2026-06-30 | 1.3
        chitu.items_per_customer               | 四季家居:阿东 | 2026-06-30 | 1
        chitu.mean_reception                   | 四季家居:小美 | 2026-06-30 | 1200
        chitu.mean_reception                   | 四季家居:阿东 | 2026-06-30 | 900.5
        chitu.mean_response                    | 四季家居:小美 | 2026-06-30 | 150
        chitu.mean_response                    | 四季家居:阿东 | 2026-06-30 | 45
        chitu.next_day_paid                    | 四季家居:小美 | 2026-06-30 | 160
        chitu.next_day_paid                    | 四季家居:阿东 | 2026-06-30 | 70
        chitu.next_day_pay_rate                | 四季家居:小美 | 2026-06-30 | 0.32
        chitu.next_day_pay_rate                | 四季家居:阿东 | 2026-06-30 | 0.2692
        chitu.order_pay_rate                   | 四季家居:小美 | 2026-06-30 | 0.9444
        chitu.received                         | 四季家居:小美 | 2026-06-30 | 1234
        chitu.received                         | 四季家居:阿东 | 2026-06-30 | 800
        chitu.refund_rate                      | 四季家居:小美 | 2026-06-30 | 0.035
        chitu.refund_rate                      | 四季家居:阿东 | 2026-06-30 | 0
        chitu.reply_rate                       | 四季家居:小美 | 2026-06-30 | 0.9971
        chitu.reply_rate                       | 四季家居:阿东 | 2026-06-30 | 0.982
        chitu.sales                            | 四季家居:小美 | 2026-06-30 | 12345.67
        chitu.sales                            | 四季家居:阿东 | 2026-06-30 | 5850
        chitu.shipping_fees                    | 四季家居:小美 | 2026-06-30 | 0
        chitu.silent_order_paid_customers      | 四季家居:小美 | 2026-06-30 | 12
        chitu.silent_order_paid_customers      | 四季家居:阿东 | 2026-06-30 | 0
        chitu.silent_order_paid_sales          | 四季家居:小美 | 2026-06-30 | 1080.5
        chitu.silent_order_paid_sales          | 四季家居:阿东 | 2026-06-30 | 0
        chitu.slow_receptions                  | 四季家居:小美 | 2026-06-30 | 8
        chitu.transferred_out                  | 四季家居:小美 | 2026-06-30 | 15
        chitu.transferred_out                  | 四季家居:阿东 | 2026-06-30 | 4
    """)
    assert importing.refused == []


def test_evidence_names_file_row_and_the_days_that_a_row_sums_up(importing: Importing) -> None:
    take(importing, gbk(importing, SERVICE))
    assert set(importing.stored("indicators", "evidence", "entered_by", "subject_kind")) == {
        ("service.csv:5 2026-06-01..2026-06-30", "chitu", "agent"),
        ("service.csv:6 2026-06-01..2026-06-30", "chitu", "agent"),
    }


def test_notices_say_what_was_left_out(importing: Importing) -> None:
    take(importing, gbk(importing, SERVICE))
    assert importing.notices == [
        (None, "", "these figures sum up several days"),
        (None, "询单->最终付款人数", "1 cell is not settled yet (延迟统计)"),
        (None, "询单->最终付款成功率", "1 cell is not settled yet (延迟统计)"),
        (None, "", "6 rows that sum up others were left out"),
        (None, "备注", "columns that are not used; ignored"),
    ]


def test_same_sheet_later_replaces_what_was_not_settled(importing: Importing) -> None:
    path = gbk(importing, SERVICE)
    take(importing, path)
    before = len(figures(importing))
    path.write_bytes(
        path.read_bytes().decode("gb18030").replace("延迟统计,延迟统计", "84,32.31%").encode("gb18030")
    )
    take(importing, path)
    assert len(figures(importing)) == before + 2


def test_duty_sheet_gives_days_and_seconds(importing: Importing) -> None:
    take(importing, gbk(importing, "chitu/duty.csv"))
    assert figures(importing) == told("""
        chitu.duty_days         | 四季家居:小美 | 2026-06-01 | 1
        chitu.duty_days         | 四季家居:阿东 | 2026-06-01 | 1
        chitu.online_seconds    | 四季家居:小美 | 2026-06-01 | 28800
        chitu.online_seconds    | 四季家居:阿东 | 2026-06-01 | 30600
        chitu.serving_seconds   | 四季家居:小美 | 2026-06-01 | 27000
        chitu.serving_seconds   | 四季家居:阿东 | 2026-06-01 | 28800
        chitu.suspended_seconds | 四季家居:小美 | 2026-06-01 | 1800
        chitu.suspended_seconds | 四季家居:阿东 | 2026-06-01 | 1800
    """)


def test_fixtures_hold_every_column_of_the_documents(importing: Importing) -> None:
    used = {
        name
        for fixture in (SERVICE, "chitu/duty.csv")
        for one in look([FIXTURES / fixture], importing.data)
        for name in one.used
    }
    listed = {
        figure.column
        for one in exports()
        if one.platform == "chitu" and one.report
        for figure in one.report.figures
    }
    other_spellings = {"下单->最终付款人数", "询单->最终下单成功率"}
    assert {plain(name) for name in listed} - {plain(name) for name in used} == {
        plain(name) for name in other_spellings
    }


def plain(name: str) -> str:
    """A column's name without what the header writes around it."""
    return name.replace("-", "").replace("（秒)", "").replace("(秒)", "")
