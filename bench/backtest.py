"""How fast a backtest is once the months are measured: 12 months of 300 people, and a what-if among them.

    uv run python bench/backtest.py [--members 300] [--months 12]

Prints processor seconds (the best of three) and how far each stands from its goal.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pay import SCHEME, best_of_three, inputs_of, month
from twofour.period import month_before, month_of
from twofour.plan import Change, backtest, what_if
from twofour.scheme import Scheme, load_scheme, read_scheme
from twofour.scheme.figures import figure
from twofour.scorecard import Inputs, Past, by_key

BACKTEST_GOAL, WHAT_IF_GOAL = 2.0, 0.1


def year(members: int, count: int) -> list[Inputs]:
    """``count`` months, latest first, each with the one before it."""
    now, past = inputs_of(members), []
    period = month_of(date(2026, 6, 1))
    for salt in range(count + 1):
        past.append(Past(period, by_key(month(members, salt + 2))))
        period = month_before(period)
    return [
        replace(now, period=one.period, measures=one.measures, history=(before,))
        for one, before in pairwise(past)
    ]


def cheaper(scheme: Scheme) -> Scheme:
    """Another scheme of the same size: a tier moved, a prize changed."""
    text = scheme.source.replace("{from: 30%, rate: 1.2%}", "{from: 32%, rate: 1.2%}")
    return read_scheme(text.replace("amount: 300.00", "amount: 200.00"), "draft.yaml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--months", type=int, default=12)
    asked = parser.parse_args()
    scheme = load_scheme(SCHEME)
    draft, months = cheaper(scheme), year(asked.members, asked.months)
    size = f"{asked.months} months × {asked.members} people"
    for words, current in (("one scheme", None), ("two schemes", scheme)):
        seconds, found = best_of_three(lambda current=current: backtest(draft, months, current))
        print(
            f"backtest {size}, {words}: {seconds:.2f} s ({len(found.cliffs)} cliffs, {len(found.sensitivity)}"
            f" metrics probed); {seconds / BACKTEST_GOAL:.2f} of the goal of {BACKTEST_GOAL:.0f} s"
        )
    change = Change("inquiry_pay_rate", plus=figure("3%"))
    seconds, _ = best_of_three(lambda: what_if(draft, months[0], "m00007", [change]))
    print(
        f"what-if among {asked.members}: {seconds * 1000:.1f} ms;"
        f" {seconds / WHAT_IF_GOAL:.2f} of the goal of 100 ms"
    )


if __name__ == "__main__":
    main()
