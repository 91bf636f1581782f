"""The runs that a ledger rests on: their records, kept beside the journal for as long as it lasts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from twofour.events.lake.leftovers import remove_old
from twofour.events.lake.manifest import sync_folder
from twofour.problems import DataMissing, Refused
from twofour.statements import Run, altered_files, read_run
from twofour.statements.freeze import RUN_FILE
from twofour.statements.run_json import content_digest
from twofour.text import Text


class Kept(NamedTuple):
    """A run's record in the ledger's folder: its name there, its content's digest, and what it holds."""

    id: str
    digest: str
    run: Run


def keep_run(folder: Path, path: Path) -> Kept:
    """Copy the record of the frozen run at ``path`` to ``folder/runs/<run id>/`` and give it.

    Raises ``Refused`` if any file of the run was changed, or another run of that name is kept already.
    """
    run = read_run(path)
    if path.is_dir() and (altered := altered_files(path)):
        names = ", ".join(altered)
        raise Refused(
            Text(
                f"{path} 中有文件在封存后被改动或丢失：{names}。请重新核算",
                f"files of {path} were changed or lost after they were frozen: {names}. Run the period again",
            )
        )
    data = (path / RUN_FILE if path.is_dir() else path).read_bytes()
    digest = content_digest(run)
    kept = Kept(str(json.loads(data)["run"]), digest, run)
    target = folder / "runs" / kept.id / RUN_FILE
    remove_old((folder / "runs").glob("*/*.draft"))
    if target.exists():
        read_kept(folder, kept.id, digest)
        return kept
    try:
        _put(target, data)
    except OSError as error:
        raise Refused(
            Text(
                f"写不进 {target.parent}：{error.strerror or error}。账本没有改动；请检查磁盘空间和目录权限",
                f"cannot write to {target.parent}: {error.strerror or error}. The ledger was not changed; "
                "check free space and the folder's permissions",
            )
        ) from error
    return kept


def read_kept(folder: Path, id: str, digest: str | None = None) -> Run:
    """The run of that name that the ledger keeps. Raises ``Refused`` if it is gone or not the same."""
    try:
        run = read_run(folder / "runs" / id)
    except DataMissing:
        raise Refused(
            Text(
                f"账本依据的批次 {id} 不见了（{folder / 'runs' / id}）；请从备份恢复",
                f"the run {id} on which the ledger rests is gone ({folder / 'runs' / id}); restore a backup",
            )
        ) from None
    if digest is not None and content_digest(run) != digest:
        raise Refused(
            Text(
                f"批次 {id} 的内容与账本记录的不同；请从备份恢复 {folder / 'runs' / id}",
                f"the content of run {id} is not what the ledger recorded; restore {folder / 'runs' / id}",
            )
        )
    return run


def _put(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.draft")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    sync_folder(target.parent)
