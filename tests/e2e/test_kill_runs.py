"""Pay runs killed at any moment, a full disk, a folder that may only be read: clear words and no harm."""

from __future__ import annotations

from killing import forks, nursery

from twofour.problems import ExitCode

pytestmark = forks


def test_forty_kills_of_pay_runs_leave_whole_runs_or_none() -> None:
    """Kept months and run folders: what stands verifies and equals the unkilled run, byte by byte."""
    (found,) = nursery("runs", 40)
    assert found["died"] > 30
    assert found["same"]


def test_what_cannot_be_written_is_refused_in_words_and_changes_nothing() -> None:
    found = nursery("cannot-write", 5)
    refused = [one for one in found if one["code"] != ExitCode.DONE]
    assert {one["what"] for one in refused if "bytes" in one["how"]} == {"import", "undo", "pay", "ledger"}
    assert [one["what"] for one in refused if one["how"] == "read-only"] == [
        "import",
        "undo",
        "pay",
        "ledger",
    ]
    for one in refused:
        assert (one["code"], one["same"]) == (ExitCode.REFUSED, True), one
        assert one["said"].strip().startswith(("✗ 写不进", "✗ 无法写入")), one
    # Whatever was not refused was done.
    assert all(not one["same"] for one in found if one["code"] == ExitCode.DONE)
