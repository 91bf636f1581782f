"""Pseudonyms: one customer, one name; the key outside the data; no second name for anybody."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

import pytest
from lake_rows import frame, message, order

from twofour.events.privacy import CustomerKey, create_key, is_pseudonym, load_key, pseudonym, with_pseudonyms
from twofour.events.tables import TABLES
from twofour.problems import Refused, UsageError

KEY = CustomerKey(bytes(range(32)))


def test_a_pseudonym_is_the_keyed_hash_of_the_id() -> None:
    digest = hmac.new(bytes(range(32)), "customer\0小明".encode(), hashlib.sha256).digest()
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    number = int.from_bytes(digest) >> (256 - 130)
    letters = "".join(alphabet[number >> (5 * place) & 31] for place in range(25, -1, -1))
    assert pseudonym(KEY, "小明") == f"pn_{letters}"
    assert is_pseudonym(f"pn_{letters}") and not is_pseudonym("pn_小明")


def test_a_pseudonym_has_no_pseudonym() -> None:
    once = pseudonym(KEY, "小明")
    assert pseudonym(KEY, once) == once
    assert pseudonym(CustomerKey(b"x" * 32), "小明") != once


def test_every_table_with_customers_is_covered() -> None:
    rows = {
        "messages": frame("messages", message(customer_id="小明"), message(customer_id="小红")),
        "orders": frame("orders", order(customer_id="小明")),
    }
    hidden = {name: with_pseudonyms(KEY, TABLES[name], frame) for name, frame in rows.items()}
    assert hidden["messages"]["customer_id"].to_list() == [pseudonym(KEY, "小明"), pseudonym(KEY, "小红")]
    assert hidden["orders"]["customer_id"].to_list() == [pseudonym(KEY, "小明")]
    assert hidden["orders"].drop("customer_id").equals(rows["orders"].drop("customer_id"))
    assert list(hidden["messages"].schema.items()) == list(rows["messages"].schema.items())


def test_a_row_without_customer_stays_without() -> None:
    rows = frame(
        "tickets", {"ticket_id": "t", "shop_id": "s", "agent_id": "a", "opened_at": message()["sent_at"]}
    )
    assert with_pseudonyms(KEY, TABLES["tickets"], rows).equals(rows)


@pytest.mark.parametrize(
    ("who", "said", "shown"),
    [
        ("tb88", "亲爱的tb88，您好", "亲爱的{}，您好"),
        ("tb88", "型号 tb880 和 xtb88", "型号 tb880 和 xtb88"),
        ("小明", "小明明天来", "{}明天来"),
        ("a+b", "a+b说a+b", "{}说{}"),
        ("c", "c 字只有一个", "c 字只有一个"),
    ],
)
def test_the_customers_own_id_in_a_text_is_replaced_where_it_stands_alone(
    who: str, said: str, shown: str
) -> None:
    rows = with_pseudonyms(KEY, TABLES["messages"], frame("messages", message(customer_id=who, text=said)))
    assert rows["text"].to_list() == [shown.replace("{}", pseudonym(KEY, who))]


def test_a_new_key_is_its_owners_alone_and_lasts(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "shop.key"
    made = create_key(path, tmp_path / "data")
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(path, tmp_path / "data") == made != create_key(tmp_path / "other.key", tmp_path / "data")
    with pytest.raises(Refused, match="exists"):
        create_key(path, tmp_path / "data")
    assert load_key(path, tmp_path / "data") == made


@pytest.mark.parametrize("place", ["data/shop.key", "data/deep/shop.key", "data/../data/shop.key"])
def test_a_key_inside_the_data_folder_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(Refused, match="must not lie in the data folder"):
        create_key(tmp_path / place, tmp_path / "data")
    create_key(tmp_path / "k", tmp_path / "data")
    inside = tmp_path / "data" / "link"
    inside.write_bytes((tmp_path / "k").read_bytes())
    with pytest.raises(Refused, match="must not lie in the data folder"):
        load_key(inside, tmp_path / "data")


def test_what_is_no_key_is_refused_with_a_word(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for content in (b"", b"hello\nworld\n", b"\xff\xfe", b"twofour-customer-key/1\nAAAA\n"):
        (tmp_path / "k").write_bytes(content)
        with pytest.raises(UsageError, match="no key file"):
            load_key(tmp_path / "k", data)
    with pytest.raises(UsageError, match="cannot be read"):
        load_key(tmp_path / "none", data)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX knows these permissions")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k"
    create_key(path, tmp_path / "data")
    path.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        load_key(path, tmp_path / "data")


def test_a_key_is_not_shown_by_accident() -> None:
    assert bytes(range(32)).hex() not in repr(KEY) and repr(bytes(range(32))) not in repr(KEY)
