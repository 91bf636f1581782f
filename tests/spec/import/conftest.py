"""The fixture ``importing``: each test here states one rule of the import as a person would check it.

What stands in the file, what the lake holds afterwards, what the report says.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import Importing


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    return Importing(tmp_path)
