"""What comes of a pre-sales chat: no order, an order now or later, a payment here, elsewhere or never."""

from __future__ import annotations

from collections.abc import Callable

from twofour.demo.chats import Chat
from twofour.demo.days import campaign
from twofour.demo.goods import Product, companion
from twofour.demo.orders import abandon, pay, place
from twofour.demo.people import Person
from twofour.demo.phrases import SAID
from twofour.demo.ratings import rate
from twofour.demo.rows import DAY, HOUR, MINUTE, day_of
from twofour.demo.world import Customer, Purchase, World

ComesBack = Callable[[Customer, Product, int], None]
"""Called when a customer who slept on it writes again: the customer, the article, the shop second."""


def conclude(chat: Chat, comes_back: ComesBack) -> None:
    """Whether the customer orders, when, and whether they pay; some sleep on it and come back."""
    rng, agent, world = chat.rng, chat.agent_of, chat.world
    if rng.random() >= agent.order * campaign(day_of(chat.now)).pull:
        chat.says(SAID["hesitates"])
        if rng.random() < 0.8:
            chat.answers_with(SAID["keeps_terse"] if agent.words == "terse" else SAID["keeps"])
        rate(chat)
        return
    when = rng.random()
    if when < 0.78:
        chat.says(SAID["decides"], pause=40)
        purchase = place(world, chat.customer_of, chat.product, agent, chat.now, extra=agent.extra)
        chat.shows(f"[订单] {purchase.order.order_id}", "order", sender="customer")
        if agent.words != "terse" or rng.random() < 0.5:
            chat.answers_with(SAID["confirms"])
        settle(chat, purchase)
        return
    chat.says(SAID["hesitates"])
    chat.answers_with(SAID["keeps"])
    rate(chat)
    customer, product = chat.customer_of, chat.product
    if when < 0.92:  # they order by themselves, hours later
        alone = chat.now + rng.randint(15 * MINUTE, 9 * HOUR)
        world.later(alone, lambda at: _quiet(world, at, customer, product, agent))
    else:  # they write again tomorrow, to whoever is there
        tomorrow = chat.now + rng.randint(10 * HOUR, 26 * HOUR)
        world.later(tomorrow, lambda at: comes_back(customer, product, at))


def _quiet(world: World, at: int, customer: Customer, product: Product, agent: Person) -> None:
    purchase = place(world, customer, product, agent, at, extra=agent.extra)
    if world.rng.random() < 0.9:
        pay(world, purchase, at + world.rng.randint(20, 900))
    else:
        abandon(purchase)


def settle(chat: Chat, purchase: Purchase) -> None:
    """Pay at once; or later with somebody else; or after a reminder; or never."""
    rng, agent, world = chat.rng, chat.agent_of, chat.world
    if rng.random() < agent.pay_now:
        chat.wait(50)
        _paid_in_chat(chat, purchase)
        return
    if rng.random() < agent.hand_over:
        rate(chat)
        at = chat.now + rng.randint(35, 320) * MINUTE
        world.later(at, lambda when: _pay_elsewhere(world, when, purchase, agent))
        return
    if rng.random() < agent.remind:
        chat.now += rng.randint(7, 45) * MINUTE
        chat.answers_with(SAID["urges"])
        if rng.random() < 0.52:
            chat.says(SAID["urged_yes"], pause=120)
            _paid_in_chat(chat, purchase)
            return
        if rng.random() < 0.6:
            chat.says(SAID["urged_no"], pause=150)
            chat.answers_with(SAID["keeps"])
        abandon(purchase)
        return
    if rng.random() < 0.12:
        pay(world, purchase, chat.now + rng.randint(20 * MINUTE, DAY))
    else:
        abandon(purchase)


def _paid_in_chat(chat: Chat, purchase: Purchase) -> None:
    rng, agent = chat.rng, chat.agent_of
    pay(chat.world, purchase, chat.now)
    if rng.random() < 0.6:
        chat.says(SAID["paid_words"], pause=12)
    chat.answers_with(SAID["thanks"])
    if rng.random() < agent.upsell:
        _upsell(chat)
    rate(chat)


def _upsell(chat: Chat) -> None:
    """Something fitting is offered after the payment; a good half of those who are asked take it."""
    rng, agent = chat.rng, chat.agent_of
    chat.slots["first"] = chat.product.short
    chat.talk_about(companion(rng, chat.product))
    chat.answers_with(SAID["upsells"])
    if rng.random() < 0.6:
        chat.says(SAID["upsell_yes"], pause=45)
        second = place(chat.world, chat.customer_of, chat.product, agent, chat.now, extra=0)
        chat.wait(40)
        pay(chat.world, second, chat.now)
        chat.answers_with(SAID["thanks"])
    else:
        chat.says(SAID["upsell_no"], pause=45)
        chat.answers_with(SAID["send_off"])


def _pay_elsewhere(world: World, at: int, purchase: Purchase, before: Person) -> None:
    """The customer comes back to pay and reaches another agent; the order was made with ``before``."""
    rng, customer = world.rng, purchase.customer
    others = [person for person in world.rota.at(at, ("day", "night")) if person is not before]
    if not others:
        abandon(purchase)
        return
    agent = rng.choices(others, [person.take for person in others])[0]
    chat = Chat(world, customer, agent, purchase.product, at)
    chat.slots["before"] = before.nick
    chat.says(SAID["returns_to_pay"])
    chat.auto(SAID["welcome"])
    chat.answers_with(SAID["return_answers"])
    if rng.random() < 0.85 and chat.now < purchase.order.created_at + DAY:
        chat.wait(60)
        _paid_in_chat(chat, purchase)
    else:
        chat.says(SAID["urged_no"])
        abandon(purchase)
    chat.close()
