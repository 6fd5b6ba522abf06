"""A cohort of the mentoring scheme, brought into the database as a programme with the scheme's own rules."""

from alongside.accounts.models import Organisation, Person
from alongside.activity.bulk import count_anew
from alongside.pairing import Table
from alongside.people.models import Level, Profile
from alongside.programmes.models import Criterion, Enrolment, Programme, ProgrammeManager, Rule
from alongside.questionnaires.models import Answer, Question, Questionnaire, Response
from tests.cohorts import GRADES, Cohort

QUESTIONS = {
    "profession": ("What is your profession?", Question.Reader.MATCHES),
    "identity": ("Would you like to share an identity with your mentor?", Question.Reader.NOBODY),
    "characteristics": ("What describes you?", Question.Reader.NOBODY),
}
COLUMNS = {"profession": "profession", "identity": "identity to match", "characteristics": "characteristics"}
LISTS = {"identity", "characteristics"}
PAIR_POINTS = {"1": 0.75, "2": 1.0}


def bring_in(organisation: Organisation, manager: Person, cohort: Cohort, *, places: int = 1) -> Programme:
    """The programme, open, with everybody approved; a mentor takes so many."""
    programme = _programme(organisation, manager, places)
    Level.objects.bulk_create(
        Level(organisation=organisation, name=name, rank=rank) for rank, name in enumerate(GRADES)
    )
    _enrol(programme, cohort.learners, Enrolment.Role.LEARNER, 1)
    _enrol(programme, cohort.guides, Enrolment.Role.GUIDE, places)
    count_anew(Person, Profile, Enrolment, Response, Answer)
    return programme


def _programme(organisation: Organisation, manager: Person, places: int) -> Programme:
    questionnaire = Questionnaire.objects.create(organisation=organisation, title="The scheme")
    for key, (text, reader) in QUESTIONS.items():
        Question.objects.create(questionnaire=questionnaire, key=key, text=text, reader=reader)
    programme = Programme.objects.create(
        organisation=organisation,
        name="The scheme",
        kind="mentoring",
        state="open",
        questionnaire=questionnaire,
        learners_per_guide=places,
    )
    ProgrammeManager.objects.create(programme=programme, person=manager)
    _criterion(programme, "level_gap", 12, field="level", values=PAIR_POINTS, missing=0)
    _criterion(programme, "same", 10, field="answer:profession", missing=0)
    _criterion(programme, "wish", 6, wish="answer:identity", among="answer:characteristics", missing=0)
    Rule.objects.create(programme=programme, kind="not_same", settings={"field": "department"})
    limits = {"field": "level", "minimum": 1, "maximum": 2}
    Rule.objects.create(programme=programme, kind="level_gap", settings=limits, position=1)
    return programme


def _criterion(programme: Programme, kind: str, weight: int, **settings: object) -> None:
    Criterion.objects.create(
        programme=programme, kind=kind, settings=settings, weight=weight, position=programme.criteria.count()
    )


def _enrol(programme: Programme, table: Table, role: str, places: int) -> None:
    organisation = programme.organisation
    levels = dict(organisation.levels.values_list("name", "pk"))
    names = [f"{role} {number}" for number in range(len(table))]
    people = Person.objects.bulk_create(
        Person(organisation=organisation, email=f"{name.replace(' ', '.')}@scheme.example", name=name)
        for name in names
    )
    Profile.objects.bulk_create(
        Profile(person=person, department=department, level_id=levels[grade])
        for person, department, grade in zip(
            people, table.column("organisation"), table.column("grade"), strict=True
        )
    )
    responses = Response.objects.bulk_create(
        Response(questionnaire=programme.questionnaire, person=person) for person in people
    )
    _answer(programme, table, responses)
    Enrolment.objects.bulk_create(
        Enrolment(
            programme=programme,
            person=person,
            role=role,
            state=Enrolment.State.APPROVED,
            response=response,
            places_as_guide=places,
        )
        for person, response in zip(people, responses, strict=True)
    )


def _answer(programme: Programme, table: Table, responses: list[Response]) -> None:
    questions = {question.key: question for question in programme.questionnaire.questions.all()}
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question=questions[key],
            value=[part.strip() for part in text.split(",")] if key in LISTS else text,
        )
        for key, column in COLUMNS.items()
        if column in table.columns
        for response, text in zip(responses, table.column(column), strict=True)
        if text
    )
