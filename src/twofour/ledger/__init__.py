"""What was earned, payable and paid: periods with states, adjustments, holds; nothing is ever rewritten."""

from twofour.ledger.balances import Balance, Standing, balances, balances_to_json, standing, untrue
from twofour.ledger.book import Book
from twofour.ledger.difference import LineDifference, difference
from twofour.ledger.late_refunds import Finding, findings
from twofour.ledger.ledger import Ledger
from twofour.ledger.registry import Registry

__all__ = [
    "Balance",
    "Book",
    "Finding",
    "Ledger",
    "LineDifference",
    "Registry",
    "Standing",
    "balances",
    "balances_to_json",
    "difference",
    "findings",
    "standing",
    "untrue",
]
