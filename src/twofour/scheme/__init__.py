"""The appraisal document: closed vocabulary, validated, no eval."""

from twofour.scheme.load import load_scheme, read_scheme
from twofour.scheme.scheme import Needs, Scheme

__all__ = ["Needs", "Scheme", "load_scheme", "read_scheme"]
