"""Who may do what with draft matchings and suggested matches."""

from alongside.accounts.models import Person
from alongside.matching.models import Proposal
from alongside.programmes.models import Programme


def can_match(by: Person, programme: Programme) -> bool:
    """Drafting, adjusting and publishing a matching is for those who run the programme."""
    return Programme.objects.managed_by(by).filter(pk=programme.pk).exists()


def can_match_somewhere(by: Person) -> bool:
    """Whether the person runs a programme in which people can still be matched."""
    return Programme.objects.managed_by(by).exclude(state=Programme.State.CLOSED).exists()


def can_answer(by: Person, proposal: Proposal) -> bool:
    """A suggested match is answered by the two people it is made to, and by nobody for them."""
    return by.pk in {proposal.learner.person_id, proposal.guide.person_id}
