"""Imports and undos killed at any moment and started again: nothing lost, nothing doubled."""

from __future__ import annotations

from killing import forks, nursery

pytestmark = forks


def test_seventy_kills_of_imports_and_undos_lose_and_double_nothing() -> None:
    """Killed at random moments and started again; then every snapshot reads as one of the unkilled lake."""
    (found,) = nursery("imports", 70)
    assert found["died"] > 50
    assert found["known"]
    assert found["strays"] == []
