"""What teams agreed to show their agents of each other."""

from __future__ import annotations

from twofour.web.models import Sharing


def shared(shop_id: str, team: str | None) -> frozenset[str]:
    """The metrics that a team shares among its agents."""
    found = Sharing.objects.filter(shop_id=shop_id, team=team or "").first()
    return frozenset(found.metrics) if found and team else frozenset()


def shared_by_team(shop_id: str) -> dict[str, list[str]]:
    """The same for every team of a shop that shares any."""
    return {one.team: one.metrics for one in Sharing.objects.filter(shop_id=shop_id) if one.metrics}
