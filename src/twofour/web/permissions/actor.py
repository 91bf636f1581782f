"""Whoever acts in a shop: their grants there, and what those allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import EllipsisType

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.models import Account, Grant, Role
from twofour.web.models.accounts import EVERY
from twofour.web.permissions.rights import RIGHTS, Act, Reach

_LONGEST_SIGNATURE = 60  # characters of name and account; the ledger keeps 64 with the brackets


Whose = str | EllipsisType | None
"""A member's id or a team: ``...`` not asked for, ``None`` unknown."""


class Forbidden(Refused):
    """Somebody asked for what their role does not allow. Becomes a page with status 403."""


@dataclass(frozen=True)
class Actor:
    """An account in one shop, with its grants there. Teams and members are named as the roster does."""

    account: Account
    shop_id: str
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role held here, the farthest reaching first."""
        held = {Role(grant.role) for grant in self.grants}
        return tuple(role for role in Role if role in held)

    @property
    def member_id(self) -> str | None:
        """Which member of the shop this is, if any."""
        return next((grant.member_id for grant in self.grants if grant.member_id), None)

    @property
    def signature(self) -> str:
        """How the ledger and the registry name this person; the account tells people of one name apart."""
        name, username = self.account.name, self.account.username
        plain = name == username or len(name) + len(username) > _LONGEST_SIGNATURE
        return username if plain else f"{name} ({username})"

    def can(self, act: Act, *, team: Whose = ..., member: Whose = ...) -> bool:
        """Whether ``act`` is allowed for a member and team, or, with neither given, for anything at all here.

        ``None`` is a member or team that nobody knows: only who reaches the whole shop reaches that.
        """
        return any(self._allows(grant, act, team, member) for grant in self.grants)

    def check(self, act: Act, *, team: Whose = ..., member: Whose = ...) -> None:
        """Raises ``Forbidden``, which says who may, unless ``can`` answers yes."""
        if not self.can(act, team=team, member=member):
            may = [role.title for role in Role if role in RIGHTS[act]]
            raise Forbidden(
                Text(
                    f"你的角色不能{act.title.zh}；可以的角色：{'、'.join(one.zh for one in may)}",
                    f"Your role does not allow: {act.title.en}. "
                    f"Roles that may: {', '.join(one.en for one in may)}",
                )
            )

    def teams(self, act: Act) -> frozenset[str] | None:
        """The teams that ``act`` reaches as a whole; ``None`` for every team of the shop."""
        reaches = [(grant, RIGHTS[act].get(Role(grant.role))) for grant in self.grants]
        if any(self._whole_shop(grant, reach) for grant, reach in reaches):
            return None
        return frozenset(grant.team for grant, reach in reaches if reach in (Reach.TEAM, Reach.SHOP))

    def seen(self, act: Act, members: Iterable[tuple[str, str | None]]) -> list[str]:
        """Of ``members`` (id, team) those whom ``act`` reaches, in their order."""
        return [member for member, team in members if self.can(act, team=team, member=member)]

    @staticmethod
    def _whole_shop(grant: Grant, reach: Reach | None) -> bool:
        return reach in (Reach.SHOP, Reach.TEAM) and grant.team == EVERY

    def _allows(self, grant: Grant, act: Act, team: Whose, member: Whose) -> bool:
        reach = RIGHTS[act].get(Role(grant.role))
        if reach is None:
            return False
        if (team is ... and member is ...) or self._whole_shop(grant, reach):
            return True
        if isinstance(member, str) and member and grant.member_id == member:
            return True
        return reach is not Reach.SELF and isinstance(team, str) and team != EVERY and grant.team == team


def actor_of(account: Account, shop_id: str) -> Actor | None:
    """The account in a shop; ``None`` where it has no grant."""
    grants = tuple(account.grants.filter(shop_id__in=(EVERY, shop_id)))
    return Actor(account, shop_id, grants) if grants else None


def actor_in(account: Account, shops: Iterable[str]) -> Callable[[str], Actor | None]:
    """The same for many shops with one query."""
    grants = tuple(account.grants.all())
    found = {shop: tuple(one for one in grants if one.shop_id in (EVERY, shop)) for shop in shops}
    return lambda shop: Actor(account, shop, found[shop]) if found.get(shop) else None
