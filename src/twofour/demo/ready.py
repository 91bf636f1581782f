"""The ready schemes that come with the product: what drafts begin from and lint compares a scheme with."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from twofour.demo.folder import example_scheme
from twofour.problems import DataMissing, SchemeError
from twofour.scheme import Scheme, load_scheme


class ReadyScheme(NamedTuple):
    """A ready scheme under the name of its file, or of the folder whose only scheme it is."""

    name: str
    scheme: Scheme


@cache
def ready_schemes() -> tuple[ReadyScheme, ...]:
    """Every ready scheme, the two-four one of pre-sales first; none where the examples are not installed.

    Those that need own metrics of a shop are left out.
    """
    try:
        first = example_scheme()
    except DataMissing:
        return ()
    found = []
    for path in [first, *sorted((first.parents[1] / "schemes").glob("*.yaml"))]:
        try:
            scheme = load_scheme(path)
        except SchemeError:
            continue
        found.append(ReadyScheme(path.parent.name if path is first else path.stem, scheme))
    return tuple(found)
