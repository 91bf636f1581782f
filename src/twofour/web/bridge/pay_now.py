"""Score and pay of the running month, on the data as it stands: what a statement would say today."""

from __future__ import annotations

from datetime import date, timedelta

from cachetools import LRUCache

from twofour.pay import Payslip
from twofour.period import Period, month_of
from twofour.run import run
from twofour.statements import Run
from twofour.web.bridge import figures, lake
from twofour.web.bridge.kept import kept
from twofour.web.bridge.periods_schemes import Version, scheme_of, versions

__all__ = ["Now", "now", "scheme_on"]


class Now:
    """A member's month so far: the scheme in force, the run on the data as it stands, the payslip in it."""

    def __init__(self, version: Version, run: Run, payslip: Payslip) -> None:
        self.version = version
        self.run = run
        self.payslip = payslip


def scheme_on(shop_id: str, member: str, day: date) -> Version | None:
    """The approved version that pays a member on ``day``; ``None`` where none does."""
    today = Period(day, day + timedelta(days=1))
    person = next((one for one in lake.people(shop_id, today) if one.member_id == member), None)
    if person is None:
        return None
    return next((one for one in versions() if one.days_in(today) and one.pays(person)), None)


def now(shop_id: str, member: str) -> Now | None:
    """The member's latest month so far; ``None`` without data, scheme or place on the staff.

    Raises ``SchemeError`` where the scheme is not in force throughout the month, and what ``score`` raises.
    """
    day = figures.latest_day(shop_id)
    version = None if day is None else scheme_on(shop_id, member, day)
    if day is None or version is None:
        return None
    month = month_of(day)
    found = _run(str(lake.data()), lake.newest(), shop_id, version.said.digest, month.start, month.stop)
    payslip = next((one for one in found.payslips if one.member.member_id == member), None)
    return None if payslip is None else Now(version, found, payslip)


@kept(LRUCache(8))
def _run(folder: str, number: int, shop_id: str, digest: str, start: date, stop: date) -> Run:
    version = next(one for one in versions() if one.said.digest == digest)
    return run(lake.snapshot(), scheme_of(version), Period(start, stop), shop_id)
