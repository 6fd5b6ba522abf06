"""Finding somebody for one person now, around everybody who is matched already."""

from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, require
from alongside.matching.actions.drafting import draft_matching
from alongside.matching.models import Scenario
from alongside.matching.permissions import can_match
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment


def find_for(enrolment: Enrolment, *, by: Person) -> Scenario:
    """Start a run for this one learner: the best of whoever has a free place, and nobody else is moved.

    Raises ``RuleBroken`` with the cure where the person looks for nobody just now.
    """
    require(can_match(by, enrolment.programme))
    name = {"name": enrolment.person.name}
    if not enrolment.looks_by_criteria:
        raise RuleBroken(_("%(name)s does not look for anybody in this programme.") % name)
    if enrolment.has_to_prepare("learner"):
        raise RuleBroken(_("%(name)s has not prepared yet. Ask them to, or note that they have.") % name)
    left = places_left(Enrolment.objects.filter(pk=enrolment.pk))
    if not left[enrolment.pk].as_learner:
        raise RuleBroken(
            _(
                "%(name)s has nobody left to look for: all places are filled, wait for an answer, or are paused."
            )
            % name
        )
    return draft_matching(enrolment.programme, by=by, only=enrolment)
