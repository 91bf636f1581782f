"""Members and rights: who has an account in the shop, in which roles, and what those may do."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import accounts as actions
from twofour.web.bridge import people
from twofour.web.forms.accounts import AccountForm, PasswordForm, RoleForm, WhyForm
from twofour.web.models import Account, Role
from twofour.web.permissions import RIGHTS, Act
from twofour.web.queries.accounts import accounts_in
from twofour.web.views.page import page
from twofour.web.words import say

_PAGE = 30


@page(Act.MANAGE_ACCOUNTS)
def listed(request: HttpRequest, shop: str) -> HttpResponse:
    """Everybody with an account here, and the table of rights."""
    shown = Paginator(accounts_in(shop), _PAGE).get_page(request.GET.get("page"))
    rights = [(act, [RIGHTS[act].get(role) for role in Role]) for act in Act]
    context = {"shown": shown, "rights": rights, "roles": list(Role), "names": people.names(shop)}
    return render(request, "web/accounts/list.html", context)


@page(Act.MANAGE_ACCOUNTS)
def new(request: HttpRequest, shop: str) -> HttpResponse:
    """Open an account with its first role."""
    form = AccountForm(request.POST or None, **_choices(shop))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        account = actions.open_account(
            actor=request.actor,
            username=said["username"],
            name=said["name"],
            password=said["password"],
            role=Role(said["role"]),
            team=said["team"],
            member_id=said["member"],
        )
        messages.success(request, say(Text(f"已开账号 {account.name}", f"{account.name} has an account")))
        return redirect("accounts", shop=shop)
    return render(request, "web/accounts/new.html", {"form": form}, status=422 if form.errors else 200)


@page(Act.MANAGE_ACCOUNTS)
def one(request: HttpRequest, shop: str, username: str) -> HttpResponse:
    """One account: its roles here, a new password, closing it."""
    return _shown(request, shop, _account(shop, username))


@require_POST
@page(Act.MANAGE_ACCOUNTS)
def give(request: HttpRequest, shop: str, username: str) -> HttpResponse:
    """One more role."""
    account = _account(shop, username)
    form, why = RoleForm(request.POST, **_choices(shop)), WhyForm(request.POST)
    if not (form.is_valid() and why.is_valid()):
        return _shown(request, shop, account, role=form, why=why)
    said = form.cleaned_data
    actions.give(
        actor=request.actor,
        account=account,
        role=Role(said["role"]),
        team=said["team"],
        member_id=said["member"],
        why=why.cleaned_data["why"],
    )
    messages.success(request, say(Text("已加角色", "Role given")))
    return redirect("accounts-one", shop=shop, username=username)


@require_POST
@page(Act.MANAGE_ACCOUNTS)
def take(request: HttpRequest, shop: str, username: str, grant: int) -> HttpResponse:
    """Take a role away."""
    account = _account(shop, username)
    found = next((one for one in account.grants_here if one.pk == grant), None)
    if found is None:
        raise Http404
    actions.take(actor=request.actor, grant=found, why=request.POST.get("why", ""))
    messages.success(request, say(Text("已收回角色", "Role taken away")))
    return redirect("accounts", shop=shop)


@require_POST
@page(Act.MANAGE_ACCOUNTS)
def password(request: HttpRequest, shop: str, username: str) -> HttpResponse:
    """A new password."""
    account = _account(shop, username)
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _shown(request, shop, account, password=form)
    actions.set_password(actor=request.actor, account=account, password=form.cleaned_data["password"])
    messages.success(request, say(Text("密码已重设，请当面告诉本人", "Password set; tell them in person")))
    return redirect("accounts-one", shop=shop, username=username)


@require_POST
@page(Act.MANAGE_ACCOUNTS)
def active(request: HttpRequest, shop: str, username: str) -> HttpResponse:
    """Close the account, or open it again."""
    account = _account(shop, username)
    why = request.POST.get("why", "")
    actions.set_active(actor=request.actor, account=account, active=not account.is_active, why=why)
    done = Text("已启用", "Reopened") if account.is_active else Text("已停用，不能再登录", "Closed")
    messages.success(request, say(done))
    return redirect("accounts-one", shop=shop, username=username)


def _shown(request: HttpRequest, shop: str, account: Account, **forms: object) -> HttpResponse:
    context = {
        "account": account,
        "names": people.names(shop),
        "role": RoleForm(**_choices(shop)),
        "why": WhyForm(),
        "password": PasswordForm(),
        **forms,
    }
    return render(request, "web/accounts/one.html", context, status=422 if forms else 200)


def _account(shop: str, username: str) -> Account:
    account = accounts_in(shop).filter(username=username).first()
    if account is None:
        raise Http404
    return account


def _choices(shop: str) -> dict[str, object]:
    return {"teams": people.teams(shop), "members": list(people.names(shop).items())}
