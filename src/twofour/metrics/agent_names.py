"""What an agent is called on a business day: the staff row's name beside the agent id."""

from __future__ import annotations

import polars as pl

from twofour.metrics.calendar import day_number
from twofour.text import Text, same

_EARLIEST, _LATEST = -(1 << 31), 1 << 31


class AgentNames:
    """Names of agents by shop and day. Of the staff rows valid on a day the one that started last speaks."""

    def __init__(self, staff: pl.DataFrame) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        rows = staff.drop_nulls("name").sort("valid_from", "seq", nulls_last=False)
        columns = rows.select("shop_id", "agent_id", "name", "valid_from", "valid_to")
        for shop, agent, name, start, end in columns.iter_rows():
            first = day_number(start) if start else _EARLIEST
            last = day_number(end) if end else _LATEST
            self._rows.setdefault((shop, agent), []).append((first, last, name))

    def of(self, shop_id: str, agent_id: str, day: int) -> str | None:
        """The name on day number ``day``; None where no staff row knows it."""
        known = self._rows.get((shop_id, agent_id), ())
        return next((name for first, last, name in reversed(known) if first <= day <= last), None)

    def beside(self, shop_id: str, agent_id: str, day: int) -> Text:
        """``小美（presales-01）``; the id alone where the name is unknown or already part of it."""
        name = self.of(shop_id, agent_id, day)
        if name is None or name in agent_id:
            return same(agent_id)
        return Text(f"{name}（{agent_id}）", f"{name} ({agent_id})")
