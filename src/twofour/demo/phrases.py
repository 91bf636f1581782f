"""The Chinese of the synthetic chats, read from the data folder: pools of templates, topics and troubles."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

AUTO_PREFIX = "【自动回复】"
"""Agent messages that begin with this were sent by a machine."""

TAILS = {
    "warm": ("哦", "呢", "哦~", "呢~", "哈", "", ""),
    "brisk": ("~", "", "", "哈", "哈~"),
    "terse": ("",),
}
"""How an agent's sentence ends, by their way of writing."""

Pool = list[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One question in several words and the answers that fit it; ``kinds`` of goods it suits (none: all)."""

    asks: Pool
    answers: Pool
    terse: Pool
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A reason to write after buying: how often, whether it costs a refund, what each side says, and whether
    it is followed up by a ticket, as every refund is.
    """

    reason: str
    share: int
    refunds: bool
    complaints: Pool
    questions: Pool
    details: Pool
    remedies: Pool
    follow_up: bool = False

    @property
    def ticket(self) -> bool:
        """Whether the after-sales team opens a ticket for it."""
        return self.refunds or self.follow_up


def data_text(name: str) -> str:
    """The file ``name`` of the demo's data folder."""
    return files("twofour.demo").joinpath("data", name).read_text(encoding="utf-8")


def load(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of the demo's data folder."""
    return tomllib.loads(data_text(f"{name}.toml"))


_PRE, _AFTER = load("presales"), load("aftersales")

TOPICS = tuple(Topic(**topic) for topic in _PRE.pop("topic"))
TROUBLES = tuple(Trouble(**trouble) for trouble in _AFTER.pop("trouble"))
SAID: dict[str, Pool] = _PRE
"""Pools of pre-sales and general phrases by occasion."""
SAID_AFTER: dict[str, Pool] = _AFTER
"""Pools of after-sales and rating phrases by occasion."""
