"""Who works in the shop: members, and the agent ids that each of them owns on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the staff table shows them at the end of a period. ``base_wage`` is integer fen."""

    member_id: str
    name: str
    team: str | None = None
    role: str | None = None
    grade: str | None = None
    base_wage: int | None = None
    lead_member_id: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
