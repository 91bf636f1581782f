"""Whether the days asked for can still be computed: what was removed by age is never taken for nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from twofour.events.privacy.gate import PENDING, unfinished
from twofour.events.privacy.records import FORGOTTEN, REMOVED, Removal, read_json, removals
from twofour.events.rules import CountingRules
from twofour.period import Period, month_of
from twofour.problems import DataMissing
from twofour.text import Text

LOOK_BACK_DAYS = 210
"""How far back figures of a day can look (earlier purchases: 180 days), with a month to spare."""


def check_readable(data: Path, shops: Collection[str], period: Period, rules: CountingRules) -> None:
    """Raise ``DataMissing`` if rows that figures of ``period`` may need were removed under the retention
    rules, ``Refused`` while an erasure is half done.
    """
    needed = _needed_from(period, rules)
    gone = [one for one in _gone(data) if one.shop in (None, *shops)]
    if missing := [one for one in gone if _end(one) > needed]:
        raise _removed(max(missing, key=lambda one: (_end(one), one.at)), period, LOOK_BACK_DAYS)


def check_reports_readable(data: Path, period: Period) -> None:
    """The same for the figures of platforms' reports, which stand among the indicators and look back at no
    other day.
    """
    gone = [one for one in _gone(data) if one.table == "indicators" and _end(one) > period.start]
    if gone:
        raise _removed(max(gone, key=lambda one: (_end(one), one.at)), period, 0)


def erasures(data: Path) -> tuple[int, ...] | None:
    """What differs before and after files were rewritten; ``None`` while they are. Who reads meanwhile may
    know a person half under the old name and half under the new one, which would make wrong sums.
    """
    if read_json(data / PENDING).get("staged"):
        return None
    return tuple(path.stat().st_size if path.exists() else 0 for path in (data / FORGOTTEN, data / REMOVED))


def _gone(data: Path) -> list[Removal]:
    """What was removed because of its age. Raises ``Refused`` while an erasure is half done."""
    if read_json(data / PENDING).get("staged"):
        raise unfinished(data)
    return [one for one in removals(data) if one.what == "rows"]


def _needed_from(period: Period, rules: CountingRules) -> date:
    days = max(LOOK_BACK_DAYS, rules.after_sales_days, rules.pay_days, rules.attribution_days)
    return date.fromordinal(max(1, period.start.toordinal() - days))


def _end(one: Removal) -> date:
    """The first day after the removed month."""
    return month_of(date.fromisoformat(f"{one.month}-01")).stop


def _removed(one: Removal, period: Period, days_back: int) -> DataMissing:
    where = Text(f"店铺 {one.shop} ", f"shop {one.shop}, ") if one.shop else Text("", "")
    first = date.fromordinal(_end(one).toordinal() + days_back)
    back = Text("", "")
    if days_back:
        back = Text(f"（统计要往前看 {days_back} 天）", f" (counting looks back {days_back} days)")
    return DataMissing(
        Text(
            f"{period} 算不了：{where.zh}{one.month} 及更早的 {one.table} 原始数据已于 {one.at[:10]} "
            f"按保存期限（{one.days} 天）删除。往月金额以已封存的工资单为准；"
            f"现在最早能算 {first}{back.zh}",
            f"{period} cannot be computed: raw {one.table} of {where.en}{one.month} and before, were removed "
            f"on {one.at[:10]} under retention ({one.days} days). Past months stand in their statements; "
            f"the first day that can be computed is {first}{back.en}",
        )
    )
