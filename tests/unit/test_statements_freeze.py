"""Freezing a run: sealed, reproducible, whole or not at all, never overwritten."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from statement_samples import MONTHS, sample_run, with_member

from twofour.problems import DataMissing, ExitCode, Refused
from twofour.statements.freeze import altered_files, freeze, read_run


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by its relative name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_run_folder_is_named_by_period_scheme_and_content(tmp_path):
    folder = freeze(sample_run(), tmp_path)
    digest = json.loads((folder / "run.json").read_text())["content_sha256"]
    assert folder == tmp_path / f"2026-06-presales-two-four-{digest[:8]}"


def test_run_folder_holds_record_scheme_payroll_and_two_statements_a_member(tmp_path):
    names = set(contents(freeze(sample_run(), tmp_path)))
    statements = {f"statements/m0{i}.{kind}" for i in range(1, 6) for kind in ("html", "xlsx")}
    assert names == {"run.json", "SHA256SUMS", "scheme.yaml", "payroll.csv", "payroll.xlsx", *statements}


def test_scheme_is_copied_as_written(tmp_path):
    run = sample_run()
    odd = replace(run, scheme=replace(run.scheme, source="# 备注\r\nscheme: x\r\n"))
    assert (freeze(odd, tmp_path) / "scheme.yaml").read_bytes() == "# 备注\r\nscheme: x\r\n".encode()


def test_record_names_what_was_read_and_what_was_paid(tmp_path):
    run = sample_run()
    record = json.loads((freeze(run, tmp_path) / "run.json").read_text())["content"]
    assert record["scheme"]["digest"] == run.scheme.digest
    assert record["lake"] == {"snapshot": 4, "tables": {"messages": 3, "orders": 3, "refunds": 2, "staff": 1}}
    assert record["counting"]["settings"]["attribution_days"] == 2
    assert record["as_of"] == {"s1": "2026-07-02T15:59:30+00:00"}
    assert record["total_fen"] == sum(payslip["total_fen"] for payslip in record["payslips"]) == run.total
    assert record["payslips"][0]["pending"][0]["note"]["zh"] == "3 个询单仍可能付款"
    assert record["payslips"][0]["lines"][1]["node"]["children"]


def test_read_run_gives_back_the_very_run(tmp_path):
    run = sample_run()
    folder = freeze(run, tmp_path)
    assert read_run(folder) == run
    assert repr(read_run(folder / "run.json").payslips) == repr(run.payslips)


def test_same_run_gives_the_same_bytes_at_another_time_in_another_place(tmp_path):
    here = freeze(sample_run(), tmp_path / "here")
    time.sleep(1.1)
    script = (
        "import sys; from pathlib import Path; from statement_samples import sample_run;"
        "from twofour.statements.freeze import freeze; freeze(sample_run(), Path(sys.argv[1]))"
    )
    surroundings = {"PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    there = tmp_path / "a folder 别处"
    subprocess.run(
        [sys.executable, "-c", script, str(there)],
        check=True,
        env={**os.environ, **surroundings},
        cwd=tmp_path,
    )
    assert contents(there / here.name) == contents(here)


def test_order_in_which_members_come_changes_nothing(tmp_path):
    run = sample_run()
    turned = replace(run, payslips=run.payslips[::-1], measures=run.measures[::-1])
    assert contents(freeze(turned, tmp_path / "a")) == contents(freeze(run, tmp_path / "b"))


def test_one_fen_more_is_another_run(tmp_path):
    run = sample_run()
    first, *others = run.payslips
    line, *lines = first.lines
    raised = replace(first, lines=(line._replace(fen=line.fen + 1), *lines))
    other = freeze(replace(run, payslips=(raised, *others)), tmp_path)
    assert other != freeze(run, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_freezing_again_leaves_the_files_untouched(tmp_path):
    folder = freeze(sample_run(), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert freeze(sample_run(), tmp_path) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_several_at_once_publish_one_folder(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: freeze(sample_run(), tmp_path), range(4)))
    assert len(folders) == 1
    assert [path.name for path in tmp_path.iterdir()] == [folders.pop().name]


def test_checksums_hold_for_every_file_and_by_the_usual_tool(tmp_path):
    folder = freeze(sample_run(), tmp_path)
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {name: data for name, data in contents(folder).items() if name != "SHA256SUMS"}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda text: text.replace('"fen": 300000', '"fen": 300001'),
        lambda text: text.replace("林小雨", "林大雨"),
        lambda text: text.replace('"sha256": "', '"sha256": "0', 1),
        lambda text: text + "\n",
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[1, 2]",
        lambda text: "[" * 100_000,
    ],
    ids=["amount", "name", "hash", "blank line", "half", "empty", "other json", "deep json"],
)
def test_record_that_was_changed_is_refused(tmp_path, tamper):
    file = freeze(sample_run(), tmp_path) / "run.json"
    changed = tamper(file.read_text(encoding="utf-8"))
    assert changed != file.read_text(encoding="utf-8")
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(Refused, match=r"run\.json was changed after it was frozen"):
        read_run(file.parent)


def test_record_of_another_format_says_which(tmp_path):
    file = freeze(sample_run(), tmp_path) / "run.json"
    file.write_text(file.read_text().replace("twofour-run/1", "twofour-run/2"))
    with pytest.raises(Refused, match="twofour-run/2"):
        read_run(file)


@pytest.mark.parametrize("path", ["", "nowhere", "scheme.yaml/x"])
def test_path_without_a_run_says_so(tmp_path, path):
    (tmp_path / "scheme.yaml").write_text("scheme: x")
    with pytest.raises(DataMissing, match=r"is no run"):
        read_run(tmp_path / path)


def test_statement_that_was_changed_is_named(tmp_path):
    folder = freeze(sample_run(), tmp_path)
    assert altered_files(folder) == ()
    (folder / "statements" / "m03.html").write_text("more money")
    (folder / "payroll.csv").unlink()
    assert set(altered_files(folder)) == {"statements/m03.html", "payroll.csv"}


def test_freezing_over_a_changed_run_is_refused_and_names_the_file(tmp_path):
    folder = freeze(sample_run(), tmp_path)
    (folder / "payroll.csv").write_text("more money")
    with pytest.raises(Refused, match=r"payroll\.csv"):
        freeze(sample_run(), tmp_path)
    assert (folder / "payroll.csv").read_text() == "more money"


def test_freezing_over_something_else_is_refused(tmp_path):
    name = freeze(sample_run(), tmp_path / "other").name
    (tmp_path / name).mkdir()
    (tmp_path / name / "notes.txt").write_text("mine")
    with pytest.raises(Refused, match="never overwritten"):
        freeze(sample_run(), tmp_path)
    assert contents(tmp_path / name) == {"notes.txt": b"mine"}


def test_run_without_members_says_what_is_missing(tmp_path):
    with pytest.raises(DataMissing, match="nobody to pay in 2026-06") as caught:
        freeze(sample_run(()), tmp_path / "out")
    assert caught.value.exit_code == ExitCode.DATA
    assert not (tmp_path / "out").exists()


def test_member_twice_in_a_run_is_refused(tmp_path):
    with pytest.raises(Refused, match="member id m01 occurs 2 times"):
        freeze(sample_run((MONTHS[0], MONTHS[0])), tmp_path)


def test_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="cannot write to"):
        freeze(sample_run(), tmp_path / "file" / "out")


def test_full_disk_leaves_nothing_behind(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, hard))
    try:
        with pytest.raises(Refused, match="cannot write to"):
            freeze(sample_run(), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("id", ["../../up", "/etc/m1", "a\\b", ".", "小雨 1", "CON", "x" * 400, "é\n"])
def test_weird_member_id_gets_two_files_inside_the_folder(tmp_path, id):
    folder = freeze(with_member(id, "林小雨"), tmp_path / "out")
    assert {path.parent.name for path in folder.rglob("*.html")} == {"statements"}
    assert len(list((folder / "statements").iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert read_run(folder).payslips[0].member.member_id == id
