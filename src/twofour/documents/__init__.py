"""YAML documents that people write: read with the place of every word, validated, every mistake named."""

from twofour.documents.document import Located, parse, read_file
from twofour.documents.mistakes import Path, Place, choices, mistake, scheme_error, unknown
from twofour.documents.strict import Strict, only_one
from twofour.documents.validation import first_mistake, validated
from twofour.documents.words import Figure, FigureField, Id, Words, figure

__all__ = [
    "Figure",
    "FigureField",
    "Id",
    "Located",
    "Path",
    "Place",
    "Strict",
    "Words",
    "choices",
    "figure",
    "first_mistake",
    "mistake",
    "only_one",
    "parse",
    "read_file",
    "scheme_error",
    "unknown",
    "validated",
]
