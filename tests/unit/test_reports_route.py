"""A report is judged column by column over the whole file, in however many pieces it is read."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from twofour.sources.exports.document import Report
from twofour.sources.readers import Batch
from twofour.sources.readers.batch import by_rows
from twofour.sources.reports import Days, Reported, days_in, days_of_file

REPORT = Report.model_validate(
    {
        "subject": {"kind": "agent", "column": "客服"},
        "day": {"column": "日期"},
        "figures": [{"column": "回复率", "metric": "reply_rate", "unit": "ratio"}],
    }
)
HEADERS = {name: name for name in ("客服", "日期", "回复率")}


def test_way_of_writing_is_decided_over_all_batches() -> None:
    route = Reported(REPORT, "jd", "f.csv", HEADERS, "Asia/Shanghai", days=None)
    for start, share in ((2, "0.5"), (4, "99.5")):
        rows = pl.DataFrame({"客服": ["a", "b"], "日期": ["2026-06-01"] * 2, "回复率": [share, None]})
        assert route.feed(Batch(rows, by_rows(start), 1.0)) is None
    given = route.finish()
    assert given.frame["value"].cast(pl.Decimal(38, 9)).to_list() == [Decimal("0.005"), Decimal("0.995")]
    assert given.frame["evidence"].to_list() == ["f.csv:2", "f.csv:4"]
    assert given.locate([1, 0]) == [4, 2]


@pytest.mark.parametrize(
    "text", ["", "没有日期", "2026-06-01,2026-07-01", "2026-13-01", "20260631", "12345", "6月", "1.2026.3"]
)
def test_text_without_one_day_or_range_names_none(text: str) -> None:
    assert days_in(text) is None


@pytest.mark.parametrize(
    ("banner", "name", "last"),
    [
        (["统计时间：2026-06-01 ~ 2026-06-30　导出时间：2026-07-08 10:30:00"], "a", "2026-06-30"),
        (["更新于 2026-07-08"], "a_202606", "2026-06-30"),
        (["", "2026/6/1"], "2026-05", "2026-06-01"),
        (["Reporting period 2026-06-01 to 2026-06-30"], "a", "2026-06-30"),
    ],
)
def test_days_of_a_file(banner: list[str], name: str, last: str) -> None:
    days = days_of_file(banner, f"{name}.csv")
    assert isinstance(days, Days)
    assert str(days.last) == last
