"""Raw exports to events: readers per format, TwoFour's own columns, mapping files for everything else."""

from twofour.sources.again import Excerpt, rows_again
from twofour.sources.intake import (
    Imported,
    NothingUsable,
    Outcome,
    Progress,
    import_files,
    look,
    new_import_id,
)
from twofour.sources.mapping import Mapping, load_mapping
from twofour.sources.report import ProblemReport, shortened
from twofour.sources.understood import Preview, Understood

__all__ = [
    "Excerpt",
    "Imported",
    "Mapping",
    "NothingUsable",
    "Outcome",
    "Preview",
    "ProblemReport",
    "Progress",
    "Understood",
    "import_files",
    "load_mapping",
    "look",
    "new_import_id",
    "rows_again",
    "shortened",
]
