"""Who signs in, and in which role for which shop and team."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from twofour.text import Text

EVERY = ""
"""A grant's shop or team that stands for all of them."""


class Role(models.TextChoices):
    """What somebody is to a shop."""

    OWNER = "owner"
    MANAGER = "manager"
    LEAD = "lead"
    AGENT = "agent"
    FINANCE = "finance"
    AUDITOR = "auditor"

    @property
    def title(self) -> Text:
        """The role for people."""
        return _TITLES[self]


_TITLES = {
    Role.OWNER: Text("店主", "Owner"),
    Role.MANAGER: Text("主管", "Manager"),
    Role.LEAD: Text("组长", "Team lead"),
    Role.AGENT: Text("客服", "Agent"),
    Role.FINANCE: Text("财务", "Finance"),
    Role.AUDITOR: Text("审计", "Auditor"),
}


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def open(self, *, username: str, name: str, password: str | None) -> Account:
        """A new account; without a password nobody can sign in to it."""
        account = self.model(username=self.model.normalize_username(username), name=name)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @property
    def role_titles(self) -> list[Text]:
        """Every role held anywhere, for people."""
        held = {grant.role for grant in self.grants.all()}
        return [role.title for role in Role if role in held]


class Grant(models.Model):
    """A role for a shop and team (empty: every one), and which member the person is, if one of them."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    shop_id = models.CharField(max_length=200, blank=True, default=EVERY)
    team = models.CharField(max_length=200, blank=True, default=EVERY)
    member_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("account__username", "role", "shop_id", "team")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "role", "shop_id", "team", "member_id"), name="one_grant_once"
            ),
        )

    @property
    def title(self) -> Text:
        """The role for people."""
        return Role(self.role).title


class Sharing(models.Model):
    """What a team agreed to show its agents of each other: some metrics, never pay."""

    shop_id = models.CharField(max_length=200)
    team = models.CharField(max_length=200)
    metrics = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("shop_id", "team"), name="one_sharing_a_team"),)
