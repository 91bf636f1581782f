"""Who works in a shop by the newest data: names and teams, for choosing and showing."""

from __future__ import annotations

from collections.abc import Mapping

from twofour.events.roster import Member
from twofour.period import Period, month_before, month_of
from twofour.web.bridge import figures, lake


def recent(shop_id: str) -> list[Member]:
    """Everybody who worked there in the data's latest month or the one before."""
    day = figures.latest_day(shop_id)
    if day is None:
        return []
    month = month_of(day)
    return lake.people(shop_id, Period(month_before(month).start, month.stop))


def names(shop_id: str) -> Mapping[str, str]:
    """Member id → what they are called."""
    return {member.member_id: member.name for member in recent(shop_id)}


def teams(shop_id: str) -> list[str]:
    """The teams of those people, sorted."""
    return sorted({member.team for member in recent(shop_id) if member.team})


def team_of(shop_id: str, member_id: str) -> str | None:
    """The team of a member; ``None`` for somebody without one or unknown."""
    return next((one.team for one in recent(shop_id) if one.member_id == member_id), None)
