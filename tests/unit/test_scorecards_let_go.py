"""Scorecards and all that was read for them are freed with the last of their owners, without a collection."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from twofour.events.roster import Member
from twofour.metrics import Measure
from twofour.pay import pay, with_next_steps
from twofour.period import parse_period
from twofour.scheme import read_scheme
from twofour.scorecard import Inputs, Past, by_key, score
from twofour.scorecard.collector import without_collecting

SCHEME = """
scheme: let-go
title: 放手
valid_from: 2026-06-01
incentive:
  - item: conversion
    metric: inquiry_pay_rate
    weight: 100
    tiers: [{from: 0, score: 0}, {from: 30%, score: 100}]
pay:
  - commission:
      on: effective_sales
      shape: cliff
      by: inquiry_pay_rate
      tiers: [{from: 0, rate: 1%}, {from: 30%, rate: 2%}]
  - {prize: {when: running, metric: score, months: 2, ties: all, amount: 100.00}}
"""


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def measures() -> dict:
    return by_key(
        [
            Measure("member", "m01", "inquiry_pay_rate", 20, 100, 0, "ratio"),
            Measure("member", "m01", "effective_sales", 500_000, 1, 0, "fen"),
        ]
    )


@pytest.mark.usefixtures("uncollected")
def test_scorecards_and_readings_are_freed_when_their_last_owner_goes():
    scheme = read_scheme(SCHEME, "let-go.yaml")
    before = Past(parse_period("2026-05"), measures())
    people = (Member("m01", "王芳", "一组"),)
    inputs = Inputs(parse_period("2026-06"), "shop", people, measures(), (before,))
    cards = score(scheme, inputs)
    slips = with_next_steps(cards, pay(scheme, inputs, cards))
    kept = ref(cards), ref(cards.readings)
    assert slips[0].steps, "the changed cards of next steps are among what must go"
    del cards, slips
    assert [one() for one in kept] == [None, None]


def test_what_is_made_without_collecting_is_not_young_afterwards():
    with without_collecting():
        made = [[] for _ in range(10_000)]
    young = {id(one) for generation in (0, 1) for one in gc.get_objects(generation)}
    assert not young & {id(one) for one in made}
    assert gc.isenabled()


def test_what_is_made_without_collecting_is_still_collected_with_everything():
    class Circle:
        pass

    with without_collecting():
        circle = Circle()
        circle.itself = circle
        left = ref(circle)
    del circle
    gc.collect()
    assert left() is None
