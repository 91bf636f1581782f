"""What a sentence about a fact needs beside the fact: the shop's clock, its rules, its agents' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from twofour.events.rules import CountingRules
from twofour.metrics.agent_names import AgentNames
from twofour.text import Text

Row = Mapping[str, Any]

SECOND = "%H:%M:%S"
DAY_SECOND = "%m-%d %H:%M:%S"
DAY_MINUTE = "%m-%d %H:%M"


@dataclass(frozen=True)
class Scene:
    """The rules that counted and the names that staff rows give."""

    rules: CountingRules
    names: AgentNames

    @cached_property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.rules.timezone)

    def clock(self, second: int | None, form: str = SECOND) -> str:
        """A UTC second on the shop's clock; nothing where there is none."""
        if second is None:
            return ""
        return datetime.fromtimestamp(second, UTC).astimezone(self.zone).strftime(form)

    def stretch(self, start: int, end: int, beside: int) -> str:
        """``10:02–10:19``, with the date where a side lies on another day than the second ``beside`` it."""
        day = self.clock(beside, "%m-%d")
        forms = ["%H:%M" if self.clock(at, "%m-%d") == day else DAY_MINUTE for at in (start, end)]
        return f"{self.clock(start, forms[0])}–{self.clock(end, forms[1])}"

    def agent(self, row: Row, agent_id: str, day: int | None = None) -> Text:
        """The agent of a fact by name and id, as called on ``day`` (default: the fact's)."""
        return self.names.beside(row["shop_id"], agent_id, row["day"] if day is None else day)
