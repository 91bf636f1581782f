"""Performance pay (绩效工资): an amount in proportion to the score (G18), or the amount of its tier (G19)."""

from __future__ import annotations

from twofour.events.roster import Member
from twofour.explain import Node
from twofour.explain.working import computed
from twofour.pay.commission import share_of_full
from twofour.pay.payee import Payee
from twofour.pay.proration import prorated
from twofour.scheme.metric_book import SCORE
from twofour.scheme.scaled import ScorePay
from twofour.scheme.tiers import AmountTier
from twofour.scorecard.scales import pick
from twofour.text import Text

_WHOLE = Text("满分金额", "amount for the full score")


def score_pay(component: ScorePay, payee: Payee, where: str) -> Node:
    """Yuan, unrounded: amount × score ÷ full score, or what the score's tier gives."""
    label = component.title or component.name

    def whole(member: Member) -> Node:
        assert component.amount is not None
        return payee.amount(component.amount, _WHOLE, f"{where}.amount", member)

    def tier_amount(member: Member) -> Node:
        def gives(tier: AmountTier, at: str) -> Node:
            return payee.amount(tier.amount, label, f"{at}.amount", member)

        return pick(component.tiers or (), payee.figure(SCORE), label, "yuan", gives, f"{where}.tiers")

    if component.amount is None:
        return prorated(component.prorate, payee, label, tier_amount, where)
    amount = prorated(component.prorate, payee, _WHOLE, whole, where)
    return computed("product", label, "yuan", (amount, share_of_full(payee)))
