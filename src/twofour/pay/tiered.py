"""Everything of a scheme that is cut into tiers: which metric picks, which tiers, what each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from twofour.explain import Quantity
from twofour.pay.payee import RATE, Payee
from twofour.scheme.base import Window
from twofour.scheme.items import Item
from twofour.scheme.scaled import Commission, PerUnit
from twofour.scheme.tiers import AmountTier, RateTier, ScoreTier, Tier
from twofour.scorecard.items import item_title
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class Tiered:
    """A scale of a line or item: ``gives`` says what the tier at a position gives a payee."""

    id: str
    title: Text
    metric: str
    window: Window
    tiers: Sequence[Tier]
    gives: Callable[[int], Quantity]

    def given(self, at: int | None) -> Quantity:
        """What the tier gives; nothing below the first."""
        first = self.gives(0)
        return Quantity(Decimal(0), first.unit) if at is None else self.gives(at)


def tiered_parts(payee: Payee) -> Iterator[Tiered]:
    """The tiered items and lines that a figure of the member's own decides, in the order of the scheme."""
    scheme = payee.readings.scheme
    for at, item in enumerate(scheme.items):
        if item.of == "member" and item.tiers is not None:
            yield _of_item(item, item.tiers, payee, f"scheme:incentive[{at}].tiers")
    for at, (id, component) in enumerate(scheme.lines()):
        if isinstance(component, (Commission, PerUnit)) and component.of == "member":
            where = f"scheme:pay[{at}].{component.kind}"
            yield from _of_line(id, component, payee, where)


def _of_item(item: Item, tiers: tuple[ScoreTier, ...], payee: Payee, where: str) -> Tiered:
    title = item_title(item, payee.readings)
    label = Text(f"{title.zh}得分", f"{title.en} score")

    def gives(at: int) -> Quantity:
        return Quantity(tiers[at].score, "point")

    return Tiered(item.item, label, item.metric, "month", tiers, gives)


def _of_line(id: str, scaled: Commission | PerUnit, payee: Payee, where: str) -> Iterator[Tiered]:
    window = scaled.accumulate
    if scaled.tiers is None or window == "event" or scaled.shape == "interpolated":
        return
    tiers: tuple[RateTier | AmountTier, ...] = scaled.tiers
    title = RATE if isinstance(scaled, Commission) else Text("单价", "amount for each")

    def gives(at: int) -> Quantity:
        tier, place = tiers[at], f"{where}.tiers[{at}]"
        if isinstance(tier, RateTier):
            node = payee.rate(tier.rate, f"{place}.rate")
        else:
            node = payee.amount(tier.amount, title, f"{place}.amount")
        assert node.quantity is not None
        return node.quantity

    yield Tiered(id, title, scaled.picked_by, window, tiers, gives)
