"""A programme's people as the matching needs them, read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from alongside.matching.places import Places, places_left
from alongside.people.models import PersonSkill, Profile
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme
from alongside.questionnaires.models import Answer, Question, Response

if TYPE_CHECKING:
    from alongside.matching.models import Scenario

PROFILE_FIELDS = frozenset(
    {
        "skills_wanted",
        "skills_offered",
        "time_zone",
        "languages",
        "level",
        "department",
        "location",
        "job_title",
        "years_of_experience",
        "interests",
        "manager",
    }
)
"""Names that criteria and rules may use for what a profile holds."""

Settings = list[dict[str, Any]]
"""Criteria or rules, as a run keeps them."""

RANKED_FIRST = 3
"""So many of the things that somebody puts in order count for a match."""

STRICTNESS = (Question.Reader.NOBODY, Question.Reader.MANAGERS, Question.Reader.MATCHES)
"""Who may read an answer, the fewest first."""


@dataclass
class Member:
    """Someone who takes part: their places left, and what criteria and rules can look at."""

    enrolment: Enrolment
    places: Places
    answers: dict[str, Any] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)

    @property
    def profile(self) -> Profile | None:
        """What the person says of themselves; somebody may have no profile yet."""
        return getattr(self.enrolment.person, "profile", None)

    def value(self, name: str) -> Any:  # noqa: ANN401  a text, a number, a list, strengths of skills or nothing
        """An answer by its name: a field of the profile, a question's key, or a column of the directory.

        ``answer:`` and ``other:`` before the name say which of the last two is meant where both have it.
        """
        source, _colon, key = name.rpartition(":")
        if source == "answer" or (not source and key not in PROFILE_FIELDS and key in self.answers):
            return self.answers.get(key)
        if key == "skills_wanted":
            return self.wanted
        if key == "skills_offered":
            return self.offered
        if key == "time_zone":
            return self.enrolment.person.time_zone
        return self._of_profile(key, is_other=source == "other" or key not in PROFILE_FIELDS)

    def _of_profile(self, key: str, *, is_other: bool) -> Any:  # noqa: ANN401
        if self.profile is None:
            return None
        if is_other:
            return self.profile.other.get(key)
        value = getattr(self.profile, key)
        if key == "level":
            return value.name if value else None
        if key == "manager":
            return value.public_id if value else None
        return value


@dataclass(frozen=True)
class Cohort:
    """The two sides of a programme: who seeks and who helps, with places to fill."""

    learners: list[Member]
    guides: list[Member]


def read_cohort(
    programme: Programme, *, learners: Collection[int] | None = None, guides: Collection[int] | None = None
) -> Cohort:
    """Everyone who takes part; those without a place left stay out. Eight queries.

    learners, guides: of these sides only the enrolments with these keys.
    """
    enrolments = programme.enrolments.taking_part().filter(person__left_at=None)
    if learners is not None or guides is not None:
        enrolments = enrolments.filter(
            _of_side(Enrolment.Role.LEARNER, learners) | _of_side(Enrolment.Role.GUIDE, guides)
        )
    members = read_members(enrolments, places_left(enrolments))

    def wanted(member: Member, keys: Collection[int] | None) -> bool:
        return keys is None or member.enrolment.pk in keys

    return Cohort(
        learners=[each for each in members if each.places.as_learner and wanted(each, learners)],
        guides=[each for each in members if each.places.as_guide and wanted(each, guides)],
    )


def cohort_of(scenario: "Scenario") -> Cohort:
    """Whom a run looks at: everybody who takes part and has a place left, or the one learner whom it is for."""
    return read_cohort(scenario.programme, learners=[scenario.only_id] if scenario.only_id else None)


def _of_side(role: Enrolment.Role, keys: Collection[int] | None) -> Q:
    return Q(role__in=[role, Enrolment.Role.BOTH]) if keys is None else Q(pk__in=keys)


def read_members(enrolments: EnrolmentQuerySet, places: Mapping[int, Places]) -> list[Member]:
    """These people with what criteria and rules can look at. Three queries."""
    rows = enrolments.select_related("person__profile__level", "person__profile__manager").order_by(
        "public_id"
    )
    # Somebody who was let in since the places were counted waits for the next run.
    members = [Member(enrolment, places[enrolment.pk]) for enrolment in rows if enrolment.pk in places]
    _add_skills(enrolments, members)
    _add_answers(enrolments, members)
    return members


def programme_criteria(programme: Programme) -> Settings:
    """The programme's criteria as a run keeps them; a weight of 0 counts for nothing and is kept too."""
    return [dict(row) for row in programme.criteria.values("kind", "settings", "weight")]


def programme_rules(programme: Programme) -> Settings:
    """The programme's rules as a run keeps them, each with a switch."""
    return [{**rule, "is_on": True} for rule in programme.rules.values("kind", "settings")]


def questions_by_key(programme: Programme) -> dict[str, Question]:
    """The programme's questions, by the key that criteria and rules use, those it asked before included.

    Where a question was answered under several versions, ``reader`` is the strictest that was promised: what
    somebody told in confidence stays so when the team opens or drops the question later.
    """
    if programme.questionnaire_id is None:
        return {}
    answered = Response.objects.filter(enrolments__programme=programme).values("questionnaire")
    asked = Q(questionnaire=programme.questionnaire_id) | Q(questionnaire__in=answered)
    questions: dict[str, Question] = {}
    for question in Question.objects.filter(asked).order_by("questionnaire__version"):
        earlier = questions.get(question.key)
        if earlier and STRICTNESS.index(earlier.reader) < STRICTNESS.index(question.reader):
            question.reader = earlier.reader
        questions[question.key] = question
    return questions


def _add_skills(enrolments: EnrolmentQuerySet, members: list[Member]) -> None:
    by_person = {member.enrolment.person_id: member for member in members}
    people = enrolments.order_by().values("person")
    rows = PersonSkill.objects.filter(person__in=people).values_list(
        "person", "skill__name", "direction", "strength"
    )
    for person, name, direction, strength in rows.iterator(chunk_size=5000):
        if person in by_person:
            is_offer = direction == PersonSkill.Direction.OFFERED
            (by_person[person].offered if is_offer else by_person[person].wanted)[name] = strength


def _add_answers(enrolments: EnrolmentQuerySet, members: list[Member]) -> None:
    by_response: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        if member.enrolment.response_id:
            by_response[member.enrolment.response_id].append(member)
    responses = enrolments.order_by().values("response")
    # As the question said when it was answered: what was not to count then does not count now.
    counting = Answer.objects.filter(response__in=responses, question__is_used_for_matching=True)
    rows = counting.values_list("response", "question__key", "question__kind", "value")
    for response, key, kind, value in rows.iterator(chunk_size=5000):
        for member in by_response.get(response, []):
            member.answers[key] = _as_criteria_read(kind, value)


def _as_criteria_read(kind: str, value: Any) -> Any:  # noqa: ANN401  as the question's kind keeps it
    """A date as a number of days, of a ranking what comes first; all else as it is."""
    if kind == Question.Kind.DATE:
        return date.fromisoformat(value).toordinal()
    return value[:RANKED_FIRST] if kind == Question.Kind.RANKING else value


def shown_answers(enrolment: Enrolment) -> list[tuple[str, str]]:
    """The sign-up answers that their questions show to a match: question and answer, in words."""
    if enrolment.response_id is None:
        return []
    rows = Answer.objects.filter(response=enrolment.response_id, question__reader=Question.Reader.MATCHES)
    answers = rows.select_related("question").order_by("question__position")
    return [(answer.question.text, answer.in_words) for answer in answers]


def read_counts(programme: Programme) -> dict[str, int]:
    """How many people a run would look at, and how many places there are."""
    enrolments = programme.enrolments.taking_part().filter(person__left_at=None)
    places = places_left(enrolments).values()
    return {
        "learners": sum(1 for each in places if each.as_learner),
        "guides": sum(1 for each in places if each.as_guide),
        "guide_places": sum(each.as_guide for each in places),
    }
