"""In group mentoring everybody who says yes to the same mentor joins one circle, within its places."""

from alongside.matching.actions import accept_proposal
from alongside.matching.models import Proposal
from alongside.matching.places import places_left
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme, published


def accepted(proposal: Proposal) -> Proposal:
    accept_proposal(proposal, by=proposal.learner.person)
    return accept_proposal(Proposal.objects.get(pk=proposal.pk), by=proposal.guide.person)


def test_everybody_who_accepts_joins_the_mentors_circle(cast: Cast) -> None:
    programme = make_matching_programme(cast.organisation, cast.manager, kind="group")
    for name in ("Noor", "Jun"):
        enrol(programme, name, "learner")
    lars = enrol(programme, "Lars", "guide", places=3)
    circles = {accepted(proposal).relationship for proposal in published(programme, cast.manager)}
    assert circles == {Relationship.objects.get(programme=programme)}
    assert circles.pop().participants.count() == 3
    assert places_left(programme.enrolments.all())[lars.pk].as_guide == 1
