"""Parquet files: typed cells written out as the text that a person would have typed."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

import fastexcel
import polars as pl
import pyarrow as pa
import pyarrow.parquet

from twofour.problems import DataMissing
from twofour.sources.readers.batch import Batch, by_rows
from twofour.sources.readers.limits import MOST_COLUMNS, too_wide
from twofour.sources.readers.trial import PARQUET_ROWS
from twofour.text import Text

# Beyond this many digits a floating-point number no longer holds what was typed.
EXACT_WHOLE = 1e15
_FAILURES = (pa.ArrowException, pl.exceptions.PolarsError, fastexcel.FastExcelError)
# Years 1 to 9999 in days from 1970 on.
_FIRST_DAY, _LAST_DAY, _DAY = -719_162, 2_932_896, 86_400
_TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9}


class Columnar:
    """A Parquet file. Lines are rows, counted from 1; columns of lists or records are left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with understood(path, "Parquet"), pyarrow.parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
            self._rows = file.metadata.num_rows
        self.header = tuple(field.name for field in schema if not pa.types.is_nested(field.type))
        if len(self.header) > MOST_COLUMNS:
            raise too_wide(path.name, len(self.header))

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order; ``wanted`` leaves other columns out."""
        names = [name for name in self.header if wanted is None or name in wanted]
        done = 0
        with understood(self.path, "Parquet"), pyarrow.parquet.ParquetFile(self.path) as file:
            for batch in file.iter_batches(PARQUET_ROWS, columns=names):
                # Nobody looked yet whether its text is text.
                batch.validate(full=True)
                frame = pl.DataFrame(pl.from_arrow(batch))
                share = min(1.0, (done + frame.height) / max(1, self._rows))
                yield Batch(frame.select(as_text(column) for column in frame), by_rows(done + 1), share)
                done += frame.height


def as_text(column: pl.Series) -> pl.Series:
    """A typed column as text: shortest exact numbers, whole ones without a point; times in ISO 8601."""
    dtype = column.dtype
    if dtype.is_float():
        whole = (column == column.round(0)) & (column.abs() < EXACT_WHOLE)
        return pl.select(
            pl.when(whole)
            .then(column.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(column.fill_nan(None).cast(pl.String))
            .alias(column.name)
        ).to_series()
    if dtype.is_temporal():
        column = _known(column)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return column.dt.strftime("%Y-%m-%d %H:%M:%S")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if dtype == pl.Time:
        return column.dt.strftime("%H:%M:%S")
    return column.cast(pl.String, strict=False)


def _known(column: pl.Series) -> pl.Series:
    """Times and days as text shows them; those beyond any calendar, which only damage leaves, are blank."""
    number = column.to_physical()
    if column.dtype == pl.Date:
        least, most = _FIRST_DAY, _LAST_DAY
    elif column.dtype == pl.Time:
        least, most = 0, _DAY * 10**9 - 1
    else:
        ticks = _TICKS[getattr(column.dtype, "time_unit", "us")]
        least, most = _FIRST_DAY * _DAY * ticks, _LAST_DAY * _DAY * ticks
    inside = (number >= max(least, -(2**63))) & (number <= min(most, 2**63 - 1))
    return pl.select(pl.when(inside).then(column).alias(column.name)).to_series()


@contextlib.contextmanager
def understood(path: Path, kind: str) -> Iterator[None]:
    """Whatever a library fails at within the block, be it in panic, raises ``DataMissing``."""
    try:
        yield
    except (*_FAILURES, OSError, ValueError) as error:
        raise unreadable(path, kind, error) from None
    except BaseException as error:
        # The type of a panic in Rust has a name, but no module to import it from.
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(path, kind, ValueError("damaged")) from None


def unreadable(path: Path, kind: str, error: Exception) -> DataMissing:
    """The error for a file that claims to be ``kind`` and is not."""
    # Where the library opened it, it tells in full after the first sentence.
    reason = " ".join(str(error).split()).partition(" Context:")[0][:200]
    return DataMissing(
        Text(
            f"{path.name} 不是可读的 {kind} 文件（{reason}）；请重新导出",
            f"{path.name} is no readable {kind} file ({reason}); export it again",
        )
    )
