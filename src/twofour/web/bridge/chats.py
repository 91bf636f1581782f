"""Chats for the pages: always masked, with the waits and conversations that counting found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from twofour.metrics.chat import Chat, ChatLine, chats, masked
from twofour.period import Period
from twofour.web.bridge import figures, lake, rules

__all__ = ["Chat", "ChatLine", "chat"]


def chat(shop_id: str, customer_id: str, days: Iterable[date]) -> Chat:
    """What a customer and the shop wrote on some business days; without a line where nobody wrote."""
    wanted = frozenset(days)
    period = Period(min(wanted), max(wanted) + timedelta(days=1))
    question = figures.question(str(lake.data()), lake.newest(), shop_id, rules.of(shop_id), period)
    staff = question.snapshot.scan("staff", shop_ids=[shop_id]).collect()
    (found,) = masked(chats(question, staff, {(shop_id, customer_id): wanted}), question.snapshot)
    return found
