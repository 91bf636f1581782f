"""The words of a backtest that the terminal and the files share."""

from __future__ import annotations

from collections.abc import Iterator

from twofour.plan import Backtest
from twofour.plan.backtest import MemberPast
from twofour.text import Text

MONTH = Text("月份", "month")
PEOPLE = Text("人数", "people")
MEMBER = Text("员工", "member")
DRAFT, CURRENT = Text("新方案", "draft"), Text("现方案", "current")
DIFFERENCE = Text("差额", "difference")
METRIC = Text("指标", "metric")


def total(people: tuple[MemberPast, ...]) -> int:
    """Their differences together, in fen."""
    return sum(one.difference or 0 for one in people)


def notes(found: Backtest) -> Iterator[Text]:
    """How the figures were made, and what they leave out."""
    yield Text(
        "用往月真实数据按方案重新算分、算薪，不看方案生效日期；不含改判、往期结转和账本调整",
        "Real figures of past months, scored and paid anew, whatever the scheme's dates; without overrides, "
        "amounts carried over and adjustments of the ledger",
    )
    if found.current is not None and found.current.rules.digest != found.draft.rules.digest:
        yield Text(
            "两份方案的口径（counting）不同，这里都按新方案的口径计数",
            "The schemes count by different rules; here both use those of the draft",
        )
    if found.short:
        yield Text(
            "较早的月份缺更早的数据：破纪录、比上月、按季按年累计的算不出来，按没有计",
            "Early months lack history: records, comparisons with the month before and what accumulates "
            "over quarters or years cannot be judged there and count as nothing",
        )
    for one in found.left_out:
        yield Text(
            f"{one.period} 没有算：{one.scheme.title.zh}缺数据。{one.reason.zh}",
            f"{one.period} is left out: {one.scheme.title.en} lacks data. {one.reason.en}",
        )
    if found.apart:
        names = [one.member.name for one in found.apart]
        more = Text("等", " and more") if len(names) > 5 else Text("", "")
        yield Text(
            f"只有一份方案适用的 {len(names)} 人（{'、'.join(names[:5])}{more.zh}）计入成本，不算涨跌",
            f"{len(names)} people paid by one scheme alone ({', '.join(names[:5])}{more.en}) count in the "
            "cost, not among winners and losers",
        )
