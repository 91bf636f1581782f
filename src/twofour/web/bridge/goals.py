"""Goals that the schemes in force set: what a figure should reach (an item's best tier, a duty's mark)."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cachetools import LRUCache

from twofour.events.roster import Member
from twofour.explain import Quantity, Unit
from twofour.metrics import Measure, quantity_of
from twofour.scheme import Scheme, read_scheme
from twofour.scheme.conditions import Relation
from twofour.scheme.figures import Figure
from twofour.scheme.tiers import ScoreTier
from twofour.text import Text
from twofour.web.bridge import periods_schemes
from twofour.web.bridge.kept import kept


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be: ``at_least``, ``at_most`` … of ``mark``; ``scheme`` is what sets it."""

    metric: str
    relation: Relation
    mark: Quantity
    scheme: Text

    @property
    def words(self) -> Text:
        """``≥ 46%``."""
        sign = _SIGNS[self.relation]
        return Text(f"{sign} {self.mark.show('zh')}", f"{sign} {self.mark.show('en')}")

    def met(self, measure: Measure | None) -> bool | None:
        """Whether a measure reaches the goal; ``None`` where there is nothing to measure."""
        amount = None if measure is None else quantity_of(measure).amount
        if amount is None or self.mark.amount is None:
            return None
        return _HOLDS[self.relation](amount, self.mark.amount)


_SIGNS: Mapping[Relation, str] = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}
_HOLDS = {"at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt}


def goals_of(member: Member, day: date) -> Mapping[str, Goal]:
    """Metric → goal, as the approved scheme that pays ``member`` on ``day`` sets it."""
    for version in periods_schemes.versions():
        in_force = version.said.valid_from <= day and (version.until is None or day <= version.until)
        if in_force and version.pays(member):
            return _goals(version.said.digest, version.said.source)
    return {}


@kept(LRUCache(32))
def _goals(digest: str, source: str) -> Mapping[str, Goal]:
    # An approved source holds the own metrics that it names.
    return _set_by(read_scheme(source, "scheme.yaml"))


def _set_by(scheme: Scheme) -> dict[str, Goal]:
    found: dict[str, Goal] = {}

    def put(metric: str, relation: Relation, amount: Decimal) -> None:
        unit: Unit = scheme.book[metric].unit
        mark = Quantity(amount, "yuan" if unit == "fen" else unit)
        found.setdefault(metric, Goal(metric, relation, mark, scheme.title))

    for item in scheme.incentive:
        rule = item.score
        steps = item.tiers or (rule.interpolated if rule else None)
        falls = scheme.book[item.metric].direction == "lower"
        if item.of == "member" and steps:
            put(item.metric, *_best(steps, falls=falls))
        elif item.of == "member" and rule and rule.proportional:
            target = rule.proportional.target
            if isinstance(target, Figure):
                put(item.metric, "at_most" if falls else "at_least", target.amount)
    for duty in scheme.duties:
        mark = duty.must.threshold
        if duty.of == "member" and isinstance(mark, Figure):
            put(duty.metric, duty.must.relation, mark.amount)
    return found


def _best(steps: Sequence[ScoreTier], *, falls: bool) -> tuple[Relation, Decimal]:
    """Where the tier with the best score begins; where figures had better be small, where it ends."""
    best = max(range(len(steps)), key=lambda at: steps[at].score)
    if falls and steps[best].side != "at_most":
        after = steps[min(best + 1, len(steps) - 1)]
        return ("below" if after.side == "from" else "at_most"), after.bound
    if not falls and steps[best].side == "at_most":
        return "above", steps[max(best - 1, 0)].bound
    relations: Mapping[str, Relation] = {"from": "at_least", "above": "above", "at_most": "at_most"}
    return relations[steps[best].side], steps[best].bound
