"""The scheme (考核方案): the whole document, validated, with its digest and what it needs to be measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, model_validator

from twofour.documents import Strict, mistake, unknown
from twofour.events.roster import Member
from twofour.events.rules import CountingRules
from twofour.metrics import SubjectKind
from twofour.metrics.own import OwnMetric
from twofour.scheme.adjustment_policy import AdjustmentPolicy
from twofour.scheme.base import Vocabulary, vocabulary
from twofour.scheme.component import Component
from twofour.scheme.components import AnyComponent, Cap, Forfeit, Prize
from twofour.scheme.figures import Day, Id, Percent, Words, Yuan
from twofour.scheme.items import Duty, Item, Missing
from twofour.scheme.metric_book import CATALOGUE, MetricBook
from twofour.text import Text

LEGAL_LIMIT = "legal-limit"
CARRIED = "carried"
MEASURES_FROM = "measures_from"
"""The key under ``counting`` that names the platform whose report the figures are taken from."""
Role = Literal["pre_sales", "after_sales", "lead"]


def _listed(data: Any) -> Any:
    return [data] if isinstance(data, str) else data


class AppliesTo(Strict):
    """Whom the scheme pays: everybody, or those who match every key written."""

    role: Annotated[tuple[Role, ...], BeforeValidator(_listed)] | None = None
    team: Annotated[tuple[str, ...], BeforeValidator(_listed)] | None = None
    grade: Annotated[tuple[str, ...], BeforeValidator(_listed)] | None = None
    member: Annotated[tuple[str, ...], BeforeValidator(_listed)] | None = None

    def __contains__(self, member: Member) -> bool:
        checks = (
            (self.role, member.role),
            (self.team, member.team),
            (self.grade, member.grade),
            (self.member, member.member_id),
        )
        return all(wanted is None or has in wanted for wanted, has in checks)


class Positioning(Strict):
    """Steps 1 and 2 of the design: what the team is for. It explains the scheme and changes no number."""

    value: Literal["sales", "service", "balanced"]
    note: Words | None = None


class Limits(Strict):
    """Legal limits of deductions (G30): their largest share of the wage, and the minimum wage."""

    deductions: Percent | None = None
    minimum_wage: Yuan | None = None


class Needs(NamedTuple):
    """What must be measured before scoring: figures by kind of subject, and how many earlier months of them.

    ``indicators`` are those of ``metrics`` that the scheme declares itself and people enter; of ``events``
    (metric ids) every single event of every member must be known. By ``compared`` metrics people are held
    against each other, so that one person's figure can move another's score.
    """

    metrics: tuple[tuple[SubjectKind, str], ...]
    indicators: tuple[str, ...]
    history_months: int
    events: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()


class Scheme(Strict):
    """A validated scheme. Make one with ``load_scheme``; it never changes afterwards."""

    scheme: Id
    title: Words
    valid_from: Day
    valid_until: Day | None = None
    applies_to: AppliesTo = AppliesTo()
    positioning: Positioning | None = None
    counting: dict[str, Any] = Field(default_factory=dict)
    metrics: tuple[OwnMetric, ...] = ()
    missing: Missing = "block"
    incentive: Annotated[tuple[Item, ...], Field(min_length=1)] | None = None
    duties: tuple[Duty, ...] = ()
    pay: tuple[AnyComponent, ...] = ()
    limits: Limits = Limits()
    adjustments: AdjustmentPolicy = AdjustmentPolicy()

    _digest: str = PrivateAttr("")
    _source: str = PrivateAttr("")
    _rules: CountingRules = PrivateAttr(default_factory=CountingRules)
    _book: MetricBook = PrivateAttr(default_factory=lambda: CATALOGUE)
    _needs: Needs = PrivateAttr(default_factory=lambda: Needs((), (), 0))

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what the document says; comments, layout and quoting do not matter."""
        return self._digest

    @property
    def source(self) -> str:
        """The document as written; empty for a scheme inside another document."""
        return self._source

    @property
    def rules(self) -> CountingRules:
        """The counting rules that the scheme asks for."""
        return self._rules

    @property
    def measures_from(self) -> str | None:
        """The platform whose report the built-in metrics are taken from; ``None`` where they are counted."""
        source: str | None = self.counting.get(MEASURES_FROM)
        return source

    @property
    def book(self) -> MetricBook:
        """Every metric that the scheme can name, its own included."""
        return self._book

    @property
    def items(self) -> tuple[Item, ...]:
        """The incentive items; none where the scheme has no score."""
        return self.incentive or ()

    @cached_property
    def full(self) -> Decimal:
        """The full score: 100, or the sum of a score sheet; 0 where the scheme has no score."""
        return sum((item.share for item in self.items), Decimal(0))

    @property
    def metrics_used(self) -> tuple[str, ...]:
        """Ids of all metrics that must be measured, in order."""
        return tuple(dict.fromkeys(metric for _, metric in self._needs.metrics))

    def needs(self) -> Needs:
        """What must be measured before this scheme can score and pay."""
        return self._needs

    def lines(self) -> tuple[tuple[str, Component], ...]:
        """Every pay component with the id of its line, in the order written."""
        return tuple(_with_ids(self.pay))

    def covers(self, day: date) -> bool:
        """Whether the scheme is in force on ``day`` (``valid_until`` included)."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise mistake(
                Text("valid_until 早于 valid_from", "valid_until lies before valid_from"),
                Text("请改正其中一个日期", "Correct one of the days"),
                "valid_until",
            )
        self._check_items()
        _check_unique("duties", [duty.duty for duty in self.duties], "duty")
        self._check_lines(vocabulary(info))
        return self

    def _check_items(self) -> None:
        _check_unique("incentive", [item.item for item in self.items], "item")
        weighted = [item for item in self.items if item.weight is not None]
        if weighted and len(weighted) < len(self.items):
            position = next(i for i, item in enumerate(self.items) if item.full is not None)
            raise mistake(
                Text(
                    "有的考核项写了 weight，有的写了 full", "some items have a weight and some a full score"
                ),
                Text(
                    "请统一：都写 weight（合计 100），或都写 full（评分表）",
                    "Use weight (sum 100) or full throughout",
                ),
                *("incentive", position, "full"),
            )
        total = sum((item.share for item in weighted), Decimal(0))
        if weighted and total != 100:
            listed = " + ".join(f"{item.share.normalize():f}" for item in weighted)
            raise mistake(
                Text(
                    f"权重合计是 {total.normalize():f}（{listed}）",
                    f"weights add up to {total.normalize():f} ({listed})",
                ),
                Text("各项 weight 合计必须等于 100", "The weights must add up to 100"),
                "incentive",
            )

    def _check_lines(self, words: Vocabulary) -> None:
        lines = self.lines()
        ids = [line for line, _ in lines]
        reserved = {LEGAL_LIMIT, CARRIED, *(duty_line(duty) for duty in self.duties)}
        reserved |= {award_line(line) for line, component in lines if isinstance(component, Prize)}
        for position, line in enumerate(ids):
            if line in ids[:position] or line in reserved:
                raise mistake(
                    Text(f"薪资项的 id {line} 用了两次", f"the line id {line} is used twice"),
                    Text("请改成不同的 id", "Choose different ids"),
                    *("pay", position, lines[position][1].kind, "id"),
                )
        for position, duty in enumerate(self.duties):
            gate = duty.breach.gate
            if gate is not None:
                _check_known(gate.lines, ids, "duties", position, "breach", "gate")
            if not words.scored and (duty.breach.deduct_points or (gate and gate.incentive)):
                raise mistake(
                    Text(
                        "方案没有 incentive，没有得分可扣",
                        "the scheme has no incentive, so no score to take from",
                    ),
                    Text("请写 incentive，或改用 deduct_amount", "Write an incentive, or use deduct_amount"),
                    *("duties", position, "breach"),
                )
        for position, (_, component) in enumerate(lines):
            if isinstance(component, (Forfeit, Cap)) and component.lines is not None:
                earning = [line for line, other in lines if other.stage in ("base", "scale", "bonus")]
                _check_known(component.lines, earning, "pay", position, component.kind, "lines")
        _check_caps(lines)


def _check_caps(lines: tuple[tuple[str, Component], ...]) -> None:
    """A line capped twice would be cut twice."""
    capped: set[str] = set()
    for position, (_, component) in enumerate(lines):
        if isinstance(component, Cap):
            for place, line in enumerate(component.lines or ("",)):
                if line in capped:
                    raise mistake(
                        Text(f"{line or '总额'}封顶写了两次", f"{line or 'the total'} is capped twice"),
                        Text("请合并成一个 cap", "Make it one cap"),
                        *("pay", position, "cap", *(("lines", place) if line else ())),
                    )
                capped.add(line)


def duty_line(duty: Duty) -> str:
    """The id of the line that takes ``deduct_amount`` off."""
    return f"duty-{duty.duty}"


def award_line(prize: str) -> str:
    """The id of the line that says what a prize gives beside money."""
    return f"{prize}-award"


def _with_ids(components: tuple[Component, ...]) -> Iterator[tuple[str, Component]]:
    count: dict[str, int] = {}
    for component in components:
        if component.id is not None:
            yield component.id, component
            continue
        count[component.kind] = count.get(component.kind, 0) + 1
        number = count[component.kind]
        yield (component.kind if number == 1 else f"{component.kind}-{number}"), component


def _check_unique(part: str, names: list[str], key: str) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise mistake(
                Text(f"{name} 出现了两次", f"{name} occurs twice"),
                Text("请改成不同的名字", "Choose different names"),
                *(part, position, key),
            )


def _check_known(named: tuple[str, ...], known: list[str], *at: str | int) -> None:
    for position, line in enumerate(named):
        if line not in known:
            raise mistake(*unknown(Text("薪资项", "pay line"), line, known), *at, position)
