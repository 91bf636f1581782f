"""Proration (折算): what part of a full month's amount people get who joined, left or changed grade."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ValidationInfo, model_validator

from twofour.documents import Strict, mistake
from twofour.scheme.base import vocabulary
from twofour.scheme.figures import Positive
from twofour.scheme.metric_book import unknown_metric
from twofour.text import Text

DUTY_DAYS = "duty_days"


class Prorate(Strict):
    """By calendar days in service, or by days on duty out of the ``full`` duty days of a month."""

    by: Literal["calendar_days", "duty_days"]
    full: Positive | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"by": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        on_duty = self.by == "duty_days"
        if on_duty != (self.full is not None):
            raise mistake(
                Text("没写满勤是多少天", "it is not said how many duty days a full month has")
                if on_duty
                else Text("full 只能和 duty_days 一起写", "full goes with duty_days only"),
                Text("例如 {by: duty_days, full: 26}", "For example {by: duty_days, full: 26}"),
                *(() if on_duty else ("full",)),
            )
        if on_duty:
            words = vocabulary(info)
            if DUTY_DAYS not in words.book:
                raise mistake(*unknown_metric(DUTY_DAYS, words.book), "by")
            words.use(DUTY_DAYS, "member")
        return self
