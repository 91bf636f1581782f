"""A scheme being designed (step 8): what was decided, written down as a commented document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from twofour.money import round_half_up
from twofour.plan.candidates import Look
from twofour.plan.fit import Fitted, shown, smooth_points, tier_lines, written
from twofour.scheme.scheme import Role
from twofour.text import Lang, Text

Value = Literal["sales", "service", "balanced"]


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An incentive item: its weight, its tiers, and what each of them scores (worst first). ``smooth``: in a
    straight line from one threshold to the next instead of by steps.
    """

    look: Look
    weight: int
    fitted: Fitted
    scores: Sequence[Decimal]
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class DraftDuty:
    """A duty and its standard."""

    look: Look
    standard: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """Every answer of the eight steps. ``rate`` is a commission's, as a fraction; ``amount`` in yuan of
    performance pay for the full score; ``base`` in yuan, or ``None`` for the staff table's; ``sales`` is the
    metric that commission is on.
    """

    scheme: str
    title: str
    valid_from: date
    role: Role
    value: Value
    note: str
    items: Sequence[DraftItem]
    duties: Sequence[DraftDuty]
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal | None
    months: Text
    counting: Mapping[str, Any] = field(default_factory=dict)
    sales: str = "effective_sales"


def draft_text(draft: Draft, lang: Lang) -> str:
    """The document; comments say in ``lang`` why each number stands there."""
    return "\n".join(_lines(draft, lang)) + "\n"


def _lines(draft: Draft, lang: Lang) -> Iterator[str]:
    def note(zh: str, en: str) -> str:
        return f"# {Text(zh, en).say(lang)}"

    yield note(
        f"{draft.title}：按本店 {draft.months.zh} 的数据定的门槛",
        f"{draft.title}: thresholds by this shop's data of {draft.months.en}",
    )
    yield note(
        "改完先做方案体检；门槛可以按本店数据重新定",
        "Lint it after a change; thresholds can be fitted anew to this shop's data",
    )
    yield f"scheme: {draft.scheme}"
    yield f"title: {_quoted(draft.title)}"
    yield f"valid_from: {draft.valid_from.isoformat()}"
    yield f"applies_to: {{role: {draft.role}}}"
    yield ""
    yield note(
        "价值方向和团队定位；只作说明，不影响算钱", "value direction and positioning; changes no number"
    )
    yield f"positioning: {{value: {draft.value}, note: {_quoted(draft.note)}}}"
    if draft.counting:
        yield ""
        yield note("统计口径，和默认不同的几项", "counting rules where they are not the default")
        yield f"counting: {json.dumps(dict(draft.counting), ensure_ascii=False)}"
    yield ""
    yield note(
        "没有数据的考核项按其余权重折算，新人和休假的人不吃亏",
        "an item without data leaves its weight to the others: nobody loses by leave",
    )
    yield "missing: renormalise"
    yield ""
    yield note("激励：weight 合计 100；短板重一些", "incentive: weights sum to 100, heavier where weak")
    yield "incentive:"
    for item in draft.items:
        yield from _item(item, draft.role == "lead", lang)
    if draft.duties:
        yield ""
        yield note(
            "任务：不挣钱，要守住；标准是现在约八成人能做到的",
            "duties: earn nothing; four in five keep them now",
        )
        yield "duties:"
        for duty in draft.duties:
            yield from _duty(duty, draft.role == "lead", lang)
    yield ""
    yield "pay:"
    yield from _pay(draft, lang)


def _item(item: DraftItem, team: bool, lang: Lang) -> Iterator[str]:
    entry = item.look.entry
    yield f"  # {_standing(item.look, lang)}"
    yield f"  - item: {entry.id}"
    yield f"    title: {_title(entry.title)}"
    yield f"    metric: {entry.id}"
    if team:
        yield "    of: team"
    yield f"    weight: {item.weight}"
    if item.smooth:
        points = zip(smooth_points(item.fitted), item.scores, strict=True)
        said = [f"{{from: {written(entry, at)}, score: {score.normalize():f}}}" for at, score in points]
        yield f"    score: {{interpolated: [{', '.join(said)}]}}"
        return
    yield "    tiers:"
    for line in tier_lines(item.fitted, "score", [f"{score.normalize():f}" for score in item.scores], lang):
        yield f"      {line}"


def _duty(duty: DraftDuty, team: bool, lang: Lang) -> Iterator[str]:
    entry = duty.look.entry
    relation = "at_most" if entry.direction == "lower" else "at_least"
    yield f"  # {_standing(duty.look, lang)}"
    yield f"  - duty: {entry.id}"
    yield f"    title: {_title(entry.title)}"
    yield f"    metric: {entry.id}"
    if team:
        yield "    of: team"
    yield f"    must: {{{relation}: {written(entry, duty.standard)}}}"
    zh, en = (
        f"与组长复盘{entry.title.zh}，定出改法",
        f"Review {entry.title.en} with the lead and agree what to change",
    )
    yield f"    breach: {{deduct_points: 5, correction: {_title(Text(zh, en))}}}"


def _pay(draft: Draft, lang: Lang) -> Iterator[str]:
    if draft.base is None:
        yield f"  # {Text('底薪用人员表里的', 'base wages are those of the staff table').say(lang)}"
        yield "  - base: {from_staff: base_wage}"
    else:
        yield f"  - base: {{fixed: {round_half_up(draft.base, 2)}}}"
    if draft.rate is not None:
        why = Text(
            "提成：一半保底，另一半乘得分率；线性，没有差一单少一截的台阶",
            "commission: half is safe, half goes with the score; linear, so there is no cliff",
        )
        yield f"  # {why.say(lang)}"
        yield "  - commission:"
        yield f"      on: {draft.sales}"
        if draft.role == "lead":
            yield "      of: team"
        yield "      shape: linear"
        yield f"      rate: {draft.rate.scaleb(2).normalize():f}%"
        yield "      coefficient: {floor: 50%, times: score}"
    if draft.amount is not None:
        why = Text(
            "绩效工资：满分拿满，按得分折算",
            "performance pay: this much for the full score, less in proportion",
        )
        yield f"  # {why.say(lang)}"
        yield f"  - score_pay: {{amount: {round_half_up(draft.amount, 2)}}}"


def _standing(look: Look, lang: Lang) -> str:
    """The shop's figures behind a choice: ``满意率：上月 89.7%，再上月 91.3%，最好 99.2%``."""
    entry, said = look.entry, []
    known = [
        (Text("上月", "last month"), look.now),
        (Text("再上月", "the month before"), look.before),
        (Text("最好", "best"), None if look.best is None else look.best.amount),
    ]
    for when, figure in known:
        if figure is not None:
            said.append(f"{when.say(lang)} {shown(entry, figure).say(lang)}")
    words = Text("，", ", ").say(lang).join(said)
    head = f"{entry.title.say(lang)}{Text('：', ': ').say(lang)}{words}"
    return head if look.weak is None else f"{head}{Text('；', '; ').say(lang)}{look.weak.say(lang)}"


def _title(title: Text) -> str:
    return f"{{zh: {_quoted(title.zh)}, en: {_quoted(title.en)}}}"


def _quoted(words: str) -> str:
    """A word as YAML takes it: JSON strings are YAML strings."""
    return json.dumps(words, ensure_ascii=False)
