"""Mapping files: how any foreign export fills the event tables, written down in a closed vocabulary."""

from twofour.sources.mapping.document import Mapping
from twofour.sources.mapping.load import load_mapping
from twofour.sources.mapping.routes import routes_of

__all__ = ["Mapping", "load_mapping", "routes_of"]
