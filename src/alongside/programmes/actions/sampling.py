"""Sending a mail of a programme to oneself, before anybody else gets it."""

from dataclasses import replace

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import record, require
from alongside.programmes.mails import ProgrammeMail
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme


@transaction.atomic
def send_sample(programme: Programme, *, by: Person, mail: ProgrammeMail) -> None:
    """Mail it to who asks, marked as a sample."""
    require(can_run_programme(by, programme))
    message = mail.write(programme, by)
    sample = replace(message, subject=format_lazy(_("Sample: {subject}"), subject=message.subject))
    record("mail.sampled", by=by, subject=programme, tell=[sample])
