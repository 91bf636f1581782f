"""Finding everything of one person in every version of the data, and making it nobody's."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from twofour.events.lake.erase import every_file, scan
from twofour.events.privacy.forgotten import ROW_IDS
from twofour.events.privacy.pseudonyms import short_name
from twofour.events.privacy.wording import filled, filler, occurrences
from twofour.events.tables import TABLES

FREE_TEXT = {"messages": ("text",), "ratings": ("text",), "refunds": ("reason",), "indicators": ("evidence",)}
"""Columns in which people write sentences."""
NOBODY = "gone_"
_SHORTEST = 2  # characters of an id that is looked for inside sentences


@dataclass(frozen=True)
class Person:
    """Whom to erase: ``names`` (customer ids: as given, as pseudonym) in ``shop`` (None: all), with the ids
    of their rows, shop by shop: ``ids[column][shop]``. ``secret`` makes their new names and is then lost.
    """

    names: tuple[str, ...]
    shop: str | None
    secret: bytes
    words: tuple[str, ...] = ()
    ids: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    @property
    def needles(self) -> list[str]:
        """What must not be found anywhere afterwards."""
        orders = (one for found in self.ids.values() for known in found.values() for one in known)
        return sorted({*self.names, *orders})

    def theirs(self, table: str) -> pl.Expr:
        """Which rows of ``table`` are the person's."""
        definition = TABLES[table]
        own = pl.lit(False)
        if "customer_id" in definition.names:
            here = pl.lit(True) if self.shop is None else pl.col("shop_id") == self.shop
            own |= pl.col("customer_id").is_in(list(self.names)) & here
        for column in dict.fromkeys(("order_id", ROW_IDS.get(table, "order_id"))):
            if column in definition.names:
                for shop, known in self.ids.get(column, {}).items():
                    own |= (pl.col("shop_id") == shop) & pl.col(column).is_in(list(known))
        return own.fill_null(False)

    def new_name(self, column: str, old: str) -> str:
        """An id that nobody can lead back, the same wherever the old one stood."""
        digest = hmac.digest(self.secret, f"{column}\0{old}".encode(), hashlib.sha256)
        return NOBODY + short_name(digest)


def find_ids(root: Path, person: Person) -> dict[str, dict[str, list[str]]]:
    """The ids of the person's rows in any version, by column and shop: orders first, for they lead on."""
    ids: dict[str, dict[str, list[str]]] = {"order_id": _ids_in(root, "orders", "order_id", person)}
    known = Person(person.names, person.shop, person.secret, ids=ids)
    for table, column in ROW_IDS.items():
        if table != "orders":
            ids[column] = _ids_in(root, table, column, known)
    return {column: found for column, found in ids.items() if found}


def _ids_in(root: Path, table: str, column: str, person: Person) -> dict[str, list[str]]:
    rows = scan(root, table, every_file(root, table)).filter(person.theirs(table))
    pairs = rows.select("shop_id", column).drop_nulls().unique().sort("shop_id", column).collect()
    found: dict[str, list[str]] = {}
    for shop, one in pairs.iter_rows():
        found.setdefault(shop, []).append(one)
    return found


def known(root: Path, person: Person) -> bool:
    """Whether any version holds a row of the person's."""
    return any(
        scan(root, table, every_file(root, table)).filter(person.theirs(table)).head(1).collect().height
        for table in TABLES
    )


def files_with(root: Path, table: str, person: Person) -> list[str]:
    """Data files that hold a row of the person's, or speak of them."""
    here = every_file(root, table)
    if not here:
        return []
    held = person.theirs(table) | _speaking(table, person.needles)
    paths = scan(root, table, here, "_path").filter(held).select(pl.col("_path").unique())
    # A file is told by its own name, which is unique, however the folder before it is written.
    found = {Path(path).name for path in paths.collect(engine="streaming").to_series()}
    return [name for name in here if Path(name).name in found]


def anonymised(table: str, rows: pl.DataFrame, person: Person) -> pl.DataFrame:
    """``rows`` with the person's as nobody's: new ids, filler for words; times and amounts stay, because
    deleting a row would change what somebody else earned. Elsewhere words that name the person are blotted.
    """
    definition = TABLES[table]
    own = rows.select(person.theirs(table)).to_series()
    for column in ("customer_id", "order_id", "message_id", *ROW_IDS.values()):
        if column in definition.names:
            rows = rows.with_columns(_renamed(rows.get_column(column), own, column, person))
    for column in FREE_TEXT.get(table, ()):
        texts = rows.get_column(column)
        at = own.arg_true()
        texts = texts.scatter(at, filled(texts.gather(at), person.words))
        rows = rows.with_columns(_blotted(texts, person.needles))
    return rows


def _renamed(ids: pl.Series, own: pl.Series, column: str, person: Person) -> pl.Series:
    at = (own & ids.is_not_null()).arg_true()
    return ids.scatter(at, [person.new_name(column, one) for one in ids.gather(at)])


def _speaking(table: str, needles: Sequence[str]) -> pl.Expr:
    """Whether a row's words may name the person: a quick look without regard to where a name ends."""
    named = _long_enough(needles)
    spoken = [pl.col(column).str.contains_any(named) for column in FREE_TEXT.get(table, ()) if named]
    return pl.any_horizontal(*spoken, pl.lit(False)).fill_null(False)


def _blotted(texts: pl.Series, needles: Sequence[str]) -> pl.Series:
    named = _long_enough(needles)
    if not named:
        return texts
    at = texts.str.contains_any(named).fill_null(False).arg_true()
    pattern = occurrences(named)
    return texts.scatter(
        at, [pattern.sub(lambda hit: filler(hit.group()), text) for text in texts.gather(at)]
    )


def _long_enough(needles: Sequence[str]) -> list[str]:
    """Those that can be told from any other word of a sentence."""
    return [needle for needle in needles if len(needle) >= _SHORTEST]
