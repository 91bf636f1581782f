"""Refused rows on a page: as the file has them, and corrected as a small file of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twofour.events.masking import mask
from twofour.problems import TwoFourError
from twofour.sources import rows_again, shortened
from twofour.sources.generic.recognise import plain
from twofour.text import Text
from twofour.web.bridge import lake, uploads
from twofour.web.bridge.imports import Found, options_of, read_problems
from twofour.web.bridge.uploads import Upload

MOST = 100
"""So many refused rows can be corrected on a page; with more the export itself is wrong."""
_NOTE = "refused"
_SHOWN_CELLS = 6


@dataclass(frozen=True)
class RefusedRow:
    """A refused row that can be corrected: which cell is wrong, and the row around it, masked for showing."""

    number: int
    file: str
    line: int
    column: str
    cell: str
    around: str
    reason: Text
    remedy: Text


def keep_refused(upload: Upload, report: Path) -> int:
    """Keep the refused rows of an upload for correcting, by its problem report; how many there are.

    Rows that cannot be put together again (records, chats as text, broken lines) are not among them.
    """
    refused = [one for one in read_problems(report) if one.refused and one.line and one.column][:MOST]
    lines: dict[str, set[int]] = {}
    for one in refused:
        lines.setdefault(one.file, set()).add(one.line)
    paths = {one.name: one for one in upload.paths}
    found = []
    for name, wanted in lines.items():
        path = paths.get(name) or paths.get(name.rsplit("[", 1)[0])
        if path is None:
            continue
        try:
            full = {f"{path.parent}/{name}": wanted}
            excerpts = rows_again([path], lake.data(), full, **options_of(upload))
        except TwoFourError:
            continue  # What cannot be read as a table is corrected in the file itself.
        for excerpt in excerpts:
            places = {plain(column): at for at, column in enumerate(excerpt.header)}
            rows = [
                [one.line, places[plain(one.column)], list(excerpt.rows[one.line]), _pair(one)]
                for one in refused
                if one.file == name and one.line in excerpt.rows and plain(one.column) in places
            ]
            if rows:
                found.append({"file": name, "path": path.name, "header": excerpt.header, "rows": rows})
    upload.note(_NOTE, {"files": found})
    return sum(len(one["rows"]) for one in found)


def refused_rows(upload: Upload) -> list[RefusedRow]:
    """The rows that ``keep_refused`` kept and nobody has corrected since."""
    done = set((upload.noted("corrected") or {}).get("numbers", ()))
    found: list[RefusedRow] = []
    number = 0
    for table in (upload.noted(_NOTE) or {"files": ()})["files"]:
        for line, at, cells, words in table["rows"]:
            others = [mask(cell) for n, cell in enumerate(cells) if n != at and cell.strip()]
            row = RefusedRow(
                number,
                table["file"],
                line,
                table["header"][at],
                cells[at],
                shortened(" · ".join(others[:_SHOWN_CELLS])),
                Text(words[0], words[1]),
                Text(words[2], words[3]),
            )
            if number not in done:
                found.append(row)
            number += 1
    return found


def correct(upload: Upload, cells: Mapping[int, str], *, by: str, imported: bool) -> Upload:
    """A new upload of the refused rows whose wrong cell is in ``cells`` (number → new content) now.

    Before the import the files that are sound come along.
    """
    written: dict[str, str] = {}
    number = 0
    for table in (upload.noted(_NOTE) or {"files": ()})["files"]:
        rows = []
        for _, at, row, _ in table["rows"]:
            if number in cells:
                rows.append([*row[:at], cells[number], *row[at + 1 :]])
            number += 1
        if rows:
            written[_corrected_name(table["path"])] = _csv(table["header"], rows)
    bad = (upload.noted("look") or {}).get("bad", {})
    sound = [] if imported or len(upload.files) == 1 else [one for one in upload.paths if one.name not in bad]
    fixed = sorted(cells) if imported else ()
    return uploads.again(upload, kept=sound, written=written, fixed=fixed, by=by)


def settle(upload: Upload) -> None:
    """What ``upload`` corrected and has been imported: those rows of the first upload wait no longer."""
    first = uploads.found(upload.fixes, upload.shop_id)
    if first is None:
        return
    done = set((first.noted("corrected") or {}).get("numbers", ())) | set(upload.fixed)
    first.note("corrected", {"numbers": sorted(done)})
    if not refused_rows(first):
        first.drop()


def _corrected_name(name: str) -> str:
    return f"{Path(name).stem}-改正.csv"


def _csv(header: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _pair(one: Found) -> list[str]:
    return [one.reason.zh, one.reason.en, one.remedy.zh, one.remedy.en]
