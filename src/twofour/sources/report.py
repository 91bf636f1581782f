"""The problem report of an import: every finding as a row of a CSV file, counted as it goes."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from twofour.events.export import escape_cell, visible
from twofour.problems import Problem, Refused
from twofour.text import Text

COLUMNS = ("file", "line", "column", "value", "reason", "remedy", "reason_en", "remedy_en", "severity")
_SHOWN = 10
_SHOWN_OF_A_KIND = 2
_LONGEST_VALUE = 80


class ProblemReport:
    """Collects problems into ``path``, which is created with the first one, and remembers a few of each kind.

    Without a ``path`` it only remembers. The file is UTF-8 with a byte order mark, so that Excel opens it; a
    cell that a spreadsheet would take for a formula stands behind an apostrophe.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.first: list[Problem] = []
        self.findings = 0
        self.reasons: Counter[tuple[Text, str | None]] = Counter()
        self._kinds: Counter[tuple[Text, str | None]] = Counter()
        self._file: IO[str] | None = None
        self._rows: Any = None

    def add(self, problem: Problem) -> None:
        """Write one problem. Raises ``Refused`` when the report cannot be written."""
        if problem.severity == "refused":
            self.reasons[(problem.reason, problem.column)] += 1
        self._kinds[(problem.reason, problem.column)] += 1
        if len(self.first) < _SHOWN and self._kinds[(problem.reason, problem.column)] <= _SHOWN_OF_A_KIND:
            self.first.append(problem)
        self.findings += 1
        try:
            self._write(problem)
        except OSError as error:
            raise Refused(
                Text(
                    f"写不了问题报告 {self.path}（{error.strerror}）；请检查目录权限和磁盘空间",
                    f"the problem report {self.path} cannot be written ({error.strerror}); "
                    "check the folder's permissions and free space",
                )
            ) from None

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return self.reasons.total()

    @property
    def written(self) -> bool:
        """Whether there was anything to report."""
        return self.findings > 0

    def __enter__(self) -> ProblemReport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _write(self, problem: Problem) -> None:
        if self.path is None:
            return
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", errors="replace", newline="")
            self._rows = csv.writer(self._file)
            self._rows.writerow(COLUMNS)
        self._rows.writerow(
            [
                escape_cell(problem.file),
                "" if problem.line is None else problem.line,
                escape_cell(problem.column or ""),
                escape_cell(shortened(problem.value)),
                problem.reason.zh,
                problem.remedy.zh,
                problem.reason.en,
                problem.remedy.en,
                problem.severity,
            ]
        )


def shortened(value: str | None) -> str:
    """A cell as a report shows it: its beginning, on one line."""
    flat = visible(" ".join((value or "")[: 2 * _LONGEST_VALUE].split()))
    return flat if len(flat) <= _LONGEST_VALUE else flat[:_LONGEST_VALUE] + "…"
