"""Counting rules (口径): every setting by which platforms count differently, versioned by its digest."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from twofour.documents import mistake, unknown
from twofour.events.clock import HoursOfDay, Off, TimeOfDay, seconds_of_day
from twofour.text import Text

Minutes = Annotated[int, Field(ge=0, le=100_000)]
Days = Annotated[int, Field(ge=0, le=3_650)]
Word = Annotated[str, Field(min_length=1)]
# ``none`` is off; 0 is a limit like any other.
AtMost = Annotated[Annotated[int, Field(ge=0, le=100_000)] | None, Off]


class CountingRules(BaseModel):
    """Every setting under one name, in words in ``rules_words``; defaults are the contract's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    timezone: str = "Asia/Shanghai"
    day_cut: TimeOfDay = "00:00"
    service_hours: HoursOfDay = None
    auto_reply: Literal["ignore", "answers"] = "ignore"
    auto_reply_prefixes: tuple[Word, ...] = ()
    welcome_seconds: Annotated[int, Field(ge=0, le=3_600)] = 0
    excluded_customers: tuple[str, ...] = ()
    no_answer_needed: tuple[str, ...] = ()
    clock: Literal["first", "last"] = "first"
    idle_minutes: Minutes = 10
    abandon_hours: Minutes = 24
    drop_monologues: bool = False
    drop_lines: AtMost = None
    drop_forwarded: AtMost = None
    drop_code_words: tuple[Word, ...] = ()
    drop_code_times: Annotated[int, Field(ge=1, le=100_000)] = 1
    after_sales_days: Days = 21
    pay_days: Days = 7
    attribution_days: Days = 2
    credit_rule: Literal["order", "payment", "order_first"] = "order_first"
    cancel_days: Days = 0
    long_minutes: Minutes = 30
    unit: Literal["wait", "customer", "first"] = "wait"
    graded_hours: HoursOfDay = None
    ungraded_starts: HoursOfDay = None
    slow_times: Annotated[int, Field(ge=1)] = 3
    slow_seconds: Annotated[int, Field(ge=0)] = 120
    urge_minutes: Minutes = 5
    upsell_hours: Minutes = 24
    headline_conversion: Literal[
        "inquiry_pay_rate",
        "inquiry_order_rate",
        "same_day_order_rate",
        "same_day_pay_rate",
        "next_day_pay_rate",
        "seven_day_pay_rate",
    ] = "inquiry_pay_rate"

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        if name not in available_timezones():
            raise mistake(*unknown(Text("时区", "time zone"), name, available_timezones()))
        return name

    @property
    def day_cut_seconds(self) -> int:
        """``day_cut`` as seconds after midnight."""
        return seconds_of_day(self.day_cut)

    def settings(self) -> dict[str, Any]:
        """Every setting as plain JSON values, in a fixed order."""
        return self.model_dump(mode="json")

    @property
    def digest(self) -> str:
        """SHA-256 of the settings: two runs with the same digest counted alike."""
        canonical = json.dumps(self.settings(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()
