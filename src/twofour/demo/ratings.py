"""Ratings: which chats end with an invitation, who answers it, and how many stars they give."""

from __future__ import annotations

from twofour.demo.chats import Chat
from twofour.demo.grammar import say
from twofour.demo.people import SHOP_ID
from twofour.demo.phrases import SAID, SAID_AFTER
from twofour.demo.rows import MINUTE, Invitation, Rating
from twofour.demo.world import EXPORT_AT


def rate(chat: Chat, *, unhappy: bool = False) -> None:
    """Perhaps invite the customer of ``chat`` to rate, and perhaps get a rating; trouble costs stars."""
    rng, agent = chat.rng, chat.agent_of
    if chat.replies == 0:
        return
    invited = rng.random() < agent.invite
    if invited:
        chat.answers_with(SAID["invites"])
        chat.world.rows.invitations.append(
            Invitation(SHOP_ID, chat.agent_id, chat.customer_of.customer_id, chat.now)
        )
    rated_at = chat.now + rng.randint(1, 150) * MINUTE
    if rng.random() >= (0.42 if invited else 0.05) or rated_at >= EXPORT_AT:
        return
    good = rng.random() < agent.stars - (0.12 if unhappy else 0)
    score = (5 if rng.random() < 0.82 else 4) if good else rng.choices((3, 2, 1), (5, 2, 2))[0]
    named = score == 5 and rng.random() < agent.praise
    pool = SAID_AFTER["blame" if score <= 3 else "praise_named" if named else "praise"]
    chat.world.rows.ratings.append(
        Rating(
            f"SYNP{len(chat.world.rows.ratings) + 1:05d}", SHOP_ID, chat.agent_id,
            chat.customer_of.customer_id, rated_at, score, invited, named, say(rng, pool, chat.slots),
        )
    )  # fmt: skip
