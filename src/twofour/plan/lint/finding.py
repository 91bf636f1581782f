"""What the linter finds: one thing in a scheme that will hurt, with its numbers and a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from twofour.documents import Path
from twofour.text import Text

Severity = Literal["error", "warning", "note"]
"""``error``: the scheme pays against its own purpose. ``warning``: it probably wastes money or is unfair.
``note``: good to know.
"""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Pain = Literal["copying", "unclear", "imprecise", "gaps"]
PAINS: dict[Pain, Text] = {
    "copying": Text("盲目套用", "blind copying"),
    "unclear": Text("激励任务模糊", "unclear incentive and duty"),
    "imprecise": Text("激励投放不精准", "imprecise incentive"),
    "gaps": Text("没有把握好全面性", "gaps"),
}
"""The four pains of bad schemes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``kind`` names the check; ``at`` leads to the place in the document; ``numbers`` are those of ``said``,
    exact, for tools (amounts of money in yuan, ratios as fractions).
    """

    kind: str
    pain: Pain
    severity: Severity
    at: Path
    said: Text
    proposal: Text
    numbers: Mapping[str, str | int | Decimal] = field(default_factory=dict)


def listed(parts: list[Text]) -> Text:
    """Several phrases as people list them."""
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def quoted(title: Text) -> Text:
    """A title that stands out in a sentence."""
    return Text(f"「{title.zh}」", f"“{title.en}”")
