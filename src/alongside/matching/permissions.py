"""Who may do what with draft matchings and suggested matches."""

from alongside.accounts.models import Person
from alongside.matching.choosing import choosing
from alongside.matching.models import Proposal
from alongside.programmes.models import Enrolment, Programme, ProgrammeQuerySet


def can_match(by: Person, programme: Programme) -> bool:
    """Drafting, adjusting and publishing a matching is for those who run the programme."""
    return Programme.objects.managed_by(by).filter(pk=programme.pk).exists()


def matched_by(person: Person) -> ProgrammeQuerySet:
    """The programmes that the person runs, in which people can still be matched."""
    return Programme.objects.managed_by(person).exclude(state=Programme.State.CLOSED)


def can_answer(by: Person, proposal: Proposal) -> bool:
    """A suggested match is answered by the two people it is made to, and by nobody for them."""
    return by.pk in {proposal.learner.person_id, proposal.guide.person_id}


def can_ask(by: Person, guide: Enrolment) -> bool:
    """Whoever looks for a guide themselves may ask those of the same programme, where no first chat comes first."""
    return guide.programme.way == Programme.Way.CHOICE and looks_among(by, guide)


def looks_among(by: Person, guide: Enrolment) -> bool:
    """Whether the guide is one of those among whom the person looks for somebody themselves."""
    return (
        guide.is_guide
        and guide.person_id != by.pk
        and choosing(by).filter(programme=guide.programme_id).exists()
    )


def can_take_back_request(by: Person, proposal: Proposal) -> bool:
    """Whoever asked."""
    return proposal.is_request and proposal.learner.person_id == by.pk
