"""The reader of an export: the document's column names, clean cells, no rows that sum up others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import polars as pl

from twofour.sources.exports import hooks
from twofour.sources.exports.fit import Fit
from twofour.sources.exports.masked import Masked
from twofour.sources.exports.names import INVISIBLE
from twofour.sources.exports.shop import SHOP, Shops, names_its_shop
from twofour.sources.mapping.expressions import columns_of
from twofour.sources.readers import Batch, Broken, Reader
from twofour.sources.readers.batch import among
from twofour.text import Text, counted

BLANKS = (
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "\\N",
    "N/A",
    "n/a",
    "null",
    "NULL",
    "#NULL!",
    "none",
    "None",
    "无",
    "暂无",
    "暂无数据",
)
"""Words that mean *no value* in any export."""

ROUND_LIMITS = (5_000, 10_000, 20_000, 50_000, 100_000, 1_048_575)
"""Numbers of rows at which exports are cut off, where a document knows no better."""

_AROUND = f" \t\r\n\u2002\u2003\u2009\u202f\u3000\xa0{INVISIBLE}"

_WHOSE = "(?:本店|店铺|全店|团队|小组|客服|行业|全部|所有)"
_WHAT = "(?:汇总|合计|总计|总和|平均|均值|小计|中位数)(?:值|数|行)?"
_SUMMARY = rf"^(?:全店|{_WHOSE}?{_WHAT}|同行.*(?:值|优秀|平均))[:：]?$"
# A report has no buyers whose nicks might be such words, so more of them can be told.
_SUMMARY_OF_REPORT = (
    r"^(?:全店(?:数据)?|[^:：]*(?:汇总|合计|总计|总和|求和|平均|均值|小计|中位数)(?:值|数|行)?"
    r"|(?:优秀|同层)?同行(?:[^:：]*(?:值|优秀|平均|水平))?|行业[^:：]*(?:值|优秀|平均|水平)|TOP ?\d+[^:：]*)"
    r"(?:[(（][^()（）]*[)）])?[:：]?$"
)
_LEADING = 2


class Prepared:
    """The table that ``fit`` found, through ``reader``; ``shop`` computes the shop of each row.

    Once the batches have been read, ``rows`` counts data rows, ``unread`` those of them that cannot be read,
    ``summaries`` rows that sum up others, and ``notes`` rows of a report with a single cell: remarks.
    """

    def __init__(self, reader: Reader, fit: Fit, shop: pl.Expr, shops: Shops) -> None:
        self._reader = reader
        self._fit = fit
        self._shop = shop
        self._given = shops.given if names_its_shop(fit) else None
        self._others: set[str] = set()
        origin = fit.export.shop
        self._of_shop = [] if origin is None else list(columns_of(origin))
        self._words = [*BLANKS, *fit.export.blanks]
        makers = [hooks.STEPS[name] for name in fit.export.source.steps]
        self._needed = [name for maker in makers for name in maker.needs]
        self._steps = [maker() for maker in makers]
        self._masked = Masked(fit)
        beginnings = [re.escape(word) for word in fit.export.summary_rows]
        usual = _SUMMARY if fit.export.report is None else _SUMMARY_OF_REPORT
        self._summary = "|".join([usual, *(f"^{word}" for word in beginnings)])
        self.path: Path = reader.path
        self.header = tuple(fit.headers)
        self.rows = self.unread = self.summaries = self.notes = 0
        self.first_summaries: list[str] = []

    @property
    def written(self) -> Reader:
        """The table as the file writes it, before anything is cleaned or renamed."""
        return self._reader

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order, under the document's names; ``wanted`` leaves other columns out."""
        wanted = None if wanted is None or self._steps else {*wanted, *self._of_shop}
        own = {name: column for name, column in self._fit.headers.items() if wanted is None or name in wanted}
        leading = self._leading()
        for batch in self._reader.batches({*own.values(), *leading}):
            yield self._prepared(batch, own, [name for name in leading if name in batch.frame.columns])

    def _leading(self) -> list[str]:
        """The file's columns in which a summary row says that it is one."""
        if self._fit.glance.records:
            return []
        first = [name for name in self._fit.header.names if name][:_LEADING]
        report = self._fit.export.report
        subject = self._fit.headers.get((report.subject.column or "") if report else "")
        return list(dict.fromkeys([*first, *([subject] if subject else [])]))

    def _prepared(self, batch: Batch, own: dict[str, str], leading: Sequence[str]) -> Batch:
        kept = self._kept(batch.frame, leading)
        frame = batch.frame if kept is None else batch.frame[kept]
        locate = batch.locate if kept is None else among(batch.locate, kept)
        verbatim = self._fit.export.verbatim
        blank = pl.lit(None, pl.String)
        frame = frame.select(
            (self._clean(column, name in verbatim) if column in frame.columns else blank).alias(name)
            for name, column in own.items()
        )
        frame = _with(frame, self._needed)
        for step in self._steps:
            frame = step(frame)
        frame = _with(frame, self._of_shop)
        frame = frame.with_columns(self._shop.alias(SHOP))
        if self._given is not None:
            self._others |= set(frame[SHOP].drop_nulls().unique()) - {self._given}
        broken = [row for row in batch.broken if not self._sums_up(row) and not self._remarks(row)]
        ready = self._masked.out_of(Batch(frame, locate, batch.done, broken))
        self.rows += ready.frame.height + len(ready.broken)
        self.unread += len(ready.broken)
        return ready

    def _clean(self, column: str, verbatim: bool) -> pl.Expr:
        if verbatim:
            return pl.col(column)
        # Spreadsheets write ids as ="123" or '123, so that nobody takes them for numbers.
        bare = pl.col(column).str.strip_chars(_AROUND).str.replace(r'^="(.*)"$', "$1")
        bare = bare.str.strip_prefix("'").str.strip_chars(_AROUND)
        return pl.when((bare != "") & ~bare.is_in(self._words)).then(bare)

    def _kept(self, frame: pl.DataFrame, leading: Sequence[str]) -> pl.Series | None:
        """The positions of rows that sum up nothing; ``None``: all of them."""
        if not leading or not frame.height:
            return None
        cells = frame.select(pl.col(leading).str.strip_chars())
        sums = cells.select(
            pl.any_horizontal(pl.all().str.contains(self._summary).fill_null(False)).alias("x")
        )["x"]
        notes = self._single_cells(frame) & ~sums
        if not sums.any() and not notes.any():
            return None
        self.summaries += int(sums.sum())
        self.notes += int(notes.sum())
        for row in cells.filter(sums).rows():
            self.first_summaries.append(next(cell for cell in row if cell and re.search(self._summary, cell)))
        return (~sums & ~notes).arg_true()

    def _single_cells(self, frame: pl.DataFrame) -> pl.Series:
        """Rows of a report with one cell alone, which can be no figure of anybody."""
        if self._fit.export.report is None or frame.width <= _LEADING:
            return pl.repeat(False, frame.height, eager=True)
        filled = pl.sum_horizontal((pl.all().str.strip_chars(_AROUND) != "").fill_null(False))
        return frame.select((filled == 1).alias("x"))["x"]

    def _remarks(self, row: Broken) -> bool:
        """Whether a row with too few cells is such a remark; it is counted as such."""
        alone = self._fit.export.report is not None and bool(row.value) and " | " not in (row.value or "")
        self.notes += alone
        return alone

    def _sums_up(self, row: Broken) -> bool:
        """Whether a row with too few cells is one that sums up others; it is counted as such."""
        cells = [cell.strip() for cell in (row.value or "").split("|")[:_LEADING]]
        found = [cell for cell in cells if re.search(self._summary, cell)]
        self.summaries += bool(found)
        self.first_summaries += found[:1]
        return bool(found)

    def told(self) -> Iterator[Broken]:
        """What somebody should know about the table as a whole, once it has been read."""
        if self.summaries:
            words = "、".join(dict.fromkeys(self.first_summaries[:6]))
            yield Broken(
                None,
                None,
                words,
                Text(
                    f"{self.summaries} 行汇总行没有导入",
                    counted(
                        self.summaries,
                        "row that sums up others was left out",
                        "rows that sum up others were left out",
                    ),
                ),
                Text("无须处理；合计由系统重新计算", "Nothing to do; totals are computed from the rows"),
            )
        if self.notes:
            yield Broken(
                None,
                None,
                None,
                Text(
                    f"{self.notes} 行说明文字没有导入",
                    counted(
                        self.notes, "row that is a remark was left out", "rows that are remarks were left out"
                    ),
                ),
                Text("无须处理", "Nothing to do"),
            )
        yield from self._masked.told()
        if self._others:
            others = "、".join(sorted(self._others)[:5])
            yield Broken(
                None,
                None,
                others,
                Text(
                    "文件里写着别的店铺，以文件为准", "the file names another shop, and what it says counts"
                ),
                Text("请核对 --shop；店铺名不同会被当作两家店", "Check --shop; two names are two shops"),
            )
        if self.rows in (self._fit.export.row_limit or ROUND_LIMITS):
            yield Broken(
                None,
                None,
                f"{self.rows:,}",
                Text(
                    f"正好 {self.rows:,} 行，可能是平台的导出上限，后面的数据被截断",
                    f"exactly {self.rows:,} rows: perhaps the platform's limit, and the rest is cut off",
                ),
                Text(
                    "请缩短日期范围分几次导出，再一起导入；重复的行不会翻倍",
                    "Export shorter ranges of days and import them all; rows that come twice count once",
                ),
            )


def _with(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """``frame`` with blank columns in the place of absent ones."""
    absent = dict.fromkeys(name for name in names if name not in frame.columns)
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
