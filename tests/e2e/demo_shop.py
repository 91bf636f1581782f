"""The demo shop without its pay run, for the commands that look at past months."""

from __future__ import annotations

import shutil
from pathlib import Path

from twofour.demo.folder import Folder, example_scheme
from twofour.demo.shop import SEED, make
from twofour.demo.write import write
from twofour.sources import import_files


def demo_shop(root: Path) -> Path:
    """Its data folder, ``twofour-demo`` in ``root``."""
    folder = Folder(root / "twofour-demo", SEED)
    import_files(write(make(SEED), folder.raw, SEED), folder.path)
    (folder.path / "rules.yaml").write_text('auto_reply_prefixes: ["【自动回复】"]\n', encoding="utf-8")
    shutil.copy(example_scheme(), folder.scheme)
    return folder.path
