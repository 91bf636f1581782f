"""Forgetting a person (按要求删除): every version of every table, the cache, our own files, and a record."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from twofour.events.lake import Lake, erase
from twofour.events.lake.turn import take_turn
from twofour.events.masking import mask_note
from twofour.events.privacy import finding, traces
from twofour.events.privacy.finding import Person
from twofour.events.privacy.forgotten import marks
from twofour.events.privacy.gate import PENDING, one_at_a_time
from twofour.events.privacy.key import CustomerKey
from twofour.events.privacy.pseudonyms import is_pseudonym, pseudonym
from twofour.events.privacy.records import (
    FOLDER,
    Forgetting,
    forgettings,
    key_fingerprints,
    note_forgetting,
    read_json,
    salt_of,
    write_json,
)
from twofour.events.privacy.wording import filler, occurrences
from twofour.events.tables import TABLES
from twofour.problems import DataMissing, Refused, UsageError
from twofour.text import Text, same

_DOING = Text("按要求删除个人信息", "forgetting a person")
_CUSTOMER, _BY, _REASON = Text("买家编号", "customer"), Text("经办人", "who acts"), Text("原因", "reason")


@dataclass(frozen=True, slots=True)
class Erased:
    """A finished erasure. ``remaining``: files of the data folder that still name the person and are not
    ours to change; ``finished_before``: an interrupted erasure was finished first.
    """

    record: Forgetting
    remaining: tuple[Path, ...]
    finished_before: bool = False


def forget(
    data: Path,
    customer: str,
    *,
    by: str,
    reason: str,
    shop: str | None = None,
    key: CustomerKey | None = None,
    words: Collection[str] = (),
) -> Erased:
    """Erase ``customer`` from the lake in ``data``: in ``shop``, or in every shop.

    Rows stay, as nobody's: new random ids, filler of the same length for what was said, so that every figure
    stays what it was; ``words`` (of the counting rules in use) are left in the filler for that. It holds for
    all versions of the data. ``by`` and ``reason`` go into the record. Where ids are pseudonyms, give the
    shop's ``key`` with the raw id, or the pseudonym itself.

    Raises ``UsageError`` without ``by`` or ``reason``, ``DataMissing`` for a customer that the data does not
    know, ``Refused`` without the key or when the folder cannot be written. Interrupted at any moment it is
    finished by the next ``forget`` or ``resume``.
    """
    for given, what in ((customer, _CUSTOMER), (by, _BY), (reason, _REASON)):
        if not given.strip():
            raise UsageError(Text(f"请填写{what.zh}", f"{what.en} must not be blank"))
    Lake.open(data)
    names = _names(data, customer.strip(), shop, key)
    with one_at_a_time(data), take_turn(data, _DOING):
        before = _finish(data)
        person = Person(tuple(names), shop, secrets.token_bytes(32), tuple(sorted(words)))
        person = _with_ids(data, person)
        if not finding.known(data, person):
            raise _unknown(data, customer, shop)
        spoken = occurrences(person.needles)
        record = Forgetting(
            id=secrets.token_hex(8),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=by.strip(),
            reason=mask_note(spoken.sub(lambda hit: filler(hit.group()), reason.strip())),
            shop=shop,
            rows=_counts(data, person),
            ids=tuple(_hashes(salt_of(data), person)),
        )
        write_json(data / PENDING, {"record": asdict(record), "person": _to_json(person)})
        done = _finish(data)
    if done is None:
        raise AssertionError("the erasure that was just noted is gone")
    return Erased(done.record, done.remaining, before is not None)


def resume(data: Path) -> Erased | None:
    """Finish an erasure that was interrupted; None if there is none."""
    Lake.open(data)
    with one_at_a_time(data), take_turn(data, _DOING):
        return _finish(data)


def _finish(data: Path) -> Erased | None:
    """Do all that is noted and not done yet. Each step may have been done before."""
    pending = read_json(data / PENDING)
    if not pending:
        erase.discard(data)
        return None
    person, record = _person(pending["person"]), _record(pending["record"])
    if not pending.get("staged"):
        try:
            _stage(data, person)
            write_json(data / PENDING, {**pending, "staged": True})
        except OSError:
            # No room: nothing was changed yet, and the request can be made again.
            erase.discard(data)
            (data / PENDING).unlink(missing_ok=True)
            raise
    erase.settle(data)
    traces.drop_cache(data)
    traces.clean(data, person.needles)
    note_forgetting(data, record)
    remaining = traces.remaining(data, person.needles)
    (data / PENDING).unlink()
    return Erased(record, tuple(remaining))


def _stage(data: Path, person: Person) -> None:
    erase.discard(data)
    for table in TABLES:
        for name in finding.files_with(data, table, person):
            rows = erase.scan(data, table, [name]).collect()
            told = finding.anonymised(table, rows, person)
            if not told.equals(rows):
                erase.stage(data, table, name, told)


def _names(data: Path, customer: str, shop: str | None, key: CustomerKey | None) -> list[str]:
    """The ids by which the data may know the customer. Raises ``Refused`` without the key, or for another."""
    prints = key_fingerprints(data)
    asked = {mark for of, mark in prints.items() if shop in (None, of)}
    if asked and key is None and not is_pseudonym(customer):
        raise Refused(
            Text(
                "这里的买家编号是假名；请给出密钥文件，或直接写假名",
                "customer ids are pseudonyms here; give the key file, or the pseudonym",
            ),
            same("--customer-key FILE"),
        )
    if key is not None and asked - {key.fingerprint}:
        raise Refused(
            Text(
                "密钥与导入时用的不同，认不出这位买家；请换成导入时的密钥文件",
                "this is not the key of the imports, so it cannot tell the customer; give that key file",
            )
        )
    return [customer] if key is None else list(dict.fromkeys([customer, pseudonym(key, customer)]))


def _with_ids(data: Path, person: Person) -> Person:
    ids = finding.find_ids(data, person)
    return Person(person.names, person.shop, person.secret, person.words, ids)


def _counts(data: Path, person: Person) -> dict[str, int]:
    """How many rows of each table are the person's now."""
    snapshot = Lake.open(data).snapshot()
    found = {
        table: int(snapshot.scan(table).filter(person.theirs(table)).select(pl.len()).collect().item())
        for table in TABLES
    }
    return {table: count for table, count in found.items() if count}


def _hashes(salt: bytes, person: Person) -> Sequence[str]:
    customers = marks(salt, "customer_id", person.shop, person.names)
    rows = [
        one
        for column, shops in person.ids.items()
        for shop, known in shops.items()
        for one in marks(salt, column, shop, known)
    ]
    return [*customers, *rows]


def _unknown(data: Path, customer: str, shop: str | None) -> DataMissing:
    where = Text(f"店铺 {shop} 的数据里", f"the data of shop {shop}") if shop else Text("数据里", "the data")
    done = len(forgettings(data))
    return DataMissing(
        Text(
            f"{where.zh}没有买家 {customer}，没有改动。请核对编号和店铺"
            + (f"；此前已按要求删除 {done} 人，可能包括此人（{FOLDER}/ 的记录里不留编号）" if done else ""),
            f"{where.en} knows no customer {customer}; nothing was changed. Check the id and the shop"
            + (
                f"; {done} people were forgotten before, perhaps this one: records hold no ids"
                if done
                else ""
            ),
        )
    )


def _to_json(person: Person) -> dict[str, Any]:
    return {**asdict(person), "secret": person.secret.hex()}


def _person(plain: dict[str, Any]) -> Person:
    return Person(
        tuple(plain["names"]),
        plain["shop"],
        bytes.fromhex(plain["secret"]),
        tuple(plain["words"]),
        plain["ids"],
    )


def _record(plain: dict[str, Any]) -> Forgetting:
    return Forgetting(**{**plain, "ids": tuple(plain["ids"])})
