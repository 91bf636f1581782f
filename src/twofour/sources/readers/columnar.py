"""Parquet files: typed cells written out as the text that a person would have typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet

from twofour.problems import DataMissing
from twofour.sources.readers.batch import Batch, by_rows
from twofour.text import Text

_ROWS = 250_000
# Beyond this many digits a floating-point number no longer holds what was typed.
EXACT_WHOLE = 1e15


class Columnar:
    """A Parquet file. Lines are rows, counted from 1; columns of lists or records are left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with pyarrow.parquet.ParquetFile(path) as file:
                schema = file.schema_arrow
                self._rows = file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path, "Parquet", error) from None
        self.header = tuple(field.name for field in schema if not pa.types.is_nested(field.type))

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order; ``wanted`` leaves other columns out."""
        names = [name for name in self.header if wanted is None or name in wanted]
        done = 0
        with pyarrow.parquet.ParquetFile(self.path) as file:
            for batch in file.iter_batches(_ROWS, columns=names):
                frame = pl.DataFrame(pl.from_arrow(batch))
                yield Batch(
                    frame.select(as_text(column) for column in frame),
                    by_rows(done + 1),
                    (done + frame.height) / self._rows,
                )
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
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return column.dt.strftime("%Y-%m-%d %H:%M:%S")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if dtype == pl.Time:
        return column.dt.strftime("%H:%M:%S")
    return column.cast(pl.String, strict=False)


def unreadable(path: Path, kind: str, error: Exception) -> DataMissing:
    """The error for a file that claims to be ``kind`` and is not."""
    reason = " ".join(str(error).split())[:200]
    return DataMissing(
        Text(
            f"{path.name} 不是可读的 {kind} 文件（{reason}）；请重新导出",
            f"{path.name} is no readable {kind} file ({reason}); export it again",
        )
    )
