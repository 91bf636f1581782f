"""How fast the scheme editor's live preview is: 300 people, one month, from the typed text to the table.

    uv run python bench/preview.py [--members 300]

Every pass has another text, as somebody typing has: first a pay item changed, then an incentive item. Prints
wall time (best and median of nine), processor time (best), and how far each stands from the goal.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import django

from pay import inputs_of

GOAL = 0.150
PASSES = 10
SCHEME = Path(__file__).parents[1] / "examples" / "presales-two-four" / "scheme.yaml"
CHANGES = {"a pay item": "rate: 2.5%", "an incentive item": "score: 40"}


def previewing(members: int) -> Callable[[str], dict[str, float]]:
    """Types a text and gives the seconds of reading it, of scoring and paying, and of writing the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "twofour.web.settings"
    os.environ["TWOFOUR_DATA"] = tempfile.mkdtemp(prefix="twofour-preview-")
    django.setup()
    from django.template.loader import get_template  # noqa: PLC0415  Django must be set up first

    from twofour.web.bridge import schemes, schemes_preview  # noqa: PLC0415
    from twofour.web.views.schemes.live import table_of  # noqa: PLC0415

    month, template = replace(inputs_of(members), shop_id="shop"), get_template("web/schemes/_preview.html")
    then = schemes_preview.paid_in(schemes.read(text_of()), month)

    def preview(typed: str) -> dict[str, float]:
        busy, began = time.process_time(), time.perf_counter()
        scheme = schemes.read(typed)
        read = time.perf_counter()
        now = schemes_preview.paid_in(scheme, month)
        paid = time.perf_counter()
        found = schemes_preview.beside(scheme, month.period, now, None, then, None)
        template.render({"found": found, "rows": table_of(found), "draft_id": 1, "actor": month})
        wrote = time.perf_counter()
        return {
            "read": read - began,
            "pay": paid - read,
            "write": wrote - paid,
            "all": wrote - began,
            "processor": time.process_time() - busy,
        }

    return preview


def text_of() -> str:
    """The example scheme, with nobody left out."""
    return SCHEME.read_text(encoding="utf-8").replace("missing: renormalise", "missing: zero")


def main() -> None:
    """Type, preview, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=300)
    members = parser.parse_args().members
    preview = previewing(members)
    for words, changed in CHANGES.items():
        typed = [text_of().replace(changed, f"{changed[:-1]}{at}%" if "%" in changed else f"score: 4{at}")
                 for at in range(PASSES)]  # fmt: skip
        passes = [preview(text) for text in typed][1:]  # the first loads what the others find loaded
        best, middle = (
            {part: pick(one[part] for one in passes) * 1000 for part in passes[0]} for pick in (min, median)
        )
        parts = ", ".join(f"{part} {best[part]:.0f}" for part in ("read", "pay", "write"))
        print(
            f"preview of {members} people, {words} changed: best {best['all']:.0f} ms ({parts}), "
            f"median {middle['all']:.0f} ms, processor {best['processor']:.0f} ms; "
            f"{best['all'] / GOAL / 1000:.2f} of the goal of 150 ms at best, "
            f"{middle['all'] / GOAL / 1000:.2f} at the median, "
            f"{best['processor'] / GOAL / 1000:.2f} in processor time"
        )


if __name__ == "__main__":
    main()
