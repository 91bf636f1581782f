"""The lake behind the pages: its newest snapshot, its shops and people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cachetools import LRUCache
from django.conf import settings

from twofour.events.lake import Lake, Snapshot
from twofour.events.lake.manifest import numbers
from twofour.events.roster import Member, roster
from twofour.period import Period
from twofour.web.bridge.kept import erasures, kept, once
from twofour.web.models import ShopRules

__all__ = ["data", "erasures", "is_empty", "newest", "people", "shops", "snapshot"]


def data() -> Path:
    """The data folder."""
    return Path(settings.DATA)


def is_empty() -> bool:
    """Whether nothing was ever imported."""
    return not numbers(data() / "manifests")


@once
def newest() -> int:
    """The number of the newest snapshot; 0 before the first import. Cheap: it names files."""
    return max(numbers(data() / "manifests"), default=0)


def snapshot() -> Snapshot:
    """The newest snapshot. Raises ``DataMissing`` before the first import."""
    return _snapshot(str(data()), newest())


def shops() -> list[str]:
    """Every shop of the lake, sorted. Reports of agents name no shop: where there is nothing else, those that
    were named when they came.
    """
    if is_empty():
        return []
    found = _shops(str(data()), newest())
    return found or sorted(ShopRules.objects.values_list("shop_id", flat=True))


def people(shop_id: str, period: Period) -> list[Member]:
    """Everybody who worked in a shop on any day of ``period``, by member id."""
    return _people(str(data()), newest(), shop_id, period.start, period.stop)


@kept(LRUCache(4))
def _snapshot(folder: str, number: int) -> Snapshot:
    return Lake.open(folder).snapshot(number)


@kept(LRUCache(4))
def _shops(folder: str, number: int) -> list[str]:
    return _snapshot(folder, number).shop_ids()


@kept(LRUCache(256))
def _people(folder: str, number: int, shop_id: str, start: date, stop: date) -> list[Member]:
    staff = _snapshot(folder, number).scan("staff", shop_ids=[shop_id]).collect()
    return roster(staff, Period(start, stop))
