"""The demo's periods: May closed and paid, so that June has a month to compare with and an old statement."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from twofour.demo.people import SHOP_ID
from twofour.web.actions import periods as actions
from twofour.web.actions.audit import record
from twofour.web.bridge import lake, periods, periods_schemes, schemes
from twofour.web.bridge.periods import State
from twofour.web.models import Account, ShopRules
from twofour.web.permissions import Actor, actor_of

_MAY = "2026-05"
_JUNE_ON, _MAY_ON = "valid_from: 2026-06-01", "valid_from: 2026-05-01"
_STEPS: tuple[tuple[str, State], ...] = (
    ("finance", "reviewed"),
    ("owner", "approved"),
    ("finance", "locked"),
)


def stage_periods(accounts: Mapping[str, Account]) -> None:
    """Stage them with ``accounts`` by username; a shop that has opened a period is left as it is."""
    actors = {name: _actor(accounts[name]) for name in ("finance", "owner")}
    _count_as_the_scheme(accounts["owner"])
    if periods.book(SHOP_ID).periods:
        return
    _approve_for_may(actors["owner"])
    if not periods_schemes.versions():
        return
    actions.open_period(actor=actors["finance"], key=_MAY)
    actions.attach_runs(actor=actors["finance"], key=_MAY, tell=lambda done, total: None)
    for name, state in _STEPS:
        head = periods.book(SHOP_ID).head
        actions.move(actor=actors[name], key=_MAY, to=state, seen=head)
    actions.pay(actor=actors["finance"], key=_MAY, reference="SYN-2026-06-05", members=[])


def _approve_for_may(owner: Actor) -> None:
    """June's scheme is May's too, one version earlier."""
    june = [one.said for one in periods_schemes.versions() if _JUNE_ON in one.said.source]
    for said in june:
        with transaction.atomic():
            record(owner.account, "approve_scheme", said.scheme, shop_id=SHOP_ID, after={"valid_from": _MAY})
            schemes.approve(said.source.replace(_JUNE_ON, _MAY_ON), owner.account.name)


def _count_as_the_scheme(owner: Account) -> None:
    """The pages count by the rules of the scheme, so that a statement's figures are found again on them."""
    path = lake.data() / "rules.yaml"
    if ShopRules.objects.filter(shop_id=SHOP_ID).exists() or not path.exists():
        return
    with transaction.atomic():
        ShopRules.objects.create(shop_id=SHOP_ID, document=path.read_text(encoding="utf-8"))
        record(owner, "choose_rules", SHOP_ID, shop_id=SHOP_ID, after={"document": "rules.yaml"})


def _actor(account: Account) -> Actor:
    actor = actor_of(account, SHOP_ID)
    assert actor is not None
    return actor
