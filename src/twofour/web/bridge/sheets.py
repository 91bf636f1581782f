"""Rows as files to download; the same writers as the command line's."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpResponse

from twofour.period import Period
from twofour.statements.sheets import Cell, Sheet, csv_of, workbook_of
from twofour.text import Text
from twofour.web.words import lang

__all__ = ["Cell", "Sheet", "csv_download", "download", "xlsx_download"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_download(name: str, sheets: Sequence[Sheet], title: Text, period: Period) -> HttpResponse:
    """A workbook called ``name``.xlsx, in the reader's language, dated to ``period``."""
    return download(f"{name}.xlsx", workbook_of(sheets, title, period, lang()), _XLSX)


def csv_download(name: str, sheet: Sheet) -> HttpResponse:
    """A CSV file that spreadsheets read as UTF-8."""
    return download(f"{name}.csv", csv_of(sheet).encode("utf-8-sig"), "text/csv; charset=utf-8")


def download(name: str, content: bytes, kind: str) -> HttpResponse:
    """``content`` as a file called ``name``, which may be Chinese."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
