"""What data that came in after a run would have changed of its statements; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from cachetools import LRUCache

from twofour.ledger import LineDifference, difference
from twofour.ledger.book import Posted
from twofour.ledger.difference import Changed
from twofour.problems import TwoFourError
from twofour.run import run
from twofour.scheme import read_scheme
from twofour.text import Text
from twofour.web.bridge import lake, periods
from twofour.web.bridge.kept import kept
from twofour.web.bridge.periods import Slip

__all__ = ["Changed", "Later", "LineDifference", "Posted", "is_newer", "later", "posted"]


@dataclass(frozen=True)
class Later:
    """A member's lines that the newest data (``number``) would pay otherwise than the run on ``then`` did,
    or in words why that cannot be computed.
    """

    then: int
    number: int
    lines: list[LineDifference]
    refused: Text | None


def is_newer(found: Slip) -> bool:
    """Whether data came in after the run."""
    return found.run.lake.snapshot < lake.newest()


def later(shop_id: str, found: Slip) -> Later:
    """A statement beside the same computed again on the newest data, by the scheme of its run."""
    member, then, newest = found.payslip.member.member_id, found.run.lake.snapshot, lake.newest()
    different, refused = _different(str(lake.data()), shop_id, newest, *_named(found))
    return Later(then, newest, [one for one in different if one.member.member_id == member], refused)


def posted(shop_id: str, key: str, member: str, line: str) -> list[tuple[str, Posted]]:
    """What was adjusted since of a line of a closed period, with the period in which it was posted."""
    return [
        (one.key, made)
        for one in periods.book(shop_id).in_order
        for made in one.posted
        if made.of == key and (made.adjustment.member, made.adjustment.line) == (member, line)
    ]


def _named(found: Slip) -> tuple[str, str]:
    return found.attached.run, found.attached.digest


@kept(LRUCache(8))
def _different(
    folder: str, shop_id: str, number: int, name: str, digest: str
) -> tuple[list[LineDifference], Text | None]:
    original = periods.run_named(shop_id, name)
    assert original is not None
    try:
        scheme = read_scheme(original.scheme.source, original.scheme.id)
        return difference(original, run(lake.snapshot(), scheme, original.period, shop_id)), None
    except TwoFourError as error:
        return [], error.message
