"""Counting rules (口径): every setting by which platforms count differently, versioned by its digest."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from twofour.documents import mistake, unknown
from twofour.text import Text

Minutes = Annotated[int, Field(ge=0, le=100_000)]
Days = Annotated[int, Field(ge=0, le=3_650)]


class CountingRules(BaseModel):
    """The settings of ``metrics.md`` §§2–7 under the names used there; defaults are the contract's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    timezone: str = "Asia/Shanghai"
    day_cut: str = "00:00"
    auto_reply: Literal["ignore", "answers"] = "ignore"
    auto_reply_prefixes: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    excluded_customers: tuple[str, ...] = ()
    no_answer_needed: tuple[str, ...] = ()
    clock: Literal["first", "last"] = "first"
    idle_minutes: Minutes = 10
    abandon_hours: Minutes = 24
    after_sales_days: Days = 21
    pay_days: Days = 7
    attribution_days: Days = 2
    credit_rule: Literal["order", "payment", "order_first"] = "order_first"
    long_minutes: Minutes = 30
    unit: Literal["wait", "customer", "first"] = "wait"
    slow_times: Annotated[int, Field(ge=1)] = 3
    slow_seconds: Annotated[int, Field(ge=0)] = 120
    urge_minutes: Minutes = 5
    upsell_hours: Minutes = 24

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        if name not in available_timezones():
            raise mistake(*unknown(Text("时区", "time zone"), name, available_timezones()))
        return name

    @field_validator("day_cut")
    @classmethod
    def _clock(cls, written: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", written):
            raise mistake(
                Text(f"{written} 不是一天中的时刻", f"{written} is no time of day"),
                Text("写作 06:00 这样的时:分", "Write hours and minutes, such as 06:00"),
            )
        return written

    @property
    def day_cut_seconds(self) -> int:
        """``day_cut`` as seconds after midnight."""
        hours, minutes = self.day_cut.split(":")
        return int(hours) * 3600 + int(minutes) * 60

    def settings(self) -> dict[str, Any]:
        """Every setting as plain JSON values, in a fixed order."""
        return self.model_dump(mode="json")

    @property
    def digest(self) -> str:
        """SHA-256 of the settings: two runs with the same digest counted alike."""
        canonical = json.dumps(self.settings(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()
