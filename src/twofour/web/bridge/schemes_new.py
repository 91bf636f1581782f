"""A scheme being designed step by step: what was answered, and what the shop's own past months propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, cast

from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.period import parse_day
from twofour.plan.answers import (
    limit_of,
    phrase,
    rate_in,
    scheme_id,
    scores_in,
    shares_in,
    weights_in,
    yuan_in,
)
from twofour.plan.candidates import MOST_KEEP, Look, candidates, in_book, is_share, look
from twofour.plan.design_words import ROLES, TITLES, VALUES, counting_of
from twofour.plan.draft import Draft, DraftDuty, DraftItem, Value, draft_text
from twofour.plan.fit import Fitted, fit, written
from twofour.plan.offer import evenly
from twofour.plan.past import PastMonths
from twofour.plan.proposing import (
    SHARES,
    can_fit,
    duties,
    incentives,
    shortlist,
    value_of,
    weak_duties,
    weights,
)
from twofour.problems import DataMissing
from twofour.run import measured_months
from twofour.scheme.scheme import AppliesTo, Role
from twofour.scorecard import Inputs
from twofour.text import Lang, Text
from twofour.web.bridge import figures, lake
from twofour.web.bridge.kept import kept

__all__ = [
    "ROLES",
    "STAFF",
    "VALUES",
    "Answers",
    "Design",
    "Standard",
    "limit_of",
    "parse_day",
    "phrase",
    "rate_in",
    "scheme_id",
    "scores_in",
    "weights_in",
    "yuan_in",
]

MONTHS = 6
STAFF = "staff"
Answers = Mapping[str, Any]
"""What was answered so far, as plain JSON; what is missing is proposed."""


class Standard(NamedTuple):
    """A duty's standard as a scheme writes it, and what the figures propose (``None``: too alike)."""

    entry: MetricEntry
    written: str
    proposed: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is measured for designing: by which rules, with which metrics."""

    rules: CountingRules
    source: str | None
    own: tuple[int, int]


class Design:
    """One shop's scheme in the making. Raises ``DataMissing`` where no month of the shop is whole."""

    def __init__(self, shop_id: str, answers: Answers) -> None:
        self.shop_id = shop_id
        self._said = answers
        self._rules, source = figures.ways(shop_id)
        self.book: MetricBook = figures.book(source)
        known = _Known(self._rules, source, figures.own_metrics())
        self.months: Sequence[Inputs] = _months(str(lake.data()), lake.newest(), shop_id, known)

    @cached_property
    def people(self) -> dict[Role, int]:
        """How many worked in each position in the latest month."""
        everybody = PastMonths(self.months, self.book).people[0]
        return {role: sum(one.role == role for one in everybody) for role, _ in ROLES}

    @cached_property
    def role(self) -> Role:
        """Whom the scheme is for; unless said the position that most people have."""
        return cast(Role, self._said.get("role") or max(self.people, key=lambda role: self.people[role]))

    @cached_property
    def past(self) -> PastMonths:
        """The past months of these people, or of their teams where they lead them."""
        of = "team" if self.role == "lead" else "member"
        return PastMonths(self.months, self.book, AppliesTo(role=(self.role,)), of)  # type: ignore[arg-type]

    @cached_property
    def usual_value(self) -> Value:
        """What their past work says: mostly selling, mostly solving problems, or both."""
        return value_of(self.past)

    @property
    def value(self) -> Value:
        """The value direction."""
        return cast(Value, self._said.get("value") or self.usual_value)

    @property
    def note(self) -> Text:
        """The positioning in a phrase."""
        said, usual = self._said.get("note"), dict(VALUES)[self.value]
        return Text(said, said) if said else Text(f"以{usual.zh}为主", f"mainly {usual.en}")

    @cached_property
    def looks(self) -> dict[str, Look]:
        """Every candidate metric with how these people stand in it. Raises ``DataMissing`` for none."""
        names = candidates(self.past, (self.role,))
        if not names:
            title = dict(ROLES)[self.role]
            raise DataMissing(
                Text(
                    f"往月没有{title.zh}的指标数据，无从设计；请换一个岗位，或先在人员页写好岗位、导入数据",
                    f"there are no figures of {title.en} to design by; choose another position, or set roles "
                    "on the staff page and import data first",
                )
            )
        return {name: look(self.past, name) for name in names}

    @cached_property
    def listed(self) -> list[str]:
        """The shortlist that the data propose."""
        return shortlist(self.past, list(self.looks.values()), self.value, self.role)

    @cached_property
    def usual_items(self) -> list[str]:
        """The incentive that the data propose."""
        return incentives(self.past, self.listed or list(self.looks), self.value)

    @cached_property
    def items(self) -> list[str]:
        """The metrics of the incentive."""
        return [one for one in self._said.get("items", ()) if self.fits(one)] or self.usual_items

    @cached_property
    def usual_duties(self) -> list[str]:
        """What the incentive leaves open, and what is weak besides."""
        found = duties(self.past, list(self.looks), self.items, self.role)
        return found + weak_duties(self.past, list(self.looks.values()), [*self.items, *found])

    @cached_property
    def duties(self) -> list[str]:
        """The metrics of the duties."""
        said = self._said.get("duties")
        names = self.usual_duties if said is None else [one for one in said if one in self.looks]
        return [one for one in names if one not in self.items]

    def fits(self, metric: str) -> bool:
        """Whether a metric is a candidate whose figures differ enough for tiers."""
        return metric in self.looks and can_fit(self.past, metric, SHARES)

    @property
    def usual_weights(self) -> dict[str, int]:
        """Heavier where weak."""
        shares = weights([self.looks[name] for name in self.items])
        return dict(zip(self.items, shares, strict=True))

    @property
    def weights(self) -> dict[str, int]:
        """100 shared out over the incentive."""
        said: dict[str, int] = self._said.get("weights", {})
        return (
            {name: said[name] for name in self.items} if set(said) == set(self.items) else self.usual_weights
        )

    def shares(self, metric: str) -> str:
        """Percent of people in each tier, worst first, as it is written."""
        said: dict[str, str] = self._said.get("shares", {})
        return said.get(metric) or ",".join(f"{share:f}" for share in SHARES)

    def fitted(self, metric: str) -> Fitted:
        """The tiers of an item, cut from the past. Raises what ``fit`` raises."""
        return fit(self.book[metric], self.past.figures(metric), shares_in(self.shares(metric)))

    def scores(self, metric: str) -> list[Decimal]:
        """What each tier scores, worst first."""
        many = len(self.fitted(metric).bands)
        said: str = self._said.get("scores", {}).get(metric, "")
        usual = list(evenly(many, "score"))
        return scores_in(said, many) if said and len(shares_in(said)) == many else usual

    def may_be_smooth(self, metric: str) -> bool:
        """Whether a smooth score can be written for a metric: more of it is better."""
        return self.book[metric].direction == "higher"

    def smooth(self, metric: str) -> bool:
        """Whether an item scores in a straight line from threshold to threshold; unless said where it is a
        share, whose steps a month's rows are too few for.
        """
        said: dict[str, bool] = self._said.get("smooth", {})
        return self.may_be_smooth(metric) and said.get(metric, is_share(metric))

    def standard(self, metric: str) -> Standard:
        """The standard of a duty; unless said what four in five keep already."""
        entry = self.book[metric]
        proposed = None
        if can_fit(self.past, metric, MOST_KEEP):
            proposed = written(entry, fit(entry, self.past.figures(metric), MOST_KEEP).bounds[0])
        said: str = self._said.get("standards", {}).get(metric) or proposed or ""
        return Standard(entry, said, proposed)

    @property
    def sales(self) -> str:
        """The metric that commission is on."""
        return in_book(self.book, "effective_sales")

    @property
    def base(self) -> str:
        """The base wage in yuan, or ``staff``."""
        waged = all(member.base_wage is not None for member in self.past.people[0])
        return str(self._said.get("base") or (STAFF if waged else "3000"))

    @property
    def rate(self) -> str:
        """The rate of the commission with its percent sign; empty for none."""
        usual = "" if self.value == "service" else "0.3%" if self.role == "lead" else "1%"
        return str(self._said.get("rate", usual))

    @property
    def amount(self) -> str:
        """Performance pay for the full score, in yuan; empty for none."""
        return str(self._said.get("amount", "" if self.value == "sales" else "1000"))

    @property
    def scheme(self) -> str:
        """The scheme's id."""
        return str(self._said.get("scheme") or f"{self.role.replace('_', '-')}-{self.value}")

    @property
    def title(self) -> Text:
        """The scheme's title."""
        said = self._said.get("title")
        return Text(said, said) if said else TITLES[self.role]

    @property
    def since(self) -> date:
        """The scheme's first day; unless said the one after the latest whole month."""
        said = self._said.get("since")
        return parse_day(said) if said else self.months[0].period.stop

    def document(self, lang: Lang) -> str:
        """The scheme as it stands, with comments that say in ``lang`` why each number is there.

        Raises what ``fit`` raises, and ``UsageError`` for an answer that cannot be understood.
        """
        items = [
            DraftItem(self.looks[name], share, self.fitted(name), self.scores(name), self.smooth(name))
            for name, share in self.weights.items()
        ]
        owed = [
            DraftDuty(self.looks[name], limit_of(self.book[name])(standard.written))
            for name in self.duties
            if (standard := self.standard(name)).written
        ]
        return draft_text(
            Draft(
                self.scheme,
                self.title.say(lang),
                self.since,
                self.role,
                self.value,
                self.note.say(lang),
                items,
                owed,
                None if self.base == STAFF else yuan_in(self.base),
                rate_in(self.rate) if self.rate else None,
                yuan_in(self.amount) if self.amount else None,
                self.past.span,
                counting_of(self._rules, self.book),
                self.sales,
            ),
            lang,
        )


@kept(LRUCache(8))
def _months(folder: str, number: int, shop_id: str, known: _Known) -> list[Inputs]:
    book = figures.book(known.source)
    return measured_months(lake.snapshot(), shop_id, MONTHS, rules=known.rules, book=book, history=1)
