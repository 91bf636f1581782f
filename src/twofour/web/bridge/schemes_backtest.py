"""A backtest as plain JSON, which a job keeps and its page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from twofour.money import format_fen
from twofour.plan import Backtest, backtest
from twofour.plan.backtest import MemberPast
from twofour.plan.fit import shown
from twofour.scheme import Scheme
from twofour.text import Text
from twofour.web.bridge import schemes
from twofour.web.bridge.schemes_months import past

Tell = Callable[[int, int], None]
_HALF = 1000  # measuring and replaying are each half of the way that a job tells


def run(shop_id: str, draft_text: str, current_text: str | None, months: int, tell: Tell) -> dict[str, Any]:
    """Replay a draft over past months beside another scheme; amounts in integer fen, words in both languages.

    Raises what reading the schemes and replaying them raise.
    """
    draft = schemes.read(draft_text)
    current = None if current_text is None else schemes.read(current_text)
    both = [draft, *([current] if current is not None else [])]
    tell(1, 2 * _HALF)
    found_months = past(shop_id, both, months)
    tell(_HALF, 2 * _HALF)
    found = backtest(
        draft, found_months, current, lambda done, total: tell(_HALF + done * _HALF // total, 2 * _HALF)
    )
    return {
        "draft": _scheme(draft),
        "current": None if current is None else _scheme(current),
        "asked": months,
        "months": [
            {"period": str(one.period), "people": one.people, "draft": one.draft, "current": one.current}
            for one in found.costs
        ],
        "people": [_person(one) for one in found.people],
        "cliffs": [
            {
                "member": one.member.name,
                "title": one.titles,
                "metric": one.entry.title,
                "figure": shown(one.entry, one.figure),
                "bound": shown(one.entry, one.bound),
                "fen": one.fen,
            }
            for one in found.cliffs
        ],
        "sensitivity": [
            {"metric": one.entry.title, "step": one.step, "fen": one.fen}
            for one in sorted(found.sensitivity, key=lambda one: -abs(one.fen))
        ],
        "notes": list(_notes(found, months)),
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {"scheme": scheme.scheme, "title": scheme.title, "digest": scheme.digest}


def _person(one: MemberPast) -> dict[str, Any]:
    return {
        "id": one.member.member_id,
        "name": one.member.name,
        "draft": one.draft,
        "current": one.current,
        "difference": one.difference,
        "months": [
            {"period": str(month.period), "draft": month.draft, "current": month.current}
            for month in one.months
        ],
    }


def _notes(found: Backtest, asked: int) -> Iterator[Text]:
    yield Text(
        "用往月真实数据按方案重新算分、算薪，不看方案生效日期；不含改判、往期结转和账本调整",
        "Real figures of past months, scored and paid anew, whatever the scheme's dates; without overrides, "
        "amounts carried over and adjustments",
    )
    whole = len(found.costs) + len(found.left_out)
    if whole < asked:
        yield Text(
            f"要 {asked} 个月，只有 {whole} 个完整月的数据",
            f"{asked} months asked, {whole} whole ones are there",
        )
    if found.current is not None and found.current.rules.digest != found.draft.rules.digest:
        yield Text(
            "两份方案的口径不同，这里都按新方案的口径计数",
            "The schemes count differently; here both use the draft's rules",
        )
    if found.short:
        yield Text(
            "较早的月份缺更早的数据：破纪录、比上月、按季按年累计的按没有计",
            "Early months lack history: records and what accumulates count as nothing there",
        )
    for one in found.left_out:
        yield Text(
            f"{one.period} 没有算：{one.scheme.title.zh}缺数据。{one.reason.zh}",
            f"{one.period} is left out: {one.scheme.title.en} lacks data. {one.reason.en}",
        )
    if found.apart:
        cost = sum((one.draft or 0) + (one.current or 0) for one in found.apart)
        yield Text(
            f"只有一份方案适用的 {len(found.apart)} 人计入成本（{format_fen(cost)} 元），不算涨跌",
            f"{len(found.apart)} people paid by one scheme alone ({format_fen(cost)} yuan) count in the cost",
        )
