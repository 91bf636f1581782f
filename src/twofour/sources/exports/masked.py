"""Buyers whom a platform has masked: several people share such a name, so it names nobody."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from twofour.sources.exports.document import Export, ExportTable
from twofour.sources.exports.fit import Fit
from twofour.sources.mapping.expressions import columns_of
from twofour.sources.readers import Batch, Broken
from twofour.sources.readers.batch import among
from twofour.text import Text, counted

STARS = "[*＊]{2}"
"""What no full name has, wherever it comes from."""

_STAR = "[*＊]"
_CUSTOMER = "customer_id"


class Masked:
    """Takes masked buyers out of the batches of the table that ``fit`` found.

    Two stars in a row mask a name; where the document tells what to do about it (``masked_buyers``), the
    platform is known to mask, and one star does. A row that can do without its buyer loses the name and is
    counted; one that cannot (a chat) is broken.
    """

    def __init__(self, fit: Fit) -> None:
        self._headers = fit.headers
        self._words = fit.export.masked_buyers
        self._sign = STARS if self._words is None else _STAR
        self._needed = _buyers(fit.export, needed=True)
        self._spare = [name for name in _buyers(fit.export, needed=False) if name not in self._needed]
        self._count = 0
        self._first: tuple[str, str] | None = None

    def out_of(self, batch: Batch) -> Batch:
        """The same rows without masked buyers."""
        frame = batch.frame
        for name in self._spare:
            hidden = self._hidden(frame, name)
            if hidden is not None:
                self._count += int(hidden.sum())
                self._first = self._first or (self._headers.get(name, name), frame[name].filter(hidden)[0])
                frame = frame.with_columns(pl.when(~hidden).then(pl.col(name)).alias(name))
        batch = Batch(frame, batch.locate, batch.done, batch.broken)
        for name in self._needed:
            hidden = self._hidden(batch.frame, name)
            if hidden is not None:
                batch = self._refused(batch, name, hidden)
        return batch

    def told(self) -> Iterator[Broken]:
        """One notice of the names that were left out, once everything has been read."""
        if self._first is None:
            return
        column, cell = self._first
        remedy = self._words or _UNMASK
        yield Broken(
            None,
            column,
            cell,
            Text(
                f"{self._count:,} 行的买家打了码，几个人会共用一个打码名，按没有买家导入",
                counted(self._count, "row has a masked buyer", "rows have masked buyers")
                + "; several people share a masked name, so it was left out",
            ),
            remedy,
        )

    def _hidden(self, frame: pl.DataFrame, name: str) -> pl.Series | None:
        """Which rows have a masked name; ``None``: none has."""
        if name not in frame.columns:
            return None
        hidden = frame[name].str.contains(self._sign).fill_null(False)
        return hidden if hidden.any() else None

    def _refused(self, batch: Batch, name: str, hidden: pl.Series) -> Batch:
        bad, good = hidden.arg_true(), (~hidden).arg_true()
        column, cells = self._headers.get(name, name), batch.frame[name].gather(bad)
        broken = [
            Broken(line, column, cell, *_NOBODY)
            for line, cell in zip(batch.locate(bad.to_list()), cells, strict=True)
        ]
        return Batch(batch.frame[good], among(batch.locate, good), batch.done, [*batch.broken, *broken])


def _buyers(export: Export, *, needed: bool) -> list[str]:
    """The columns that name customers, of tables that need one or of those that can do without."""
    names = [name for part in export.tables if _is_needed(part) is needed for name in _names(part)]
    return list(dict.fromkeys(names))


def _names(part: ExportTable) -> list[str]:
    origin = part.columns.get(_CUSTOMER)
    if origin is None or origin.way in ("constant", "template"):
        return []
    if origin.way == "first_of":
        return [entry for entry in origin.first_of or () if "{" not in entry]
    return list(columns_of(origin))


def _is_needed(part: ExportTable) -> bool:
    """Whether nothing stands in for a customer who is not named."""
    origin = part.columns.get(_CUSTOMER)
    falls_back = origin is not None and any("{" in entry for entry in origin.first_of or ())
    return _CUSTOMER in part.definition.required and not falls_back


_UNMASK = Text(
    "换能看到完整买家的账号重新导出，再导入一次就会补上",
    "Export it again with an account that sees full names and import it once more to fill them in",
)
_NOBODY = (
    Text("买家昵称打了码，分不清是谁", "the customer's name is masked: nobody can tell who it is"),
    Text(
        "请用能看到完整昵称的账号重新导出；几个买家共用一个打码名，混在一起会算错接待和响应",
        "Export it again with an account that sees full names; customers who share a masked one would be "
        "counted as one",
    ),
)
