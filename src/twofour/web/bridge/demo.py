"""The demo: whether this data folder is its, and filling an empty one with it."""

from __future__ import annotations

from collections.abc import Callable

from twofour.demo.folder import Folder
from twofour.demo.people import SHOP_ID
from twofour.demo.play import play
from twofour.demo.shop import SEED
from twofour.web.bridge import lake

__all__ = ["SHOP_ID", "fill", "here"]

_STEPS = 5


def here() -> bool:
    """Whether the data folder is marked as the synthetic shop's."""
    return (lake.data() / "demo.json").is_file()


def fill(tell: Callable[[int, int], None]) -> None:
    """Make the synthetic shop in the data folder. Raises ``Refused`` if the folder holds anything else."""
    begun = iter(range(_STEPS + 1))
    play(Folder(lake.data(), SEED), lake.data() / "runs", lambda step: tell(next(begun), _STEPS))
