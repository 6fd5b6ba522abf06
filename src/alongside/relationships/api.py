"""Relationships in the API: one's own, with their sessions, notes and next steps."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.pagination import paginate

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.relationships import actions
from alongside.relationships.api_schemas import (
    ActionIn,
    ActionOut,
    EndIn,
    HeldIn,
    MoveIn,
    NoteChangeIn,
    NoteIn,
    NoteOut,
    RelationshipOut,
    SessionIn,
    SessionOut,
)
from alongside.relationships.models import Action, Note, Relationship, Session

router = Router(tags=["relationships"])
ONE = "/relationships/{public_id}"


@router.get("/relationships", response=list[RelationshipOut], summary="The relationships you take part in")
@paginate
def relationships(request: TenantRequest) -> QuerySet[Relationship]:
    """Everyone you meet or have met, the newest first."""
    return Relationship.objects.visible_to(request.person).with_people()


@router.get(ONE, response=RelationshipOut, summary="One relationship")
def relationship(request: TenantRequest, public_id: str) -> Relationship:
    """Who takes part, why you two, and when you last met."""
    return _own(request, public_id)


@router.post(f"{ONE}/pause", response=RelationshipOut, summary="Pause for a while")
def relationship_pause(request: TenantRequest, public_id: str) -> Relationship:
    """Nobody expects you to meet until one of you goes on."""
    actions.pause_relationship(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.post(f"{ONE}/resumption", response=RelationshipOut, summary="Go on after a pause")
def relationship_resumption(request: TenantRequest, public_id: str) -> Relationship:
    """The pause is over."""
    actions.resume_relationship(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.post(f"{ONE}/ending", response=RelationshipOut, summary="End early, with no fault")
def relationship_ending(request: TenantRequest, public_id: str, wish: EndIn) -> Relationship:
    """No reason is needed; everyone is told kindly."""
    actions.end_relationship(_own(request, public_id), by=request.person, **wish.dict())
    return _own(request, public_id)


@router.post(f"{ONE}/completion", response=RelationshipOut, summary="Complete")
def relationship_completion(request: TenantRequest, public_id: str) -> Relationship:
    """You have come to the end that was meant."""
    actions.complete_relationship(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.get(f"{ONE}/sessions", response=list[SessionOut], tags=["sessions"], summary="Its sessions")
@paginate
def sessions(request: TenantRequest, public_id: str) -> QuerySet[Session]:
    """Planned, held, missed and cancelled ones, the newest first."""
    return _own(request, public_id).sessions.all()


@router.post(f"{ONE}/sessions", response={201: SessionOut}, tags=["sessions"], summary="Plan a session")
def session_planning(request: TenantRequest, public_id: str, wanted: SessionIn) -> Status:
    """Plan a meeting; the others are told the time, never what it is about."""
    session = actions.plan_session(_own(request, public_id), by=request.person, **wanted.dict())
    return Status(201, session)


@router.post(f"{ONE}/held-sessions", response={201: SessionOut}, tags=["sessions"], summary="Log a session")
def session_log(request: TenantRequest, public_id: str, held: SessionIn) -> Status:
    """Say that you met."""
    session = actions.log_session(_own(request, public_id), by=request.person, **held.dict())
    return Status(201, session)


@router.patch("/sessions/{public_id}", response=SessionOut, tags=["sessions"], summary="Move a session")
def session_time(request: TenantRequest, public_id: str, wanted: MoveIn) -> Session:
    """Give a planned session another time."""
    return actions.move_session(_own_session(request, public_id), by=request.person, **wanted.dict())


@router.post(
    "/sessions/{public_id}/cancellation", response=SessionOut, tags=["sessions"], summary="Cancel a session"
)
def session_cancellation(request: TenantRequest, public_id: str) -> Session:
    """A planned session will not take place."""
    return actions.cancel_session(_own_session(request, public_id), by=request.person)


@router.post(
    "/sessions/{public_id}/holding",
    response=SessionOut,
    tags=["sessions"],
    summary="Say that a session was held",
)
def session_holding(request: TenantRequest, public_id: str, held: HeldIn) -> Session:
    """A planned session took place."""
    return actions.mark_held(_own_session(request, public_id), by=request.person, **held.dict())


@router.post(
    "/sessions/{public_id}/absence",
    response=SessionOut,
    tags=["sessions"],
    summary="Say that a session was missed",
)
def session_absence(request: TenantRequest, public_id: str) -> Session:
    """A session did not take place."""
    return actions.mark_missed(_own_session(request, public_id), by=request.person)


@router.get(f"{ONE}/notes", response=list[NoteOut], tags=["notes"], summary="The notes you may read")
@paginate
def notes(request: TenantRequest, public_id: str) -> QuerySet[Note]:
    """Your own notes, and those shared among you."""
    readable = Note.objects.visible_to(request.person).select_related("author")
    return readable.filter(relationship=_own(request, public_id))


@router.post(f"{ONE}/notes", response={201: NoteOut}, tags=["notes"], summary="Write a note")
def note_writing(request: TenantRequest, public_id: str, written: NoteIn) -> Status:
    """For yourself, unless the audience says otherwise."""
    note = actions.write_note(_own(request, public_id), by=request.person, **written.dict())
    return Status(201, note)


@router.patch("/notes/{public_id}", response=NoteOut, tags=["notes"], summary="Change a note")
def note_change(request: TenantRequest, public_id: str, written: NoteChangeIn) -> Note:
    """Write your note anew; who can read it stays as it is."""
    return actions.change_note(_readable_note(request, public_id), by=request.person, body=written.body)


@router.post("/notes/{public_id}/sharing", response=NoteOut, tags=["notes"], summary="Share a note")
def note_sharing(request: TenantRequest, public_id: str) -> Note:
    """Let everyone inside read your note."""
    return actions.share_note(_readable_note(request, public_id), by=request.person)


@router.delete("/notes/{public_id}", response={204: None}, tags=["notes"], summary="Delete a note for good")
def note_deletion(request: TenantRequest, public_id: str) -> Status:
    """Remove your note, for everyone who could read it."""
    actions.delete_note(_readable_note(request, public_id), by=request.person)
    return Status(204, None)


@router.get(f"{ONE}/actions", response=list[ActionOut], tags=["next steps"], summary="Its next steps")
@paginate
def next_steps(request: TenantRequest, public_id: str) -> QuerySet[Action]:
    """Open ones first."""
    return _own(request, public_id).actions.in_order().select_related("owner")


@router.post(f"{ONE}/actions", response={201: ActionOut}, tags=["next steps"], summary="Add a next step")
def next_step_adding(request: TenantRequest, public_id: str, wanted: ActionIn) -> Status:
    """A small step with an owner among you."""
    relationship = _own(request, public_id)
    owner = _member(relationship, wanted.owner_id) if wanted.owner_id else request.person
    action = actions.add_action(
        relationship, by=request.person, owner=owner, text=wanted.text, due_on=wanted.due_on
    )
    return Status(201, action)


@router.post(
    "/actions/{public_id}/completion", response=ActionOut, tags=["next steps"], summary="Tick a next step off"
)
def action_completion(request: TenantRequest, public_id: str) -> Action:
    """It is done."""
    return actions.complete_action(_own_action(request, public_id), by=request.person)


@router.post(
    "/actions/{public_id}/reopening", response=ActionOut, tags=["next steps"], summary="Take a tick back"
)
def action_reopening(request: TenantRequest, public_id: str) -> Action:
    """It is not done after all."""
    return actions.reopen_action(_own_action(request, public_id), by=request.person)


@router.delete("/actions/{public_id}", response={204: None}, tags=["next steps"], summary="Drop a next step")
def action_deletion(request: TenantRequest, public_id: str) -> Status:
    """It is no longer meant."""
    actions.delete_action(_own_action(request, public_id), by=request.person)
    return Status(204, None)


def _own(request: TenantRequest, public_id: str) -> Relationship:
    rows = Relationship.objects.visible_to(request.person).with_people()
    return get_object_or_404(rows, public_id=public_id)


def _member(relationship: Relationship, public_id: str) -> Person:
    for person in relationship.people:
        if person.public_id == public_id:
            return person
    raise RuleBroken(_("A next step belongs to somebody who takes part here. Choose one of you."))


def _own_session(request: TenantRequest, public_id: str) -> Session:
    rows = Session.objects.visible_to(request.person).select_related("relationship__programme")
    return get_object_or_404(rows, public_id=public_id)


def _readable_note(request: TenantRequest, public_id: str) -> Note:
    rows = Note.objects.visible_to(request.person).select_related("relationship", "author")
    return get_object_or_404(rows, public_id=public_id)


def _own_action(request: TenantRequest, public_id: str) -> Action:
    rows = Action.objects.visible_to(request.person).select_related("relationship", "owner")
    return get_object_or_404(rows, public_id=public_id)
