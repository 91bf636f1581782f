"""Uploaded files between the browser and the lake: each upload in its own folder, gone once it is done."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.bridge import lake

_ID = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r"[^\w.()（）【】 -]|^[.\s-]+")
_LONGEST_NAME = 100
_META, _FILES, _MAPPING = "upload.json", "files", "mapping.yaml"


class Sent(Protocol):
    """A file as the browser sent it; ``name`` is whatever the browser says."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Its content."""
        ...


@dataclass(frozen=True)
class Upload:
    """Files that somebody sent together. ``shop_id`` is the shop on whose pages it is (empty: the first run),
    ``shop`` the one of files that name none; ``table`` and ``export`` say what the files are where they do
    not tell; ``keyed``: customers land under pseudonyms.

    ``fixes`` is the upload whose refused rows (by number) were corrected here.
    """

    id: str
    shop_id: str
    shop: str
    files: tuple[str, ...]
    by: str
    at: str
    table: str = ""
    export: str = ""
    keyed: bool = False
    fixes: str = ""
    fixed: tuple[int, ...] = ()

    @property
    def folder(self) -> Path:
        """Where everything of the upload lies."""
        return _folder() / self.id

    @property
    def paths(self) -> list[Path]:
        """The files, in the order in which they were sent."""
        return [self.folder / _FILES / name for name in self.files]

    @property
    def mapping(self) -> Path | None:
        """The mapping file that was sent with them."""
        path = self.folder / _MAPPING
        return path if path.is_file() else None

    @property
    def sent_at(self) -> datetime:
        """When it arrived."""
        return datetime.fromisoformat(self.at)

    def note(self, name: str, content: Mapping[str, Any]) -> None:
        """Keep ``content`` as JSON beside the files, whole or not at all."""
        draft = self.folder / f"{name}.draft"
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        draft.replace(self.folder / f"{name}.json")

    def noted(self, name: str) -> dict[str, Any] | None:
        """What ``note`` kept."""
        path = self.folder / f"{name}.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def drop_files(self) -> None:
        """Delete the files and what was seen of them; corrections of refused rows may still follow."""
        shutil.rmtree(self.folder / _FILES, ignore_errors=True)
        for name in ("look.json", "problems.csv"):
            (self.folder / name).unlink(missing_ok=True)

    def drop(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(
    sent: Sequence[Sent],
    *,
    shop_id: str,
    shop: str,
    by: str,
    table: str = "",
    export: str = "",
    keyed: bool = False,
    mapping: Sent | None = None,
) -> Upload:
    """Store files that a browser sent, under names of our own making. Raises ``Refused`` without room."""
    upload = _new(shop_id=shop_id, shop=shop, by=by, table=table, export=export, keyed=keyed)
    names = apart([safe_name(one.name or "") for one in sent])
    try:
        for name, one in zip(names, sent, strict=True):
            _write(upload.folder / _FILES / name, one.chunks())
        if mapping is not None:
            _write(upload.folder / _MAPPING, mapping.chunks())
    except OSError as error:
        upload.drop()
        raise Refused(
            Text(f"文件存不下：{error.strerror}", f"the files cannot be stored: {error.strerror}")
        ) from None
    return _noted(replace(upload, files=tuple(names)))


def again(
    before: Upload,
    *,
    kept: Sequence[Path],
    written: Mapping[str, str],
    fixed: Sequence[int] = (),
    by: str,
) -> Upload:
    """A new upload of some files of ``before`` and of ``written`` ones (name → CSV), asked for alike."""
    upload = replace(
        _new(shop_id=before.shop_id, shop=before.shop, by=by, keyed=before.keyed),
        table=before.table,
        export=before.export,
        fixes=before.id if fixed else "",
        fixed=tuple(fixed),
    )
    names = apart([*(path.name for path in kept), *written])
    for path, name in zip(kept, names, strict=False):
        shutil.copyfile(path, upload.folder / _FILES / name)
    for text, name in zip(written.values(), names[len(kept) :], strict=True):
        (upload.folder / _FILES / name).write_text(text, encoding="utf-8-sig", newline="")
    if before.mapping is not None:
        shutil.copyfile(before.mapping, upload.folder / _MAPPING)
    return _noted(replace(upload, files=tuple(names)))


def moved(upload: Upload, shop_id: str) -> Upload:
    """The same upload on the pages of a shop that it made."""
    return _noted(replace(upload, shop_id=shop_id))


def found(id: str, shop_id: str) -> Upload | None:
    """The upload of that id on the pages of that shop."""
    if not _ID.fullmatch(id):
        return None
    upload = _read(_folder() / id / _META)
    return upload if upload is not None and upload.shop_id == shop_id else None


def waiting(shop_id: str) -> list[Upload]:
    """Uploads whose files still wait for somebody's decision, the newest first."""
    folder = _folder()
    all_of = [_read(one / _META) for one in folder.iterdir()] if folder.is_dir() else []
    mine = [one for one in all_of if one is not None and one.shop_id == shop_id]
    return sorted(
        (one for one in mine if (one.folder / _FILES).is_dir()), key=lambda one: one.at, reverse=True
    )


def drop_all() -> None:
    """Delete every upload of every shop: a forgotten customer may stand in any of them."""
    shutil.rmtree(_folder(), ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of whatever a browser calls a file, in letters that no file system minds."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub("", last).strip()
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME] or "file"
    return f"{stem[: _LONGEST_NAME - 10] or 'file'}.{ending[:9]}"


def apart(names: Sequence[str]) -> list[str]:
    """The same names, those that come twice with a number."""
    chosen: list[str] = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        own, number = name, 2
        while own.casefold() in {one.casefold() for one in chosen}:
            own = f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
            number += 1
        chosen.append(own)
    return chosen


def _folder() -> Path:
    return lake.data() / "web" / "uploads"


def _new(*, shop_id: str, shop: str, by: str, keyed: bool, table: str = "", export: str = "") -> Upload:
    upload = Upload(
        secrets.token_hex(16),
        shop_id,
        shop,
        (),
        by,
        datetime.now(UTC).isoformat(timespec="seconds"),
        table,
        export,
        keyed,
    )
    upload.folder.mkdir(parents=True, mode=0o700)
    (upload.folder / _FILES).mkdir()
    return upload


def _noted(upload: Upload) -> Upload:
    upload.note("upload", asdict(upload))
    return upload


def _read(path: Path) -> Upload | None:
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return Upload(**{**said, "files": tuple(said["files"]), "fixed": tuple(said["fixed"])})


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
