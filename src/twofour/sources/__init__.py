"""Raw exports to events: readers per format, TwoFour's own columns, mapping files for everything else."""

from twofour.sources.intake import Imported, NothingUsable, Outcome, Progress, import_files, look
from twofour.sources.mapping import Mapping, load_mapping
from twofour.sources.report import ProblemReport, shortened
from twofour.sources.understood import Preview, Understood

__all__ = [
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
    "shortened",
]
