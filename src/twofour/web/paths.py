"""How shop ids, agent ids and customer ids stand in an address: any text, as one segment."""

from __future__ import annotations


class Id:
    """A segment for any id: ``/`` is written ``~1``, ``~`` is written ``~0``."""

    regex = "[^/]+"

    def to_python(self, segment: str) -> str:
        """The id that a segment stands for."""
        return segment.replace("~1", "/").replace("~0", "~")

    def to_url(self, id: str) -> str:
        """The segment for an id."""
        return id.replace("~", "~0").replace("/", "~1")
