"""The programmes of Northfield Health, each at another point of its life."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from alongside.accounts.models import Person
from alongside.demo.directory import Directory
from alongside.demo.seed import at_nine, public_id
from alongside.programmes.models import Enrolment, Programme, ProgrammeManager
from alongside.programmes.starting import Rules
from alongside.programmes.turning import turned
from alongside.questionnaires.models import Answer, Question, Questionnaire, Response

QUESTIONS = (
    (
        "hope",
        "What do you hope to change this year?",
        Question.Kind.LONG_TEXT,
        Question.Asked.LEARNERS,
        Question.Reader.MATCHES,
    ),
    (
        "offer",
        "What has helped you most, that you would pass on?",
        Question.Kind.LONG_TEXT,
        Question.Asked.GUIDES,
        Question.Reader.MATCHES,
    ),
    (
        "before",
        "Have you had a mentor or a coach before?",
        Question.Kind.YES_NO,
        Question.Asked.EVERYBODY,
        Question.Reader.MANAGERS,
    ),
)
HOPES = (
    "I would like someone who started where I am and did not wait to be asked.",
    "I want to stop fixing everything myself and still sleep well.",
    "I am going for a ward lead post in spring and want to be ready.",
    "I want to find out whether a specialist path suits me.",
    "I came back from leave and want my confidence back.",
    "I would like to understand how money decisions are really made here.",
)
OFFERS = (
    "Somebody once let me watch a hard conversation. I would like to return that.",
    "I learnt to write things down before meetings. It changed who listened.",
    "Making mistakes early, with somebody near who did not panic.",
    "Knowing what to leave undone.",
)
CRITERIA: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("skills", {}, 5),
    ("different", {"field": "department"}, 2),
    ("languages", {}, 2),
)
RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("not_in_line", {}),
    ("level_gap", {"field": "level", "minimum": 1, "maximum": 6}),
    ("shared_language", {}),
)


def set_up(
    directory: Directory,
    chance: random.Random,
    *,
    name: str,
    kind: str,
    state: str,
    starts_on: date,
    purpose: str,
) -> Programme:
    """One programme with its questions, criteria and rules, run by Priya."""
    began = at_nine(starts_on, -60)
    programme = Programme.objects.create(
        public_id=public_id(chance),
        organisation=directory.organisation,
        name=name,
        kind=kind,
        state=state,
        purpose=purpose,
        questionnaire=_ask(directory, chance, name, began),
        sign_up_opens_on=starts_on - timedelta(days=45),
        sign_up_closes_on=starts_on - timedelta(days=14),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=270),
        learners_per_guide=3,
        setup_step=4,
        created_at=began,
    )
    ProgrammeManager.objects.create(programme=programme, person=directory.named("Priya Raghunathan"))
    for position, (criterion, settings, weight) in enumerate(CRITERIA):
        programme.criteria.create(kind=criterion, settings=settings, weight=weight, position=position)
    for position, (rule, settings) in enumerate(_rules(kind)):
        programme.rules.create(kind=rule, settings=settings, position=position)
    return programme


def _rules(kind: str) -> Rules:
    """The rules, with the mentee above where the junior guides; a question may go to anybody."""
    if kind == Programme.Kind.FLASH:
        return [row for row in RULES if row[0] != "level_gap"]
    if kind == Programme.Kind.REVERSE:
        return [(rule, turned(rule, settings)) for rule, settings in RULES]
    return list(RULES)


def _ask(directory: Directory, chance: random.Random, title: str, began: datetime) -> Questionnaire:
    questionnaire = Questionnaire.objects.create(
        public_id=public_id(chance), organisation=directory.organisation, title=title, created_at=began
    )
    for position, (key, text, kind, asked, reader) in enumerate(QUESTIONS):
        questionnaire.questions.create(
            key=key,
            text=text,
            kind=kind,
            asked=asked,
            reader=reader,
            is_used_for_matching=False,
            position=position,
        )
    return questionnaire


def enrol(
    programme: Programme,
    people: list[Person],
    chance: random.Random,
    *,
    role: str,
    state: str,
    places_as_guide: int = 2,
) -> list[Enrolment]:
    """Everybody in the list takes part, with their answers."""
    applied = programme.sign_up_opens_on or programme.created_at.date()
    questionnaire = Questionnaire.objects.get(programmes=programme)
    responses = Response.objects.bulk_create(
        Response(public_id=public_id(chance), questionnaire=questionnaire, person=person) for person in people
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            public_id=public_id(chance),
            programme=programme,
            person=person,
            role=role,
            state=state,
            response=response,
            places_as_guide=places_as_guide,
            applied_at=at_nine(applied, chance.randint(0, 20)),
            decided_at=None if state == Enrolment.State.APPLIED else at_nine(applied, 22),
        )
        for person, response in zip(people, responses, strict=True)
    )
    _answer(programme, responses, role, chance)
    return enrolments


def _answer(programme: Programme, responses: list[Response], role: str, chance: random.Random) -> None:
    questions = {
        question.key: question for question in Question.objects.filter(questionnaire=programme.questionnaire)
    }
    key, sentences = ("offer", OFFERS) if role == Enrolment.Role.GUIDE else ("hope", HOPES)
    answers = []
    for response in responses:
        answers.append(Answer(response=response, question=questions[key], value=chance.choice(sentences)))
        answers.append(Answer(response=response, question=questions["before"], value=chance.random() < 0.3))
    Answer.objects.bulk_create(answers)
