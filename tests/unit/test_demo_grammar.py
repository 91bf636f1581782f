"""The template grammar of the synthetic chats, and that every template can be filled."""

from __future__ import annotations

import itertools
import re
from random import Random

import pytest

from twofour.demo.grammar import expand, say
from twofour.demo.phrases import SAID, SAID_AFTER, TOPICS, TROUBLES

SLOTS = {
    "p", "full", "kind", "fabric", "size", "color", "color2", "price", "deal", "less", "off", "event",
    "offer", "city", "room", "express", "days", "n", "nick", "before", "hi", "tail", "first", "other",
    "order",
}  # fmt: skip


def test_expand_takes_one_alternative_and_fills_slots():
    said = {expand(Random(seed), "[亲|您]，{p}[有货|]", {"p": "窗帘"}) for seed in range(40)}
    assert said == {"亲，窗帘有货", "亲，窗帘", "您，窗帘有货", "您，窗帘"}


def test_say_is_the_same_for_the_same_seed():
    pool = ["[a|b|c]{x}", "[d|e]"]
    assert [say(Random(3), pool, {"x": 1}) for _ in range(3)] == [say(Random(3), pool, {"x": 1})] * 3


def test_a_missing_slot_is_an_error():
    with pytest.raises(KeyError):
        expand(Random(1), "{nobody}", {})


def test_every_template_is_well_formed_and_uses_known_slots():
    pools = [
        *SAID.values(),
        *SAID_AFTER.values(),
        *(pool for topic in TOPICS for pool in (topic.asks, topic.answers, topic.terse)),
        *(pool for t in TROUBLES for pool in (t.complaints, t.questions, t.details, t.remedies)),
    ]
    for template in itertools.chain.from_iterable(pools):
        assert template.count("[") == template.count("]"), template
        assert not re.search(r"\[[^\]]*\[", template), template
        assert set(re.findall(r"\{(\w+)\}", template)) <= SLOTS, template
        assert "|" not in re.sub(r"\[[^\]]*\]", "", template), template
