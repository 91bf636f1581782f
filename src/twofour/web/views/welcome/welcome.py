"""The first run: an empty installation offers the demo, or an owner's account and then the import."""

from __future__ import annotations

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.web.actions.accounts import open_first_owner
from twofour.web.bridge.demo import SHOP_ID
from twofour.web.forms.accounts import NameForm
from twofour.web.jobs import ask
from twofour.web.models import Account
from twofour.web.stage.filling import DEMO
from twofour.web.stage.people import open_accounts

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def greet(request: HttpRequest) -> HttpResponse:
    """Try the demo, or begin with one's own files; once somebody is in charge this page has done its work."""
    if Account.objects.exists():
        return redirect("home")
    return render(request, "web/welcome/greet.html")


def own(request: HttpRequest) -> HttpResponse:
    """The owner's account."""
    if Account.objects.exists():
        return redirect("home")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        account = open_first_owner(username=said["username"], name=said["name"], password=said["password"])
        login(request, account, backend=_BACKEND)
        return redirect("home")
    return render(request, "web/welcome/owner.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def try_demo(request: HttpRequest) -> HttpResponse:
    """Make the synthetic shop in this empty folder and step in as its owner."""
    if Account.objects.exists():
        return redirect("home")
    owner = open_accounts()["owner"]
    with transaction.atomic():
        job = ask(owner, DEMO, SHOP_ID, {})
    login(request, owner, backend=_BACKEND)
    return redirect("job", job=job.pk)
