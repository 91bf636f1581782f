"""Measures as sheets: one row per integer triple for tools, one row per subject for people."""

from __future__ import annotations

from collections.abc import Sequence

from twofour.cli.files import Cell, Sheet
from twofour.cli.measure_table import SUBJECTS, Figures, target_words
from twofour.metrics import Measure, quantity_of
from twofour.text import Text

_COLUMNS = {
    "subject_kind": Text("对象类型", "subject kind"),
    "subject_id": Text("对象", "subject"),
    "metric": Text("指标", "metric"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "pending": Text("待定数", "pending"),
    "unit": Text("单位", "unit"),
}
_DAY = {"day": Text("日期", "day")}
_PLACES = {"places": Text("报表位置", "place in the report")}


def measures_sheet(found: Sequence[Measure]) -> Sheet:
    """Every measure with its integers; ``day`` where they are of single days, ``places`` where a report says
    them.
    """
    days = _DAY if any(m.day for m in found) else {}
    places = _PLACES if any(m.places for m in found) else {}
    columns = _COLUMNS | days
    rows: list[dict[str, Cell]] = [
        {key: getattr(m, key) for key in columns} | {key: "、".join(m.places) for key in places}
        for m in found
    ]
    columns |= places
    return Sheet(Text("分子分母", "Integers"), columns, rows)


def figures_sheet(figures: Figures, wanted: Sequence[str]) -> Sheet:
    """One row per subject (and day), one column per metric that anybody has."""
    shown = figures.present(wanted)
    columns = {
        "subject": SUBJECTS[figures.by],
        **({"name": Text("姓名", "name")} if figures.names else {}),
        **(_DAY if figures.by_day else {}),
        **{f"metric {name}": _heading(figures, name) for name in shown},
    }
    rows: list[dict[str, Cell]] = []
    for (subject, day), of in figures.rows.items():
        plain: dict[str, Cell] = {"subject": subject, "name": figures.names.get(subject, subject), "day": day}
        cells = {f"metric {name}": quantity_of(of[name]) if name in of else None for name in shown}
        rows.append({key: cell for key, cell in (plain | cells).items() if key in columns})
    return Sheet(Text("指标", "Metrics"), columns, rows)


def _heading(figures: Figures, metric: str) -> Text:
    entry = figures.book[metric]
    target = target_words(entry)
    if target is None:
        return entry.title
    return Text(f"{entry.title.zh}（目标 {target.zh}）", f"{entry.title.en} (target {target.en})")
