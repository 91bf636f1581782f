"""Schemes behind the pages: what is written, which versions are approved for a shop, whom they pay."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from cachetools import LRUCache

from twofour.documents import parse
from twofour.documents.document import MAX_BYTES
from twofour.events.roster import Member
from twofour.ledger import Ledger, Registry
from twofour.ledger.registry import Version
from twofour.metrics.own import shop_metrics
from twofour.period import Period, month_of
from twofour.problems import SchemeError, TwoFourError
from twofour.scheme import Scheme, read_scheme
from twofour.scheme.difference import Change, differences, whom_both
from twofour.text import Text
from twofour.web.bridge import figures, lake, periods_schemes
from twofour.web.bridge.kept import kept

__all__ = ["MAX_BYTES", "Change", "Member", "Scheme", "Version"]

FILE = "scheme.yaml"
_PLACE = re.compile(rf"^{re.escape(FILE)}:(\d+):(\d+)(?:：|: )")
Standing = Literal["in_force", "coming", "past"]


class Spot(NamedTuple):
    """A mistake and where it stands; line and column count from 1."""

    line: int
    column: int
    said: Text


def read(text: str) -> Scheme:
    """The scheme that a document says. Raises ``SchemeError`` with line and column."""
    return _read(str(lake.data()), figures.own_metrics(), text.replace("\r\n", "\n"))


def mistake_of(error: TwoFourError) -> Spot:
    """The place that a refusal of ``read`` names, and what it says there; line 1 where it names none."""
    found = _PLACE.match(error.message.zh)
    if found is None:
        return Spot(1, 1, error.message)
    said = Text(_PLACE.sub("", error.message.zh), _PLACE.sub("", error.message.en))
    return Spot(int(found[1]), int(found[2]), said)


def named(text: str) -> str | None:
    """The scheme id that a document gives itself; ``None`` where it cannot be read that far."""
    try:
        entry = parse(text, FILE).entry("scheme")
    except SchemeError:
        return None
    return entry.content if entry is not None and isinstance(entry.content, str) else None


def versions(shop_id: str) -> list[Version]:
    """The approved versions that pay anybody of a shop, by scheme and first day."""
    return [one for one in periods_schemes.versions() if paid_by(one, shop_id)]


def version(shop_id: str, digest: str) -> Version | None:
    """The approved version with a digest, if it pays anybody of the shop."""
    return next((one for one in versions(shop_id) if one.said.digest == digest), None)


def scheme_named(shop_id: str, digest: str) -> Scheme | None:
    """The approved scheme with a digest, if it pays anybody of the shop."""
    found = version(shop_id, digest)
    return None if found is None else periods_schemes.scheme_of(found)


def paid_by(version: Version, shop_id: str) -> list[Member]:
    """Everybody of a shop whom a version pays on any of its days, by member id."""
    stop = date.max if version.until is None else version.until + timedelta(days=1)
    if stop <= version.said.valid_from:
        return []
    people = lake.people(shop_id, Period(version.said.valid_from, stop))
    return [member for member in people if version.pays(member)]


def standing(version: Version, day: date) -> Standing:
    """Whether a version is in force on ``day``, begins later or has ended."""
    if day < version.said.valid_from:
        return "coming"
    return "past" if version.until is not None and version.until < day else "in_force"


def today(shop_id: str) -> date:
    """The day that the shop's pages go by: the latest one of its data."""
    return figures.latest_day(shop_id) or date.today()


def approve(text: str, by: str) -> None:
    """Put a version into the registry. Raises ``Refused`` if it is there, or would pay somebody twice."""
    scheme = read(text)
    ahead = Period(scheme.valid_from, date.max)
    members = {(one.member_id, shop): one for shop in lake.shops() for one in lake.people(shop, ahead)}
    Registry(lake.data()).approve(scheme, by, list(members.values()))


def before(scheme: Scheme, shop_id: str) -> Version | None:
    """What a draft would take the place of: the latest earlier version of the same scheme, else the one that
    pays most of the draft's people the day before it begins.
    """
    known = [one for one in versions(shop_id) if one.said.digest != scheme.digest]
    own = [one for one in known if one.said.scheme == scheme.scheme]
    earlier = [one for one in own if one.said.valid_from <= scheme.valid_from]
    if earlier:
        return earlier[-1]
    day = scheme.valid_from - timedelta(days=1)
    month = month_of(scheme.valid_from)
    people = [one for one in lake.people(shop_id, month) if one in scheme.applies_to]
    counted = [(sum(one.pays(member) for member in people), one) for one in known if _on(one, day)]
    most = max(counted, key=lambda pair: pair[0], default=(0, None))
    return most[1] if most[0] else None


def changes(one: Scheme, other: Scheme) -> tuple[Text, list[Change]]:
    """Whom two schemes pay, and what the second says otherwise, in words."""
    return whom_both(one, other), differences(one, other)


def periods_paid(shop_id: str, digest: str) -> list[str]:
    """The keys of the periods whose attached runs were computed by a version, earliest first."""
    book = Ledger(lake.data(), shop_id).book()
    return [one.key for one in book.in_order if any(run.scheme.digest == digest for run in one.runs.values())]


def next_version(version: Version, day: date) -> str:
    """The text of a version with the first day of the next month for its own: where a new one begins."""
    this_month = month_of(max(day, version.said.valid_from))
    lines = [
        f"valid_from: {this_month.stop.isoformat()}" if line.startswith("valid_from:") else line
        for line in version.said.source.splitlines()
        if not line.startswith("valid_until:")
    ]
    return "\n".join(lines) + "\n"


def _on(version: Version, day: date) -> bool:
    return standing(version, day) == "in_force"


@kept(LRUCache(64))
def _read(folder: str, own: tuple[int, int], text: str) -> Scheme:
    return read_scheme(text, FILE, shop_metrics(lake.data()))
