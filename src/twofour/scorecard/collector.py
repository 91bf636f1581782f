"""The garbage collector kept out while a run's trees are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """No collection inside: a month of 10,000 people makes over a million nodes, none of them garbage, and
    looking through them again and again takes longer than making them.

    Afterwards they count as old, so that only a collection of everything looks at them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()  # the one way to make everything old without looking at it: put it out of sight
            gc.unfreeze()  # and back
            gc.enable()
