"""Raw exports to events: readers per format, TwoFour's own columns, mapping files for everything else."""

from twofour.sources.intake import Imported, NothingUsable, Outcome, Progress, import_files
from twofour.sources.mapping import Mapping, load_mapping
from twofour.sources.report import ProblemReport, shortened

__all__ = [
    "Imported",
    "Mapping",
    "NothingUsable",
    "Outcome",
    "ProblemReport",
    "Progress",
    "import_files",
    "load_mapping",
    "shortened",
]
