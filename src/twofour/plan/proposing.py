"""Defaults of the eight steps: what the shop's own data would answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from twofour.money import divide
from twofour.plan.candidates import MOST_KEEP, SIDES, Look, in_book, kin, sides_of
from twofour.plan.draft import Value
from twofour.plan.fit import fit
from twofour.plan.lint.gaps import GAMES
from twofour.plan.past import PastMonths
from twofour.problems import TwoFourError
from twofour.scheme.scheme import Role

SHARES = (Decimal(20), Decimal(30), Decimal(30), Decimal(20))
_SELLS, _SERVES = Decimal("0.6"), Decimal("0.3")
_HEADLINES: dict[Value, tuple[str, ...]] = {
    "sales": ("inquiry_pay_rate", "effective_sales"),
    "balanced": ("inquiry_pay_rate", "effective_sales", "satisfied_rate"),
    "service": ("first_fix_rate", "ticket_satisfaction", "satisfied_rate", "mean_response"),
}
_MOST_ITEMS = 3


def value_of(past: PastMonths) -> Value:
    """Whether these people mostly sell or mostly solve problems: by the share of inquiries in receptions."""
    received, inquiries = past.pooled("received"), past.pooled("inquiries")
    if not received or inquiries is None:
        return "service"
    share = divide(inquiries, received)
    return "sales" if share >= _SELLS else "service" if share <= _SERVES else "balanced"


def shortlist(past: PastMonths, looks: Sequence[Look], value: Value, role: Role) -> list[str]:
    """What is weak, what marketplaces grade the shop on, and the metric that shows each side best."""
    sides = {in_book(past.book, SIDES[side].example((role,))) for side in sides_of((role,))}
    headlines = _headlines(past, value)
    return [
        one.entry.id
        for one in looks
        if one.weak is not None or one.entry.id in sides or one.entry.id in headlines
        or (one.entry.kind == "platform" and not one.ceiling)
    ]  # fmt: skip


def incentives(past: PastMonths, listed: Collection[str], value: Value) -> list[str]:
    """The headline metrics of this value that the data can be cut into tiers by; else whatever can."""
    wanted = [metric for metric in _headlines(past, value) if metric in listed]
    rest = [metric for metric in listed if metric not in wanted]
    found: list[str] = []
    for metric in [*wanted, *rest]:
        # Pay for mere numbers of customers makes people grab them.
        grabs = past.book[metric].category == "workload"
        if not grabs and can_fit(past, metric, SHARES) and not kin(metric).intersection(found):
            found.append(metric)
    found = found or [metric for metric in listed if can_fit(past, metric, SHARES)]
    return found[: max(1, min(len(wanted), _MOST_ITEMS))]


def duties(past: PastMonths, names: Sequence[str], chosen: Collection[str], role: Role) -> list[str]:
    """For every side that the incentive leaves open the metric that shows it, and a counter for each game."""
    covered = {past.book[metric].category for metric in chosen}
    found: list[str] = []
    for side in sides_of((role,)):
        example = in_book(past.book, SIDES[side].example((role,)))
        options = [example, *(m for m in names if past.book[m].category in SIDES[side].categories)]
        free = [m for m in options if m in names and m not in chosen and can_fit(past, m, MOST_KEEP)]
        if free and not covered & SIDES[side].categories:
            found.append(free[0])
    for game in GAMES:
        there = {*chosen, *found}
        if there & game.metrics & set(chosen) and not there.intersection(game.counters):
            free = [m for m in game.counters if m in names and can_fit(past, m, MOST_KEEP)]
            found += free[:1]
    return found


def _headlines(past: PastMonths, value: Value) -> tuple[str, ...]:
    return tuple(in_book(past.book, metric) for metric in _HEADLINES[value])


def weak_duties(past: PastMonths, looks: Sequence[Look], chosen: Collection[str]) -> list[str]:
    """What is weak and neither chosen nor much the same as something chosen: it must not slip further."""
    found: list[str] = []
    for one in looks:
        there = kin(one.entry.id) & {*chosen, *found}
        if one.weak is not None and not there and can_fit(past, one.entry.id, MOST_KEEP):
            found.append(one.entry.id)
    return found


def weights(looks: Sequence[Look]) -> list[int]:
    """100 shared out in fives: half as much again for what is weak, the first taking what is left over."""
    shares = [3 if look.weak is not None else 2 for look in looks]
    found = [100 * share // sum(shares) // 5 * 5 for share in shares]
    return [found[0] + 100 - sum(found), *found[1:]]


def can_fit(past: PastMonths, metric: str, shares: Sequence[Decimal]) -> bool:
    """Whether the figures differ enough for that many tiers."""
    try:
        fit(past.book[metric], past.figures(metric), shares)
    except TwoFourError:
        return False
    return True
