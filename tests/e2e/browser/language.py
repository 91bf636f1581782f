"""Words of the other language on a page: an English page without our Chinese, a Chinese one without our English."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

import twofour
from web.test_words import CHINESE, OURS

_SOURCE = Path(twofour.__file__).parent
_SAID = re.compile(r"""\{%\s*say\s+(?:"[^"]*"|'[^']*')\s+(?:"([^"]*)"|'([^']*)')""")
_ENOUGH = 2
"""Words in a row that no data has by chance."""
_VISIBLE = """
() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll("script, style, pre, textarea, code, input, option, svg, [lang], .tf-ace, .tf-bubble, .tf-chat-words")
    .forEach((one) => one.remove());
  const spoken = [...copy.querySelectorAll("[aria-label], [title], [placeholder], [alt]")]
    .flatMap((one) => ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) || ""));
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const found = [document.title, ...spoken];
  while (walk.nextNode()) found.push(walk.currentNode.textContent);
  return found.map((one) => one.replace(/\\s+/g, " ").trim()).filter((one) => one);
}
"""


def strange_words(page: Page, lang: str) -> list[str]:
    """What ``page`` says in the wrong language, in the order of the page."""
    phrases: list[str] = page.evaluate(_VISIBLE)
    if lang == "en":
        return [run for phrase in phrases for run in CHINESE.findall(phrase) if run in OURS]
    return [phrase for phrase in phrases if phrase in _english()]


@cache
def _english() -> frozenset[str]:
    """Every whole English phrase of the product that has two words or more and no blanks to fill."""
    said = {
        one or other
        for path in _SOURCE.rglob("*.html")
        for one, other in _SAID.findall(path.read_text(encoding="utf-8"))
    }
    for path in _SOURCE.rglob("*.py"):
        if "demo" not in path.parts:
            said |= _texts(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(one.strip() for one in said if len(one.split()) >= _ENOUGH and "{" not in one)


def _texts(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            said = node.args[1] if len(node.args) == 2 else None
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                found.add(said.value)
    return found
