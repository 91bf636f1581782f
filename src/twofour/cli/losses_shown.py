"""Losses ready to be shown: names instead of ids, masked words, reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from twofour.cli.console import lang
from twofour.explain import Quantity
from twofour.metrics import Question
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.chat import masker
from twofour.metrics.loss_words import WORDS
from twofour.metrics.losses import REASONS, REASONS_OF, Losses, LossKind
from twofour.money import divide, round_half_up
from twofour.text import Text

NO_REASON = Text("算不出原因", "none that shows")
"""Where nothing that can be computed explains a loss."""

KINDS: Mapping[LossKind, tuple[Text, Text, Text]] = {
    "inquiry": (
        Text("询单流失", "lost inquiries"),
        Text("询单", "inquiries"),
        Text("已下单", "ordered"),
    ),
    "payment": (
        Text("付款流失", "lost payments"),
        Text("已下单的询单", "inquiries that ordered"),
        Text("已付款", "paid"),
    ),
}
"""What each kind is called, what it is counted among, and what would have been no loss."""


@dataclass(frozen=True, slots=True)
class Found:
    """The losses of one subject and what it takes to show them."""

    losses: Losses
    question: Question
    staff: pl.DataFrame
    name: Text

    @property
    def reasons(self) -> dict[str, Text]:
        """Titles of the reasons of this kind that the rules let be computed, the missing one last."""
        names = [name for name in REASONS_OF[self.losses.kind] if name != "out_of_hours" or self._has_hours]
        return {name: REASONS[name] for name in names} | {"no_reason": NO_REASON}

    @property
    def _has_hours(self) -> bool:
        return self.question.rules.service_hours is not None


def share(part: int, whole: int) -> Quantity:
    """A part of the whole, to a hundredth of a percent: it is for eyes, the integers stand beside it."""
    return Quantity(round_half_up(divide(part, whole), 4) if whole else None, "ratio")


def joined(words: Iterable[str]) -> str:
    """Several things in one cell."""
    return ("；" if lang() == "zh" else "; ").join(words)


def reasons_of(found: Found, row: Mapping[str, Any]) -> list[Text]:
    """The reasons of one loss, in their order."""
    return [title for name, title in found.reasons.items() if row[name] and name != "no_reason"]


def shown(found: Found, lost: pl.DataFrame, unmasked: bool) -> list[dict[str, Any]]:
    """Rows with agent names and with words as people may see them."""
    names = AgentNames(found.staff)
    rows = list(lost.iter_rows(named=True))
    texts = [said["text"] for row in rows for said in map(row.get, WORDS) if said and said["text"]]
    texts += [product for row in rows for product in row["products"]]
    hide = str if unmasked else masker(found.question.snapshot, found.question.shop_ids, texts)
    for row in rows:
        row["agent_name"] = names.of(row["shop_id"], row["agent_id"], row["day"])
        row["products"] = [hide(product) for product in row["products"]]
        for column in WORDS:
            said = row[column]
            row[column] = None if said is None else hide(said["text"] or f"[{said['kind']}]")
    return rows
