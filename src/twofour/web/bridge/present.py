"""What the pages of a shop's present month ask, in small steps, so that it is known before somebody asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from datetime import date, timedelta

from twofour.period import Period, month_of
from twofour.web.bridge import figures, lake, pay_now, periods, periods_schemes, today
from twofour.web.models import Grant, ShopRules

Step = Callable[[], object]
_KINDS = ("member", "team", "shop", "agent")
_CLOSED = 2  # a period is shown beside the one before


def state() -> Hashable:
    """Everything by which the pages of a month differ: equal as long as nothing came in or was changed."""
    rules = ShopRules.objects.order_by("shop_id").values_list("shop_id", "changed_at")
    schemes = tuple(one.said.digest for one in periods_schemes.versions())
    ledgers = tuple(_length(shop_id) for shop_id in lake.shops())
    return lake.newest(), lake.erasures(), figures.own_metrics(), tuple(rules), schemes, ledgers


def busiest(most: int) -> list[str]:
    """The ``most`` shops that the most people are admitted to, those first."""
    people = Counter(Grant.objects.values_list("shop_id", flat=True))
    return sorted(lake.shops(), key=lambda shop_id: (-people[shop_id], shop_id))[:most]


def steps(shop_id: str) -> Iterator[Step]:
    """The questions, the ones on which others rest first; an answer is kept where the pages look for it."""
    yield lambda: figures.as_of(shop_id)
    day = figures.latest_day(shop_id)
    if day is not None:
        yield from _days(shop_id, day)
        yield from _month(shop_id, day)
    yield from _ledger(shop_id)


def _days(shop_id: str, day: date) -> Iterator[Step]:
    """Today: of the whole shop, then of each team."""
    people = lake.people(shop_id, Period(day, day + timedelta(days=1)))
    yield lambda: today.today(shop_id, day, ("shop", shop_id), [one.member_id for one in people])
    teams: dict[str, list[str]] = {}
    for one in people:
        if one.team:
            teams.setdefault(one.team, []).append(one.member_id)
    for team, members in teams.items():
        yield _bound(today.today, shop_id, day, ("team", team), members)


def _month(shop_id: str, day: date) -> Iterator[Step]:
    """The month's figures, and its score and pay by every scheme in force on ``day``."""
    month = month_of(day)
    for kind in _KINDS:
        yield _bound(figures.figures, shop_id, month, kind)
    yield lambda: figures.daily(shop_id, month, "member")
    for force in periods_schemes.in_force(shop_id, Period(day, day + timedelta(days=1))):
        scheme = periods_schemes.scheme_of(force.version)
        yield _bound(pay_now.now, shop_id, force.members[0].member_id)
        yield _bound(figures.daily, shop_id, month, "member", (scheme.rules, scheme.measures_from))


def _ledger(shop_id: str) -> Iterator[Step]:
    """Everybody's money of the latest periods, and the runs behind it."""
    for period in periods.book(shop_id).in_order[-_CLOSED:]:
        yield _bound(periods.rows, shop_id, period.key)
        for attached in period.runs.values():
            if attached.earned:
                yield _bound(periods.slip, period, next(iter(attached.earned)))


def _length(shop_id: str) -> int:
    """How long a shop's ledger is, which only grows."""
    path = periods.ledger(shop_id).journal.path
    return path.stat().st_size if path.exists() else 0


def _bound(function: Callable[..., object], *arguments: object) -> Step:
    return lambda: function(*arguments)
