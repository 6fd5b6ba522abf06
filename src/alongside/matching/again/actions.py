"""Saying what counts more for oneself, and forgetting it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.again.choices import MOST, choices_of
from alongside.matching.again.models import Emphasis
from alongside.matching.again.permissions import can_say_emphasis
from alongside.programmes.models import Enrolment


@transaction.atomic
def say_emphasis(enrolment: Enrolment, *, by: Person, criteria: Sequence[str]) -> None:
    """Let up to two of the programme's criteria count twice for oneself from the next run on; none takes it back.

    The event is that of any change of a profile: nobody learns from it that there is anything here.
    """
    require(can_say_emphasis(by, enrolment))
    wanted = sorted(set(criteria))
    if len(wanted) > MOST:
        raise RuleBroken(_("Choose two at most: with more, none counts more than the others."))
    if not set(wanted) <= {key for key, _words in choices_of(enrolment.programme)}:
        raise RuleBroken(_("What counts in this programme has changed. Look at it again, and choose anew."))
    if wanted:
        said = {"criteria": wanted, "said_at": timezone.now()}
        Emphasis.objects.update_or_create(enrolment=enrolment, defaults=said)
    else:
        forget_emphasis_of(enrolment)
    record("profile.changed", by=by, subject=by)


def forget_emphasis_of(enrolment: Enrolment) -> None:
    """What somebody said who takes part no more, or takes it back; inside the action by which they do."""
    Emphasis.objects.filter(enrolment=enrolment).delete()
