"""The ledger of a shop: its journal, read as a book, and the one way to write into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from twofour.events.masking import mask_note
from twofour.ledger.book import Book, replay
from twofour.ledger.facts import AnyFact, fact_to_json
from twofour.ledger.journal import Journal, Written
from twofour.ledger.people import person
from twofour.problems import Refused
from twofour.statements.names import file_stem
from twofour.text import Text

FOLDER = "ledger"
_NOTES = ("reason", "evidence")
"""Of every fact, what somebody wrote freely."""


class Ledger:
    """The ledger of ``shop_id`` in the data folder ``data``: ``ledger/<shop>.jsonl`` and ``ledger/runs/``."""

    def __init__(self, data: Path, shop_id: str) -> None:
        self.shop_id = shop_id
        self.folder = data / FOLDER
        self.journal = Journal(self.folder / f"{file_stem(shop_id)}.jsonl", shop_id)

    def book(self) -> Book:
        """What the ledger says now. Raises ``Refused`` if its file was tampered with."""
        return replay(self.shop_id, self.journal.read())

    def write(self, by: str, propose: Callable[[Book], AnyFact], seen: str | None = None) -> Book:
        """Write the fact that ``propose`` makes of the book as it then stands, and give the new book.

        Customers' personal data in reasons and evidence is masked first: what stands in a ledger cannot be
        taken back. What ``propose`` raises, nothing is written for. ``seen``, the head of a book that was
        looked at before, refuses the act if anybody has written since.
        """
        name = person(by)

        def checked(written: Written) -> tuple[str, dict[str, Any]]:
            if seen is not None and written.head != seen:
                raise Refused(
                    Text(
                        "刚刚有别人写了账本，依据已变；请重新运行这条命令",
                        "somebody has just written into the ledger; run this command again",
                    )
                )
            fact = fact_to_json(propose(replay(self.shop_id, written)))
            return name, {key: mask_note(said) if key in _NOTES else said for key, said in fact.items()}

        return replay(self.shop_id, self.journal.append(checked))
