"""Facts: what an act of the ledger says. Written once as JSON, never changed; every amount is integer fen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from twofour.text import Text

State = Literal["draft", "reviewed", "approved", "locked", "paid"]
Cause = Literal["late_refund", "corrected_data", "scheme_correction", "appeal"]
Fen = Annotated[int, Field(strict=True)]
CAUSES: dict[Cause, Text] = {
    "late_refund": Text("晚到退款", "late refund"),
    "corrected_data": Text("数据补齐或更正", "corrected data"),
    "scheme_correction": Text("方案更正", "corrected scheme"),
    "appeal": Text("申诉成立", "approved appeal"),
}
"""Why something was adjusted, for people."""


class Fact(BaseModel):
    """What every fact has: a closed set of keys, and no way to change it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EarnedLine(Fact):
    """A line of a run: its id there, its title, and signed fen."""

    line: str
    title: Text
    fen: Fen


class EarnedBy(Fact):
    """Who earned, as the run knew them, and their lines in the order of work."""

    member: str
    name: str
    team: str | None = None
    lines: tuple[EarnedLine, ...]


class SchemeRef(Fact):
    """The scheme version that a run was computed by."""

    id: str
    title: Text
    digest: str


class Adjustment(Fact):
    """A signed correction, tied to the line that it corrects. ``why`` says in words what changed."""

    member: str
    line: str
    title: Text
    fen: Fen
    cause: Cause
    fault: bool | None = None
    why: Text


class HoldOn(Fact):
    """A part of a member's line that is not paid yet."""

    hold: str
    member: str
    line: str
    fen: Annotated[Fen, Field(gt=0)]


class Release(Fact):
    """A hold that ends: its whole amount becomes payable in the open period."""

    hold: str
    member: str
    line: str
    fen: Annotated[Fen, Field(gt=0)]


class Recovery(Fact):
    """An instalment of an advance, taken back out of a period's pay."""

    advance: str
    fen: Annotated[Fen, Field(gt=0)]


class Settlement(Fact):
    """A member's period closed: what came together, and where it went.

    ``earned + adjusted + carried_in + released − recovered = held + carried_out + payable``, always;
    ``carried_in`` and ``carried_out`` are negative or 0, every other part but the first two is not negative.
    """

    earned: Fen = 0
    adjusted: Fen = 0
    carried_in: Fen = 0
    released: Fen = 0
    recoveries: tuple[Recovery, ...] = ()
    held: Fen = 0
    carried_out: Fen = 0
    payable: Fen = 0

    @property
    def recovered(self) -> int:
        """Fen taken back for advances."""
        return sum(recovery.fen for recovery in self.recoveries)

    @property
    def balanced(self) -> bool:
        """Whether what came together is what went out again."""
        came = self.earned + self.adjusted + self.carried_in + self.released - self.recovered
        return came == self.held + self.carried_out + self.payable


class Payment(Fact):
    """Money that left: fen to a member."""

    member: str
    fen: Annotated[Fen, Field(gt=0)]


class PeriodOpened(Fact):
    """A period begins as a draft. ``stop`` is the day after its last."""

    act: Literal["open"] = "open"
    period: str
    start: date
    stop: date


class RunAttached(Fact):
    """A frozen run gives a draft period its lines, in place of an earlier run of the same scheme."""

    act: Literal["attach"] = "attach"
    period: str
    run: str
    digest: str
    scheme: SchemeRef
    earned: tuple[EarnedBy, ...]


class StateChanged(Fact):
    """A period goes one step on, or one step back with a reason. Locking it settles every member."""

    act: Literal["state"] = "state"
    period: str
    state: State
    reason: str | None = None
    settled: dict[str, Settlement] | None = None


class Held(Fact):
    """Parts of lines of a draft period are held until a day."""

    act: Literal["hold"] = "hold"
    period: str
    until: date
    reason: str
    holds: Annotated[tuple[HoldOn, ...], Field(min_length=1)]


class Released(Fact):
    """Holds of earlier periods become payable in the draft period ``into``."""

    act: Literal["release"] = "release"
    into: str
    reason: str | None = None
    releases: Annotated[tuple[Release, ...], Field(min_length=1)]


class Adjusted(Fact):
    """A closed period was computed again from newer data: the differences, posted in the period ``into``."""

    act: Literal["adjust"] = "adjust"
    period: str
    into: str
    run: str
    adjustments: Annotated[tuple[Adjustment, ...], Field(min_length=1)]


class Appealed(Fact):
    """Somebody objects to a line, or to whose an order is, and says what would be right."""

    act: Literal["appeal"] = "appeal"
    appeal: str
    period: str
    member: str
    line: str
    order: str | None = None
    evidence: str
    fen: Fen
    due: date


class AppealDecided(Fact):
    """An appeal is rejected, or approved with an adjustment in the draft period ``into``."""

    act: Literal["decide"] = "decide"
    appeal: str
    reason: str
    into: str | None = None
    adjustment: Adjustment | None = None


class AdvancePaid(Fact):
    """Money paid ahead of the work, taken back by instalments from the period ``since`` on."""

    act: Literal["advance"] = "advance"
    advance: str
    member: str
    name: str
    fen: Annotated[Fen, Field(gt=0)]
    instalment: Annotated[Fen, Field(gt=0)]
    since: str
    approved_by: str
    reason: str


class Paid(Fact):
    """What was transferred for a locked period, with the reference of the transfer."""

    act: Literal["pay"] = "pay"
    period: str
    reference: str
    payments: tuple[Payment, ...]


AnyFact = (
    PeriodOpened
    | RunAttached
    | StateChanged
    | Held
    | Released
    | Adjusted
    | Appealed
    | AppealDecided
    | AdvancePaid
    | Paid
)
_ANY: TypeAdapter[AnyFact] = TypeAdapter(Annotated[AnyFact, Field(discriminator="act")])


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """The fact as plain JSON, the same for the same fact."""
    return fact.model_dump(mode="json", exclude_none=True)


def fact_from_json(data: dict[str, Any]) -> AnyFact:
    """The fact that ``fact_to_json`` was given. Raises ``ValidationError`` (a ``ValueError``) otherwise."""
    return _ANY.validate_python(data)
