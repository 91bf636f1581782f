"""Every word in both languages: no bare word in a template, no Chinese left on an English page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import twofour.web
from twofour.web.acts import TITLES
from web.test_rights import PAGES

WEB = Path(twofour.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
# What stands in a page without being a word of a language.
SPARED = re.compile(
    r"\{#.*?#\}|\{% block width %\}\w+\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->"
    r"|<(script|style|svg)\b.*?</\1>|<!doctype html>|<html [^>]*>",
    re.S | re.I,
)
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
NAMES = {"二四", "TwoFour", "中文", "English", "YAML", "XLSX", "CSV", "HTML", "amp", "nbsp"}
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_template_holds_a_bare_word(template: Path) -> None:
    text = SPARED.sub(" ", template.read_text(encoding="utf-8"))
    spoken = [phrase for phrase in SPOKEN.findall(text) if not phrase.replace(" ", "").isdigit()]
    between = re.sub(r"<[^>]*>", " ", text)
    assert {word for part in [between, *spoken] for word in WORD.findall(part)} - NAMES == set()


def test_every_say_has_two_phrases_and_each_in_its_own_language() -> None:
    for template in TEMPLATES:
        for zh, en in re.findall(
            r"""\{%\s*say\s+(?:"([^"]*)"|'[^']*')\s+(?:"([^"]*)"|'[^']*')""",
            template.read_text(encoding="utf-8"),
        ):
            if zh and en:
                assert not CHINESE.search(en), (template.name, en)


def chinese_of_ours() -> set[str]:
    """Runs of Chinese signs in the product's own phrases; the data has others."""
    phrases = [path.read_text(encoding="utf-8") for path in (WEB.parent).rglob("*.html")]
    phrases += [
        match
        for path in WEB.parent.rglob("*.py")
        if "demo" not in path.parts
        for match in re.findall(r"Text\(\s*f?\"([^\"]*)\"", path.read_text(encoding="utf-8"))
    ]
    return {run for phrase in phrases for run in CHINESE.findall(phrase) if len(run) > 1} - {
        "二四",
        "中文",
        "自动回复",
    }


OURS = chinese_of_ours()
PLAIN = [one for _, one in PAGES if set(one.pattern.converters) == set()]


@pytest.mark.parametrize("one", PLAIN, ids=[str(one.name) for one in PLAIN])
def test_an_english_page_has_no_chinese_but_data(
    shop: str, signed_in: Callable[..., Client], one: object
) -> None:
    from twofour.web.permissions import RIGHTS

    act = one.callback.act  # type: ignore[attr-defined]
    role = next(iter(RIGHTS[act]))
    answer = signed_in(role.value, "en").get(reverse(one.name, kwargs={"shop": shop}))  # type: ignore[attr-defined]
    if answer.status_code == 405 or "text/html" not in answer.headers["Content-Type"]:
        return
    words = re.sub(r"<(script|pre|textarea|code)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    words = re.sub(r"<[^>]*\blang=\"zh-Hans\".*?</button>", " ", words, flags=re.S)
    words = re.sub(r"<[^>]*>", " ", words)
    assert set(CHINESE.findall(words)) & OURS == set()


def test_every_act_that_is_recorded_has_a_title() -> None:
    recorded = set()
    for file in [*(WEB / "actions").glob("*.py"), *(WEB / "stage").glob("*.py")]:
        text = file.read_text(encoding="utf-8")
        recorded |= set(re.findall(r"record\(\s*[\w.]+,\s*\"(\w+)\"", text))
    assert recorded
    assert recorded <= set(TITLES)
