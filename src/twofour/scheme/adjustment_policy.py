"""What a scheme wants done about refunds that arrive after a month was closed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from twofour.documents import Strict

LateRefund = Literal["recompute_tier", "original_rate", "none"]


class AdjustmentPolicy(Strict):
    """How a late refund is taken off: ``recompute_tier`` (the whole line again, its tier too),
    ``original_rate`` (at what each yuan was paid) or ``none`` (reported only). ``fault_only``: only where
    the member is at fault; ``window_days``: only so many days after the period's last day.
    """

    late_refund: LateRefund = "recompute_tier"
    fault_only: bool = False
    window_days: Annotated[int, Field(ge=0, le=3_650)] | None = None
