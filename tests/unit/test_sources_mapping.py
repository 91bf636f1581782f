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
        ("delimiter", "separator", 3, "there is no entry separator"),
        ('";"', '";;"', 3, "at most 1 character"),
        ("Europe/London", "London", 4, "unknown time zone London"),
        ("table: orders", "table: order", 6, "no table order; there are messages"),
        ("equals: x", "like: x", 8, "there is no entry like"),
        ("equals: x", "equals: x, absent: true", 8, "write exactly one of: equals"),
        ("equals: x", "less_than: many", 8, "many is no number"),
        ("{constant: s}", "{constant: s, from: a}", 11, "write exactly one of: from"),
        ("{constant: s}", "{}", 11, "write exactly one of: from"),
        ("{constant: s}", "{constant: s, without_prefix: x}", 11, "without_prefix needs from or first"),
        ("{constant: s}", "{sum: a}", 6, "shop_id sums up a group; say with group_by"),
        ("      shop_id: {constant: s}\n", "", 6, "orders needs shop_id under columns"),
        ("amount: d", "amount: d\n      colour: e", 6, "orders has no column colour"),
        ("values: {customer_id", "values: {status", 6, "values: status is not under columns"),
        ("dates: {created_at", "dates: {amount", 6, "dates: amount is no date"),
        ("units: {amount", "units: {order_id", 6, "units: order_id is no number"),
        ("amount: fen}", "amount: dollar}", 17, "write 'yuan', 'jiao', 'fen' or 'wan'"),
        ("      order_id: a\n", "      order_id: a\n      order_id: b\n", 11, "order_id stands twice"),
        ("tables:\n", "tables: [\n", 6, "not YAML"),
        ("tables:", "rows:", 5, "there is no entry rows"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in SOUND
    with pytest.raises(SchemeError) as caught:
        load(tmp_path, SOUND.replace(old, new, 1))
    english, chinese = caught.value.message.en, caught.value.message.zh
    assert f"map.yaml, line {line}: " in english
    assert said in english
    assert f"map.yaml 第 {line} 行" in chinese


@pytest.mark.parametrize("text", ["", "just words", "- a list", "tables: []\nmap: x"])
def test_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SchemeError, match="line 1"):
        load(tmp_path, text)


def test_mapping_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path / "gone.yaml")


def test_mapping_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_bytes("map: 中".encode("gb18030"))
    with pytest.raises(SchemeError, match="not UTF-8"):
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
