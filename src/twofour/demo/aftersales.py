"""After-sales chats: where is my parcel, how is it hung, and the complaints that end in a refund."""

from __future__ import annotations

from twofour.demo.chats import Chat
from twofour.demo.phrases import SAID, SAID_AFTER, TROUBLES, Pool, Trouble
from twofour.demo.ratings import rate
from twofour.demo.world import Case, Purchase, World

_QUESTIONS = tuple(trouble for trouble in TROUBLES if not trouble.refunds)


def question(world: World, purchase: Purchase, at: int) -> None:
    """A question after buying that costs nobody money."""
    complaint(world, purchase, at, world.rng.choices(_QUESTIONS, [t.share for t in _QUESTIONS])[0])


def complaint(world: World, purchase: Purchase, at: int, trouble: Trouble) -> str | None:
    """The customer writes about ``trouble``; the agent id that settled it (None when nobody answered).

    One chat in six reaches pre-sales first and is handed over.
    """
    rng = world.rng
    expert = world.agent_for(at, purchase.customer, ("after",))
    lost = rng.random() < 0.16
    first = world.agent_for(at, purchase.customer) if lost or expert is None else expert
    if first is None:
        return None
    chat = Chat(world, purchase.customer, first, purchase.product, at)
    began = chat.now
    chat.slots["order"] = purchase.order.order_id
    chat.says(SAID_AFTER["openings"])
    chat.auto(SAID["welcome"])
    chat.says(trouble.complaints, pause=9)
    if rng.random() < first.miss:
        chat.close()
        return None
    chat.answers_with(SAID["greetings_terse" if first.words == "terse" else "greetings"])
    replied = chat.now
    if lost and expert is not None and expert is not first:
        chat.transfer(expert)
    if trouble.refunds and chat.agent_of.words != "terse":
        chat.answers_with(SAID_AFTER["soothes"])
    chat.answers_with(trouble.questions)
    chat.says(trouble.details, pause=30)
    if rng.random() < (0.5 if trouble.refunds else 0.1):
        chat.shows("[图片]", "image", sender="customer")
    for _ in range(rng.choices((0, 1, 2), (5, 3, 1))[0] if trouble.refunds else 0):
        chat.answers_with(_manner(chat, SAID_AFTER["soothes"]))
        chat.says(SAID_AFTER["grumbles"], pause=35)
    chat.answers_with(trouble.remedies)
    if rng.random() < 0.3:
        chat.says(SAID_AFTER["nudges"])
        chat.answers_with(_manner(chat, trouble.remedies))
    chat.says(SAID_AFTER["settled"])
    if rng.random() < 0.75:
        chat.answers_with(SAID["send_off"])
    rate(chat, unhappy=trouble.refunds)
    chat.close()
    if trouble.ticket:
        world.cases.append(
            Case(
                order_id=purchase.order.order_id, customer_id=purchase.customer.customer_id,
                reason=trouble.reason, agent=chat.agent_of, agent_id=chat.agent_id,
                at=began, replied_at=replied, ended_at=chat.now,
            )
        )  # fmt: skip
    return chat.agent_id


def _manner(chat: Chat, pool: Pool) -> Pool:
    terse = chat.agent_of.words == "terse" and chat.rng.random() < 0.5
    return SAID_AFTER["soothes_terse"] if terse else pool
