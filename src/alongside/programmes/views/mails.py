"""The mails of a programme, to read and to send to oneself first."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.programmes.actions.sampling import send_sample
from alongside.programmes.mails import mails
from alongside.programmes.views.scope import managed


def programme_mails(request: TenantRequest, public_id: str) -> HttpResponse:
    """Each mail as its reader gets it, with the reader's name on this page being one's own."""
    programme = managed(request, public_id)
    rows = [(mail, mail.write(programme, request.person)) for mail in mails()]
    return render(request, "programmes/mails.html", {"programme": programme, "rows": rows})


@require_POST
def programme_mail_sample(request: TenantRequest, public_id: str, key: str) -> HttpResponse:
    """Send one of them to oneself."""
    programme = managed(request, public_id)
    mail = next((mail for mail in mails() if mail.key == key), None)
    if mail is None:
        raise Http404
    send_sample(programme, by=request.person, mail=mail)
    messages.success(request, _("It is on its way to you."))
    return redirect("programme_mails", request.organisation.slug, programme.public_id)
