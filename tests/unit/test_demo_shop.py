"""The synthetic shop: the same bytes from the same seed, rows of the right shape, a coherent life."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from twofour.demo.people import PEOPLE
from twofour.demo.phrases import AUTO_PREFIX
from twofour.demo.shop import SEED, make
from twofour.demo.write import write
from twofour.events.tables import TABLES, Column, Kind
from twofour.money import parse_fen

Table = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("raw")
    write(make(), path, SEED)
    return path


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, Table]:
    return {path.stem: _read(path) for path in sorted(folder.glob("*.csv"))}


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")


def _month(rows: Table, column: str, month: int) -> Table:
    return [row for row in rows if row[column][:7] == f"2026-{month:02d}"]


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


# -- determinism ---------------------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    code = (
        "import sys; from pathlib import Path; from twofour.demo.shop import make; "
        "from twofour.demo.write import write; write(make(7, scale=0.05), Path(sys.argv[1]), 7)"
    )
    for hash_seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    assert _digest(tmp_path / "1") == _digest(tmp_path / "2")


def test_another_seed_gives_another_shop(tmp_path):
    write(make(7, scale=0.02), tmp_path / "a", 7)
    write(make(8, scale=0.02), tmp_path / "b", 8)
    assert (tmp_path / "a/messages.csv").read_bytes() != (tmp_path / "b/messages.csv").read_bytes()


# -- shape ---------------------------------------------------------------------------------------


def test_files_hold_the_columns_of_the_event_tables(folder, tables):
    assert {
        "messages",
        "orders",
        "refunds",
        "ratings",
        "staff",
        "shifts",
        "invitations",
        "tickets",
        "indicators",
    } == set(tables)
    for name in tables:
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        assert header == ",".join(TABLES[name].names)


def test_every_cell_is_what_its_column_may_hold(tables):
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            for row in rows:
                _check(column, row[column.name], name)


def _check(column: Column, cell: str, table: str) -> None:
    where = f"{table}.{column.name}: {cell!r}"
    if not cell:
        assert not column.required, where
        return
    assert not column.choices or cell in column.choices, where
    if column.kind is Kind.TIME:
        assert date(2026, 5, 1) <= _time(cell).date() < date(2026, 7, 9), where
    elif column.kind is Kind.DAY:
        date.fromisoformat(cell)
    elif column.kind is Kind.CLOCK:
        datetime.strptime(cell, "%H:%M")
    elif column.kind is Kind.BOOL:
        assert cell in ("true", "false"), where
    elif column.kind in (Kind.INT, Kind.NUMBER, Kind.MONEY):
        number = parse_fen(cell) if column.kind is Kind.MONEY else int(cell)
        assert column.least is None or number >= column.least, where
        assert column.most is None or number <= column.most, where


def test_keys_are_unique(tables):
    for name, rows in tables.items():
        keys = Counter(tuple(row[column] for column in TABLES[name].key) for row in rows)
        assert max(keys.values()) == 1, name


def test_everything_says_that_it_is_synthetic(folder, tables):
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert "合成数据" in readme and "SYNTHETIC" in readme and str(SEED) in readme
    assert all(row["member_id"].startswith("syn-") for row in tables["staff"])
    assert all(row["customer_id"].startswith("syn_") for row in tables["messages"])
    for name, column in (("orders", "order_id"), ("refunds", "refund_id"), ("ratings", "rating_id")):
        assert all(row[column].startswith("SYN") for row in tables[name])


# -- volume --------------------------------------------------------------------------------------


def test_june_holds_about_sixty_thousand_messages_and_may_a_quarter(tables):
    june, may = (len(_month(tables["messages"], "sent_at", month)) for month in (6, 5))
    assert 57_000 <= june <= 63_000
    assert 0.2 <= may / june <= 0.3
    assert 500 <= len(_month(tables["ratings"], "rated_at", 6)) <= 1_000
    assert 1_900 <= len(_month(tables["orders"], "created_at", 6)) <= 2_500


def test_july_is_only_the_tail_of_june(tables):
    july = _month(tables["messages"], "sent_at", 7)
    assert 200 <= len(july) <= 1_500
    assert len(_month(tables["orders"], "created_at", 7)) < 10
    assert _month(tables["refunds"], "completed_at", 7)


def test_words_vary(tables):
    said = [
        row["text"]
        for row in tables["messages"]
        if row["sender"] in ("customer", "agent") and row["kind"] == "text"
    ]
    assert len(set(said)) > len(said) / 5
    assert not any("{" in text or "[" in text or "|" in text or not text for text in said)


# -- a life that hangs together ------------------------------------------------------------------


def test_times_of_an_order_follow_each_other(tables):
    for order in tables["orders"]:
        created = _time(order["created_at"])
        assert not (order["paid_at"] and order["closed_at"] and not _refunds(tables).get(order["order_id"]))
        for later in ("paid_at", "shipped_at", "closed_at"):
            assert not order[later] or _time(order[later]) >= created
        if order["shipped_at"]:
            assert _time(order["shipped_at"]) > _time(order["paid_at"])
        assert bool(order["paid_at"]) == bool(order["paid_amount"])


def _refunds(tables: dict[str, Table]) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for refund in tables["refunds"]:
        found[refund["order_id"]].append(refund)
    return found


def test_refunds_are_of_paid_orders_and_never_exceed_them(tables):
    orders = {order["order_id"]: order for order in tables["orders"]}
    for refund in tables["refunds"]:
        order = orders[refund["order_id"]]
        assert _time(refund["requested_at"]) > _time(order["paid_at"])
        assert parse_fen(refund["amount"]) <= parse_fen(order["paid_amount"])
        if refund["status"] == "success":
            assert _time(refund["completed_at"]) > _time(refund["requested_at"])
        assert (refund["status"] == "pending") == (refund["completed_at"] == "")


def test_tickets_are_of_the_after_sales_team_and_end_after_they_begin(tables):
    team = {row["agent_id"] for row in tables["staff"] if row["team"] == "售后组"}
    bought = {(order["order_id"], order["customer_id"]) for order in tables["orders"]}
    for ticket in tables["tickets"]:
        assert ticket["agent_id"] in team
        assert (ticket["order_id"], ticket["customer_id"]) in bought
        opened, replied = _time(ticket["opened_at"]), _time(ticket["first_reply_at"])
        assert opened <= replied
        if ticket["resolved_at"]:
            assert replied < _time(ticket["resolved_at"])
        else:
            assert ticket["cause"] == ticket["skill"] == ticket["satisfaction"] == ""
        assert ticket["complaint"] == "false" or int(ticket["reopened"]) > 0
    assert {agent for agent in team if any(one["agent_id"] == agent for one in tables["tickets"])} == team
    assert 120 <= len(_month(tables["tickets"], "opened_at", 6)) <= 240


def test_a_refund_ends_its_ticket(tables):
    refunds, ended = _refunds(tables), 0
    for ticket in tables["tickets"]:
        done = [refund["completed_at"] for refund in refunds.get(ticket["order_id"], ())]
        if all(done) and ticket["resolved_at"]:
            assert all(_time(ticket["resolved_at"]) > _time(day) for day in done), ticket
            ended += bool(done)
        assert all(done) or not ticket["resolved_at"], ticket
    assert ended > 30


def test_who_is_surest_settles_most_at_once(tables):
    found = defaultdict(list)
    for ticket in tables["tickets"]:
        found[ticket["agent_id"].split(":")[1]].append(ticket["reopened"] == "0")
    shares = {nick: sum(one) / len(one) for nick, one in found.items()}
    assert shares["小满"] < shares["阿强"] < 1
    assert shares["小满"] < shares["芳芳"]


def test_messages_are_sent_by_people_who_work_there_that_day(tables):
    stays = defaultdict(list)
    for row in tables["staff"]:
        stays[row["agent_id"]].append((row["valid_from"], row["valid_to"] or "9999"))
    for message in tables["messages"]:
        if message["sender"] == "system":
            continue
        day = message["sent_at"][:10]
        assert any(start <= day <= stop for start, stop in stays[message["agent_id"]]), message


def test_staff_holds_the_cases_that_pay_must_handle(tables):
    staff = tables["staff"]
    ids, teams = defaultdict(set), defaultdict(set)
    for row in staff:
        ids[row["member_id"]].add(row["agent_id"])
        teams[row["member_id"]].add(row["team"])
    assert len(ids) == len(PEOPLE) == 12
    assert sorted(len(owned) for owned in ids.values())[-1] == 2
    assert sum(len(names) == 2 for names in teams.values()) == 1
    assert {row["hired_on"] for row in staff} >= {"2026-06-10"}
    assert len({row["team"] for row in staff}) == 3
    assert Counter(row["role"] for row in staff)["lead"] == 3


def test_the_messy_cases_are_there(tables):
    messages = tables["messages"]
    assert sum(row["text"].startswith(AUTO_PREFIX) for row in messages) > 100
    assert sum(row["forwarded_from"] != "" for row in messages) > 100
    assert {row["sender"] for row in messages} == {"customer", "agent", "bot", "system"}
    assert {row["kind"] for row in messages} >= {"text", "image", "product", "order"}
    wrote = {row["customer_id"] for row in messages}
    assert sum(order["customer_id"] not in wrote for order in tables["orders"]) > 200
    assert any(row["platform_intervened"] == "true" for row in tables["refunds"])
    with_agents = defaultdict(set)
    for row in messages:
        if row["agent_id"]:
            with_agents[row["customer_id"]].add(row["agent_id"])
    assert sum(len(agents) > 1 for agents in with_agents.values()) > 200
    nights = [row for row in messages if row["sender"] == "customer" and "02" < row["sent_at"][11:13] < "08"]
    assert len(nights) > 50


def test_orders_paid_with_somebody_else_are_mostly_those_of_one_agent(tables):
    spoke = defaultdict(list)
    for row in tables["messages"]:
        if row["sender"] == "agent" and not row["text"].startswith(AUTO_PREFIX):
            spoke[row["customer_id"]].append((row["sent_at"], row["agent_id"]))
    moved = Counter()
    for order in tables["orders"]:
        if not order["paid_at"]:
            continue
        at_creation = [agent for at, agent in spoke[order["customer_id"]] if at <= order["created_at"]]
        at_payment = [agent for at, agent in spoke[order["customer_id"]] if at <= order["paid_at"]]
        if at_creation and at_payment and at_creation[-1] != at_payment[-1]:
            moved[at_creation[-1]] += 1
    agent, times = moved.most_common(1)[0]
    assert agent == "四季家居:小鹿"
    assert times > sum(moved.values()) / 4


def test_one_customer_is_never_in_two_chats_at_once(tables):
    """Between two messages of one customer's chat with an agent no other joins in, transfers aside."""
    talk = defaultdict(list)
    for row in tables["messages"]:
        if row["sender"] in ("customer", "agent"):
            talk[row["customer_id"]].append((_time(row["sent_at"]), row["agent_id"], row["forwarded_from"]))
    tangled = 0
    for lines in talk.values():
        for (one, first, _), (_, second, origin), (three, third, _) in zip(
            lines, lines[1:], lines[2:], strict=False
        ):
            if first == third != second and not origin and (three - one).total_seconds() < 600:
                tangled += 1
    assert tangled == 0
