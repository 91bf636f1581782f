"""The pay lines of an HTML statement: a waterfall from nothing to the total, each line opening its tree."""

from __future__ import annotations

import htpy as h

from twofour.explain.render_html import html_formula, html_tree
from twofour.money import format_fen
from twofour.pay import Line, Payslip
from twofour.statements.words import line_formula
from twofour.text import Lang, Text

_SCALE = 1000  # width of a bar's drawing; bars stretch with the page
_THINNEST = 4
_HINT = Text("点开任意一行，看它是怎么算出来的", "Open any line to see where it comes from")


def lines_section(payslip: Payslip, lang: Lang) -> h.Element:
    """Every line in the order of work, with its bar in the waterfall, and the total."""
    low, high = _extent(payslip.lines)
    before = 0
    rows: list[h.Node] = []
    for line in payslip.lines:
        rows.append(h.li[_line(line, _bar(low, high, before, before + line.fen, _kind(line.fen)), lang)])
        before += line.fen
    return h.section(".lines")[
        h.h2[Text("收入明细", "Pay lines").say(lang)],
        h.div(".hint")[
            h.span[_HINT.say(lang)],
            h.span[Text("单位：元", "in yuan").say(lang)],
        ],
        h.ol[rows],
        h.div(".grid.sum-row")[
            h.span(".label")[Text("应发合计", "Total pay").say(lang)],
            _bar(low, high, 0, payslip.total, "whole"),
            h.span(".num")[format_fen(payslip.total).replace("-", "−")],
        ],
    ]


def _line(line: Line, bar: h.Element, lang: Lang) -> h.Element:
    heading = [
        h.span(".label")[line.title.say(lang)],
        bar,
        h.span(class_=["num", _kind(line.fen)])[_given(line, lang)],
        html_formula(line_formula(line.node), lang),
    ]
    return h.details[h.summary(".grid")[heading], html_tree(line.node, lang)]


def _given(line: Line, lang: Lang) -> str:
    """The line's money; what an award gives instead of money."""
    if line.component != "award":
        return _signed(line.fen)
    days = next((child.quantity for child in line.node.children[1:] if child.quantity), None)
    return days.show(lang) if days else "★"


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else ''}{format_fen(fen)}".replace("-", "−")


def _kind(fen: int) -> str:
    return "minus" if fen < 0 else "plus"


def _extent(lines: tuple[Line, ...]) -> tuple[int, int]:
    """Lowest and highest running total on the way from nothing to the total, in fen."""
    running, low, high = 0, 0, 0
    for line in lines:
        running += line.fen
        low, high = min(low, running), max(high, running)
    return low, high


def _bar(low: int, high: int, start: int, stop: int, kind: str) -> h.Element:
    """The part of the way from ``start`` to ``stop``, drawn between ``low`` and ``high``."""
    span = max(high - low, 1)
    left, right = ((fen - low) * _SCALE // span for fen in sorted((start, stop)))
    width = max(right - left, _THINNEST) if start != stop else 0
    zero = min(-low * _SCALE // span, _SCALE - 1)
    shape = {"y": "0", "height": "10"}
    return h.svg(".bar-chart", viewBox=f"0 0 {_SCALE} 10", preserveAspectRatio="none", aria_hidden="true")[
        h.rect(class_="track", x="0", width=str(_SCALE), **shape),
        h.rect(class_=kind, x=str(min(left, _SCALE - width)), width=str(width), **shape) if width else None,
        h.rect(class_="zero", x=str(zero), width="1", **shape) if low < 0 else None,
    ]
