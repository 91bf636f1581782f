"""Buyers whom a platform has masked: several people share such a name, so nobody is known by it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from importing import Importing
from platform_files import FIXTURES, shown, take, told

from twofour.sources import NothingUsable


def renamed(importing: Importing, fixture: str, column: str, names: dict[str, str]) -> Path:
    """A fixture with other words in one column, which is added where it has none (then by line)."""
    with (FIXTURES / fixture).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = importing.folder / Path(fixture).name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*dict.fromkeys([*rows[0], column])])
        writer.writeheader()
        for number, row in enumerate(rows, 2):
            old = row.get(column, str(number))
            writer.writerow({**row, column: names.get(old, old)})
    return path


def masked(importing: Importing) -> list[dict[str, str]]:
    """The notices of masked buyers."""
    with importing.report.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if "几个人会共用" in row["reason"]]


def test_masked_buyers_of_jd_orders_are_nobody_and_full_ones_stay(importing: Importing) -> None:
    """Two people share jd_***: their orders stay apart, and one notice says how many rows, why, what then."""
    names = {"jd_spring01": "jd_***", "jd_blue03": "jd_***"}
    take(importing, renamed(importing, "jd/orders.csv", "下单帐号", names))
    assert sorted(shown(importing, "orders", "order_id customer_id")) == told("""
        100000000001 | order:100000000001
        100000000002 | jd_umbrella02
        100000000003 | order:100000000003
        100000000004 | order:100000000004
    """)
    (notice,) = masked(importing)
    assert (notice["severity"], notice["column"], notice["value"]) == ("notice", "下单帐号", "jd_***")
    assert notice["reason"] == "4 行的买家打了码，几个人会共用一个打码名，按没有买家导入"
    assert notice["reason_en"].startswith("4 rows have masked buyers; several people share")
    assert "归不到客服" in notice["remedy"] and "能看完整下单帐号的账号" in notice["remedy"]
    assert "reach no agent" in notice["remedy_en"]


def test_one_masked_buyer_is_one_row(importing: Importing) -> None:
    take(importing, renamed(importing, "taobao/orders.csv", "买家会员名", {"春天来了01": "t**1"}))
    (notice,) = masked(importing)
    assert notice["reason_en"].startswith("2 rows have masked buyers")
    take(importing, renamed(importing, "jd/orders.csv", "下单帐号", {"jd_umbrella02": "j＊＊2"}))
    (notice,) = masked(importing)
    assert notice["reason_en"].startswith("1 row has a masked buyer")


@pytest.mark.parametrize(
    ("fixture", "column", "old", "new", "remedy"),
    [
        ("taobao/orders.csv", "买家会员名", "小雨伞02", "张**", "用生意参谋或赤兔的绩效汇总"),
        ("taobao/orders.csv", "买家会员名", "小雨伞02", "t**1", "能看完整买家会员名的账号"),
        ("pinduoduo/orders.csv", "买家昵称", "2", "张*", "请导入客服绩效"),
        ("feige/orders.csv", "用户昵称", "2", "*海", "请导入飞鸽客服表现"),
        ("xiaohongshu/orders.csv", "用户编号", "u-1001", "小*书", "勾上用户编号"),
    ],
)
def test_every_platform_s_masks_are_told_with_what_gives_full_names(
    importing: Importing, fixture: str, column: str, old: str, new: str, remedy: str
) -> None:
    take(importing, renamed(importing, fixture, column, {old: new}))
    customers = importing.cells("orders", "customer_id")
    assert new not in customers
    assert any(customer.startswith("order:") for customer in customers)
    (notice,) = masked(importing)
    assert remedy in notice["remedy"]


def test_full_names_imported_later_fill_the_orders_in(importing: Importing) -> None:
    take(importing, renamed(importing, "jd/orders.csv", "下单帐号", {"jd_umbrella02": "jd_u***"}))
    assert "order:100000000002" in importing.cells("orders", "customer_id")
    take(importing, FIXTURES / "jd/orders.csv")
    assert "order:100000000002" not in importing.cells("orders", "customer_id")
    assert len(importing.cells("orders", "order_id")) == 4


def test_chats_with_a_masked_customer_are_refused_line_by_line(importing: Importing) -> None:
    """Chats of several people under one name would be one conversation; a single star may be a real name."""
    names = {"春天来了01": "春**1", "小雨伞02": "小*伞"}
    take(importing, renamed(importing, "taobao/chat-table.csv", "客户名", names))
    assert "春**1" not in importing.cells("messages", "customer_id")
    assert "小*伞" in importing.cells("messages", "customer_id")
    assert importing.refused[0] == (2, "客户名", "the customer's name is masked: nobody can tell who it is")
    assert {line for line, *_ in importing.refused} >= {2, 3, 4}


def test_chats_of_masked_customers_alone_hold_nothing_usable(importing: Importing) -> None:
    text = (FIXTURES / "taobao/chat.txt").read_text(encoding="utf-8").replace("春天来了01", "春**1")
    with pytest.raises(NothingUsable):
        take(importing, importing.file(text, "chat.txt"))


def test_a_rating_keeps_its_agent_and_loses_a_masked_customer(importing: Importing) -> None:
    text = (FIXTURES / "jd/evaluations.json").read_text(encoding="utf-8").replace("jd_spring01", "jd_***")
    take(importing, importing.file(text, "evaluations.json"))
    assert shown(importing, "ratings", "rating_id agent_id customer_id") == told("""
        sid-1 | 四季家居-小美 |
        sid-3 | 四季家居-阿东 | jd_blue03
    """)
    (notice,) = masked(importing)
    assert "归不到客服" not in notice["remedy"]


def test_masked_customers_of_own_tables_are_kept_and_told(importing: Importing) -> None:
    """Nobody knows there what stands in for the customer; a single star may be part of a name."""
    rows = [f"o{n},s,{customer},2026-06-01 09:00:00,1" for n, customer in enumerate(["张*", "t**1", "t**1"])]
    importing.csv("\n".join(["order_id,shop_id,customer_id,created_at,amount", *rows]))
    assert importing.cells("orders", "customer_id") == ["张*", "t**1", "t**1"]
    (notice,) = masked(importing)
    assert (notice["line"], notice["column"], notice["value"]) == ("3", "customer_id", "t**1")
    assert notice["reason_en"].startswith("2 rows have customers who seem to be masked")
