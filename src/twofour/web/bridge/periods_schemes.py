"""Which approved schemes pay a period, and whom they leave out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cachetools import LRUCache

from twofour.events.roster import Member
from twofour.ledger import Registry
from twofour.ledger.registry import Version
from twofour.period import Period
from twofour.scheme import Scheme, read_scheme
from twofour.text import Text
from twofour.web.bridge import lake
from twofour.web.bridge.kept import kept, once

__all__ = ["InForce", "Member", "Scheme", "Version", "in_force", "scheme_of", "unpaid", "versions"]


class InForce(NamedTuple):
    """An approved version that pays somebody on days of a period; ``whole``: on all of them."""

    version: Version
    days: Period
    whole: bool
    members: tuple[Member, ...]

    @property
    def title(self) -> Text:
        """The scheme's title."""
        return self.version.said.title


@once
def versions() -> list[Version]:
    """Every approved version. Raises ``Refused`` if the registry was tampered with."""
    registry = Registry(lake.data())
    try:
        found = registry.journal.path.stat()
    except FileNotFoundError:
        return []
    return _versions(str(lake.data()), found.st_mtime_ns, found.st_size)


def in_force(shop_id: str, period: Period) -> list[InForce]:
    """The versions that pay somebody of a shop on any day of a period, by scheme and first day."""
    people = lake.people(shop_id, period)
    found = []
    for version in versions():
        days = version.days_in(period)
        paid = tuple(one for one in people if version.pays(one))
        if days is not None and paid:
            found.append(InForce(version, days, days == period, paid))
    return found


def unpaid(shop_id: str, period: Period) -> list[Member]:
    """Everybody on the staff in a period whom no version pays for the whole of it."""
    paid = {one.member_id for force in in_force(shop_id, period) if force.whole for one in force.members}
    return [one for one in lake.people(shop_id, period) if one.member_id not in paid]


def scheme_of(version: Version) -> Scheme:
    """The scheme that was approved, as it was written."""
    return _scheme(version.said.source, version.said.scheme)


@kept(LRUCache(4))
def _versions(folder: str, changed: int, size: int) -> list[Version]:
    return Registry(Path(folder)).versions()


@kept(LRUCache(64))
def _scheme(source: str, name: str) -> Scheme:
    return read_scheme(source, name)
