"""One chat: a clock that moves with every message, and the words of its customer and its agent."""

from __future__ import annotations

from collections.abc import Sequence

from twofour.demo.days import campaign
from twofour.demo.goods import Product
from twofour.demo.grammar import say
from twofour.demo.people import SHOP_ID, Person
from twofour.demo.phrases import AUTO_PREFIX, SAID, TAILS, Topic, load
from twofour.demo.rows import HOUR, Message, day_of
from twofour.demo.world import Customer, World

_ABOUT = load("customers")
_KINDS = {
    "curtain": "窗帘",
    "bedding": "四件套",
    "quilt": "被子",
    "pillow": "枕头",
    "mat": "床品",
    "small": "布艺",
}


class Chat:
    """A chat between a customer and an agent about a product, from shop second ``at`` on."""

    def __init__(self, world: World, customer: Customer, agent: Person, product: Product, at: int) -> None:
        self.world, self.rng = world, world.rng
        self.customer_of, self.agent_of = customer, agent
        self.now = max(at, customer.free_at + 1)
        self.agent_id = world.agent_id(agent)
        self.forwarded_from: str | None = None
        self.replies = 0
        self._last_sender = ""
        day = campaign(day_of(self.now))
        low = self.rng.randint(2, 3)
        self.slots: dict[str, object] = {
            "event": day.name, "offer": day.offer, "city": customer.city, "first": product.short, "other": "",
            "before": (customer.last_agent or agent).nick,
            "room": self.rng.choice(_ABOUT["rooms"]), "express": self.rng.choice(_ABOUT["express"]),
            "days": f"{low}—{low + 2}", "n": self.rng.randint(3, 60),
        }  # fmt: skip
        self.talk_about(product)

    def talk_about(self, product: Product) -> None:
        """Make ``product`` what the phrases speak of."""
        color, second = (
            self.rng.sample(product.colors * 2, 2)
            if len(product.colors) < 2
            else self.rng.sample(product.colors, 2)
        )
        deal = product.price * 9 // 10
        self.product = product
        self.slots |= {
            "p": product.short, "full": product.name, "kind": _KINDS[product.kind], "fabric": product.fabric,
            "size": self.rng.choice(product.sizes), "color": color, "color2": second, "price": product.price,
            "deal": deal, "less": product.price * 7 // 10, "off": product.price - deal,
        }  # fmt: skip

    def words(self, pool: Sequence[str]) -> str:
        """One phrase of ``pool`` in the agent's own manner."""
        call = self.rng.choice(self.agent_of.calls) if self.rng.random() < 0.7 else ""
        self.slots["hi"] = f"{call.rstrip('~')}，" if call else ""
        self.slots["tail"] = self.rng.choice(TAILS[self.agent_of.words])
        self.slots["nick"] = self.agent_of.nick
        return say(self.rng, pool, self.slots)

    def says(self, pool: Sequence[str], *, pause: float = 17.0) -> None:
        """The customer says one phrase of ``pool`` after about ``pause`` seconds of thinking."""
        self.now += self._lag(pause, 0.9) if self._last_sender else 0
        self._put("customer", self.words(pool), "text")

    def asks(self, topic: Topic, *, pause: float = 17.0) -> None:
        """The customer asks about ``topic``, politely or not, sometimes with an afterthought."""
        self.now += self._lag(pause, 0.9)
        polite = (
            self.rng.choice(("请问", "想问下", "那", "对了，", "麻烦问下", "还有"))
            if self.rng.random() < 0.22
            else ""
        )
        ending = self.rng.choice(("呀", "？", "呢", "～", "亲")) if self.rng.random() < 0.15 else ""
        self._put("customer", f"{polite}{self.words(topic.asks)}{ending}", "text")
        if self.rng.random() < 0.1:
            self.now += self.rng.randint(1, 9)
            self._put("customer", self.words(SAID["afterthoughts"]), "text")

    def answers(self, topic: Topic) -> None:
        """The agent answers a question about ``topic`` in their manner."""
        terse = self.agent_of.words == "terse" and self.rng.random() < 0.6
        self.answers_with(topic.terse if terse else topic.answers)

    def answers_with(self, *pools: Sequence[str], kind: str = "text") -> None:
        """The agent answers, one message per pool; the first takes their usual time under the load."""
        for number, pool in enumerate(pools):
            text = self.words(pool)
            if number == 0 and self._last_sender == "customer":
                load = self.world.load(self.agent_of, self.now)
                typing = len(text) * 12 / self.agent_of.typing  # quick phrases help: a fifth of real typing
                self.now += 2 + self._lag(self.agent_of.latency * (1 + 0.06 * load), 0.75) + int(typing)
            else:
                self.now += self.rng.randint(3, 14)
            self._put("agent", text, kind)
            self.replies += 1

    def auto(self, pool: Sequence[str], *, sender: str = "bot") -> None:
        """A machine speaks: the welcome robot, or the agent's own automatic reply with its prefix."""
        self.now += 1
        prefix = AUTO_PREFIX if sender == "agent" else ""
        last = self._last_sender
        self._put(sender, prefix + self.words(pool), "text")
        self._last_sender = last

    def shows(self, text: str, kind: str, *, sender: str = "agent") -> None:
        """A card or a picture."""
        self.now += self.rng.randint(2, 9)
        self._put(sender, text, kind)
        self.replies += sender == "agent"

    def wait(self, seconds: float) -> None:
        """Let about ``seconds`` pass."""
        self.now += self._lag(seconds, 0.5)

    def transfer(self, other: Person) -> None:
        """Hand the chat over; the thread keeps the agent id that it came from."""
        self.slots["other"] = other.nick
        self.answers_with(SAID["transfer_notes"])
        self.now += self.rng.randint(1, 4)
        before = self.agent_id
        self.agent_of, self.agent_id = other, self.world.agent_id(other)
        note = f"会话已由 {before} 转接给 {self.agent_id}"
        self.world.rows.messages.append(
            Message(SHOP_ID, self.customer_of.customer_id, None, "system", self.now, note)
        )
        self.forwarded_from = before
        self.now += self._lag(other.latency, 0.5)
        self.answers_with(SAID["takes_over"])

    def close(self) -> None:
        """Remember who served the customer and until when both were busy."""
        self.customer_of.last_agent = self.agent_of
        self.customer_of.free_at = max(self.customer_of.free_at, self.now)
        self.world.occupy(self.agent_of, self.now)

    def _lag(self, median: float, spread: float) -> int:
        return min(int(median * self.rng.lognormvariate(0, spread)), 5 * HOUR)

    def _put(self, sender: str, text: str, kind: str) -> None:
        self.world.rows.messages.append(
            Message(
                SHOP_ID, self.customer_of.customer_id, self.agent_id, sender, self.now, text,
                kind, "", self.forwarded_from,
            )
        )  # fmt: skip
        self._last_sender = sender
