"""The way into the lake for an import: the right key, nobody who was forgotten, nobody in between."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from twofour.events.lake import Lake
from twofour.events.privacy.forgotten import ForgottenList
from twofour.events.privacy.key import CustomerKey
from twofour.events.privacy.records import FOLDER, key_fingerprints, note_key
from twofour.events.tables import TABLES, Table
from twofour.problems import Refused
from twofour.text import Text, same

PENDING = Path(FOLDER) / "pending.json"
"""What an erasure still has to do: there only while one runs, or after one was interrupted."""
_PATIENCE_SECONDS = 600
_OF_CUSTOMERS = tuple(name for name, table in TABLES.items() if "customer_id" in table.names)


@dataclass(frozen=True, slots=True)
class Admission:
    """What an import needs to know right before it commits."""

    data: Path
    key: CustomerKey | None
    forgotten: ForgottenList

    def check_key(self, shops: Collection[str]) -> None:
        """Raise ``Refused`` unless the customers of ``shops`` are named here as they were before: by
        pseudonyms of this key, or by their own ids without one. Otherwise one customer would become two.
        """
        known, stored = key_fingerprints(self.data), self._stored()
        for shop in sorted(shops):
            if shop not in stored:
                continue
            if self.key is None and shop in known:
                raise Refused(
                    Text(
                        f"店铺 {shop} 的买家编号是假名，导入必须用同一个密钥，否则一位买家会变成两位；"
                        "请给出密钥文件",
                        f"customers of shop {shop} have pseudonyms: without the same key one customer would "
                        "become two. Give the key file",
                    ),
                    same("--customer-key FILE"),
                )
            if self.key is not None and shop not in known:
                raise Refused(
                    Text(
                        f"店铺 {shop} 已有未用假名的买家数据，中途改用会让一位买家变成两位；"
                        "请不带密钥导入，或用新的数据目录从头导入",
                        f"shop {shop} holds customers under their own ids; with pseudonyms one customer "
                        "would become two. Import without a key, or everything anew into a new "
                        "data folder",
                    )
                )
            if self.key is not None and known[shop] != self.key.fingerprint:
                raise Refused(
                    Text(
                        f"店铺 {shop} 之前导入用的是另一个密钥；请换成那个密钥文件",
                        f"shop {shop} was imported with another key; give that key file",
                    )
                )

    def remember_key(self, shops: Collection[str]) -> None:
        """Note by which key the customers of ``shops`` have their pseudonyms."""
        if self.key is not None:
            note_key(self.data, shops, self.key.fingerprint)

    def held_back(self, table: Table, rows: pl.DataFrame) -> pl.Series:
        """Which rows must stay out because their person was forgotten."""
        return self.forgotten.held_back(table, rows)

    def _stored(self) -> set[str]:
        """Shops that hold rows of customers."""
        snapshot = Lake(self.data).snapshot()
        return {file.shop_id for table in _OF_CUSTOMERS for file in snapshot.files(table) if file.shop_id}


@contextmanager
def admitting(data: Path, key: CustomerKey | None, *, trial: bool = False) -> Iterator[Admission]:
    """The moment between the last look at the rows and their commit: no key changes, nobody is forgotten.

    A ``trial`` commits nothing, takes no turn and leaves the folder as it is, even absent. Raises ``Refused``
    while an erasure is unfinished, because its rows are half there.
    """
    with nullcontext() if trial else one_at_a_time(data):
        if (data / PENDING).exists():
            raise unfinished(data)
        yield Admission(data, key, ForgottenList(data))


@contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Imports' last steps, erasures and removals take turns, across processes; first this, then the lake."""
    try:
        (data / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / FOLDER / ".lock", timeout=_PATIENCE_SECONDS, fallback_to_soft=False)
        lock.acquire()
    except OSError as error:
        if isinstance(error, Timeout):
            raise _busy(data) from None
        raise Refused(
            Text(
                f"写不进数据目录 {data}（{error.strerror or error}）；请检查目录权限和磁盘空间",
                f"cannot write to {data} ({error.strerror or error}); check its permissions and free space",
            )
        ) from None
    try:
        yield
    finally:
        lock.release()


def _busy(data: Path) -> Refused:
    return Refused(
        Text(
            f"等了 {_PATIENCE_SECONDS // 60} 分钟，另一个操作仍在使用 {data}；请等它结束后再试",
            f"another process has been using {data} for {_PATIENCE_SECONDS // 60} minutes; "
            "wait until it ends and try again",
        )
    )


def unfinished(data: Path) -> Refused:
    """The refusal to read or write while an erasure is half done."""
    return Refused(
        Text(
            f"{data} 里有一次删除个人信息正在进行或被中断；若已中断，请先做完它",
            f"in {data} a person is being erased, or that was interrupted; "
            "if it was, it has to be finished first",
        ),
        same("twofour forget --resume"),
    )
