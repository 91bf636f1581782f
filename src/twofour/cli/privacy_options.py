"""What the commands about personal data share: the key file, who does it, months not closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twofour.events.privacy import CustomerKey, load_key
from twofour.ledger import Ledger

KeyFile = Annotated[
    Path | None,
    typer.Option("--customer-key", help="买家假名密钥文件 / key of the pseudonyms", metavar="FILE"),
]
By = Annotated[str, typer.Option("--by", help="经办人或岗位，必写 / who does it, required", metavar="ROLE")]


def key_of(path: Path | None, data: Path) -> CustomerKey | None:
    """The key in the file, if one is given."""
    return None if path is None else load_key(path, data)


def unclosed_from(data: Path, shops: Iterable[str]) -> dict[str | None, date]:
    """For each shop that keeps a ledger, the first day that is not locked in it; under None, the earliest."""
    found: dict[str | None, date] = {}
    for shop in shops:
        periods = Ledger(data, shop).book().periods.values()
        if periods:
            still = [one.period.start for one in periods if one.settled is None]
            found[shop] = min(still, default=max(one.period.stop for one in periods))
    return found | ({None: min(found.values())} if found else {})
