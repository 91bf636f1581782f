"""Somebody at the browser: presses what the page says, in its language, and looks at pages for faults."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from e2e.browser.language import strange_words

_AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
_PATIENCE = 20_000
_REPLACED = "AbortError"
"""What HTMX logs when somebody types on and a newer request takes the place of one under way."""
expect.set_options(timeout=_PATIENCE)
_WATCH = """
window.tfBroken = [];
document.addEventListener("securitypolicyviolation", (one) =>
  window.tfBroken.push(`${one.violatedDirective} blocked ${one.blockedURI} at ${one.sourceFile}`));
"""
_RUN_AXE = """
async () => (await axe.run(document, {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => ({ id: one.id, help: one.help, nodes: one.nodes.slice(0, 5).map((node) =>
    [node.target.join(" "), node.html.slice(0, 200), (node.any[0] || {}).message || ""]) }))
"""
_SETTLED = """
() => !document.querySelector(".htmx-request, #job[hx-get]")
  && [...document.querySelectorAll("[data-chart]")].every((one) => one.dataset.drawn || !window.echarts)
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide the window is, and the language that is read in it."""

    name: str
    width: int
    lang: str

    @property
    def id(self) -> str:
        """For the names of tests and pictures."""
        return f"{self.name}-{self.lang}"


DESKTOP_ZH, PHONE_EN = Screen("desktop", 1280, "zh"), Screen("phone", 390, "en")
DESKTOP_EN, PHONE_ZH = Screen("desktop", 1280, "en"), Screen("phone", 390, "zh")


@dataclass
class Visitor:
    """One person at one browser window. ``shots`` is where pictures go; ``looks`` numbers them."""

    address: str
    screen: Screen
    context: BrowserContext
    page: Page
    shots: Path
    story: str
    looks: int = 0
    trouble: list[str] = field(default_factory=list)
    who: str = ""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"script error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _REPLACED not in message.text:
            self.trouble.append(f"console {message.type}: {message.text} ({message.location})")

    def say(self, zh: str, en: str) -> str:
        """The phrase in the language of this window."""
        return zh if self.screen.lang == "zh" else en

    def open(self, path: str) -> None:
        """Go to an address as if it were typed."""
        self.page.goto(self.address + path if path.startswith("/") else path)

    def enter(self, username: str) -> None:
        """Step into the demo as one of its people; whoever was signed in before leaves."""
        self.context.clear_cookies(name="sessionid")
        self.open("/sign-in")
        self.page.locator(f'form[action="/sign-in/demo/{username}"] button').click()
        self.page.wait_for_url(re.compile(r"/s/"))
        self.who = username

    def menu(self, zh: str, en: str) -> None:
        """Choose from the main menu, which a phone hides behind a button."""
        title = self.page.locator(
            ".nav-link-title", has_text=re.compile(f"^\\s*{re.escape(self.say(zh, en))}\\s*$")
        )
        link = self.page.locator(".navbar-nav a.nav-link").filter(has=title)
        if not link.is_visible():
            self.page.locator(".navbar-toggler").click()
        link.click()

    def button(self, zh: str, en: str) -> Locator:
        """The button that says this."""
        return self.page.get_by_role("button", name=self.say(zh, en), exact=True)

    def link(self, zh: str, en: str) -> Locator:
        """The first link whose words hold these."""
        return self.page.get_by_role("link", name=self.say(zh, en)).first

    def field(self, zh: str, en: str) -> Locator:
        """The control that bears this label."""
        return self.page.get_by_label(self.say(zh, en))

    def sees(self, zh: str, en: str) -> None:
        """The page says this somewhere, and shows it."""
        expect(self.page.get_by_text(self.say(zh, en)).filter(visible=True).first).to_be_visible(
            timeout=15_000
        )

    def types(self, over: str, words: str) -> None:
        """In the scheme editor, find ``over`` and type ``words`` in its place."""
        found = self.page.evaluate(
            "(over) => Boolean(ace.edit(document.querySelector('.tf-ace')).find(over))", over
        )
        assert found, f"{over!r} is not in the editor"
        self.page.locator(".tf-ace textarea").focus()
        if words:
            self.page.keyboard.insert_text(words)
        else:
            self.page.keyboard.press("Delete")

    def settle(self) -> None:
        """Wait until nothing is being fetched or drawn."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function(_SETTLED)

    def look(self, name: str) -> None:
        """Look at the page: a picture of it, and nothing wrong with it."""
        self.settle()
        self.looks += 1
        place = f"{self.story}-{self.looks:02d}-{name}-{self.screen.id}"
        self.page.screenshot(path=self.shots / f"{place}.png", full_page=True)
        faults = [*self.trouble, *self.page.evaluate("window.tfBroken || []")]
        self.trouble.clear()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.screen.width:
            faults.append(f"the page is {wide} px wide, {self._widest()}")
        faults += [f"strange word: {one}" for one in strange_words(self.page, self.screen.lang)]
        faults += [json.dumps(one, ensure_ascii=False) for one in self._axe()]
        where = f"{place} {self.page.url} as {self.who}"
        assert not faults, "\n  ".join([where, *faults])

    def _axe(self) -> list[dict[str, Any]]:
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(_AXE)
        found: list[dict[str, Any]] = self.page.evaluate(_RUN_AXE)
        return found

    def _widest(self) -> str:
        found = self.page.evaluate(
            """(width) => [...document.querySelectorAll("body *")].filter((one) =>
              one.getBoundingClientRect().right > width + 1 && !one.closest(".table-responsive"))
              .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))""",
            self.screen.width,
        )
        return f"because of {found}"


def visitor(browser: Browser, address: str, screen: Screen, shots: Path, story: str) -> Visitor:
    """A new window, with nothing remembered but the language."""
    context = browser.new_context(viewport={"width": screen.width, "height": 900}, accept_downloads=True)
    chosen = "zh-hans" if screen.lang == "zh" else "en"
    context.add_cookies([{"name": "twofour_language", "value": chosen, "url": address}])
    context.add_init_script(_WATCH)
    context.set_default_timeout(_PATIENCE)
    return Visitor(address, screen, context, context.new_page(), shots, story)
