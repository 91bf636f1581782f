"""A slow, obvious reference for the metrics: plain Python, written from metrics.md alone, sharing no code
with the kernel.

One file per family of definitions. Each file that defines metrics has a function ``facts`` which yields
the daily sums of one shop; ``measures.FAMILIES`` lists these functions.
"""

from oracle.attribution import Credit, credit_of
from oracle.conversations import Conversation, Span, Wait, conversations_of
from oracle.events import Shop, read_shop
from oracle.measures import oracle_measures

__all__ = [
    "Conversation",
    "Credit",
    "Shop",
    "Span",
    "Wait",
    "conversations_of",
    "credit_of",
    "oracle_measures",
    "read_shop",
]
