"""A number and the English words that agree with it."""

from __future__ import annotations

import pytest

from twofour.text import counted


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_200, "1,200 rows")]
)
def test_words_agree_with_their_number(count: int, said: str) -> None:
    assert counted(count, "row", "rows") == said
