"""Past months of a shop as schemes look at them: measured once for a snapshot, counting rules and needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.metrics.own import MetricBook
from twofour.plan import shared_book
from twofour.run import measured_months
from twofour.scheme import Scheme
from twofour.scorecard import Inputs
from twofour.web.bridge import lake
from twofour.web.bridge.kept import kept


@dataclass(frozen=True, slots=True)
class _Needs:
    """What decides what is measured besides the data; the book itself follows from what ``own`` says."""

    rules: CountingRules
    history: int
    events: frozenset[str]
    own: tuple[str, ...]
    source: str | None
    book: MetricBook = field(compare=False, repr=False)


def past(shop_id: str, schemes: Sequence[Scheme], count: int) -> list[Inputs]:
    """The latest ``count`` whole months, as far as there are any, latest first; with everything that any of
    ``schemes`` reads, by the counting rules of the first. Raises ``DataMissing`` where no month is whole.
    """
    return _past(str(lake.data()), lake.newest(), shop_id, count, _needs(schemes))


def _needs(schemes: Sequence[Scheme]) -> _Needs:
    first, *others = schemes
    return _Needs(
        rules=first.rules,
        history=max(one.needs().history_months for one in schemes),
        events=frozenset(metric for one in schemes for metric in one.needs().events),
        own=tuple(sorted({metric.model_dump_json() for one in schemes for metric in one.metrics})),
        source=first.measures_from,
        book=shared_book(first, others[0] if others else None),
    )


@kept(LRUCache(8))
def _past(folder: str, number: int, shop_id: str, count: int, needs: _Needs) -> list[Inputs]:
    return measured_months(
        lake.snapshot(),
        shop_id,
        count,
        rules=needs.rules,
        book=needs.book,
        history=needs.history,
        events=needs.events,
    )
