"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from twofour.events.lake import Lake, Snapshot
from twofour.events.rules import CountingRules
from twofour.events.rules_file import rules_called
from twofour.metrics import Question, ask
from twofour.period import Period, parse_day, parse_period
from twofour.problems import UsageError
from twofour.text import Text

DEFAULT_DATA = Path("twofour-data")

DataDir = Annotated[
    Path, typer.Option("--data", help="数据目录 / data folder", metavar="DIR", envvar="TWOFOUR_DATA")
]
Shop = Annotated[str | None, typer.Option("--shop", help="店铺 / shop", metavar="S")]
First = Annotated[str | None, typer.Option("--from", help="首日 / first day", metavar="DAY")]
Last = Annotated[str | None, typer.Option("--until", help="末日(含) / last day, included", metavar="DAY")]
Month = Annotated[
    str | None, typer.Option("--period", help="2026-06，代替首末日 / instead of days", metavar="PERIOD")
]
RulesFile = Annotated[
    Path | None,
    typer.Option(
        "--rules", help="口径：预设名或文件 / counting rules: preset or file", metavar="PRESET|FILE"
    ),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="数据截至 / data as of (ISO 8601)", metavar="TIME")]


def open_snapshot(data: Path) -> Snapshot:
    """The newest snapshot of the lake in ``data``."""
    return Lake.open(data).snapshot()


def shops_of(snapshot: Snapshot, shop: str | None) -> list[str]:
    """The one shop asked for, which must exist, or every shop of the lake."""
    known = snapshot.shop_ids()
    if shop is None:
        return known
    if shop not in known:
        raise UsageError(
            Text(
                f"没有店铺 {shop!r}；已有店铺：{'、'.join(known) or '无'}",
                f"there is no shop {shop!r}; shops in the data: {', '.join(known) or 'none'}",
            )
        )
    return [shop]


def only_shop(snapshot: Snapshot, shop: str | None) -> list[str]:
    """The shop asked for; without a word, the only one there is."""
    found = shops_of(snapshot, shop)
    if shop is None and len(found) != 1:
        raise UsageError(
            Text(
                f"请用 --shop 指定店铺；已有店铺：{'、'.join(found) or '无'}",
                f"say which shop with --shop; shops in the data: {', '.join(found) or 'none'}",
            )
        )
    return found


def period_of(first: str | None, last: str | None, period: str | None) -> Period:
    """``--from`` and ``--until`` (both days included), or ``--period``."""
    if period is not None and first is None and last is None:
        return parse_period(period)
    if period is None and first is not None and last is not None:
        return parse_period(f"{first}..{last}")
    raise UsageError(
        Text(
            "请写 --period 2026-06，或同时写 --from 2026-06-01 --until 2026-06-30（含末日）",
            "write --period 2026-06, or both --from 2026-06-01 and --until 2026-06-30 (last day included)",
        )
    )


def rules_of(path: Path | None) -> CountingRules:
    """The counting rules of a preset or a file, or the default ones."""
    return CountingRules() if path is None else rules_called(str(path))


def question_of(
    data: Path,
    shop: str | None,
    days: tuple[str | None, str | None, str | None],
    rules: Path | None,
    as_of: str | None,
) -> Question:
    """What the shared options ask: one shop of the newest snapshot, ``days`` as ``period_of`` takes them."""
    settings = rules_of(rules)
    period = period_of(*days)
    snapshot = open_snapshot(data)
    return ask(snapshot, only_shop(snapshot, shop), settings, period, instant_of(as_of, settings))


def instant_of(text: str | None, rules: CountingRules) -> datetime | None:
    """``--as-of``: an instant; a bare day means its last second, a bare time is the shop's."""
    if text is None:
        return None
    zone = ZoneInfo(rules.timezone)
    try:
        if len(text) == len("2026-06-01"):
            day: date = parse_day(text)
            return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            Text(
                f"--as-of {text!r} 无法识别；应写作 2026-06-30 或 2026-06-30T18:00:00",
                f"--as-of {text!r} is no time; write 2026-06-30 or 2026-06-30T18:00:00",
            )
        ) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
