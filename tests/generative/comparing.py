"""Compares two engines' measures, leaving out what holds nothing, and tells the differences by shop."""

from __future__ import annotations

from oracle.measures import Measures
from twofour.metrics.catalogue import METRICS


def held(measures: Measures) -> Measures:
    """Measures that hold anything: a missing measure is one of nothing."""
    return {
        (subject, metric, day): numbers
        for (subject, metric, day), numbers in measures.items()
        if numbers[0] or numbers[2] or (numbers[1] and METRICS[metric].denominator)
    }


def differences(kernel: Measures, oracle: Measures) -> list[str]:
    """One line per measure that differs, with both answers."""
    kernel, oracle = held(kernel), held(oracle)
    keys = sorted(kernel.keys() | oracle.keys(), key=str)
    return [
        f"{subject} {metric} {day or ''}: kernel {kernel.get(key)}, oracle {oracle.get(key)}"
        for key in keys
        for subject, metric, day in [key]
        if kernel.get(key) != oracle.get(key)
    ]


def assert_same(kernel: Measures, oracle: Measures) -> None:
    """Fails with the differences, at most thirty lines of them."""
    found = differences(kernel, oracle)
    assert not found, f"{len(found)} measures differ:\n" + "\n".join(found[:30])
