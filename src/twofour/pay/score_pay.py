"""Performance pay (绩效工资): an amount in proportion to the score (G18), or the amount of its tier (G19)."""

from __future__ import annotations

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.metric_book import SCORE
from twofour.scheme.scaled import ScorePay
from twofour.scheme.tiers import AmountTier
from twofour.scorecard.scales import pick
from twofour.text import Text


def score_pay(component: ScorePay, payee: Payee, where: str) -> Node:
    """Yuan, unrounded: amount × score ÷ full score, or what the score's tier gives."""
    label = component.title or component.name
    score = payee.figure(SCORE)
    if component.amount is not None:
        full = leaf(Text("满分", "full score"), Quantity(payee.card.full, "point"), "scheme:incentive")
        reached = computed("quotient", Text("得分率", "share of full score"), "ratio", (score, full))
        whole = payee.amount(
            component.amount, Text("满分金额", "amount for the full score"), f"{where}.amount"
        )
        return computed("product", label, "yuan", (whole, reached))

    def gives(tier: AmountTier, at: str) -> Node:
        return payee.amount(tier.amount, label, f"{at}.amount")

    return pick(component.tiers or (), score, label, "yuan", gives, f"{where}.tiers")
