"""What a lake holds after some imports, in plain Python: the imports that stand, played in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twofour.events.tables import TABLES, Table

Row = dict[str, Any]
Import = Mapping[str, Sequence[Sequence[Row]]]
"""Table -> deliveries -> rows."""


def rows_after(imports: Iterable[Import], table: str) -> list[Row]:
    """Every row of ``table`` in order of arrival, as if ``imports`` were all that ever happened."""
    stored: dict[object, Row] = {}  # in order of arrival
    for one in imports:
        for key, row in _delivered(TABLES[table], one.get(table, [])):
            stored[key] = row  # a key that is there already keeps its place
    return list(stored.values())


def _delivered(table: Table, deliveries: Sequence[Sequence[Row]]) -> list[tuple[object, Row]]:
    found = []
    for rows in deliveries:
        copies: dict[object, int] = {}
        for given in rows:
            row = {name: given.get(name) for name in table.names}
            if table.digest_key and row.get("message_id") is None:
                content = tuple(row.values())
                copies[content] = copies.get(content, 0) + 1
                found.append(((content, copies[content]), row))
            else:
                found.append((tuple(row[name] for name in table.key), row))
    return found
