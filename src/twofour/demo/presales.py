"""Pre-sales chats and silent orders: from the first 在吗 to the last answer, with all the detours."""

from __future__ import annotations

from functools import partial

from twofour.demo.chats import Chat
from twofour.demo.goods import Product, pick
from twofour.demo.orders import abandon, pay, place
from twofour.demo.outcomes import conclude, settle
from twofour.demo.people import PEOPLE
from twofour.demo.phrases import SAID, TOPICS, Pool, Topic
from twofour.demo.rows import HOUR, MINUTE, MONTH_STOP, clock, day_of
from twofour.demo.world import Customer, Purchase, World

_LAST_ARRIVAL = clock(MONTH_STOP)
_LEADS = [person for person in PEOPLE if person.role == "lead" and person.hours == "day"]


def inquiry(world: World, at: int, customer: Customer | None = None, product: Product | None = None) -> None:
    """A customer writes about ``product`` (their own choice when none is given)."""
    rng = world.rng
    customer = customer or world.somebody(at)
    product = product or pick(rng)
    agent = world.agent_for(at, customer)
    if agent is None:
        _nobody_there(world, at, customer, product)
        return
    chat = Chat(world, customer, agent, product, at)
    asked = _open(chat)
    if rng.random() < agent.miss:
        chat.close()
        if rng.random() < 0.6:  # they ask again after a long silence, which makes a conversation of its own
            again = partial(_ask_again, world, customer, product, SAID["ask_again"])
            world.later(chat.now + rng.randint(40, 75) * MINUTE, again)
        return
    _serve(chat, asked)


def _open(chat: Chat) -> Topic | None:
    """The customer's first words and the machines' answer; the question already asked, if any."""
    rng, busy, customer = chat.rng, chat.world.load(chat.agent_of, chat.now), chat.customer_of
    before = "bought" if customer.bought else "again" if customer.last_agent else ""
    chat.says(SAID[f"openings_{before}" if before else "openings"])
    chat.auto(SAID["welcome"])
    if busy >= 3 and rng.random() < 0.6:
        chat.auto(SAID["auto_busy"], sender="agent")
    if rng.random() < 0.3:
        chat.now += rng.randint(2, 15)
        chat.shows(f"[商品] {chat.product.name} ¥{chat.product.price}", "product", sender="customer")
    elif rng.random() < 0.4:
        topic = rng.choice(_topics(chat.product))
        chat.asks(topic, pause=6)
        return topic
    return None


def _nobody_there(world: World, at: int, customer: Customer, product: Product) -> None:
    """At night only machines answer; the chat belongs to whose account it reached, mostly a lead's."""
    rng = world.rng
    addressed = rng.choice(_LEADS) if rng.random() < 0.8 else customer.last_agent or _LEADS[0]
    if addressed.hours == "after":
        addressed = _LEADS[0]
    chat = Chat(world, customer, addressed, product, at)
    chat.says(SAID["openings"])
    chat.auto(SAID["auto_night"], sender="agent")
    if rng.random() < 0.6:
        chat.asks(rng.choice(_topics(product)))
    customer.free_at = chat.now
    if rng.random() < 0.45:
        morning = clock(day_of(at + 12 * HOUR), 8, 45) + rng.randrange(3 * HOUR)
        world.later(morning, partial(_ask_again, world, customer, product, SAID["next_morning"]))


def _ask_again(world: World, customer: Customer, product: Product, words: Pool, at: int) -> None:
    """The customer tries once more, is asked to excuse the delay, and served."""
    agent = world.agent_for(at, customer)
    if agent is None:
        return
    chat = Chat(world, customer, agent, product, at)
    chat.says(words)
    chat.answers_with(SAID["sorry_late"])
    _serve(chat, greeted=True)


def _serve(chat: Chat, asked: Topic | None = None, *, greeted: bool = False) -> None:
    """Questions and answers, beginning with the one that was ``asked`` already, then what comes of them."""
    rng, agent, world = chat.rng, chat.agent_of, chat.world
    terse = agent.words == "terse"
    if not greeted and (asked is None or rng.random() < 0.7):
        late = world.load(agent, chat.now) >= 3 and rng.random() < 0.3
        greeting = SAID["sorry_late" if late else "greetings"]
        chat.answers_with(SAID["greetings_terse"] if terse and rng.random() < 0.7 else greeting)
    if asked:
        chat.answers(asked)
    rounds = rng.choices((1, 2, 3, 4, 5), (4, 7, 6, 3, 1) if terse else (2, 6, 8, 4, 2))[0]
    for topic in rng.sample([topic for topic in _topics(chat.product) if topic is not asked], k=rounds):
        chat.asks(topic)
        if rng.random() < 0.05:
            chat.shows("[图片]", "image", sender="customer")
            chat.answers_with(SAID["photo_answers"])
        chat.answers(topic)
        if rng.random() < 0.13 and not terse:
            chat.answers_with(SAID["recommends"])
            chat.shows(f"[商品] {chat.product.name} ¥{chat.product.price}", "product")
        if rng.random() < 0.33:
            chat.says(SAID["acks"], pause=14)
    if rng.random() < 0.02:
        others = [person for person in world.rota.at(chat.now, ("day", "night")) if person is not agent]
        if others:
            chat.transfer(rng.choice(others))
            topic = rng.choice(_topics(chat.product))
            chat.asks(topic)
            chat.answers(topic)
    if rng.random() < {"warm": 0.55, "brisk": 0.45, "terse": 0.15}[agent.words]:
        chat.answers_with(SAID["pushes"])
    conclude(chat, partial(_comes_back, world))
    chat.close()


def _topics(product: Product) -> list[Topic]:
    return [topic for topic in TOPICS if not topic.kinds or product.kind in topic.kinds]


def _comes_back(world: World, customer: Customer, product: Product, at: int) -> None:
    if at < _LAST_ARRIVAL:  # the month that the demo shows ends here
        inquiry(world, at, customer, product)


def silent(world: World, at: int) -> None:
    """An order without a word; one in eight asks something before paying."""
    rng = world.rng
    customer = world.somebody(at, known=0.2)
    purchase = place(world, customer, pick(rng), None, at)
    if rng.random() < 0.12:
        world.later(at + rng.randint(3, 90) * MINUTE, lambda when: _pay_after_asking(world, when, purchase))
    elif rng.random() < 0.9:
        pay(world, purchase, at + rng.randint(15, 1_200))
    else:
        abandon(purchase)


def _pay_after_asking(world: World, at: int, purchase: Purchase) -> None:
    agent = world.agent_for(at, purchase.customer)
    if agent is None:
        abandon(purchase)
        return
    chat = Chat(world, purchase.customer, agent, purchase.product, at)
    chat.says(SAID["openings"])
    chat.auto(SAID["welcome"])
    topic = chat.rng.choice(_topics(chat.product))
    chat.answers_with(SAID["greetings"])
    chat.asks(topic)
    chat.answers(topic)
    settle(chat, purchase)
    chat.close()
