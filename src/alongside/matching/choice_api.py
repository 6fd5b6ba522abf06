"""Asking somebody oneself, in the API: the guides of a programme, whom we recommend, and requests."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.actions import ask_guide, take_back_request
from alongside.matching.api import NamedOut, SuggestionOut
from alongside.matching.choosing import choosing, guides_of
from alongside.matching.finding import GuideCard, recommended
from alongside.matching.models import Proposal
from alongside.programmes.models import Enrolment

router = Router(tags=["matching"])


class RecommendationOut(Schema):
    """A guide whom you would do well to ask: who, why, and how many places are free; never a number for the fit."""

    id: str = Field(alias="guide.public_id", description="The guide's sign-up, by which you ask them.")
    person: NamedOut = Field(alias="guide.person")
    job_title: str
    skills: list[str]
    free: int = Field(description="Places that you may ask for.")
    reasons: list[str]

    @staticmethod
    def resolve_job_title(card: GuideCard) -> str:
        """What the guide does."""
        return getattr(getattr(card.guide.person, "profile", None), "job_title", "")


class RequestIn(Schema):
    """Why you ask, for the guide alone."""

    message: str = Field(min_length=1, max_length=600)


@router.get(
    "/programmes/{programme_id}/recommendations",
    response=list[RecommendationOut],
    summary="Whom we recommend to you",
)
def recommendations(request: TenantRequest, programme_id: str) -> list[GuideCard]:
    """Guides with a free place who fit you, best first, in a programme where people ask themselves."""
    return recommended(_learner(request, programme_id))


@router.post(
    "/programmes/{programme_id}/guides/{enrolment_id}/request",
    response={201: SuggestionOut},
    summary="Ask a guide",
)
def guide_request(request: TenantRequest, programme_id: str, enrolment_id: str, given: RequestIn) -> Status:
    """Ask, with a few words of why; it holds a place until the guide answers. Asking twice is asking once."""
    guides = guides_of(_learner(request, programme_id)).select_related("person")
    guide = get_object_or_404(guides, public_id=enrolment_id)
    return Status(201, ask_guide(guide, by=request.person, message=given.message))


@router.post("/suggestions/{public_id}/request-withdrawal", response=SuggestionOut, summary="Ask no longer")
def request_withdrawal(request: TenantRequest, public_id: str) -> Proposal:
    """Take a request of yours back that waits for an answer."""
    own = Proposal.objects.filter(learner__person=request.person, is_request=True).with_people()
    return take_back_request(get_object_or_404(own, public_id=public_id), by=request.person)


def _learner(request: TenantRequest, programme_id: str) -> Enrolment:
    return get_object_or_404(choosing(request.person), programme__public_id=programme_id)
