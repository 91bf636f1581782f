"""Accounts and grants: opening, changing, closing; each act leaves an audit entry."""

from __future__ import annotations

from django.db import transaction

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.models import Account, Grant, Role
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor


def open_first_owner(*, username: str, name: str, password: str) -> Account:
    """The owner of an empty installation. Refused once anybody has an account."""
    with transaction.atomic():
        if Account.objects.select_for_update().exists():
            raise Refused(
                Text("已经有店主了；请登录", "somebody owns this installation already; please sign in")
            )
        account = Account.objects.open(username=username, name=name, password=password)
        Grant.objects.create(account=account, role=Role.OWNER)
        record(account, "open_account", username, after={"role": Role.OWNER})
    return account


def open_account(
    *, actor: Actor, username: str, name: str, password: str, role: Role, team: str, member_id: str
) -> Account:
    """An account with its first grant in the actor's shop."""
    actor.check(Act.MANAGE_ACCOUNTS)
    with transaction.atomic():
        account = Account.objects.open(username=username, name=name, password=password)
        _grant(actor, account, role, team, member_id)
        record(
            actor.account,
            "open_account",
            username,
            shop_id=actor.shop_id,
            after={"name": name, **_said(role, team, member_id)},
        )
    return account


def give(*, actor: Actor, account: Account, role: Role, team: str, member_id: str, why: str) -> Grant:
    """One more grant in the actor's shop."""
    actor.check(Act.MANAGE_ACCOUNTS)
    with transaction.atomic():
        grant = _grant(actor, account, role, team, member_id)
        record(
            actor.account,
            "give_right",
            account.username,
            shop_id=actor.shop_id,
            after=_said(role, team, member_id),
            why=why,
        )
    return grant


def take(*, actor: Actor, grant: Grant, why: str) -> None:
    """Take a grant away. The last owner keeps theirs, and a grant for every shop is its holder's own."""
    actor.check(Act.MANAGE_ACCOUNTS)
    with transaction.atomic():
        if grant.shop_id == EVERY and not _owns_all(actor):
            raise Refused(
                Text(
                    "这个角色管所有店铺，只有所有店铺的店主能收回",
                    "this role is for every shop; only an owner of every shop can take it away",
                )
            )
        if grant.role == Role.OWNER and not _other_owner(actor.shop_id, grant):
            raise Refused(
                Text(
                    "这是最后一位店主；请先给别人店主角色",
                    "this is the last owner; first make somebody else an owner",
                )
            )
        said = _said(Role(grant.role), grant.team, grant.member_id)
        subject = grant.account.username
        grant.delete()
        record(actor.account, "take_right", subject, shop_id=actor.shop_id, before=said, why=why)


def set_password(*, actor: Actor, account: Account, password: str) -> None:
    """A new password for somebody who lost theirs."""
    actor.check(Act.MANAGE_ACCOUNTS)
    _check_ours(actor, account)
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        record(actor.account, "set_password", account.username, shop_id=actor.shop_id)


def set_active(*, actor: Actor, account: Account, active: bool, why: str) -> None:
    """Close an account, or open it again. Nobody closes their own."""
    actor.check(Act.MANAGE_ACCOUNTS)
    _check_ours(actor, account)
    if account == actor.account:
        raise Refused(Text("不能停用自己的账号", "nobody closes their own account"))
    with transaction.atomic():
        before, account.is_active = account.is_active, active
        account.save(update_fields=["is_active"])
        record(
            actor.account,
            "set_active",
            account.username,
            shop_id=actor.shop_id,
            before=before,
            after=active,
            why=why,
        )


def _grant(actor: Actor, account: Account, role: Role, team: str, member_id: str) -> Grant:
    if role is Role.AGENT and not member_id:
        raise Refused(Text("客服角色要写明是哪位员工", "an agent's role says which member they are"))
    found, made = Grant.objects.get_or_create(
        account=account, role=role, shop_id=actor.shop_id, team=team, member_id=member_id
    )
    if not made:
        raise Refused(Text("这个角色已经有了", "they hold this role already"))
    return found


def _check_ours(actor: Actor, account: Account) -> None:
    elsewhere = account.grants.exclude(shop_id=actor.shop_id)
    if account != actor.account and elsewhere.exists() and not _owns_all(actor):
        raise Refused(
            Text(
                f"{account.name} 在别的店铺也有角色，要由所有店铺的店主来改",
                f"{account.name} has roles in other shops too; an owner of every shop must do this",
            )
        )


def _owns_all(actor: Actor) -> bool:
    return any(one.role == Role.OWNER and one.shop_id == EVERY for one in actor.grants)


def _other_owner(shop_id: str, grant: Grant) -> bool:
    owners = Grant.objects.filter(role=Role.OWNER, shop_id__in=(EVERY, shop_id), account__is_active=True)
    return owners.exclude(pk=grant.pk).exists()


def _said(role: Role, team: str, member_id: str) -> dict[str, str]:
    return {"role": role.value, "team": team, "member": member_id}
