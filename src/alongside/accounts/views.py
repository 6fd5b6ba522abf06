"""The pages of accounts inside an organisation: settings, tokens, roles and invitations."""

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts import actions
from alongside.accounts.forms import AccountForm, AddressForm, ApiTokenForm, OrganisationForm, RolesForm
from alongside.accounts.inviting import invite_everyone, without_invitation
from alongside.accounts.links import send_address_link
from alongside.accounts.models import ApiToken, Person
from alongside.accounts.permissions import can_administer_organisation, can_invite
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken, require
from alongside.web.pagination import paginate


def settings_page(request: TenantRequest) -> HttpResponse:
    """A person's own settings."""
    person = request.person
    own = {name: getattr(person, name) for name in ("name", "language", "time_zone", "theme")}
    form = AccountForm(request.POST or None, initial=own)
    if request.method == "POST" and form.is_valid():
        actions.change_account(person, by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings", organisation=request.organisation.slug)
    context = {"form": form, "tokens": ApiToken.objects.visible_to(person), "token_form": ApiTokenForm()}
    return render(request, "accounts/settings.html", context)


def address_page(request: TenantRequest) -> HttpResponse:
    """Ask for another address to sign in with; a link goes there."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="manage_email", user=request.user):
            return render(request, "429.html", status=429)
        send_address_link(request.person, address=form.cleaned_data["email"])
        messages.info(request, _("A link is on its way to %(email)s. Press it there.") % form.cleaned_data)
        return redirect("settings", organisation=request.organisation.slug)
    return render(request, "accounts/address.html", {"form": form})


@require_POST
def api_tokens(request: TenantRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    form = ApiTokenForm(request.POST)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "accounts/token_form.html", context, status=422)
    token, secret = actions.create_api_token(request.person, by=request.person, **form.cleaned_data)
    return render(request, "accounts/token.html", {"token": token, "secret": secret})


@require_POST
def api_token_revocation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Stop a token."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.person), public_id=public_id)
    actions.revoke_api_token(token, by=request.person)
    messages.success(request, _("The token no longer works."))
    return redirect("settings", organisation=request.organisation.slug)


def accounts_page(request: TenantRequest) -> HttpResponse:
    """Everybody's account: who signs in, who was invited, who may do what."""
    require(can_administer_organisation(request.person))
    wanted = request.GET.get("find", "").strip()
    people = Person.objects.visible_to(request.person).filter(left_at=None).with_invitation()
    if wanted:
        people = people.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    waiting = without_invitation(request.organisation).count()
    context = {"page": paginate(request, people), "find": wanted, "waiting": waiting}
    return render(request, "accounts/accounts.html", context)


def organisation_settings(request: TenantRequest) -> HttpResponse:
    """The organisation's name and time zone."""
    require(can_administer_organisation(request.person))
    ours = {name: getattr(request.organisation, name) for name in ("name", "time_zone")}
    form = OrganisationForm(request.POST or None, initial=ours)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(request.organisation, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts", organisation=request.organisation.slug)
    return render(request, "accounts/organisation.html", {"form": form})


def roles_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """What one person may do."""
    require(can_administer_organisation(request.person))
    person = get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)
    own = {name: getattr(person, name) for name in ("is_organisation_admin", "may_start_programmes")}
    # Two empty boxes are an answer too, so the method decides and not what was posted.
    form = RolesForm(request.POST if request.method == "POST" else None, initial=own)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_roles(person, by=request.person, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts", organisation=request.organisation.slug)
    return render(request, "accounts/roles.html", {"form": form, "subject": person})


@require_POST
def invitation_sending(request: TenantRequest, public_id: str) -> HttpResponse:
    """Invite one person of the directory."""
    require(can_invite(request.person))
    person = get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)
    actions.invite(person, by=request.person)
    messages.success(request, _("%(name)s is invited.") % {"name": person.name})
    return _back_to_people(request)


@require_POST
def invitation_withdrawal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let a person's invitation stop working."""
    require(can_invite(request.person))
    person = get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)
    actions.withdraw_invitation(person, by=request.person)
    messages.success(request, _("The invitation of %(name)s no longer works.") % {"name": person.name})
    return _back_to_people(request)


@require_POST
def invitations(request: TenantRequest) -> HttpResponse:
    """Invite everybody who has no account and no invitation, and show how far that is."""
    job = invite_everyone(by=request.person)
    return redirect("job", organisation=request.organisation.slug, public_id=job.public_id)


def _back_to_people(request: TenantRequest) -> HttpResponse:
    """To the list that the person may see: accounts for admins, the directory for the others."""
    page = "accounts" if can_administer_organisation(request.person) else "people"
    return redirect(page, organisation=request.organisation.slug)


def home(request: HttpRequest) -> HttpResponse:
    """Go straight to the one organisation, or choose among several."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    people = list(Person.objects.filter(user=request.user.pk, left_at=None).select_related("organisation"))
    if len(people) == 1:
        return redirect("today", organisation=people[0].organisation.slug)
    return render(request, "accounts/choose_organisation.html", {"people": people})
