"""The case document: scheme, people with their figures, and what is expected of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.figures import (
    Day,
    FigureField,
    Id,
    Percent,
    Points,
    Positive,
    SignedYuan,
    Words,
    Yuan,
)
from twofour.text import Text

_CARRIED = "customers: received, ticket: average_ticket, sales: effective_sales"
_BUSINESS = "customers: 100, conversion: 45%, ticket: 100.00"


class Expected(Strict):
    """What a member's scorecard and payslip must say; only what is written is compared.

    ``score``, ``points`` and ``deducted`` are compared to as many decimals as they are written with.
    """

    score: FigureField | None = None
    points: dict[str, FigureField] = Field(default_factory=dict)
    deducted: dict[str, FigureField] = Field(default_factory=dict)
    kept: dict[str, bool] = Field(default_factory=dict)
    lines: dict[str, SignedYuan] = Field(default_factory=dict)
    awards: tuple[str, ...] = ()
    total: SignedYuan | None = None


class Pair(Strict):
    """A measure as integers: numerator, denominator, and how many rows may still turn. Money is in fen."""

    numerator: int
    denominator: Annotated[int, Field(ge=0)] = 1
    pending: Annotated[int, Field(ge=0)] = 0


def _kind(written: Any) -> str:
    return "pair" if isinstance(written, dict) else "figure"


Given = Annotated[Annotated[Pair, Tag("pair")] | Annotated[FigureField, Tag("figure")], Discriminator(_kind)]
Figures = dict[str, Given]


class CaseSpell(Strict):
    """Days in service, both included, with the grade and base wage of then."""

    first: Day
    last: Day
    grade: str | None = None
    base_wage: Yuan | None = None


class CaseOverride(Strict):
    """A judged item's score as somebody set it, with who and why."""

    score: Points
    by: str
    reason: str


class CaseCarried(Strict):
    """What comes over from an earlier period."""

    amount: SignedYuan
    reason: Words


class CaseMember(Strict):
    """A person, their figures of the period, and what is expected.

    ``orders`` are the sales of each order; they give the figure ``sales`` too.
    """

    member: Id
    name: str | None = None
    team: str | None = None
    role: Literal["pre_sales", "after_sales", "lead"] | None = None
    grade: str | None = None
    base_wage: Yuan | None = None
    hired_on: Day | None = None
    service: tuple[CaseSpell, ...] = ()
    measures: Figures = Field(default_factory=dict)
    orders: tuple[Yuan, ...] | None = None
    overrides: dict[str, CaseOverride] = Field(default_factory=dict)
    carried: CaseCarried | None = None
    expected: Expected = Expected()


class Month(Strict):
    """An earlier month: figures of members, teams and the shop, and the teams that people were in then."""

    members: dict[str, Figures] = Field(default_factory=dict)
    teams: dict[str, str] = Field(default_factory=dict)
    team_figures: dict[str, Figures] = Field(default_factory=dict)
    shop: Figures = Field(default_factory=dict)


class CaseChange(Strict):
    """One changed figure of a what-if, and how it carries on to sales."""

    metric: str
    plus: FigureField | None = None
    times: FigureField | None = None
    to: FigureField | None = None
    customers: str | None = None
    ticket: str | None = None
    sales: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        only_one(self, ("plus", "times", "to"))
        carried = [self.customers, self.ticket, self.sales]
        if any(carried) and not all(carried):
            raise mistake(
                Text("customers、ticket、sales 要一起写", "customers, ticket and sales go together"),
                Text(f"例如 {_CARRIED}", f"For example {_CARRIED}"),
            )
        return self


class ExpectedWhatIf(Strict):
    """What a what-if must come to."""

    orders: FigureField | None = None
    sales: SignedYuan | None = None
    lines: dict[str, SignedYuan] = Field(default_factory=dict)
    before: SignedYuan | None = None
    after: SignedYuan | None = None
    gain: SignedYuan | None = None


class CaseWhatIf(Strict):
    """A what-if for one member."""

    member: Id
    change: Annotated[tuple[CaseChange, ...], Field(min_length=1)]
    expected: ExpectedWhatIf


class Levers(Strict):
    """The levers of a projection that move."""

    customers: Positive | None = None
    conversion: Percent | None = None
    ticket: Yuan | None = None
    profit: Yuan | None = None


class ExpectedProjection(Strict):
    """What a projection must come to, in yuan."""

    before: SignedYuan | None = None
    after: SignedYuan | None = None
    gain: SignedYuan | None = None
    profit: SignedYuan | None = None
    left: SignedYuan | None = None


class CaseProjection(Levers):
    """The manager's arithmetic over a number of days."""

    title: Words
    days: Positive = Decimal(1)
    margin: Percent | None = None
    cost: Yuan | None = None
    to: Levers
    expected: ExpectedProjection

    @model_validator(mode="after")
    def _sound(self) -> Self:
        business = [self.customers, self.conversion, self.ticket]
        if (self.profit is None) == any(part is None for part in business):
            raise mistake(
                Text("要么写 customers、conversion、ticket，要么写 profit", "write a business or a profit"),
                Text(f"例如 {_BUSINESS}", f"For example {_BUSINESS}"),
            )
        return self


class CaseDocument(Strict):
    """The whole file. ``scheme`` is a path beside the file, or the scheme itself."""

    case: Id
    title: Words
    note: Words | None = None
    period: str | None = None
    scheme: Any = None
    shop: Figures = Field(default_factory=dict)
    teams: dict[str, Figures] = Field(default_factory=dict)
    members: tuple[CaseMember, ...] = ()
    history: dict[str, Month] = Field(default_factory=dict)
    what_if: tuple[CaseWhatIf, ...] = ()
    projections: tuple[CaseProjection, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.scheme is None and not self.projections:
            raise mistake(
                Text(
                    "用例里既没有 scheme 也没有 projections", "the case has neither a scheme nor projections"
                ),
                Text("请写上方案和员工，或经营测算", "Write a scheme with members, or projections"),
            )
        if self.scheme is not None and not self.members:
            raise mistake(
                Text("用例里没有员工", "the case has no members"), Text("请写 members", "Write members")
            )
        return self
