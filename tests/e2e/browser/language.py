"""Words of the other language on a page: our Chinese on an English one, our English on a Chinese one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

import twofour

_SOURCE = Path(twofour.__file__).parent
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SAID = re.compile(r"""\{%\s*say\s+(?:"([^"]*)"|'([^']*)')\s+(?:"([^"]*)"|'([^']*)')""")
_NAMES = {"二四", "中文", "四季家居", "自动回复", "店主", "主管", "财务", "审计"}
"""The product's name and a language's own; of the demo: its shop, how its automatic replies begin, and what
four accounts are called.
"""
_VISIBLE = """
() => {
  const copy = document.body.cloneNode(true);
  const data = "pre, textarea, code, input, option, [lang], .tf-ace, .tf-bubble, .tf-chat-words";
  copy.querySelectorAll("script, style, svg, " + data).forEach((one) => one.remove());
  const names = ["aria-label", "title", "placeholder", "alt"];
  const spoken = [...copy.querySelectorAll("*")]
    .flatMap((one) => names.map((name) => one.getAttribute(name) || ""));
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const found = [document.title, ...spoken];
  while (walk.nextNode()) found.push(walk.currentNode.textContent);
  return found.map((one) => one.replace(/\\s+/g, " ").trim()).filter((one) => one);
}
"""


class _Phrase(NamedTuple):
    zh: str
    en: str


def strange_words(page: Page, lang: str) -> list[str]:
    """What ``page`` says in the wrong language, in the order of the page.

    In English: runs of Chinese signs that are the product's, not the data's. In Chinese: whole English
    phrases of the product, of two words or more, which no data has by chance.
    """
    phrases: list[str] = page.evaluate(_VISIBLE)
    if lang == "en":
        return [run for phrase in phrases for run in _CHINESE.findall(phrase) if run in _chinese()]
    return [phrase for phrase in phrases if phrase in _english()]


@cache
def _chinese() -> frozenset[str]:
    runs = {run for phrase in _phrases() for run in _CHINESE.findall(phrase.zh)}
    return frozenset(one for one in runs - _NAMES if len(one) > 1)


@cache
def _english() -> frozenset[str]:
    return frozenset(one.en.strip() for one in _phrases() if " " in one.en.strip() and "{" not in one.en)


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """What the product says, in templates and code; the demo's data is not its own words."""
    found = [
        _Phrase(one[0] or one[1], one[2] or one[3])
        for path in _SOURCE.rglob("*.html")
        for one in _SAID.findall(path.read_text(encoding="utf-8"))
    ]
    for path in _SOURCE.rglob("*.py"):
        if "demo" not in path.relative_to(_SOURCE).parts:
            found += _texts(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(found)


def _texts(tree: ast.Module) -> list[_Phrase]:
    """Every ``Text("…", "…")`` of a module."""
    return [
        _Phrase(*(str(one.value) for one in node.args if isinstance(one, ast.Constant)))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Text"
        and len(node.args) == len(_Phrase._fields)
        and all(isinstance(one, ast.Constant) for one in node.args)
    ]
