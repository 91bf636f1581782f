"""Tables in the terminal: light lines, units in the headings, figures short enough to read."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap

from rich import box
from rich.table import Table

from twofour.cli.console import lang
from twofour.explain import Quantity
from twofour.money import round_half_up
from twofour.text import Text

_UNITS = {
    "fen": Text("元", "yuan"),
    "yuan": Text("元", "yuan"),
    "second": Text("秒", "s"),
    "point": Text("分", "points"),
    "day": Text("天", "days"),
}
_PLACES = {"ratio": 1, "second": 1, "point": 2, "number": 2, "yuan": 2}


def plain_table(title: str | None = None, caption: str | None = None, footer: bool = False) -> Table:
    """An empty table in the house style."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        caption=caption,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_footer=footer,
        padding=(0, 1, 0, 0),
    )


def heading(title: Text, unit: str) -> str:
    """A column's name in short lines, its unit below it: columns of figures never break."""
    word = _UNITS.get(unit)
    name = title.zh if lang() == "zh" else title.en
    if lang() == "zh":
        # Five characters in a line read better than four and a rest of one.
        lines = [name] if len(name) <= 5 else [name[at : at + 4] for at in range(0, len(name), 4)]
    else:
        lines = wrap(name, 10)
    return "\n".join([*lines, *([f"({word.say(lang())})"] if word else [])])


def named(title: Text, unit: str) -> str:
    """A figure's name and its unit in one line: ``平均响应时间（秒）``."""
    word = _UNITS.get(unit)
    if word is None:
        return title.say(lang())
    return Text(f"{title.zh}（{word.zh}）", f"{title.en} ({word.en})").say(lang())


def short(quantity: Quantity) -> str:
    """A figure without its unit, rounded for the eye: ``37.0%``, ``34.9``, ``17,789``, ``–`` (no value)."""
    if quantity.amount is None:
        return "–"
    amount, places = Decimal(quantity.amount), _PLACES.get(quantity.unit, 0)
    if quantity.unit == "yuan" and abs(amount) >= 1000:
        places = 0
    if quantity.unit == "ratio":
        return f"{round_half_up(amount * 100, places):,}%"
    return f"{round_half_up(amount, places):,}"
