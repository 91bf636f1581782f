"""The route of a report: one row of figures per agent or shop and day becomes rows of ``indicators``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl

from twofour.events.tables import TABLES
from twofour.problems import DataMissing
from twofour.sources.exports.document import Report, ReportFigure
from twofour.sources.exports.names import unit_of
from twofour.sources.exports.shop import SHOP
from twofour.sources.generic.kinds import Reading, read_column
from twofour.sources.generic.reasons import reasons
from twofour.sources.generic.rows import Bad
from twofour.sources.lines import Lines
from twofour.sources.readers import Batch, Broken
from twofour.sources.reports.days import Days, days_in
from twofour.sources.reports.figures import Figures, read_figures
from twofour.text import Text, counted

_TABLE = TABLES["indicators"]
_COLUMNS = ("metric", "value", "subject_kind", "subject_id", "day", "evidence", "entered_by")


class Reported:
    """Collects the rows of a report; figures come out at the end, when whole columns are known.

    ``headers`` leads from the document's columns to those of the file, as far as it has them; ``days`` is
    what the banner or the file's name says.
    """

    def __init__(
        self,
        report: Report,
        source: str,
        file: str,
        headers: Mapping[str, str],
        timezone: str,
        days: Days | None,
    ) -> None:
        self._report = report
        self._source = source
        self._file = file
        self._headers = headers
        self._days = days
        self._day_column = report.day.column if report.day and report.day.column in headers else None
        self._figures = [figure for figure in report.figures if figure.column in headers]
        self.table = _TABLE
        self.title = Text("报表指标", "report figures")
        self.readings = {column.name: Reading(column, timezone) for column in _TABLE.columns}
        self._subject = report.subject.column or SHOP
        named = {"subject_id": self._subject, "day": self._day_column or ""}
        self.shown = {name: headers[column] for name, column in named.items() if column in headers}
        wanted = (self._subject, self._day_column, *(figure.column for figure in self._figures))
        self.needs = {name for name in wanted if name is not None}
        self._frames: list[pl.DataFrame] = []
        self._lines = Lines()
        self.told: list[Broken] = []
        if self._day_column is None and days is None:
            raise _no_day(file, report)

    def feed(self, batch: Batch) -> Batch | None:
        """Takes the rows in; nothing comes out before the last one."""
        self._frames.append(batch.frame.select(sorted(self.needs)))
        self._lines.add(batch.frame.height, batch.locate, None)
        return None

    def finish(self) -> Batch:
        """Every figure of every row, in the order of the rows; rows without a subject or a day are broken."""
        rows = (
            pl.concat(self._frames)
            if self._frames
            else pl.DataFrame(schema=dict.fromkeys(self.needs, pl.String))
        )
        lines = self._lines.of(range(rows.height))
        broken: list[Broken] = []
        subjects = self._subjects(rows, lines, broken)
        days = self._read_days(rows, lines, broken)
        columns = self._read_columns(rows)
        out: dict[str, list[str]] = {name: [] for name in _COLUMNS}
        places: list[int] = []
        for at, line in enumerate(lines):
            subject, day = subjects[at], days[at]
            if subject is None or day is None:
                continue
            for figure, figures in columns:
                cell = figures.cells[at]
                header = self._headers[figure.column]
                if isinstance(cell, Decimal):
                    row = (
                        f"{self._source}.{figure.metric}",
                        f"{cell:f}",
                        self._report.subject.kind,
                        subject,
                        day.last.isoformat(),
                        _evidence(f"{self._file}:{line}", day),
                        self._source,
                    )
                    for name, content in zip(_COLUMNS, row, strict=True):
                        out[name].append(content)
                    places.append(line)
                elif cell is not None:
                    broken.append(Broken(line, header, rows[figure.column][at], *cell))
        self._tell(columns, days, lines)
        frame = pl.DataFrame(out, schema=dict.fromkeys(_COLUMNS, pl.String))
        return Batch(frame, lambda positions: [places[position] for position in positions], 1.0, broken)

    def _subjects(self, rows: pl.DataFrame, lines: Sequence[int], broken: list[Broken]) -> list[str | None]:
        cells = rows[self._subject].str.strip_chars().replace("", None)
        reading = self.readings["subject_id"]
        ids = read_column(cells, reading)
        bad = ids.is_null().arg_true()
        told = reasons(Bad("subject_id", bad, cells.gather(bad)), reading)
        column = self._headers.get(self._subject)
        for at, why in zip(bad, told, strict=True):
            broken.append(
                Broken(lines[at], column, cells[at], *(why if cells[at] is not None else _NO_AGENT))
            )
        return ids.to_list()

    def _read_days(self, rows: pl.DataFrame, lines: Sequence[int], broken: list[Broken]) -> list[Days | None]:
        if self._day_column is None:
            return [self._days] * rows.height
        read: list[Days | None] = []
        for at, cell in enumerate(rows[self._day_column]):
            days = days_in(cell) if cell else self._days
            read.append(days)
            if days is None:
                broken.append(Broken(lines[at], self._headers[self._day_column], cell, *_NO_DAY))
        return read

    def _read_columns(self, rows: pl.DataFrame) -> list[tuple[ReportFigure, Figures]]:
        read: dict[str, Figures] = {}
        others = False
        for figure in sorted(self._figures, key=lambda figure: figure.may_exceed_one):
            unit = unit_of(self._headers[figure.column])
            read[figure.column] = read_figures(
                rows[figure.column].to_list(), figure, unit, others_percent=others
            )
            others |= read[figure.column].percent
        return [(figure, read[figure.column]) for figure in self._figures]

    def _tell(
        self,
        columns: Sequence[tuple[ReportFigure, Figures]],
        days: Sequence[Days | None],
        lines: Sequence[int],
    ) -> None:
        self.told += _told_of_ranges(self._named(self._day_column), days, lines)
        percent = [figure for figure, figures in columns if figures.percent]
        if percent:
            self.told.append(Broken(None, self._list(percent), None, *_PERCENT))
            small = [
                figure
                for figure, figures in columns
                if figure.unit == "ratio" and not figures.percent and self._plain_fractions(figure, figures)
            ]
            if small:
                self.told.append(Broken(None, self._list(small), None, *_FRACTIONS))
        for figure, figures in columns:
            if figures.pending:
                self.told.append(_pending(self._headers[figure.column], figures.pending))

    def _plain_fractions(self, figure: ReportFigure, figures: Figures) -> bool:
        """Whether the column holds figures that might be percentages after all."""
        cells = pl.concat(self._frames)[figure.column]
        signed = bool(cells.str.contains("[%％]").any()) or unit_of(self._headers[figure.column]) == "percent"
        return not signed and any(isinstance(cell, Decimal) and cell for cell in figures.cells)

    def _named(self, column: str | None) -> str | None:
        return None if column is None else self._headers[column]

    def _list(self, figures: Sequence[ReportFigure]) -> str:
        return ", ".join(self._headers[figure.column] for figure in figures)


def _told_of_ranges(
    column: str | None, days: Sequence[Days | None], lines: Sequence[int]
) -> Iterator[Broken]:
    """One notice per range of several days: its figures lie on the last of them."""
    ranges: dict[Days, list[int]] = {}
    for line, named in zip(lines, days, strict=True):
        if named is not None and named.first != named.last:
            ranges.setdefault(named, []).append(line)
    for (first, last), rows in ranges.items():
        yield Broken(
            rows[0] if column else None,
            column,
            f"{first} ~ {last}",
            Text("这是一段日期的合计", "these figures sum up several days"),
            Text(
                f"记在最后一天 {last}；按天导出更细",
                f"They are kept on the last day, {last}; export by day for more",
            ),
        )


def _evidence(place: str, days: Days) -> str:
    """Where a figure stands, and the days that it sums up if they are several."""
    return place if days.first == days.last else f"{place} {days.first}..{days.last}"


def _pending(header: str, count: int) -> Broken:
    return Broken(
        None,
        header,
        "延迟统计",
        Text(
            f"{count:,} 格还没出数（延迟统计）",
            counted(count, "cell is not settled yet (延迟统计)", "cells are not settled yet (延迟统计)"),
        ),
        Text(
            "没有导入；过几天重新导出再导入一次",
            "They were left out; export and import it again in some days",
        ),
    )


def _no_day(file: str, report: Report) -> DataMissing:
    column = report.day.column if report.day else "日期"
    return DataMissing(
        Text(
            f"{file} 没说是哪一天的数据：没有“{column}”列，表头上方和文件名里也没有日期；"
            "请按天导出，或在文件名里写上日期，如 20260601-20260630",
            f"{file} does not say which days it is about: no column {column}, no days above its header or in "
            "its name; export it by day, or put the days into its name, as in 20260601-20260630",
        )
    )


_NO_AGENT = (
    Text("没有客服", "no agent"),
    Text(
        "请填写客服账号；合并的单元格请先取消合并、填满，汇总行请删去",
        "Fill in the agent's account; split merged cells and fill them; delete rows that sum up others",
    ),
)
_NO_DAY = (
    Text("日期无法识别", "not a day that can be read"),
    Text(
        "请写作 2026-06-01，或 2026-06-01 ~ 2026-06-30", "Write it as 2026-06-01, or 2026-06-01 ~ 2026-06-30"
    ),
)
_PERCENT = (
    Text(
        "没有百分号、但有大于 1 的数，按百分数读（99.71 = 99.71%）",
        "no percent sign, but numbers above 1: read as percentages (99.71 = 99.71%)",
    ),
    Text("请核对；不对时在文件里加上 %", "Check it; if it is wrong, write percent signs"),
)
_FRACTIONS = (
    Text(
        "都不大于 1，按小数读（0.8 = 80%），而同一文件的其他列是百分数",
        "nothing above 1, read as fractions (0.8 = 80%), though other columns of the file hold percentages",
    ),
    Text("请核对；如果是百分数，在文件里加上 %", "Check it; if these are percentages, write percent signs"),
)
