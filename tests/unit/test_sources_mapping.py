"""A mapping file that says something wrong is refused with file, line and reason, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from twofour.problems import SchemeError, UsageError
from twofour.sources import load_mapping

SOUND = """map: test
source:
  delimiter: ";"
timezone: Europe/London
tables:
  - table: orders
    where:
      - {column: a, equals: x}
    columns:
      order_id: a
      shop_id: {constant: s}
      customer_id: b
      created_at: c
      amount: d
    values: {customer_id: {x: y}}
    dates: {created_at: "%Y"}
    units: {amount: fen}
"""


def load(tmp_path: Path, text: str) -> None:
    (tmp_path / "map.yaml").write_text(text)
    load_mapping(tmp_path / "map.yaml")


def test_sound_file_is_read(tmp_path: Path) -> None:
    load(tmp_path, SOUND)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("delimiter", "delimeter", 3, "unknown key: delimeter. Did you mean delimiter?"),
        ('";"', '";;"', 3, "delimiter is not right"),
        ("Europe/London", "Europe/Londn", 4, "Did you mean Europe/London?"),
        ("table: orders", "table: order", 6, "unknown table: order. Did you mean orders?"),
        ("equals: x", "like: x", 8, "unknown key: like"),
        ("equals: x", "equals: x, absent: true", 8, "equals, absent stand together"),
        ("equals: x", "less_than: many", 8, "many is no number"),
        ("{constant: s}", "{constant: s, from: a}", 11, "from, constant stand together"),
        ("{constant: s}", "{}", 11, "none of from, constant"),
        ("{constant: s}", "{constant: s, without_prefix: x}", 11, "Use it with from or first"),
        ("{constant: s}", "{sum: a}", 11, "Say with group_by which rows make a group"),
        ("      shop_id: {constant: s}\n", "", 9, "Write shop_id under columns"),
        ("amount: d", "amount: d\n      colour: e", 15, "unknown column of orders: colour"),
        ("values: {customer_id", "values: {status", 15, "status is not under columns"),
        ("dates: {created_at", "dates: {amount", 16, "amount is neither a date nor a time"),
        ("%Y", "%Q", 16, "%Q is no date format"),
        ("units: {amount", "units: {order_id", 17, "order_id is no number"),
        ("amount: fen}", "amount: dollar}", 17, "unknown choice: dollar"),
        ("      order_id: a\n", "      order_id: a\n      order_id: b\n", 11, "order_id is written twice"),
        ("tables:\n", "tables: [\n", 6, "not valid YAML"),
        ("tables:", "rows:", 5, "unknown key: rows"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in SOUND
    with pytest.raises(SchemeError) as caught:
        load(tmp_path, SOUND.replace(old, new, 1))
    assert f"map.yaml:{line}:" in caught.value.message.en
    assert said in caught.value.message.en
    assert f"map.yaml:{line}:" in caught.value.message.zh


@pytest.mark.parametrize("text", ["", "just words", "- a list", "tables: []\nmap: x"])
def test_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SchemeError, match=r"map\.yaml:1:"):
        load(tmp_path, text)


def test_mapping_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        load_mapping(tmp_path / "gone.yaml")


def test_mapping_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_bytes("map: 中".encode("gb18030"))
    with pytest.raises(SchemeError, match="is not UTF-8"):
        load_mapping(tmp_path / "map.yaml")


def test_mapping_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    bomb = "map: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"k{n}: &{chr(98 + n)} [" + ",".join([f"*{chr(97 + n)}"] * 9) + "]\n" for n in range(9)
    )
    with pytest.raises(SchemeError):
        load(tmp_path, bomb)


def test_words_stay_as_written(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(SOUND.replace("{x: y}", "{01: 2026-06-01, on: yes}"))
    (part,) = load_mapping(tmp_path / "map.yaml").tables
    assert part.values["customer_id"] == {"01": "2026-06-01", "on": "yes"}
