"""What a check of the data finds: one thing that is wrong or strange, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from twofour.text import Text, same

if TYPE_CHECKING:
    from twofour.metrics.doctor.chart import Chart

Severity = Literal["error", "warning", "note"]
"""``error``: figures are wrong. ``warning``: they probably are. ``note``: good to know, nothing to mend."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a check has to say of one shop (``None``: of people, who belong to no single shop).

    ``first`` and ``last``: the business days concerned, both included; ``None`` where days play no part.
    ``count``: rows, days or ids, as ``what`` says. ``remedy``: instead of the check's own, where the case
    tells more. ``severity`` likewise.
    """

    shop_id: str | None
    count: int
    what: Text
    first: date | None = None
    last: date | None = None
    examples: tuple[str, ...] = ()
    remedy: Text | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the data. ``rule`` says exactly when it finds something, for the reference."""

    kind: str
    severity: Severity
    title: Text
    rule: str
    remedy: Text
    find: Callable[[Chart], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's finding, complete: what ``twofour doctor`` shows. At most three ``examples``."""

    kind: str
    severity: Severity
    title: Text
    shop_id: str | None
    first: date | None
    last: date | None
    count: int
    examples: tuple[str, ...]
    what: Text
    remedy: Text


def finding(check: Check, found: Found) -> Finding:
    """``found`` with all that its check knows."""
    return Finding(
        check.kind,
        found.severity or check.severity,
        check.title,
        found.shop_id,
        found.first,
        found.last,
        found.count,
        found.examples[:MOST_EXAMPLES],
        found.what,
        found.remedy or check.remedy,
    )


def days_of(first: date, last: date) -> Text:
    """A run of days as people write it."""
    if first == last:
        return Text(f"{first}", f"{first}")
    count = (last - first).days + 1
    return Text(f"{first} 至 {last}（{count} 天）", f"{first} to {last} ({count} days)")


def listed(names: Iterable[str | Text], whole: int | None = None) -> Text:
    """``names`` as people list them, with a hint that there are more where ``whole`` is larger."""
    texts = [name if isinstance(name, Text) else same(name) for name in names]
    more = whole is not None and whole > len(texts)
    return Text(
        "、".join(text.zh for text in texts) + (" 等" if more else ""),
        ", ".join(text.en for text in texts) + (" …" if more else ""),
    )
