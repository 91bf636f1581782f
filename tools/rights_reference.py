"""Write docs/reference/rights.md: who may do what in the web application, from the table that decides it."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twofour.web.settings")

import django

django.setup()

from twofour.web.models import Role  # noqa: E402
from twofour.web.permissions import RIGHTS  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rights.md"
HEAD = """# Who may do what

In the web application. A role is held for a shop, perhaps for one team of it. *Whole shop* reaches every
team unless the role is held for one; *own team* reaches the members of that team; *only oneself* reaches the
member that the account stands for. A page of a shop in which somebody has no role does not exist for them.
Whoever writes a scheme or a period's account does not approve it, whatever their role.

Generated from `twofour.web.permissions.rights`.

"""


def page() -> str:
    """The whole page."""
    titles = [f"{role.title.en} {role.title.zh}" for role in Role]
    lines = [f"| act | 操作 | {' | '.join(titles)} |", f"| --- | --- |{' --- |' * len(titles)}"]
    for act, roles in RIGHTS.items():
        cells = [roles[role].title.en if role in roles else "–" for role in Role]
        lines.append(f"| {act.title.en} | {act.title.zh} | {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
