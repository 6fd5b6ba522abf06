"""Every address of the site with something behind it, for the tests that try them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from alongside.accounts.actions import create_api_token
from alongside.activity.models import Job
from alongside.growth.models import Goal
from alongside.matching import engine
from alongside.matching.by_link.chat_links import chat_token
from alongside.matching.by_link.links import link_token
from alongside.matching.flash.booking import book_slot
from alongside.matching.models import (
    AdvisedCriteria,
    Circle,
    FirstChat,
    FirstChatTime,
    PairConstraint,
    Proposal,
    Scenario,
    ScenarioPair,
    ScenarioUnmatched,
    Seat,
    Slot,
)
from alongside.matching.questions.actions import ask_team
from alongside.matching.wishes.models import Shortlist, Wish, WishRound
from alongside.people.actions import declare_conflict
from alongside.people.importing import choose_columns, receive_file
from alongside.people.purposes import Chosen
from alongside.programmes.models import Enrolment, Lottery, Programme
from alongside.questionnaires.models import Question
from alongside.relationships.models import Action, Note, Session
from tests.cast import Cast, make_programme

MARKER = "zebra-marker"
"""Stands in everything that is written in confidence, so that a test can look for where it leaks."""


@dataclass(frozen=True)
class Known:
    """What the addresses are about: the mentee's things, the pair's, and the manager's."""

    cast: Cast
    by_route: dict[str, dict[str, str]]
    answers: dict[str, dict[str, str]]

    def address(self, name: str) -> str:
        """The address of a route, with what it is about filled in."""
        return reverse(
            name, kwargs={"organisation": self.cast.organisation.slug, **self.by_route.get(name, {})}
        )


def tenant_routes() -> Iterator[tuple[str, str]]:
    """The name and pattern of every page inside an organisation; the API has its own tests."""
    for pattern, name in walk(get_resolver().url_patterns):
        if pattern.startswith("o/<slug:organisation>/"):
            yield name, pattern


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry.name or ""


def know(cast: Cast) -> Known:
    """Put one of everything into the database, and say which route is about which."""
    things = {**_of_the_pair(cast), **_of_the_mentee(cast), **_of_the_manager(cast), **_of_the_matching(cast)}
    things |= _of_the_choice(cast)
    things |= _of_the_first_chats(cast)
    things |= _of_short_meetings(cast)
    things |= _of_circles(cast)
    answers = {"pair_swap": {"guide": things["enrolment"]["enrolment_id"]}}
    return Known(cast, {name: things[name] for name, _pattern in tenant_routes() if name in things}, answers)


def _of_the_pair(cast: Cast) -> dict[str, dict[str, str]]:
    pair = {"public_id": cast.pair.public_id}
    soon = timezone.now() + timedelta(days=2)
    session = Session.objects.create(
        relationship=cast.pair, starts_at=soon, topic=MARKER, planned_by=cast.mentee
    )
    action = Action.objects.create(
        relationship=cast.pair, owner=cast.mentee, text=MARKER, created_by=cast.mentee
    )
    note = Note.objects.create(relationship=cast.pair, author=cast.mentee, body=MARKER)
    Note.objects.create(relationship=cast.pair, author=cast.mentor, body=MARKER, audience=Note.Audience.PAIR)
    one = {"public_id": session.public_id}
    step, words = {"public_id": action.public_id}, {"public_id": note.public_id}
    names = ("relationship", "relationship_pause", "relationship_resumption", "relationship_ending")
    names += ("relationship_completion", "relationship_sessions", "session_planning", "session_log")
    names += ("relationship_goals", "relationship_notes", "relationship_actions")
    names += ("relationship_sessions_file", "relationship_notes_file", "relationship_actions_file")
    return {
        **dict.fromkeys(names, pair),
        **dict.fromkeys(
            ("session", "session_time", "session_cancellation", "session_holding", "session_absence"), one
        ),
        **dict.fromkeys(("action_completion", "action_reopening", "action_deletion"), step),
        **dict.fromkeys(("note", "note_sharing", "note_deletion"), words),
    }


def _of_the_mentee(cast: Cast) -> dict[str, dict[str, str]]:
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    cast.mentee.profile.photo.save("photo.png", ContentFile(picture.getvalue()))
    goal = Goal.objects.create(owner=cast.mentee, title=MARKER, measure=MARKER, due_on=timezone.localdate())
    token, _secret = create_api_token(cast.mentee, by=cast.mentee, name=MARKER, scopes=["read"])
    enrolment = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee)
    mine, person = {"public_id": goal.public_id}, {"public_id": cast.mentee.public_id}
    reader = {**mine, "reader_id": cast.mentor.public_id}
    own = {"enrolment_id": enrolment.public_id}
    decision = {"public_id": cast.mentoring.public_id, **own}
    goals = ("goal", "goal_wording", "goal_reaching", "goal_letting_go", "goal_taking_up", "goal_deletion")
    return {
        **dict.fromkeys(goals, mine),
        **dict.fromkeys(("goal_sharing", "goal_unsharing"), reader),
        **dict.fromkeys(("person", "person_photo", "profile", "roles"), person),
        **dict.fromkeys(("invitation_sending", "invitation_withdrawal"), person),
        **dict.fromkeys(("enrolment", "enrolment_availability", "enrolment_withdrawal", "what_matters"), own),
        **dict.fromkeys(("enrolment_preparation", "enrolment_preparation_reopening"), own),
        **dict.fromkeys(("enrolment_approval", "enrolment_refusal", "enrolment_waiting"), decision),
        "api_token_revocation": {"public_id": token.public_id},
    }


def _of_the_manager(cast: Cast) -> dict[str, dict[str, str]]:
    programme = {"public_id": cast.mentoring.public_id}
    question = Question.objects.create(
        questionnaire=cast.mentoring.questionnaire, key="hope", text="Your hope"
    )
    job = Job.objects.create(organisation=cast.organisation, started_by=cast.manager, kind="matching.solve")
    content = b"name,email\nNew Person,new@northfield.example\n"
    upload = receive_file(by=cast.manager, purpose="people", filename="people.csv", content=content)
    choose_columns(upload, by=cast.manager, chosen=Chosen.from_json(upload.mapping))
    names = ("programme", "question_addition", "programme_opening", "programme_start", "programme_closing")
    names += (
        "programme_copy",
        "programme_deletion",
        "deputies",
        "programme_enrolments",
        "enrolment_addition",
    )
    names += (
        "programme_enrolments_file",
        "programme_invitation",
        "programme_mails",
        "enrolment_approvals",
        "programme_preparations",
        "programme_dashboard",
        "programme_pairs_file",
    )
    names += ("programme_join", "programme_join_code", "programme_sheet", "programme_sign_up")
    names += ("programme_join_with_code", "joining_codes", "joining_codes_sheet", "joining_codes_stop")
    names += ("programme_lottery", "lottery_declaration")
    names += ("programme_notices", "programme_notices_handover")
    imports = ("import_page", "import_columns", "import_file", "import_confirmation", "import_cancellation")
    lottery = Lottery.objects.create(
        programme=cast.mentoring, places=1, seed="0" * 64, commitment="0" * 64, drawn_at=timezone.now()
    )
    drawn = ("lottery_list", "lottery_draw", "lottery_withdrawal")
    conflict = declare_conflict(by=cast.manager, one=cast.coach, other=cast.stranger)
    return {
        **dict.fromkeys(names, programme),
        **{key: {**programme, "lottery_id": lottery.public_id} for key in drawn},
        "conflict_withdrawal": {"public_id": conflict.public_id},
        "programme_mail_sample": {**programme, "key": "approved"},
        **{key: {**programme, "step": "matching"} for key in ("programme_setup", "programme_summary")},
        **{
            key: {**programme, "key": question.key}
            for key in ("question", "question_place", "question_removal")
        },
        **{key: {"public_id": upload.public_id} for key in (*imports, "import_removal")},
        **{key: {"public_id": job.public_id} for key in ("job", "job_cancellation")},
        "deputy_removal": {**programme, "person_id": cast.manager.public_id},
    }


def _of_the_matching(cast: Cast) -> dict[str, dict[str, str]]:
    learner = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee)
    guide = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentor)
    scenario = Scenario.objects.create(programme=cast.mentoring, number=1)
    scenario.result = engine.solve(scenario, lambda _done: None).result
    scenario.state, scenario.solved_at = Scenario.State.SOLVED, timezone.now()
    scenario.save()
    scenario.audit_readers.add(cast.manager)
    pair = ScenarioPair.objects.create(scenario=scenario, learner=learner, guide=guide, fit=0.8)
    left = ScenarioUnmatched.objects.create(scenario=scenario, enrolment=learner)
    word = PairConstraint.objects.create(programme=cast.mentoring, kind="lock", learner=learner, guide=guide)
    proposal = Proposal.objects.create(
        programme=cast.mentoring,
        scenario=scenario,
        learner=learner,
        guide=guide,
        expires_at=timezone.now() + timedelta(days=5),
    )
    closes_at = timezone.now() + timedelta(days=5)
    wishes = WishRound.objects.create(
        programme=cast.mentoring, closes_at=closes_at, listed_at=timezone.now(), opened_by=cast.manager
    )
    shortlist = Shortlist.objects.create(round=wishes, enrolment=learner, side="learner")
    Wish.objects.create(shortlist=shortlist, other=guide, position=1)
    AdvisedCriteria.objects.create(programme=cast.mentoring)
    programme = {"programme_id": cast.mentoring.public_id}
    run = {**programme, "scenario_id": scenario.public_id}
    one, offer = {"pair_id": pair.public_id}, {"public_id": proposal.public_id}
    question = ask_team(proposal, by=cast.mentee, text="Your hope")
    token = link_token(cast.mentor, cast.mentoring)
    runs = ("scenario", "scenario_preview", "scenario_stop", "scenario_publication", "scenario_unmatched")
    runs += (
        "scenario_audit",
        "scenario_name",
        "scenario_pairs_file",
    )
    return {
        **dict.fromkeys(
            ("matching", "programme_proposals", "pair_words", "scenarios", "scenario_comparison"), programme
        ),
        **dict.fromkeys(runs, run),
        "match_one": {**programme, "enrolment_id": learner.public_id},
        **dict.fromkeys(("scenario_pair", "pair_lock", "pair_release", "pair_apart", "pair_swap"), one),
        **dict.fromkeys(
            ("proposal", "proposal_acceptance", "proposal_refusal", "proposal_withdrawal"), offer
        ),
        "answer_by_link": {"token": token},
        "answer_by_link_question": {"token": token, **offer},
        "proposal_question": offer,
        "question_answer": {"public_id": question.public_id},
        "answer_by_link_acceptance": {"token": token, **offer},
        "answer_by_link_refusal": {"token": token, **offer},
        **dict.fromkeys(("wish_round", "wish_round_closing"), programme),
        **dict.fromkeys(("matching_lessons", "advised_criteria", "advised_criteria_removal"), programme),
        "shortlist": {"public_id": shortlist.public_id},
        "word_release": {**programme, "word_id": word.public_id},
        "scenario_cure": {**run, "left_id": left.public_id},
    }


def _of_the_choice(cast: Cast) -> dict[str, dict[str, str]]:
    """In one more programme the mentee looks for a mentor themselves, and has asked the mentor."""
    programme = make_programme(cast.organisation, cast.manager, "mentoring", cast.mentoring.name)
    programme.way = "choice"
    programme.save()
    learner = Enrolment.objects.create(
        programme=programme, person=cast.mentee, role="learner", state="approved"
    )
    guide = Enrolment.objects.create(
        programme=programme, person=cast.mentor, role="guide", state="approved", places_as_guide=2
    )
    proposal = Proposal.objects.create(
        programme=programme,
        learner=learner,
        guide=guide,
        is_request=True,
        message=MARKER,
        learner_accepted_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=5),
    )
    place, one = {"programme_id": programme.public_id}, {"enrolment_id": guide.public_id}
    return {
        "guides": place,
        **{key: {**place, **one} for key in ("guide", "guide_request", "guide_line", "guide_line_leaving")},
        "request_withdrawal": {"public_id": proposal.public_id},
    }


def _of_the_first_chats(cast: Cast) -> dict[str, dict[str, str]]:
    """In one more programme the mentee has asked the mentor for a first chat, and looks at another guide."""
    programme = make_programme(cast.organisation, cast.manager, "coaching", cast.coaching.name)
    programme.way, programme.session_credits = "chats", 6
    programme.save()
    learner, guide, coach = (
        Enrolment.objects.create(programme=programme, person=person, role=role, state="approved")
        for person, role in ((cast.mentee, "both"), (cast.mentor, "guide"), (cast.coach, "guide"))
    )
    soon = timezone.now() + timedelta(days=2)
    chat = FirstChat.objects.create(
        programme=programme, learner=learner, guide=guide, message=MARKER, minutes=20, expires_at=soon
    )
    FirstChatTime.objects.create(chat=chat, starts_at=soon)
    one, place = {"public_id": chat.public_id}, {"public_id": programme.public_id}
    names = ("first_chat", "first_chat_times", "first_chat_agreement", "first_chat_holding")
    return {
        **dict.fromkeys((*names, "first_chat_ending", "first_chat_choice"), one),
        **{
            f"chat_by_link{answer}": {"token": chat_token(cast.mentor, chat)}
            for answer in ("", "_agreement", "_times", "_holding", "_ending")
        },
        "chat_by_link_choice": {"token": chat_token(cast.mentee, chat)},
        **dict.fromkeys(("programme_coaching", "session_credits"), place),
        "coach": {**place, "enrolment_id": coach.public_id},
        "session_grant": {**place, "enrolment_id": learner.public_id},
        "coach_profile": {"enrolment_id": learner.public_id},
        "first_chat_request": {"programme_id": programme.public_id, "enrolment_id": coach.public_id},
    }


def _of_short_meetings(cast: Cast) -> dict[str, dict[str, str]]:
    """In one more programme the mentor offers two times, and the mentee has booked one with a question."""
    programme = make_programme(cast.organisation, cast.manager, "flash", cast.mentoring.name)
    programme.session_minutes = 30
    programme.save()
    sides = {"person": cast.mentee, "role": "learner"}, {"person": cast.mentor, "role": "guide"}
    _learner, guide = (
        Enrolment.objects.create(programme=programme, state="approved", **side) for side in sides
    )
    soon = timezone.now() + timedelta(days=3)
    free, taken = (
        Slot.objects.create(
            programme=programme, guide=guide, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
        )
        for starts_at in (soon, soon + timedelta(hours=1))
    )
    booking = book_slot(taken, by=cast.mentee, question=MARKER)
    place, one = {"programme_id": programme.public_id}, {"public_id": booking.public_id}
    times = ("slot", "slot_booking", "slot_withdrawal")
    meetings = ("booking", "booking_cancellation", "booking_holding", "booking_absence")
    return {
        **dict.fromkeys(("slots", "own_slots", "programme_slots"), place),
        **{key: {"public_id": free.public_id} for key in times},
        **dict.fromkeys(meetings, one),
        "guide_slots": {**place, "enrolment_id": guide.public_id},
    }


def _of_circles(cast: Cast) -> dict[str, dict[str, str]]:
    """In one more programme a circle is offered to the mentee, whose answer waits."""
    programme = make_programme(cast.organisation, cast.manager, "group", cast.mentoring.name)
    Programme.objects.filter(pk=programme.pk).update(circle_topics=["Your hope", "Your fear"])
    scenario = Scenario.objects.create(
        programme=programme, number=1, state="published", result={"circles": 1}, published_at=timezone.now()
    )
    soon = timezone.now() + timedelta(days=3)
    circle = Circle.objects.create(scenario=scenario, topic="Your hope", fit=1, smallest=3, expires_at=soon)
    enrolment = Enrolment.objects.create(
        programme=programme, person=cast.mentee, role="learner", state="approved"
    )
    seat = Seat.objects.create(
        circle=circle,
        enrolment=enrolment,
        fit=1,
        reasons=["ticked"],
        state=Seat.State.OFFERED,
        offered_at=timezone.now(),
    )
    draft = Scenario.objects.create(programme=programme, number=2, state="solved", result={"circles": 1})
    drafted = Circle.objects.create(scenario=draft, topic="Your hope", fit=1, smallest=3)
    moved = Seat.objects.create(circle=drafted, enrolment=enrolment, fit=1, reasons=["ticked"])
    return {
        "seat_move": {"public_id": moved.public_id},
        "free_seats": {"programme_id": programme.public_id},
        **{key: {"public_id": seat.public_id} for key in ("seat", "seat_acceptance", "seat_refusal")},
        **{
            key: {"token": link_token(cast.mentee, programme), "public_id": seat.public_id}
            for key in ("seat_by_link_acceptance", "seat_by_link_refusal")
        },
        **{key: {"public_id": circle.public_id} for key in ("circle", "circle_apart", "circle_together")},
    }
