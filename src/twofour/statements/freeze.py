"""Freeze a run: its own folder, sealed by hashes, written whole or not at all; and read it back."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections import Counter
from pathlib import Path

from twofour.events.lake.leftovers import MARK, remove_dead, writing
from twofour.explain.render_json import Json
from twofour.problems import DataMissing, Refused
from twofour.statements.names import file_stem
from twofour.statements.payroll import payroll_csv, payroll_xlsx
from twofour.statements.render_html import statement_html
from twofour.statements.render_xlsx import statement_xlsx
from twofour.statements.run_json import content_digest, run_from_json, run_to_json
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.text import Text, same

FORMAT = "twofour-run/1"
RUN_FILE = "run.json"
SUMS_FILE = "SHA256SUMS"
_PARTIAL = ".partial"


def freeze(run: Run, out: Path) -> Path:
    """Write ``run`` into ``out/<run id>/`` and return that folder (``docs/reference/run-folder.md``).

    The same run gives the same bytes on any day and in any folder. A folder that already holds this very
    run is left as it is. Raises ``DataMissing`` for a run without members and ``Refused`` when the folder
    holds anything else or cannot be written; then nothing is left behind.
    """
    run = run.in_order()
    _check_members(run)
    seal = _seal(run)
    folder = out / seal.run_id
    partial = out / f".{seal.run_id}.{uuid.uuid4().hex}{_PARTIAL}"
    try:
        _sweep(out)
        if _stands(folder, seal):
            return folder
        out.mkdir(parents=True, exist_ok=True)
        with writing(_mark(partial)):
            _write(partial, _files(run, seal))
            _publish(partial, folder, seal)
    except OSError as error:
        raise Refused(
            Text(
                f"无法写入 {out}：{error.strerror or error}。请检查磁盘空间和写入权限，或另选文件夹",
                f"cannot write to {out}: {error.strerror or error}."
                " Check free space and permissions, or choose another folder",
            ),
            same("--out DIR"),
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def read_run(path: Path) -> Run:
    """The run frozen at ``path`` (its folder, or its ``run.json``), its hash verified.

    Raises ``DataMissing`` when there is none and ``Refused`` when it is not what was frozen.
    """
    return run_from_json(_document(path)["content"])


def altered_files(path: Path) -> tuple[str, ...]:
    """Names of the files of a frozen run that are missing or no longer what was frozen; empty is good."""
    folder = path if path.is_dir() else path.parent
    return tuple(
        name for name, digest in _document(path)["files"].items() if _sha256(folder / name) != digest
    )


def _check_members(run: Run) -> None:
    if not run.payslips:
        raise DataMissing(
            Text(
                f"{run.period} 没有可核算的员工：方案 {run.scheme.id} 适用的人员在人员表中一个也没有。"
                "请导入人员表，或检查方案的 applies_to",
                f"nobody to pay in {run.period}: the staff table has no member to whom scheme"
                f" {run.scheme.id} applies. Import the staff table, or check the scheme's applies_to",
            )
        )
    id, times = Counter(p.member.member_id for p in run.payslips).most_common(1)[0]
    if times > 1:
        raise Refused(
            Text(
                f"员工编号 {id} 在本批次中出现 {times} 次；每位员工只能有一张工资单",
                f"member id {id} occurs {times} times in this run; each member gets one statement",
            )
        )


def _seal(run: Run) -> Seal:
    digest = content_digest(run)
    period = str(run.period).replace("..", "_")
    return Seal(run_id=f"{period}-{file_stem(run.scheme.id)}-{digest[:8]}", digest=digest)


def _files(run: Run, seal: Seal) -> dict[str, bytes]:
    """Every file of the run folder by its name inside; ``run.json`` and the checksums come last."""
    files = {
        "scheme.yaml": run.scheme.source.encode(),
        "payroll.csv": payroll_csv(run),
        "payroll.xlsx": payroll_xlsx(run, seal),
    }
    for payslip in run.payslips:
        stem = f"statements/{file_stem(payslip.member.member_id)}"
        files[f"{stem}.html"] = statement_html(run, payslip, seal).encode()
        files[f"{stem}.xlsx"] = statement_xlsx(run, payslip, seal)
    files[RUN_FILE] = _sealed(
        {
            "format": FORMAT,
            "run": seal.run_id,
            "content_sha256": seal.digest,
            "content": run_to_json(run),
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        }
    )
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    files[SUMS_FILE] = "".join(sums).encode()
    return files


def _sealed(document: Json) -> bytes:
    """``document`` as JSON whose first key is the SHA-256 of all the others' canonical text."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sealed = {"sha256": hashlib.sha256(canonical.encode()).hexdigest(), **document}
    return (json.dumps(sealed, ensure_ascii=False, indent=1) + "\n").encode()


def _document(path: Path) -> Json:
    file = path / RUN_FILE if path.is_dir() else path
    try:
        data = file.read_bytes()
    except OSError:
        raise DataMissing(
            Text(
                f"{path} 不是核算批次：找不到 {RUN_FILE}。请给出核算时写出的文件夹",
                f"{path} is no run: there is no {RUN_FILE}. Give the folder of a run",
            )
        ) from None
    try:
        document = json.loads(data)
        if document["format"] != FORMAT:
            raise Refused(
                Text(
                    f"{file} 的格式是 {document['format']}，本版本只认 {FORMAT}；请用写出它的版本打开",
                    f"{file} has format {document['format']}, this version reads {FORMAT};"
                    " open it with the version that wrote it",
                )
            )
        document.pop("sha256")
        intact = _sealed(document) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        intact = False
    if not intact:
        raise Refused(
            Text(
                f"{RUN_FILE} 在封存后被改动过（{file}），不能再作依据。请取回原件，或重新核算",
                f"{RUN_FILE} was changed after it was frozen ({file}) and proves nothing any more."
                " Restore the original, or run the period again",
            )
        )
    return dict(document)


def _stands(folder: Path, seal: Seal) -> bool:
    """Whether ``folder`` already holds the run of ``seal``, untouched. Anything else there is refused."""
    if not folder.exists():
        return False
    if not (folder / RUN_FILE).is_file() or _document(folder)["content_sha256"] != seal.digest:
        raise Refused(
            Text(
                f"{folder} 已存在，且不是这份核算结果；封存的批次不会被覆盖。请另选文件夹",
                f"{folder} holds something else than this run, and a frozen run is never overwritten."
                " Choose another folder",
            ),
            same("--out DIR"),
        )
    if altered := altered_files(folder):
        names = ", ".join(altered)
        raise Refused(
            Text(
                f"{folder} 中有文件在封存后被改动或丢失：{names}。请移走该文件夹后重新核算",
                f"files of {folder} were changed or lost after they were frozen: {names}."
                " Move that folder away and run the period again",
            )
        )
    return True


def _sweep(out: Path) -> None:
    """Remove what runs that were killed while they were frozen left in ``out``."""
    found = {_mark(partial): [partial] for partial in out.glob(f".*{_PARTIAL}")}
    for mark in out.glob(f".*{MARK}"):
        found.setdefault(mark, [])
    for mark, left in found.items():
        remove_dead(mark, left)


def _mark(partial: Path) -> Path:
    return partial.with_suffix(MARK)


def _write(partial: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        file = partial / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _publish(partial: Path, folder: Path, seal: Seal) -> None:
    """Give the finished folder its name in one step; a twin that somebody just published is as good."""
    try:
        partial.rename(folder)
    except OSError:
        if not _stands(folder, seal):
            raise


def _sha256(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
