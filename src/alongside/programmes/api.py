"""Programmes in the API: what one runs, takes part in and can join; sign-ups and decisions about them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.pagination import paginate

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.programmes.actions import enrolments, life
from alongside.programmes.actions.preparing import finish_preparation, reopen_preparation
from alongside.programmes.api_schemas import (
    AnsweredEnrolmentOut,
    EnrolmentOut,
    ProgrammeIn,
    ProgrammeOut,
    QuestionOut,
    RefusalIn,
    Role,
    SignUpIn,
    State,
)
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme
from alongside.questionnaires.answering import questions_for
from alongside.questionnaires.forms import checked_answers
from alongside.questionnaires.models import Answer, Question

router = Router(tags=["programmes"])
ONE = "/programmes/{public_id}"
ENROLMENT = "/enrolments/{public_id}"


@router.get("/programmes", response=list[ProgrammeOut], summary="The programmes you run, are in, or can join")
@paginate
def programmes(request: TenantRequest) -> QuerySet[Programme]:
    """The newest first."""
    return Programme.objects.visible_to(request.person).order_by("-created_at", "pk")


@router.post("/programmes", response={201: ProgrammeOut}, summary="Begin a programme")
def programme_creation(request: TenantRequest, wanted: ProgrammeIn) -> Status[Programme]:
    """A draft with questions, criteria and rules that suit most programmes."""
    return Status(201, life.create_programme(by=request.person, **wanted.dict()))


@router.get(ONE, response=ProgrammeOut, summary="One programme")
def programme(request: TenantRequest, public_id: str) -> Programme:
    """What it is, and whether one can join."""
    return _programme(request, public_id)


@router.get(f"{ONE}/questions", response=list[QuestionOut], summary="What is asked at sign-up")
def questions(request: TenantRequest, public_id: str) -> list[Question]:
    """The questions in their order, with who reads each answer."""
    questionnaire = _programme(request, public_id).questionnaire
    return list(questionnaire.questions.all()) if questionnaire else []


@router.post(f"{ONE}/opening", response=ProgrammeOut, summary="Open it for sign-up")
def programme_opening(request: TenantRequest, public_id: str) -> Programme:
    """People can sign up from now on."""
    return life.open_programme(_programme(request, public_id), by=request.person)


@router.post(f"{ONE}/start", response=ProgrammeOut, summary="Start it")
def programme_start(request: TenantRequest, public_id: str) -> Programme:
    """It runs; pairs begin to meet."""
    return life.start_programme(_programme(request, public_id), by=request.person)


@router.post(f"{ONE}/closing", response=ProgrammeOut, summary="Close it")
def programme_closing(request: TenantRequest, public_id: str) -> Programme:
    """Nobody joins any more; pairs that want to go on may."""
    return life.close_programme(_programme(request, public_id), by=request.person)


@router.get(f"{ONE}/enrolments", response=list[EnrolmentOut], summary="Who takes part in a programme you run")
@paginate
def programme_enrolments(
    request: TenantRequest, public_id: str, state: State | None = None, role: Role | None = None
) -> QuerySet[Enrolment]:
    """By name; narrowed to a state or a side."""
    found = _programme(request, public_id)
    require(can_run_programme(request.person, found))
    wanted = Q(state=state) if state else Q()
    if role:
        wanted &= Q(role__in=[role, Enrolment.Role.BOTH])
    return (
        found.enrolments.filter(wanted).select_related("programme", "person").order_by("person__name", "pk")
    )


@router.post(f"{ONE}/enrolments", response={201: EnrolmentOut}, summary="Sign yourself up")
def sign_up(request: TenantRequest, public_id: str, wanted: SignUpIn) -> Status[Enrolment]:
    """Take part, or change your answers; where the programme is full you wait."""
    found, given = _programme(request, public_id), wanted.dict()
    sides = {"learner", "guide"} if wanted.role == "both" else {str(wanted.role)}
    try:
        answers = checked_answers(questions_for(found.questionnaire, sides), given.pop("answers"))
    except ValidationError as wrong:
        raise HttpError(422, " ".join(wrong.messages)) from wrong
    return Status(201, enrolments.apply(found, by=request.person, answers=answers, **given))


@router.get("/enrolments", response=list[EnrolmentOut], summary="Your own sign-ups")
@paginate
def own_enrolments(request: TenantRequest) -> QuerySet[Enrolment]:
    """In every programme, the newest first."""
    own = Enrolment.objects.visible_to(request.person).filter(person=request.person)
    return own.select_related("programme", "person").order_by("-applied_at", "pk")


@router.get(ENROLMENT, response=AnsweredEnrolmentOut, summary="One sign-up with its answers")
def enrolment(request: TenantRequest, public_id: str) -> dict[str, Any]:
    """Your own whole; somebody else's without what nobody reads."""
    found = _enrolment(request, public_id)
    is_own = found.person_id == request.person.pk
    answers = Answer.objects.filter(response=found.response_id)
    if not is_own:
        answers = answers.exclude(question__reader=Question.Reader.NOBODY)
    return {
        **EnrolmentOut.from_orm(found).dict(by_alias=True),
        "answers": dict(answers.values_list("question__key", "value")),
        "decline_reason": found.decline_reason if is_own else None,
    }


@router.post(f"{ENROLMENT}/approval", response=EnrolmentOut, summary="Approve a sign-up")
def approval(request: TenantRequest, public_id: str) -> Enrolment:
    """The person takes part, and the next matching considers them."""
    return enrolments.approve(_enrolment(request, public_id), by=request.person)


@router.post(f"{ENROLMENT}/refusal", response=EnrolmentOut, summary="Decline a sign-up")
def refusal(request: TenantRequest, public_id: str, refused: RefusalIn) -> Enrolment:
    """The person is told kindly; the reason stands on their page, not in the mail."""
    return enrolments.decline(_enrolment(request, public_id), by=request.person, reason=refused.reason)


@router.post(f"{ENROLMENT}/waiting", response=EnrolmentOut, summary="Put somebody on the waiting list")
def waiting(request: TenantRequest, public_id: str) -> Enrolment:
    """The person goes first when there is a place."""
    return enrolments.put_on_waiting_list(_enrolment(request, public_id), by=request.person)


@router.post(f"{ENROLMENT}/preparation", response=EnrolmentOut, summary="Say that the preparation is done")
def preparation(request: TenantRequest, public_id: str) -> Enrolment:
    """Your own, or somebody's in a programme that you run; the next matching counts them in."""
    return finish_preparation(_enrolment(request, public_id), by=request.person)


@router.delete(f"{ENROLMENT}/preparation", response=EnrolmentOut, summary="Say that it is still to do")
def preparation_reopening(request: TenantRequest, public_id: str) -> Enrolment:
    """What runs or is suggested already stays."""
    return reopen_preparation(_enrolment(request, public_id), by=request.person)


@router.post(f"{ENROLMENT}/withdrawal", response=EnrolmentOut, summary="Leave a programme")
def withdrawal(request: TenantRequest, public_id: str) -> Enrolment:
    """No reason is asked; what runs in it ends kindly."""
    return enrolments.withdraw(_enrolment(request, public_id), by=request.person)


def _programme(request: TenantRequest, public_id: str) -> Programme:
    visible = Programme.objects.visible_to(request.person).select_related("questionnaire", "organisation")
    return get_object_or_404(visible, public_id=public_id)


def _enrolment(request: TenantRequest, public_id: str) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.person).select_related("programme", "person")
    return get_object_or_404(visible, public_id=public_id)
