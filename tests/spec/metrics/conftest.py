"""The fixture ``measure``: events and expected integers as small text tables, put to both engines.

Tables have a header and ``|`` between columns. Short names stand for columns (``agent`` for ``agent_id``,
``at`` for ``sent_at`` or ``rated_at``). ``09:00:00`` is on 1 June 2026, ``06-02 09:00:00`` in 2026; both in
the shop's time zone; a time that ends in ``Z`` is in UTC. Money is fen. What a table leaves out takes the
value in ``DEFAULTS``, else it is empty.

An expected table begins with the subject kind, then perhaps ``day``, then one column per metric. A cell
is ``numerator``, or ``numerator/denominator``, and ``(n)`` behind it where n rows are pending. Subjects
and days that are not listed must have none of these metrics. Several tables are parted by a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oracle.attribution import Credit, credit_of
from oracle.engines import ENGINES, Engine, frames
from oracle.events import Events, read_shop
from twofour.events.lake import Lake
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES, Kind
from twofour.metrics import Question, ask
from twofour.metrics.catalogue import METRICS
from twofour.period import parse_period

SHORT = {
    "shop": "shop_id",
    "customer": "customer_id",
    "agent": "agent_id",
    "order": "order_id",
    "member": "member_id",
    "from": "valid_from",
    "to": "valid_to",
    "created": "created_at",
    "paid": "paid_at",
    "closed": "closed_at",
    "requested": "requested_at",
    "completed": "completed_at",
    "intervened": "platform_intervened",
    "named": "named_praise",
    "items": "item_count",
    "opened": "opened_at",
    "resolved": "resolved_at",
    "phone": "phone_collected",
    "friend": "friend_added",
    "late": "late_minutes",
    "early": "early_leave_minutes",
}
AT = {
    "messages": "sent_at",
    "ratings": "rated_at",
    "invitations": "sent_at",
    "reviews": "reviewed_at",
    "followups": "at",
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "messages": {"agent_id": "a1"},
    "orders": {"amount": 10000},
    "refunds": {"kind": "refund_only", "status": "success", "amount": 10000},
    "ratings": {"agent_id": "a1", "customer_id": "c1", "score": 5},
    "invitations": {"agent_id": "a1", "customer_id": "c1", "kind": "rating"},
    "reviews": {},
    "tickets": {"agent_id": "a1"},
    "followups": {"agent_id": "a1", "customer_id": "c1"},
    "staff": {},
    "shifts": {"member_id": "m1", "start": "09:00", "end": "18:00"},
    "indicators": {"subject_kind": "agent"},
}
OWN_ID = {
    "messages": "message_id",
    "orders": "order_id",
    "refunds": "refund_id",
    "ratings": "rating_id",
    "reviews": "review_id",
    "tickets": "ticket_id",
    "followups": "followup_id",
}
LONG_AFTER = "2026-08-01 00:00:00"


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    """The oracle, then the kernel."""
    return ENGINES[request.param]


@pytest.fixture
def measure(engine: Engine) -> Callable[..., None]:
    """Count the events of some text tables and compare with the expected table.

    ``as_of`` is long after the events unless given; ``as_of="default"`` leaves it to the engine.
    """

    def check(
        *,
        expect: str,
        rules: dict[str, Any] | None = None,
        period: str = "2026-06",
        as_of: str = LONG_AFTER,
        **tables: str,
    ) -> None:
        counting = CountingRules(**(rules or {}))
        events = _events(tables, counting)
        at = None if as_of == "default" else _time(as_of, counting)
        days = parse_period(period)
        for wanted in _tables(expect):
            kind, grain = wanted[0][0], "day" if "day" in wanted[0] else "total"
            got = engine(events, counting, days.start, days.last, by=kind, grain=grain, as_of=at)
            _compare(wanted, got)

    return check


@pytest.fixture
def credits_of() -> Callable[..., list[Credit]]:
    """Who has to do with each order of some text tables, long after the events, as the oracle sees it."""

    def judge(*, rules: dict[str, Any] | None = None, **tables: str) -> list[Credit]:
        counting = CountingRules(**(rules or {}))
        shop = read_shop(_events(tables, counting), "s1", counting, _time(LONG_AFTER, counting))
        return [credit_of(shop, order) for order in shop.orders]

    return judge


@pytest.fixture
def question_about(tmp_path: Path) -> Callable[..., Question]:
    """Put some text tables into a lake and ask about them, long after the events unless given."""

    def build(
        *,
        rules: dict[str, Any] | None = None,
        period: str = "2026-06",
        as_of: str = LONG_AFTER,
        **tables: str,
    ) -> Question:
        counting = CountingRules(**(rules or {}))
        lake = Lake.create_or_open(tmp_path / "lake")
        rows = frames(_events(tables, counting))
        lake.commit({table: frame.drop("seq") for table, frame in rows.items()}, source={})
        snapshot = lake.snapshot()
        return ask(snapshot, snapshot.shop_ids(), counting, parse_period(period), _time(as_of, counting))

    return build


def _compare(wanted: list[list[str]], got: dict[tuple[str, str, date | None], tuple[int, int, int]]) -> None:
    header, *lines = wanted
    metrics = [name for name in header[1:] if name != "day"]
    expected = {}
    for line in lines:
        cells = dict(zip(header, line, strict=True))
        day = _date(cells["day"]) if "day" in cells else None
        for metric in metrics:
            expected[line[0], metric, day] = _numbers(metric, cells[metric])
    found = {key: numbers for key, numbers in got.items() if key[1] in metrics and _counts(key[1], numbers)}
    assert found == {key: numbers for key, numbers in expected.items() if _counts(key[1], numbers)}


def _counts(metric: str, numbers: tuple[int, int, int]) -> bool:
    """Whether a measure holds anything; a plain count always has denominator 1."""
    numerator, denominator, pending = numbers
    return bool(numerator or pending or (denominator and METRICS[metric].denominator))


def _numbers(metric: str, cell: str) -> tuple[int, int, int]:
    matched = re.fullmatch(r"(-?\d+)(?:/(\d+))?(?: \((\d+)\))?", cell)
    assert matched, f"{cell!r} is no measure"
    assert (METRICS[metric].denominator is None) == (matched[2] is None), f"{metric}: {cell!r}"
    return int(matched[1]), int(matched[2] or 1), int(matched[3] or 0)


def _tables(text: str) -> Iterator[list[list[str]]]:
    for block in re.split(r"\n\s*\n", text.strip()):
        yield [[cell.strip() for cell in line.split("|")] for line in block.strip().splitlines()]


def _events(tables: dict[str, str], rules: CountingRules) -> Events:
    return {table: list(_rows(table, text, rules)) for table, text in tables.items()}


def _rows(table: str, text: str, rules: CountingRules) -> Iterator[dict[str, Any]]:
    ((header, *lines),) = _tables(text)
    names = [AT[table] if name == "at" else SHORT.get(name, name) for name in header]
    for number, line in enumerate(lines):
        shop = {"shop_id": "s1"} if TABLES[table].by_shop else {}
        row = shop | {OWN_ID.get(table, "row"): str(number)} | DEFAULTS[table]
        for name, cell in zip(names, line, strict=True):
            row[name] = _cell(TABLES[table].column(name).kind, cell, rules)
        yield row


def _cell(kind: Kind, cell: str, rules: CountingRules) -> Any:
    if not cell:
        return None
    match kind:
        case Kind.TIME:
            return _time(cell, rules)
        case Kind.DAY:
            return _date(cell)
        case Kind.MONEY | Kind.INT:
            return int(cell)
        case Kind.NUMBER:
            return Decimal(cell)
        case Kind.BOOL:
            return {"yes": True, "no": False}[cell]
        case _:
            return cell


def _time(text: str, rules: CountingRules) -> datetime:
    if text.endswith("Z"):
        return datetime.fromisoformat(text)
    day, _, clock = text.rpartition(" ")
    local = datetime.fromisoformat(f"{_date(day or '06-01')} {clock}")
    return local.replace(tzinfo=ZoneInfo(rules.timezone)).astimezone(UTC)


def _date(text: str) -> date:
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")
