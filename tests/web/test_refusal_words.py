"""What a page refuses it says in words for a page: no command of the terminal, no option of one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import twofour
from twofour.web.bridge import periods, periods_writing
from twofour.web.models import Job
from twofour.web.worker import work_off
from web.closed_shop import BOSS, CLERK, JUNE, MAY, close
from web.conftest import AGENT

SignedIn = Callable[..., Client]
TYPED = re.compile(r"twofour [a-z]|(?<![\w-])--[a-z]{2}")
SOURCE = Path(twofour.__file__).parent
ELSEWHERE = (
    "cli",  # is the terminal
    "demo",
    "sources",  # told in the page's words by bridge.imports.for_page
    "web/bridge/imports.py",  # which is that translation
    "web/server.py",  # speaks where it was started
    "metrics/spark",
    "statements/provenance.py",  # closes the files that people take along
)
ERRORS = {"TwoFourError", "UsageError", "SchemeError", "DataMissing", "Refused"}


def phrases(module: Path) -> Iterator[str]:
    """Every phrase for people in a module, but not what is meant for the terminal alone."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    apart = set()
    for node in ast.walk(tree):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if name in ERRORS:
            apart |= {id(deep) for one in node.args[1:] for deep in ast.walk(one)}  # type: ignore[attr-defined]
        named = isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "command"
            for target in node.targets
            for one in ast.walk(target)
        )
        if named or (isinstance(node, ast.FunctionDef) and node.name == "_command"):
            apart |= {id(deep) for deep in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("Text", "same")
        ):
            yield from (
                deep.value
                for one in node.args
                for deep in ast.walk(one)
                if isinstance(deep, ast.Constant) and isinstance(deep.value, str) and id(deep) not in apart
            )


def test_no_phrase_that_can_reach_a_page_names_a_command() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), phrase)
        for path in SOURCE.rglob("*.py")
        if not path.relative_to(SOURCE).as_posix().startswith(ELSEWHERE)
        for phrase in phrases(path)
        if TYPED.search(phrase) and "upgrade twofour" not in phrase
    }
    assert found == set()


def refused(browser: Client, shop: str, name: str, *arguments: object, **said: object) -> str:
    """What a page says that refuses a post."""
    page = browser.post(reverse(name, args=(shop, *arguments)), said)
    assert page.status_code == 422, (name, page.status_code)
    return page.content.decode()


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_what_the_ledger_refuses_names_no_command(closing_shop: str, signed_in: SignedIn, lang: str) -> None:
    shop, finance = closing_shop, signed_in("finance", lang)

    def head() -> str:
        return periods.book(shop).head

    said = [
        refused(finance, shop, "periods-move", MAY, "reviewed", head=head()),
        refused(finance, shop, "periods-move", JUNE, "locked", head=head()),
        refused(finance, shop, "periods-move", JUNE, "reviewed", head="another"),
        refused(finance, shop, "periods-run", MAY),
        refused(finance, shop, "periods-back", MAY, words="x"),
        refused(finance, shop, "periods-back", JUNE, words="x"),
        refused(finance, shop, "periods-pay", JUNE, reference="x"),
        refused(finance, shop, "periods-pay", MAY, reference="x"),
        refused(finance, shop, "periods-recompute", JUNE, into=JUNE),
        refused(finance, shop, "periods-recompute", MAY, into=MAY),
        refused(finance, shop, "periods-open", period=MAY),
        refused(finance, shop, "periods-open", period="2026-04"),
        refused(
            finance, shop, "periods-hold", JUNE,
            line="base", fen="99999.00", until="2026-07-15", reason="x", members=[AGENT],
        ),
    ]  # fmt: skip
    assert finance.post(reverse("periods-open", args=(shop,)), {"period": "2026-07"}).status_code == 302
    said.append(refused(finance, shop, "periods-move", "2026-07", "reviewed", head=head()))
    assert finance.post(
        reverse("periods-hold", args=(shop, JUNE)),
        {"line": "base", "share": "10", "until": "2026-12-31", "reason": "x", "members": [AGENT]},
    )
    for by, to in ((CLERK, "reviewed"), (BOSS, "approved")):
        periods_writing.move(shop, by, JUNE, to, head())
        said.append(refused(finance, shop, "periods-run", JUNE))
        said.append(
            refused(
                finance, shop, "periods-hold", JUNE,
                line="base", share="1", until="2026-07-15", reason="x", members=[AGENT],
            )
        )  # fmt: skip
    for text in said:
        assert not TYPED.search(re.sub(r"<[^>]*>", " ", text)), text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_what_a_job_refuses_names_no_command(closing_shop: str, signed_in: SignedIn, lang: str) -> None:
    finance = signed_in("finance", lang)
    asked = finance.post(reverse("periods-run", args=(closing_shop, JUNE)))
    close(JUNE)
    work_off()
    page = finance.get(asked.headers["Location"]).content.decode()
    assert Job.objects.get().state == "refused"
    assert not TYPED.search(re.sub(r"<[^>]*>", " ", page)), page
