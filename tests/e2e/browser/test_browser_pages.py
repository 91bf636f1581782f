"""Every page of every role's menu: quiet console, nothing too wide, no strange word, no fault for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from e2e.browser.visitor import DESKTOP_EN, PHONE_ZH, Screen, Visitor

ROLES = ("owner", "manager", "lead", "agent", "finance", "auditor")
# What a role may not do is left out of a page, whatever the width: on the desktop two of them see every page.
BROAD = ("owner", "agent")


@pytest.mark.parametrize(
    ("screen", "roles"), [(DESKTOP_EN, BROAD), (PHONE_ZH, ROLES)], ids=["desktop-en", "phone-zh"]
)
def test_every_page_of_the_menu_is_sound(
    demo_server: str, visit: Callable[..., Visitor], screen: Screen, roles: tuple[str, ...]
) -> None:
    faults = []
    for role in roles:
        window = visit(demo_server, screen, f"menu-{role}")
        window.open("/sign-in")
        if role == roles[0]:
            window.look("sign-in")
        window.enter(role)
        links = window.page.locator(".navbar-nav a.nav-link")
        addresses = [links.nth(at).get_attribute("href") or "" for at in range(links.count())]
        assert addresses
        for address in addresses:
            window.open(address)
            try:
                window.look(address.rsplit("/", 1)[-1])
            except AssertionError as fault:
                faults.append(str(fault))
    assert not faults, "\n".join(faults)
