"""The ways in, outside any organisation: a link by mail, an invitation, the door of the demonstration.

Signing in by password or passkey is allauth's, in the look of the house.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from sesame.utils import get_user

from alongside.accounts import actions
from alongside.accounts.forms import InvitationForm, LinkForm, RecoveryForm
from alongside.accounts.links import read_address_link, send_link
from alongside.accounts.models import DemoPersona, Invitation, User
from alongside.accounts.recovery import recover_account
from alongside.accounts.secrets import digest
from alongside.activity.actions import RuleBroken
from alongside.activity.mailboxes import full_address, shown_address

SHOWN_ONCE = "recovery_code"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignInPage(LoginView):
    """Sign-in by password, with the other ways beside it."""

    def get_context_data(self, **context: object) -> dict[str, object]:
        """Add who can be visited in the demonstration."""
        if settings.DEMO:
            context["personas"] = DemoPersona.objects.select_related("person")
        return super().get_context_data(**context)


@require_POST
def link_request(request: HttpRequest) -> HttpResponse:
    """Send a link; the answer is the same whether or not anybody knows the address."""
    form = LinkForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"].casefold()
        if not ratelimit.consume(request, action="request_login_code", key=address):
            return render(request, "429.html", status=429)
        send_link(address, next_page=form.cleaned_data["next"])
    return render(request, "accounts/link_sent.html")


@never_cache
def link_arrival(request: HttpRequest) -> HttpResponse:
    """Sign in with a mailed link, after one press: mail programs open links by themselves."""
    if "sesame" not in request.GET:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/link_arrived.html")
    user = get_user(request)
    if not isinstance(user, User):
        return render(request, "accounts/link_spent.html", status=410)
    let_in(request, user)
    return redirect(_safe(request, request.GET.get("next", "")))


@never_cache
def invitation_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Open one's account from an invitation."""
    invitations = Invitation.objects.select_related("person__organisation")
    invitation = get_object_or_404(invitations, token_digest=digest(secret))
    if not invitation.is_open:
        return render(request, "accounts/invitation_spent.html", status=410)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = actions.accept_invitation(invitation, password=form.cleaned_data["password"])
        let_in(request, user)
        return redirect("home")
    has_account = User.objects.filter(email=invitation.address).exists()
    context = {"form": form, "invitation": invitation, "has_account": has_account}
    return render(request, "accounts/invitation.html", context)


@never_cache
def address_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with a new address from now on, after one press: mail programs open links by themselves."""
    asked = read_address_link(token)
    if asked is None:
        return render(request, "accounts/link_spent.html", status=410)
    user, old, new = asked
    if request.method == "POST":
        actions.change_address(user, old=old, new=new)
        messages.success(request, _("You sign in with %(address)s from now on.") % {"address": new})
        return redirect("home")
    return render(request, "accounts/address_confirmation.html", {"old": old, "new": new})


@never_cache
def recovery(request: HttpRequest) -> HttpResponse:
    """Choose a new password with the recovery code, where no link can be mailed."""
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not ratelimit.consume(request, action="login_failed", key=full_address(given["sign_in_name"])):
            return render(request, "429.html", status=429)
        try:
            user, code = recover_account(**given)
        except RuleBroken as broken:
            form.add_error("code", str(broken.message))
        else:
            let_in(request, user)
            show_once(request, code)
            return redirect("recovery_code")
    return render(request, "accounts/recovery.html", {"form": form})


@never_cache
def recovery_code(request: HttpRequest) -> HttpResponse:
    """The sign-in name and the recovery code, shown once, to be printed or written down."""
    code = request.session.pop(SHOWN_ONCE, None)
    if code is None or not request.user.is_authenticated:
        return redirect("home")
    name = shown_address(request.user.email)
    return render(request, "accounts/recovery_code.html", {"code": code, "sign_in_name": name})


def show_once(request: HttpRequest, code: str) -> None:
    """Keep a recovery code for the next page, which shows it this once; reloading makes no other."""
    request.session[SHOWN_ONCE] = code


@require_POST
def demo_door(request: HttpRequest, public_id: str) -> HttpResponse:
    """Be somebody of the demonstration; the door exists in demo mode only."""
    if not settings.DEMO:
        raise Http404
    persona = get_object_or_404(
        DemoPersona.objects.select_related("person__user"), person__public_id=public_id
    )
    login(request, persona.person.user, backend=BACKEND)
    return redirect("home")


def let_in(request: HttpRequest, user: User) -> None:
    """Sign in whoever proved that the account is theirs; that is proof enough to add a passkey, too."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="link", reauthenticated=True)


def _safe(request: HttpRequest, page: str) -> str:
    """The page asked for if it is one of ours, else the first page."""
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if is_ours and page.startswith("/") else "home"
