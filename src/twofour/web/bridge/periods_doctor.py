"""What is wrong with the data of a period before anybody is paid by it."""

from __future__ import annotations

from datetime import date

from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.metrics.doctor import SEVERITIES, Chart, Finding, Severity, examine
from twofour.period import Period
from twofour.web.bridge import figures, lake, rules
from twofour.web.bridge.kept import kept

__all__ = ["SEVERITIES", "Finding", "Severity", "findings"]


def findings(shop_id: str, period: Period) -> list[Finding]:
    """Every finding about a shop on the days of a period, errors first. May take seconds the first time."""
    counting = rules.of(shop_id)
    return _findings(str(lake.data()), lake.newest(), shop_id, counting, period.start, period.stop)


@kept(LRUCache(32))
def _findings(
    folder: str, number: int, shop_id: str, counting: CountingRules, start: date, stop: date
) -> list[Finding]:
    chart = Chart(lake.snapshot(), [shop_id], counting, Period(start, stop), figures.book())
    return examine(chart)
