"""Coverage-guided fuzzing of the import: mutate files towards code that no file has reached yet.

    uv run python tools/fuzz.py [--seconds 600] [--seed 24]

Every input is a byte for its format and those of the file. An import may refuse it in words; anything else
is a fault: its input is kept in ``.fuzz/`` and the run ends with an error. Inputs that reached new code are
kept there too, and the next run goes on from them; ``--afresh`` begins with the sound files alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["twofour.sources"]):
    from twofour.problems import TwoFourError
    from twofour.sources.intake import look
    from twofour.sources.readers import open as opening
    from twofour.sources.readers.limits import too_much_memory

from damage import OWN_FORMATS, exports, own_files  # noqa: E402

FORMS = (*OWN_FORMATS, "txt", "xls", "ods")
KEPT = ROOT / ".fuzz"
_LARGEST = 32_768
_SLOWEST_SECONDS = 20
_MEMORY_MEGABYTES = 4_000


def main() -> None:
    """Fuzz for so many seconds."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="twofour-fuzz-") as folder:
        place = Path(folder)
        corpus = place / "corpus" if options.afresh else KEPT / "corpus"
        _seed(corpus)
        # A process apart for every file would be slow; what it would try out is refused here.
        opening.try_out = _tried_out
        words = [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            f"-max_len={_LARGEST}",
            f"-timeout={_SLOWEST_SECONDS}",
            f"-rss_limit_mb={_MEMORY_MEGABYTES}",
            f"-artifact_prefix={KEPT}/",
            "-len_control=0",
            "-print_final_stats=1",
        ]
        KEPT.mkdir(exist_ok=True)
        atheris.Setup(words, lambda data: _trial(place, data))
        atheris.Fuzz()


def _trial(place: Path, data: bytes) -> None:
    """One file through the import, up to where it would be written."""
    if len(data) < 2:
        return
    path = place / f"file.{FORMS[data[0] % len(FORMS)]}"
    path.write_bytes(data[1:])
    try:
        look([path], place / "lake", shop="shop")
    except TwoFourError:
        return


def _tried_out(path: Path, kind: str) -> None:
    if kind == "xlsx":
        raise too_much_memory(path.name)


def _seed(corpus: Path) -> None:
    """Sound files to begin with, each behind the byte of its format."""
    corpus.mkdir(parents=True, exist_ok=True)
    sound = own_files() | {f"{path.parent.name}-{path.name}": path.read_bytes() for path in exports()}
    for name, content in sound.items():
        form = name.rpartition(".")[2]
        if form in FORMS and len(content) < _LARGEST:
            (corpus / name).write_bytes(bytes([FORMS.index(form)]) + content)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Coverage-guided fuzzing of the import.")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--afresh", action="store_true", help="begin from the sound files alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
