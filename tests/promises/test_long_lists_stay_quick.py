"""A list asks the database as often for 3,000 rows as for 60, and of the pairs of a run it reads one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from operator import gt

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.routes import Known, know

from alongside.accounts.models import Person
from alongside.growth.models import Goal, GoalShare
from alongside.matching.models import (
    Booking,
    PairConstraint,
    Proposal,
    Scenario,
    ScenarioPair,
    ScenarioUnmatched,
    Slot,
)
from alongside.people.models import PersonSkill, Profile, Skill
from alongside.programmes.models import Enrolment, Programme, ProgrammeManager
from alongside.questionnaires.models import Answer, Question, Questionnaire, Response
from alongside.relationships.models import Action, Note, Participant, Relationship, Session

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 3_000

LISTS = {
    "manager": (
        "today",
        "people",
        "people_file",
        "programme_list",
        "programme_enrolments",
        "programme_enrolments_file",
        "programme_dashboard",
        "programme_pairs_file",
        "matchings",
        "scenarios",
        "scenario",
        "scenario_unmatched",
        "scenario_pairs_file",
        "programme_proposals",
        "pair_words",
        "programme_slots",
    ),
    "admin": ("accounts", "people"),
    "mentor": ("own_slots", "bookings"),
    "mentee": (
        "today",
        "relationships",
        "relationship_sessions",
        "relationship_notes",
        "relationship_actions",
        "relationship_goals",
        "growth",
        "proposals",
        "guides",
        "slots",
        "guide_slots",
        "bookings",
        "programme_list",
    ),
}


def fill(cast: Cast, known: Known, begin: int, end: int) -> None:
    """Rows of everything that a list can show, numbered from ``begin`` to ``end``."""
    people = _people(cast, begin, end)
    enrolments = _enrolments(cast.mentoring, people)
    _pairs(cast, people, enrolments)
    _of_the_mentee(cast, begin, end)
    _matching(cast, known, enrolments)
    _programmes(cast, begin, end)
    _guides(cast, known, people)
    _short_meetings(cast, known, people, begin)


def _people(cast: Cast, begin: int, end: int) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(organisation=cast.organisation, name=f"Person {number}", email=f"p{number}@northfield.example")
        for number in range(begin, end)
    )
    skill, _new = Skill.objects.get_or_create(organisation=cast.organisation, name="Delegation")
    Profile.objects.bulk_create(
        Profile(person=person, manager=cast.manager, department="A") for person in people
    )
    PersonSkill.objects.bulk_create(
        PersonSkill(person=person, skill=skill, direction="offered") for person in people
    )
    return people


def _enrolments(programme: Programme, people: list[Person]) -> list[Enrolment]:
    question = Question.objects.get(questionnaire=programme.questionnaire, key="hope")
    responses = Response.objects.bulk_create(
        Response(questionnaire_id=programme.questionnaire_id, person=person) for person in people
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=question, value="Yes") for response in responses
    )
    return Enrolment.objects.bulk_create(
        Enrolment(programme=programme, person=person, role="learner", state="applied", response=response)
        for person, response in zip(people, responses, strict=True)
    )


def _pairs(cast: Cast, people: list[Person], enrolments: list[Enrolment]) -> None:
    long_ago = timezone.localdate() - timedelta(days=200)
    pairs = Relationship.objects.bulk_create(
        Relationship(programme=cast.mentoring, started_on=long_ago, last_met_on=long_ago)
        for _person in people
    )
    learners = [
        Participant(relationship=pair, person=person, enrolment=enrolment, role="learner")
        for pair, person, enrolment in zip(pairs, people, enrolments, strict=True)
    ]
    guides = [Participant(relationship=pair, person=cast.mentee, role="guide") for pair in pairs]
    Participant.objects.bulk_create([*learners, *guides])
    Session.objects.bulk_create(
        Session(relationship=pair, state="held", starts_at=timezone.now() - timedelta(days=200))
        for pair in pairs
    )


def _of_the_mentee(cast: Cast, begin: int, end: int) -> None:
    numbers, now = range(begin, end), timezone.now()
    Session.objects.bulk_create(
        Session(relationship=cast.pair, state="held", starts_at=now - timedelta(hours=number))
        for number in numbers
    )
    Note.objects.bulk_create(
        Note(relationship=cast.pair, author=cast.mentor, audience="pair", body="A note")
        for _number in numbers
    )
    Action.objects.bulk_create(
        Action(relationship=cast.pair, owner=cast.mentee, text="A step") for _n in numbers
    )
    goals = Goal.objects.bulk_create(
        Goal(owner=cast.mentee, title="A goal", measure="A measure", due_on=timezone.localdate())
        for _n in numbers
    )
    GoalShare.objects.bulk_create(GoalShare(goal=goal, person=cast.mentor) for goal in goals)


def _matching(cast: Cast, known: Known, enrolments: list[Enrolment]) -> None:
    scenario = Scenario.objects.get(public_id=known.by_route["scenario"]["scenario_id"])
    guide = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentor)
    mentee = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee)
    ScenarioPair.objects.bulk_create(
        ScenarioPair(scenario=scenario, learner=each, guide=guide, fit=0.5) for each in enrolments
    )
    ScenarioUnmatched.objects.bulk_create(
        ScenarioUnmatched(scenario=scenario, enrolment=each) for each in enrolments
    )
    PairConstraint.objects.bulk_create(
        PairConstraint(programme=cast.mentoring, kind="lock", learner=each, guide=guide)
        for each in enrolments
    )
    until = timezone.now() + timedelta(days=5)
    Proposal.objects.bulk_create(
        Proposal(programme=cast.mentoring, learner=mentee, guide=each, expires_at=until)
        for each in enrolments
    )
    first = Scenario.objects.filter(programme=cast.mentoring).latest("number").number + 1
    Scenario.objects.bulk_create(
        Scenario(programme=cast.mentoring, number=first + place, state="published", result=scenario.result)
        for place in range(len(enrolments))
    )


def _programmes(cast: Cast, begin: int, end: int) -> None:
    questionnaire = Questionnaire.objects.create(organisation=cast.organisation, title="Shared")
    programmes = Programme.objects.bulk_create(
        Programme(
            organisation=cast.organisation,
            name=f"Programme {number}",
            state="open",
            questionnaire=questionnaire,
        )
        for number in range(begin, end)
    )
    ProgrammeManager.objects.bulk_create(
        ProgrammeManager(programme=programme, person=cast.manager) for programme in programmes
    )


def _guides(cast: Cast, known: Known, people: list[Person]) -> None:
    programme = Programme.objects.get(public_id=known.by_route["guides"]["programme_id"])
    Enrolment.objects.bulk_create(
        Enrolment(programme=programme, person=person, role="guide", state="approved") for person in people
    )


def _short_meetings(cast: Cast, known: Known, people: list[Person], begin: int) -> None:
    """Everybody offers a time; the mentor offers as many, and the mentee has booked as many long ago."""
    programme = Programme.objects.get(public_id=known.by_route["slots"]["programme_id"])
    guides = Enrolment.objects.bulk_create(
        Enrolment(programme=programme, person=person, role="guide", state="approved") for person in people
    )
    mentor = programme.enrolments.get(person=cast.mentor)
    mentee = programme.enrolments.get(person=cast.mentee)
    soon, length = timezone.now() + timedelta(days=5), timedelta(minutes=30)

    def slot(guide: Enrolment, number: int) -> Slot:
        starts_at = soon + number * length
        return Slot(programme=programme, guide=guide, starts_at=starts_at, ends_at=starts_at + length)

    Slot.objects.bulk_create(slot(guide, 0) for guide in guides)
    Slot.objects.bulk_create(slot(mentor, begin + number) for number, _guide in enumerate(guides))
    gone = Slot.objects.bulk_create(
        slot(mentor, -5000 - begin - number) for number, _guide in enumerate(guides)
    )
    sessions = Session.objects.bulk_create(
        Session(relationship=cast.pair, state="held", starts_at=each.starts_at) for each in gone
    )
    Booking.objects.bulk_create(
        Booking(slot=each, learner=mentee, session=session, question="Why?")
        for each, session in zip(gone, sessions, strict=True)
    )


def visits(cast: Cast, known: Known) -> Iterator[tuple[tuple[str, str], str]]:
    """Who opens what: each list by its name, and the pages whose address says what is found or compared."""
    for part, names in LISTS.items():
        yield from (((part, name), known.address(name)) for name in names)
    runs = Scenario.objects.filter(programme=cast.mentoring).order_by("number")[:3]
    chosen = "&".join(f"with={run.public_id}" for run in runs)
    yield ("manager", "scenario_comparison"), f"{known.address('scenario_comparison')}?{chosen}"
    for found in ("find=Person 2", "show=locked", "page=2"):
        yield ("manager", f"scenario {found}"), f"{known.address('scenario')}?{found}"


def costs(cast: Cast, known: Known) -> dict[tuple[str, str], tuple[int, int]]:
    """How often each list asks the database, and how many rows of the matching it makes of the answers."""
    counted = {}
    clients = {part: cast.client(part) for part in LISTS}
    for (part, name), address in visits(cast, known):
        made: list[object] = []
        with CaptureQueriesContext(connection) as captured, _counting(made):
            answer = clients[part].get(address)
        assert answer.status_code == 200, name
        counted[part, name] = len(captured), 0 if name.endswith("_file") else len(made)
    return counted


@contextmanager
def _counting(made: list[object]) -> Iterator[None]:
    """Everything that becomes a pair, or somebody left over, while the page is made."""

    def count(instance: object, **_sent: object) -> None:
        made.append(instance)

    for model in (ScenarioPair, ScenarioUnmatched):
        post_init.connect(count, sender=model)
    yield
    for model in (ScenarioPair, ScenarioUnmatched):
        post_init.disconnect(count, sender=model)


def test_every_list_asks_as_often_for_3000_rows_as_for_60(cast: Cast) -> None:
    known = know(cast)
    fill(cast, known, 0, FEW)
    few = costs(cast, known)
    fill(cast, known, FEW, MANY)
    many = costs(cast, known)
    grown = {page: (few[page], many[page]) for page in few if any(map(gt, many[page], few[page]))}
    assert grown == {}
