"""Load a case: read the document, find its scheme, and turn figures as people write them into measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path as File

from twofour.documents import Located, Path, parse, read_file, scheme_error, unknown, validated
from twofour.events.roster import Member, Spell
from twofour.metrics import Measure, SubjectKind
from twofour.metrics.own import NO_SHOP, ShopMetrics
from twofour.money import FEN_PER_YUAN, fen_of, multiply
from twofour.period import Period, month_of, parse_period
from twofour.plan.cases.document import CaseDocument, CaseSpell, Figures, Pair
from twofour.problems import SchemeError, UsageError
from twofour.scheme import Scheme, load_scheme
from twofour.scheme.base import fits
from twofour.scheme.figures import Figure
from twofour.scheme.load import scheme_in
from twofour.scheme.metric_book import MetricEntry, unknown_metric
from twofour.scorecard import Carried, Inputs, Override, Past, by_key
from twofour.text import Text

SHOP = "case"


@dataclass(frozen=True, slots=True)
class Case:
    """A case ready to run. Without a scheme there are projections alone."""

    document: CaseDocument
    located: Located
    scheme: Scheme | None
    inputs: Inputs | None


def load_case(path: File, shop: ShopMetrics = NO_SHOP) -> Case:
    """The case in a YAML file. Its scheme may name the own metrics of ``shop``.

    Raises ``SchemeError`` with file, line and column for anything wrong in the case or its scheme, and
    ``UsageError`` for a file that cannot be read.
    """
    located = parse(read_file(path), str(path))
    document = validated(CaseDocument, located, located.plain())
    scheme = _scheme(path, located, document, shop)
    if scheme is None:
        return Case(document, located, None, None)
    return Case(document, located, scheme, _Reader(document, located, scheme).inputs())


def _scheme(path: File, located: Located, document: CaseDocument, shop: ShopMetrics) -> Scheme | None:
    if isinstance(document.scheme, str):
        try:
            return load_scheme(path.parent / document.scheme, shop)
        except UsageError as error:
            text = error.message
            raise SchemeError(
                Text(f"{located.find(('scheme',))}：{text.zh}", f"{located.find(('scheme',))}: {text.en}")
            ) from None
    entry = located.entry("scheme")
    return None if entry is None else scheme_in(entry, shop)


class _Reader:
    def __init__(self, document: CaseDocument, located: Located, scheme: Scheme) -> None:
        self._document = document
        self._located = located
        self._scheme = scheme

    def inputs(self) -> Inputs:
        """Everything that score and pay read."""
        members = tuple(
            Member(
                member_id=person.member,
                name=person.name or person.member,
                team=person.team,
                role=person.role or self._usual_role(),
                grade=person.grade,
                base_wage=None if person.base_wage is None else fen_of(person.base_wage),
                hired_on=person.hired_on,
                spells=tuple(_spell(spell) for spell in person.service),
            )
            for person in self._document.members
        )
        return Inputs(
            self._period(),
            SHOP,
            members,
            by_key(self._measures()),
            tuple(self._history()),
            overrides=dict(self._overrides()),
            carried={
                person.member: Carried(fen_of(person.carried.amount), person.carried.reason)
                for person in self._document.members
                if person.carried is not None
            },
            events={
                ("member", person.member, "sales"): tuple(fen_of(order) for order in person.orders)
                for person in self._document.members
                if person.orders is not None
            },
        )

    def _overrides(self) -> Iterator[tuple[tuple[str, str], Override]]:
        items = [item.item for item in self._scheme.items]
        for at, person in enumerate(self._document.members):
            for item, override in person.overrides.items():
                if item not in items:
                    place = self._located.key_place(("members", at, "overrides", item))
                    raise scheme_error(place, *unknown(Text("考核项", "item"), item, items))
                yield (person.member, item), Override(override.score, override.by, override.reason)

    def _usual_role(self) -> str | None:
        """A case need not repeat the role that its scheme is for."""
        roles = self._scheme.applies_to.role
        return roles[0] if roles else None

    def _period(self) -> Period:
        written = self._document.period
        return month_of(self._scheme.valid_from) if written is None else self._month(written, ("period",))

    def _measures(self) -> Iterator[Measure]:
        yield from self._figures("shop", SHOP, self._document.shop, ("shop",))
        for team, figures in self._document.teams.items():
            yield from self._figures("team", team, figures, ("teams", team))
        for at, person in enumerate(self._document.members):
            where = ("members", at, "measures")
            yield from self._figures("member", person.member, person.measures, where)
            if person.orders is not None:
                total = sum(fen_of(order) for order in person.orders)
                yield Measure("member", person.member, "sales", total, 1, 0, "fen")

    def _history(self) -> Iterator[Past]:
        for written, month in self._document.history.items():
            where = ("history", written)
            measures = list(self._figures("shop", SHOP, month.shop, (*where, "shop")))
            for member, figures in month.members.items():
                measures += self._figures("member", member, figures, (*where, "members", member))
            for team, figures in month.team_figures.items():
                measures += self._figures("team", team, figures, (*where, "team_figures", team))
            yield Past(self._month(written, where), by_key(measures), month.teams)

    def _month(self, written: str, where: Path) -> Period:
        try:
            return parse_period(written)
        except UsageError as error:
            raise scheme_error(
                self._located.key_place(where),
                error.message,
                Text("月份写成 2026-06", "Write a month like 2026-06"),
            ) from None

    def _figures(self, kind: SubjectKind, subject: str, figures: Figures, where: Path) -> Iterator[Measure]:
        book = self._scheme.book
        for metric, given in figures.items():
            at = (*where, metric)
            if metric not in book:
                raise scheme_error(self._located.key_place(at), *unknown_metric(metric, book))
            entry = book[metric]
            if entry.parts:
                parts = ", ".join(entry.parts)
                raise scheme_error(
                    self._located.key_place(at),
                    Text(f"{metric} 是算出来的指标", f"{metric} is computed"),
                    Text(f"请给出它的组成：{parts}", f"Give its parts: {parts}"),
                )
            yield self._measure(kind, subject, entry, given, at)

    def _measure(
        self, kind: SubjectKind, subject: str, entry: MetricEntry, given: Figure | Pair, at: Path
    ) -> Measure:
        if isinstance(given, Pair):
            sides = (given.numerator * entry.scale, given.denominator * entry.scale)
            return Measure(kind, subject, entry.id, *sides, given.pending, entry.unit)
        try:
            fits(entry, given)
        except ValueError as error:
            context = getattr(error, "context", None) or {}
            raise scheme_error(self._located.find(at), context["wrong"], context["right"]) from None
        amount = multiply(given.amount, Decimal(FEN_PER_YUAN)) if entry.money else given.amount
        denominator = _denominator(entry, amount) * entry.scale
        numerator = int(multiply(amount, Decimal(denominator)))
        return Measure(kind, subject, entry.id, numerator, denominator, 0, entry.unit)


def _spell(written: CaseSpell) -> Spell:
    wage = None if written.base_wage is None else fen_of(written.base_wage)
    return Spell(written.first, written.last + timedelta(days=1), written.grade, wage)


def _denominator(entry: MetricEntry, amount: Decimal) -> int:
    """A power of ten that makes ``amount`` whole.

    Plain ratios get at least 10,000 each, so that everybody weighs the same in a team's mean; a case that
    needs other weights writes numerator and denominator.
    """
    exponent = amount.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return int(10 ** max(places, 4 if entry.combine == "pool" else 0))
