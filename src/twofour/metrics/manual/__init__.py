"""The manual: what each built-in metric counts, on which day it lies, and which settings change it."""

from __future__ import annotations

from twofour.metrics.manual.aftersales import AFTERSALES
from twofour.metrics.manual.chats import CHATS
from twofour.metrics.manual.entry import Manual
from twofour.metrics.manual.followups import FOLLOWUPS
from twofour.metrics.manual.opinions import OPINIONS
from twofour.metrics.manual.selling import SELLING
from twofour.metrics.manual.shifts import SHIFTS

__all__ = ["MANUAL", "Manual"]

MANUAL: dict[str, Manual] = CHATS | SELLING | AFTERSALES | OPINIONS | FOLLOWUPS | SHIFTS
"""By metric id; every metric of the catalogue has its entry."""
