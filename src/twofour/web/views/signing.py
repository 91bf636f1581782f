"""Signing in and out. Five wrong passwords for a name from one address close the door for a quarter hour."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from twofour.web.bridge import demo
from twofour.web.forms.signing import SignInForm
from twofour.web.models import Account


class SignIn(LoginView):
    """Name and password; in the demo also one button per person of the synthetic shop."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **more: object) -> dict[str, object]:
        """The people of the demo beside the form."""
        people = Account.objects.filter(is_active=True, demo=True).prefetch_related("grants")
        return super().get_context_data(people=people if demo.here() else (), **more)


@require_POST
def enter_demo(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as somebody of the synthetic shop, and go on at ``next``; elsewhere there is no such door."""
    if not demo.here():
        raise Http404
    account = get_object_or_404(Account, username=username, is_active=True, demo=True)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    after = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    return redirect(after if here else "home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")
