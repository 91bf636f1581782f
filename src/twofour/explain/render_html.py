"""Explanations as nested HTML: every number that was computed folds open into what it came from."""

from __future__ import annotations

from collections.abc import Callable

import htpy as h
from markupsafe import Markup

from twofour.explain.node import Node
from twofour.explain.quantity import Quantity
from twofour.text import Lang, Text

# What a source begins with, and the word that people see for it; the exact place is the tooltip.
_ORIGIN = {
    "measure": Text("数据", "data"),
    "scheme": Text("方案", "scheme"),
    "roster": Text("人事", "staff"),
    "line": Text("工资项", "pay line"),
}

Beside = Callable[[Node], h.Node]
"""What else to show with a number, such as a link to its evidence."""


def _nothing(node: Node) -> h.Node:
    return None


def html_tree(node: Node, lang: Lang, *, open_levels: int = 1, beside: Beside = _nothing) -> h.Element:
    """What ``node`` came from, as nested lists; the outermost ``open_levels`` levels stand open.

    The node's own label, number and formula are the caller's heading and are not repeated here. ``beside``
    is asked once for each number that names its origin.
    """
    return h.div(".why")[_children(node, lang, open_levels, beside)]


def html_formula(formula: Text | None, lang: Lang) -> h.Element | None:
    """The words that say how a number came from others, where there are any."""
    return h.span(".formula")[formula.say(lang)] if formula else None


def html_quantity(quantity: Quantity, lang: Lang) -> h.Element:
    """A number with its unit, with a true minus sign; "no value" and negatives carry their own class."""
    shown = quantity.show(lang).replace("-", "−", 1)
    kind = "none" if quantity.amount is None else "minus" if quantity.amount < 0 else ""
    return h.span(class_=["num", kind])[shown]


def _children(node: Node, lang: Lang, open_levels: int, beside: Beside) -> Markup | None:
    if not node.children:
        return None
    # Made into text at every level: passing each piece up through all levels costs the depth of the tree.
    branches = (h.li[_branch(child, lang, open_levels, node.source, beside)] for child in node.children)
    return Markup(h.ul[branches])


def _branch(node: Node, lang: Lang, open_levels: int, source_above: str | None, beside: Beside) -> h.Node:
    """A node and what is below it; an origin that the node above already names is not repeated."""
    source = node.source if node.source != source_above else None
    heading = _heading(node, lang, source)
    more = beside(node) if source is not None else None
    if not node.children:
        return [h.div(".row")[heading], html_formula(node.formula, lang), more]
    return h.details(open=open_levels > 0)[
        h.summary(".row")[heading],
        html_formula(node.formula, lang),
        more,
        _children(node, lang, open_levels - 1, beside),
    ]


def _heading(node: Node, lang: Lang, source: str | None) -> h.Node:
    return [
        h.span(".label")[node.label.say(lang), _origin(source, lang)],
        html_quantity(node.quantity, lang) if node.quantity else None,
    ]


def _origin(source: str | None, lang: Lang) -> h.Element | None:
    if source is None:
        return None
    word = _ORIGIN.get(source.partition(":")[0])
    return h.span(".origin", title=source)[word.say(lang)] if word else None
