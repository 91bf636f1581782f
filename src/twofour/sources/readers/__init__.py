"""One reader per file format: rows as text, with the line of each."""

from twofour.sources.readers.batch import Batch, Broken, Reader, ReadOptions
from twofour.sources.readers.open import FORMATS, open_file

__all__ = ["FORMATS", "Batch", "Broken", "ReadOptions", "Reader", "open_file"]
