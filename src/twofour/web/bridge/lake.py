"""The lake behind the pages: its newest snapshot, its shops and people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cachetools import LRUCache
from django.conf import settings

from twofour.events.lake import Lake, Snapshot
from twofour.events.lake.manifest import Manifest, numbers
from twofour.events.roster import Member, roster
from twofour.ledger.ledger import FOLDER
from twofour.period import Period
from twofour.statements.names import file_stem
from twofour.web.bridge.kept import erasures, kept, once
from twofour.web.models import Grant, ShopRules
from twofour.web.models.accounts import EVERY

__all__ = ["data", "erasures", "every_shop", "is_empty", "newest", "people", "shops", "snapshot"]


def data() -> Path:
    """The data folder."""
    return Path(settings.DATA)


def is_empty() -> bool:
    """Whether nothing was ever imported."""
    return not newest()


@once
def newest() -> int:
    """The number of the newest snapshot; 0 before the first import. Cheap: it names files."""
    return max(numbers(data() / "manifests"), default=0)


def snapshot() -> Snapshot:
    """The newest snapshot; before the first import one whose tables are all empty."""
    return _snapshot(str(data()), newest())


def shops() -> list[str]:
    """Every shop of the lake, sorted. Reports of agents name no shop: where there is nothing else, those that
    were named when they came.
    """
    if is_empty():
        return []
    found = _shops(str(data()), newest())
    return found or sorted(ShopRules.objects.values_list("shop_id", flat=True))


@once
def every_shop() -> list[str]:
    """Every shop that has pages, sorted: those with data, and those without (every import was taken back, or
    none came yet) that have rules, people admitted to them, or a ledger.
    """
    admitted = Grant.objects.order_by().exclude(shop_id=EVERY).values_list("shop_id", flat=True)
    ruled = ShopRules.objects.order_by().values_list("shop_id", flat=True)
    found = {*shops(), *admitted.union(ruled)}
    # A ledger's file does not tell the shop, only whose it can be.
    nobodys = {path.stem for path in (data() / FOLDER).glob("*.jsonl")} - {file_stem(one) for one in found}
    if nobodys and not is_empty():
        found |= _had(str(data()), newest(), frozenset(nobodys))
    return sorted(found)


def people(shop_id: str, period: Period) -> list[Member]:
    """Everybody who worked in a shop on any day of ``period``, by member id."""
    return _people(str(data()), newest(), shop_id, period.start, period.stop)


@kept(LRUCache(4))
def _snapshot(folder: str, number: int) -> Snapshot:
    return Lake.open(folder).snapshot(number) if number else Snapshot(Path(folder), Manifest())


@kept(LRUCache(4))
def _shops(folder: str, number: int) -> list[str]:
    return _snapshot(folder, number).shop_ids()


@kept(LRUCache(4))
def _had(folder: str, number: int, ledgers: frozenset[str]) -> frozenset[str]:
    """The shops of which earlier snapshots held data and whose ledgers are called so."""
    here, found = Lake.open(folder), set[str]()
    for one in sorted(numbers(Path(folder) / "manifests"), reverse=True):
        found |= {shop for shop in here.snapshot(one).shop_ids() if file_stem(shop) in ledgers}
        if len(found) == len(ledgers):
            break
    return frozenset(found)


@kept(LRUCache(256))
def _people(folder: str, number: int, shop_id: str, start: date, stop: date) -> list[Member]:
    staff = _snapshot(folder, number).scan("staff", shop_ids=[shop_id]).collect()
    return roster(staff, Period(start, stop))
