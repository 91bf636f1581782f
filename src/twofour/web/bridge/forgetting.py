"""Forgetting a customer on request, and the record of it."""

from __future__ import annotations

from twofour.events.privacy import CustomerKey, Forgetting, forget, forgettings, resume
from twofour.events.tables import TABLES
from twofour.ledger.words_in_use import words_in_use
from twofour.text import Text
from twofour.web.bridge import kept, lake, rules, uploads

__all__ = ["Forgetting", "erase", "erased"]


def erase(shop_id: str, customer: str, key: CustomerKey | None, *, by: str, reason: str) -> list[str]:
    """Erase a customer of one shop from every version of the data, and all uploads, which may name anybody.

    Gives the files of the data folder that still name the person and are nobody's to change here. An erasure
    that was interrupted before is finished first.
    """
    resume(lake.data())
    uploads.drop_all()
    words = words_in_use(lake.data(), [rules.of(shop_id)])
    done = forget(lake.data(), customer, by=by, reason=reason, shop=shop_id, key=key, words=words)
    kept.drop_all()
    return [str(path.relative_to(lake.data())) for path in done.remaining]


def erased(shop_id: str) -> list[tuple[Forgetting, list[tuple[Text, int]]]]:
    """Every erasure in a shop or in all of them, the newest first, with its rows table by table."""
    found = [one for one in reversed(forgettings(lake.data())) if one.shop in (None, shop_id)]
    return [(one, [(TABLES[name].title, count) for name, count in one.rows.items()]) for one in found]
