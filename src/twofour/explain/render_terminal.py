"""Explanations as a tree in the terminal: label, number, formula in words, and where a leaf was read."""

from __future__ import annotations

from rich.text import Text as Styled
from rich.tree import Tree

from twofour.explain.node import Node
from twofour.text import Lang


def terminal_tree(node: Node, lang: Lang) -> Tree:
    """``node`` and everything below it, for a rich console."""
    tree = Tree(_line(node, lang), guide_style="bright_black")
    _grow(tree, node, lang)
    return tree


def printable(words: str) -> str:
    """``words`` without characters that could move a terminal's cursor, colour it or turn its text around."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)


def _grow(branch: Tree, node: Node, lang: Lang) -> None:
    for child in node.children:
        _grow(branch.add(_line(child, lang, node.source)), child, lang)


def _line(node: Node, lang: Lang, source_above: str | None = None) -> Styled:
    """One row; a source that the row above already names is not repeated."""
    line = Styled(printable(node.label.say(lang)), style="bold" if node.children else "")
    if node.quantity is not None:
        amount = node.quantity.amount
        style = "yellow" if amount is None else "red" if amount < 0 else "cyan"
        line.append("  ").append(node.quantity.show(lang), style=f"not bold {style}")
    if node.formula is not None:
        line.append("  ").append(printable(node.formula.say(lang)), style="not bold italic")
    if node.source is not None and node.source != source_above:
        line.append("  ").append(printable(node.source), style="not bold dim")
    return line
