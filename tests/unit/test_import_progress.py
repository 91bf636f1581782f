"""The progress of an import goes on while rows are stored, and ends when they are."""

from __future__ import annotations

from pathlib import Path

from twofour.sources import import_files

HEADER = "order_id,shop_id,customer_id,created_at,amount\n"


def told(path: Path, lake: Path, **options: bool) -> list[tuple[int, int]]:
    """What an import of ``path`` says of its progress."""
    steps: list[tuple[int, int]] = []
    import_files([path], lake, progress=lambda done, total: steps.append((done, total)), **options)
    return steps


def test_progress_grows_from_reading_to_storing(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        HEADER + "".join(f"o{month},s,c,2026-{month:02d}-01 09:00:00,1\n" for month in range(1, 10))
    )
    steps = told(path, tmp_path / "lake")
    size = path.stat().st_size
    assert {total for _, total in steps} == {size}
    done = [step for step, _ in steps]
    assert done == sorted(done)
    assert done[0] == size // 2
    assert done[-1] == size
    assert len({step for step in done if size // 2 < step < size}) == 8


def test_dry_run_is_done_when_all_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(HEADER + "o1,s,c,2026-06-01 09:00:00,1\n")
    size = path.stat().st_size
    assert told(path, tmp_path / "lake", dry_run=True)[-1] == (size, size)
