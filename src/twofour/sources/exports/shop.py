"""Whose file it is: the shop that the file names, the one given by hand, or the only one there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from twofour.problems import UsageError
from twofour.sources.exports.document import Export
from twofour.sources.exports.fit import Fit
from twofour.sources.exports.names import key
from twofour.sources.mapping.document import Origin
from twofour.sources.mapping.expressions import cells_of, columns_of
from twofour.text import Text

SHOP = "\x00shop"
"""The column of every batch that holds the shop of the row."""


@dataclass(frozen=True)
class Shops:
    """The shop ``given`` by hand, and the shops ``known`` to the lake."""

    given: str | None = None
    known: Sequence[str] = ()

    @property
    def fallback(self) -> str | None:
        """The shop of a row that names none."""
        return self.given or (self.known[0] if len(self.known) == 1 else None)


def needs_shop(export: Export) -> bool:
    """Whether something of the export belongs to a shop that its rows do not say themselves."""
    if export.report is not None:
        return export.report.subject.kind == "shop"
    return any("shop_id" not in part.columns for part in export.tables)


def shop_of(file: str, fit: Fit, shops: Shops) -> pl.Expr:
    """The shop of each row, over the document's columns.

    A column of shops goes before a shop given by hand; a shop that is only derived from another id
    (``before``, ``after``) comes after it. Raises ``UsageError`` where one is needed and nobody knows it.
    """
    origin = fit.export.shop
    present = origin is not None and _present(origin, fit)
    fallback = pl.lit(shops.fallback, pl.String)
    if origin is not None and present and not (shops.given and not names_its_shop(fit)):
        cells = cells_of(origin).str.strip_chars()
        return pl.coalesce(pl.when(cells != "").then(cells), fallback)
    if shops.fallback is None and needs_shop(fit.export):
        raise UsageError(_which_shop(file, shops.known, _display_name(fit)))
    return fallback


def names_its_shop(fit: Fit) -> bool:
    """Whether the file has a column of shops; a shop derived from another id is none."""
    origin = fit.export.shop
    if origin is None or origin.before is not None or origin.after is not None:
        return False
    return _present(origin, fit)


def _present(origin: Origin, fit: Fit) -> bool:
    return any(name in fit.headers or name in fit.export.added for name in columns_of(origin))


def _display_name(fit: Fit) -> str | None:
    """What the file calls its shop where its document takes no shop from there: a display name need not be
    the name before the colon of sub-accounts, by which chats know the shop.
    """
    for at, name in enumerate(fit.header.names):
        if key(name) in _DISPLAY_NAMES:
            found = (row[at].strip() for row in fit.header.body if at < len(row))
            return next(filter(None, found), None)
    return None


_DISPLAY_NAMES = {"店铺名称", "店铺名", "店铺", "商家名称"}


def _which_shop(file: str, known: Sequence[str], named: str | None) -> Text:
    listed, example = "、".join(known[:10]), named or "my-shop"
    if named is None:
        why = Text(f"{file} 里没有店铺", f"{file} does not say whose it is")
    else:
        why = Text(
            f"{file} 里的店铺名称是“{named}”，但它不一定是客服账号冒号前的店铺名",
            f"{file} calls the shop {named}, which need not be its name in the agents' accounts",
        )
    return Text(
        f"{why.zh}；请用 --shop 写明是哪家店，如 --shop {example}"
        + (f"；已有店铺：{listed}" if listed else ""),
        f"{why.en}; name the shop with --shop, as in --shop {example}"
        + (f"; shops in the data: {', '.join(known[:10])}" if known else ""),
    )
