"""Exports of platforms: documents that say what a file looks like and what it means, and how one is told."""

from twofour.sources.exports.document import PLATFORMS, Export
from twofour.sources.exports.load import export_called, exports, load_export

__all__ = ["PLATFORMS", "Export", "export_called", "exports", "load_export"]
