"""What every page's frame needs: who is here, which shops there are, what may be visited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from twofour.web.bridge import demo
from twofour.web.navigation import entries


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame around a page."""
    actor = getattr(request, "actor", None)
    language = "en" if get_language() == "en" else "zh"
    return {
        "lang": language,
        "actor": actor,
        "navigation": entries(actor, request.resolver_match) if actor else (),
        "demo": demo.here(),
    }
