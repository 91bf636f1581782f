"""Freeze a run: immutable, hashed, rendered as terminal, HTML and XLSX."""

from twofour.statements.freeze import altered_files, freeze, read_run
from twofour.statements.render_terminal import overview
from twofour.statements.run_record import CountingRecord, LakeRecord, Run, SchemeRecord

__all__ = [
    "CountingRecord",
    "LakeRecord",
    "Run",
    "SchemeRecord",
    "altered_files",
    "freeze",
    "overview",
    "read_run",
]
