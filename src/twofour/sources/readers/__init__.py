"""One reader per file format: rows as text, with the line of each."""

from twofour.sources.readers.batch import Batch, Broken, Reader, ReadOptions
from twofour.sources.readers.glance import Glance
from twofour.sources.readers.open import FORMATS, Opened, is_file, open_file, opened

__all__ = [
    "FORMATS",
    "Batch",
    "Broken",
    "Glance",
    "Opened",
    "ReadOptions",
    "Reader",
    "is_file",
    "open_file",
    "opened",
]
