"""What a mapping file can say, one rule per test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from importing import Importing

from twofour.problems import SchemeError

ORDER = """
map: test
tables:
  - table: orders
    columns:
      order_id: 编号
      shop_id: {constant: s}
      customer_id: 买家
      created_at: 下单
      amount: 金额
"""
HEADER = "编号,买家,下单,金额,备注,昵称\n"
ROW = "o1,c,2026-06-01 09:00:00,12.50,急,\n"


def order(**changes: str) -> str:
    """``ORDER`` with other entries for single columns, or with sections behind it."""
    text = ORDER
    for name, written in changes.items():
        old = next((line for line in text.splitlines() if line.strip().startswith(f"{name}:")), None)
        text = text.replace(old, f"      {name}: {written}") if old else text + f"    {name}: {written}\n"
    return text


def test_column_takes_another_name(importing: Importing) -> None:
    importing.mapped(HEADER + ROW, order())
    assert importing.stored("orders", "order_id", "shop_id", "customer_id", "amount") == [
        ("o1", "s", "c", 1250)
    ]


def test_problem_names_the_column_of_the_file(importing: Importing) -> None:
    importing.mapped(HEADER + ROW + "o2,,2026-06-01 09:00:00,1,,\n", order())
    assert importing.refused == [(3, "买家", "no customer")]


def test_template_joins_columns_and_words(importing: Importing) -> None:
    importing.mapped(HEADER + ROW, order(order_id='{template: "{编号}-{备注}/x"}'))
    assert importing.cells("orders", "order_id") == ["o1-急/x"]


def test_template_with_a_blank_part_is_blank(importing: Importing) -> None:
    importing.mapped(HEADER + ROW + ROW.replace("急", ""), order(order_id='{template: "{编号}-{备注}"}'))
    assert [line for line, *_ in importing.refused] == [3]


def test_first_of_takes_the_first_cell_with_content(importing: Importing) -> None:
    rows = HEADER + ROW + ROW.replace("o1", "o2").replace(",\n", ",旺旺\n")
    importing.mapped(rows, order(customer_id="{first_of: [昵称, 买家]}"))
    assert importing.cells("orders", "customer_id") == ["c", "旺旺"]


def test_prefix_is_taken_off(importing: Importing) -> None:
    importing.mapped(HEADER + ROW, order(order_id="{from: 编号, without_prefix: o}"))
    assert importing.cells("orders", "order_id") == ["1"]


def test_values_translate_words(importing: Importing) -> None:
    mapping = """
map: test
tables:
  - table: messages
    columns: {shop_id: {constant: s}, customer_id: 买家, agent_id: 客服, sender: 谁, sent_at: 时间}
    values: {sender: {买家: customer, 1: agent}}
"""
    rows = "".join(f"c,a,{who},2026-06-01 09:00:00\n" for who in ("买家", "1", "店长"))
    importing.mapped("买家,客服,谁,时间\n" + rows, mapping)
    assert importing.cells("messages", "sender") == ["customer", "agent"]
    assert importing.refused == [(4, "谁", "not one of the choices")]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("'%Y年%m月%d日 %H时%M分'", "2026年06月01日 09时00分"),
        ("'%d.%m.%Y %H:%M'", "01.06.2026 09:00"),
        ("epoch_seconds", "1780275600"),
        ("epoch_milliseconds", "1780275600999"),
        ("['%d/%m/%Y %H:%M', '%Y-%m-%d %H:%M']", "2026-06-01 09:00"),
    ],
)
def test_dates_name_the_formats_of_the_file(importing: Importing, form: str, written: str) -> None:
    importing.mapped(
        HEADER + ROW.replace("2026-06-01 09:00:00", written), order(dates=f"{{created_at: {form}}}")
    )
    assert importing.cells("orders", "created_at") == [datetime(2026, 6, 1, 1, tzinfo=UTC)]


def test_date_in_another_format_is_refused_with_the_formats_named(importing: Importing) -> None:
    importing.mapped(
        HEADER + ROW + ROW.replace("2026-06-01", "01.06.2026").replace("o1", "o2"),
        order(dates="{created_at: '%Y-%m-%d %H:%M:%S'}"),
    )
    assert importing.refused == [(3, "下单", "not a time that can be read")]
    assert "Write it as 2026-06-01 09:30:00, both" in importing.report.read_text(encoding="utf-8-sig")


def test_day_alone_can_be_declared_a_time(importing: Importing) -> None:
    importing.mapped(HEADER + ROW.replace(" 09:00:00", ""), order(dates="{created_at: '%Y-%m-%d'}"))
    assert importing.cells("orders", "created_at") == [datetime(2026, 5, 31, 16, tzinfo=UTC)]


def test_zone_of_the_table_goes_before_that_of_the_file(importing: Importing) -> None:
    importing.mapped(HEADER + ROW, order(timezone="Europe/London") + "timezone: America/New_York\n")
    assert importing.cells("orders", "created_at") == [datetime(2026, 6, 1, 8, tzinfo=UTC)]


def test_zone_of_the_command_goes_before_all(importing: Importing) -> None:
    importing.mapped(HEADER + ROW, order(timezone="Europe/London"), timezone="UTC")
    assert importing.cells("orders", "created_at") == [datetime(2026, 6, 1, 9, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("unit", "written", "fen"),
    [
        ("fen", "1250", 1250),
        ("jiao", "12.5", 125),
        ("wan", "0.0001", 100),
        ("{unit: fen, times: 2}", "3", 6),
        ("{times: -1}", "-1.25", 125),
    ],
)
def test_units_say_what_money_is_counted_in(importing: Importing, unit: str, written: str, fen: int) -> None:
    importing.mapped(HEADER + ROW.replace("12.50", written), order(units=f"{{amount: {unit}}}"))
    assert importing.cells("orders", "amount") == [fen]


def test_part_of_a_fen_is_refused(importing: Importing) -> None:
    rows = ROW.replace("12.50", "1250") + ROW.replace("12.50", "12.5")
    importing.mapped(HEADER + rows, order(units="{amount: fen}"))
    assert importing.refused == [(3, "金额", "more than two decimals")]


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("equals: o1", ["o1"]),
        ("equals: [o1, x3]", ["o1", "x3"]),
        ("not_equals: o1", ["o2", "x3", "4"]),
        ("starts_with: o", ["o1", "o2"]),
        ("not_starts_with: o", ["x3", "4"]),
    ],
)
def test_where_chooses_rows_by_words(importing: Importing, condition: str, kept: list[str]) -> None:
    rows = "".join(ROW.replace("o1", number) for number in ("o1", "o2", " x3 ", "4"))
    importing.mapped(HEADER + rows, order(where=f"[{{column: 编号, {condition}}}]"))
    assert importing.cells("orders", "order_id") == kept
    assert importing.refused == []


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("column: 金额, greater_than: 10", ["o1", "o3"]),
        ("column: 金额, less_than: 10", ["o2"]),
        ("column: 昵称, present: true", ["o2"]),
        ("column: 昵称, absent: true", ["o1", "o3"]),
    ],
)
def test_where_chooses_rows_by_size_and_presence(
    importing: Importing, condition: str, kept: list[str]
) -> None:
    rows = ROW + "o2,c,2026-06-01 09:00:00,9.99,,n\n" + 'o3,c,2026-06-01 09:00:00,"1,000", , \n'
    importing.mapped(HEADER + rows, order(where=f"[{{{condition}}}]"))
    assert importing.cells("orders", "order_id") == kept


LINES = """
map: lines
tables:
  - table: orders
    group_by: Invoice
    where: [{column: Invoice, not_starts_with: C}]
    columns:
      order_id: Invoice
      shop_id: {constant: s}
      customer_id: Customer
      created_at: {min: At}
      closed_at: {max: At}
      amount: {sum_of_product: [Quantity, Price]}
      item_count: {sum: Quantity}
      status: {count: true}
  - table: refunds
    group_by: Invoice
    where: [{column: Invoice, starts_with: C}]
    columns:
      refund_id: Invoice
      order_id: {from: Invoice, without_prefix: C}
      shop_id: {constant: s}
      kind: {constant: return_refund}
      amount: {sum_of_product: [Quantity, Price]}
      requested_at: {first: At}
    units: {amount: {times: -1}}
"""
INVOICES = "Invoice,Customer,Quantity,Price,At\n"


def test_group_sums_products_exactly_and_keeps_extremes(importing: Importing) -> None:
    rows = (
        "1,,3,0.1,2026-06-01 10:00:00\n"
        "2,c2,1,5,2026-06-01 09:00:00\n"
        "1,c1,3,0.1,2026-06-01 09:00:00\n"
        "1,c1,1000000,9999.99,2026-06-01 11:00:00\n"
    )
    importing.mapped(INVOICES + rows, LINES)
    columns = ("order_id", "customer_id", "amount", "item_count", "status")
    assert importing.stored("orders", *columns) == [
        ("1", "c1", 999999000060, 1000006, "3"),
        ("2", "c2", 500, 1, "1"),
    ]
    first, last = importing.stored("orders", "created_at", "closed_at")[0]
    assert (first.hour, last.hour) == (1, 3)


def test_one_file_fills_two_tables(importing: Importing) -> None:
    rows = "1,c,2,1.50,2026-06-01 09:00:00\nC9,c,-2,1.50,2026-06-02 09:00:00\n"
    importing.mapped(INVOICES + rows, LINES)
    assert importing.cells("orders", "order_id") == ["1"]
    assert importing.stored("refunds", "refund_id", "order_id", "amount") == [("C9", "9", 300)]
    assert importing.notices == [(3, "Invoice", "the refunded order is not in the data")]


@pytest.mark.parametrize("spoiled", ["x", "", "1e999"])
def test_group_with_a_number_that_cannot_be_read_stays_out_whole(importing: Importing, spoiled: str) -> None:
    rows = f"1,c,1,5,2026-06-01 09:00:00\n2,c,1,5,2026-06-01 09:00:00\n1,c,{spoiled},5,2026-06-01 09:00:00\n"
    importing.mapped(INVOICES + rows, LINES)
    assert importing.refused == [
        (4, "Quantity × Price", "this cannot be computed, so its whole group was left out")
    ]
    assert importing.cells("orders", "order_id") == ["2"]


def test_row_without_a_group_is_refused(importing: Importing) -> None:
    rows = "1,c,1,5,2026-06-01 09:00:00\n,c,1,5,2026-06-01 09:00:00\n"
    importing.mapped(INVOICES + rows, LINES)
    assert importing.refused == [(3, "Invoice", "no Invoice, so the row belongs to no group")]


def test_sum_beyond_two_decimals_is_refused_not_rounded(importing: Importing) -> None:
    rows = "1,c,1,5,2026-06-01 09:00:00\n2,c,1,0.001,2026-06-01 09:00:00\n"
    importing.mapped(INVOICES + rows, LINES)
    assert importing.refused == [(3, "amount", "more than two decimals")]


CHATS = """
map: chats
source: {format: json, records: messages}
tables:
  - table: messages
    columns:
      shop_id: {constant: s}
      customer_id: parent.buyer.nick
      agent_id: parent.seller
      sender: from
      sent_at: t
      text: text
"""


def test_list_inside_a_record_becomes_rows_that_know_their_record(importing: Importing) -> None:
    chats = [
        {"buyer": {"nick": "买家"}, "seller": 17, "text": "外层", "messages": [
            {"from": "customer", "t": "2026-06-01T09:00:00", "text": "在吗"},
            {"from": "agent", "t": "2026-06-01T09:00:05"},
        ]},
        {"buyer": {"nick": "b2"}, "seller": 18, "messages": []},
    ]  # fmt: skip
    importing.mapped(json.dumps(chats, ensure_ascii=False, indent=1), CHATS, "chats.json")
    columns = ("customer_id", "agent_id", "sender", "text")
    assert importing.stored("messages", *columns) == [
        ("买家", "17", "customer", "在吗"),
        ("买家", "17", "agent", None),
    ]


def test_record_without_its_list_is_refused(importing: Importing) -> None:
    good = {
        "buyer": {"nick": "b"},
        "seller": "a",
        "messages": [{"from": "customer", "t": "2026-06-01T09:00:00"}],
    }
    importing.mapped(json.dumps(good) + "\n" + '{"buyer": 1}' + "\n", CHATS, "chats.jsonl")
    assert importing.refused == [(2, "messages", "the record lacks the list that holds the rows")]


def test_source_says_how_to_read_the_file(importing: Importing) -> None:
    source = 'source: {encoding: gb18030, delimiter: "|", skip_rows: 2}\n'
    text = "导出时间,2026\n\n" + (HEADER + ROW).replace(",", "|")
    importing.mapped(text.encode("gb18030"), order() + source)
    assert importing.cells("orders", "order_id") == ["o1"]


def test_column_that_the_file_lacks_is_named(importing: Importing) -> None:
    with pytest.raises(SchemeError, match="lacks columns that map test reads: 金额"):
        importing.mapped(HEADER.replace("金额", "总额") + ROW, order())


def test_number_is_multiplied_exactly(importing: Importing) -> None:
    mapping = """
map: exam
tables:
  - table: indicators
    columns: {metric: 科目, value: 得分, subject_kind: {constant: member}, subject_id: 工号, day: 日期}
    units: {value: {times: 0.1}}
"""
    importing.mapped("科目,工号,得分,日期\nexam,m1,975,2026-06-01\n", mapping)
    assert importing.cells("indicators", "value") == [Decimal("97.5")]


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("contains: 急", ["o1", "o2"]),
        ("contains: [慢, 加急]", ["o2"]),
        ("not_contains: 加急", ["o1", "o3"]),
        ("equals_column: 昵称", ["o1"]),
        ("not_equals_column: 昵称", ["o2"]),
    ],
)
def test_where_looks_inside_a_cell_and_at_another_column(
    importing: Importing, condition: str, kept: list[str]
) -> None:
    """A blank cell holds no word and equals nothing."""
    rows = "".join(
        f"{number},c,2026-06-01 09:00:00,1,{words}\n"
        for number, words in (("o1", "急,急"), ("o2", "要加急,急"), ("o3", ","))
    )
    importing.mapped(HEADER + rows, order(where=f"[{{column: 备注, {condition}}}]"))
    assert importing.cells("orders", "order_id") == kept


@pytest.mark.parametrize(
    ("origin", "read"),
    [
        ('{from: 买家, before: ":"}', "店"),
        ('{from: 买家, after: ":"}', "小美:二"),
        ('{from: 买家, without_prefix: 店, after: ":"}', "小美:二"),
        ('{first_of: [昵称, "order:{编号}"]}', "order:o1"),
    ],
)
def test_part_of_a_cell_is_taken(importing: Importing, origin: str, read: str) -> None:
    importing.mapped(HEADER + ROW.replace(",c,", ",店:小美:二,"), order(customer_id=origin))
    assert importing.cells("orders", "customer_id") == [read]


def test_cell_without_the_sign_is_blank(importing: Importing) -> None:
    importing.mapped(
        HEADER + ROW.replace(",c,", ",a:b,") + ROW, order(customer_id='{from: 买家, before: ":"}')
    )
    assert [line for line, *_ in importing.refused] == [3]


def test_all_other_words_can_have_one_meaning(importing: Importing) -> None:
    """A blank cell stays blank."""
    rows = "".join(ROW.replace("o1", f"o{n}").replace("急", word) for n, word in enumerate(("急", "慢", "")))
    importing.mapped(
        HEADER + rows, order(amount="金额\n      status: 备注", values="{status: {急: fast, else: other}}")
    )
    assert importing.cells("orders", "status") == ["fast", "other", None]


def test_list_inside_a_list_of_records(importing: Importing) -> None:
    """``a.b`` is every list ``b`` in the records of list ``a``; ``parent`` is the record around the row."""
    mapping = """
map: test
source: {format: json, records: data.chats.messages}
tables:
  - table: messages
    columns: {shop_id: parent.parent.shop, customer_id: parent.who, sender: {constant: customer}, sent_at: at}
"""
    chats = [{"who": who, "messages": [{"at": f"2026-06-01 09:00:0{n}"}]} for n, who in enumerate("ab")]
    record = {"shop": "s", "data": {"chats": [*chats, {"who": "c"}]}}
    importing.mapped(json.dumps(record), mapping, "f.json")
    assert importing.stored("messages", "shop_id", "customer_id") == [("s", "a"), ("s", "b")]
