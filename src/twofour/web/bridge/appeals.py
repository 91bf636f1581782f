"""The ledger's appeals."""

from twofour.ledger.book import Appeal
from twofour.ledger.correcting import appeal_of

__all__ = ["Appeal", "appeal_of"]
