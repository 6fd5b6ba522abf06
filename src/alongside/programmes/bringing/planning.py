"""What a file of people who take part would do, worked out before anything is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alongside.people.directory import read_directory
from alongside.people.fields import Unfit
from alongside.people.plan import (
    CHANGED,
    CREATED,
    UNCHANGED,
    Change,
    Draft,
    Entry,
    PeoplePlan,
    Plan,
    Progress,
    plan_people,
)
from alongside.people.purposes import Chosen
from alongside.programmes.actions.enrolments import OVER
from alongside.programmes.actions.questions import free_key
from alongside.programmes.bringing.fields import (
    ANSWER,
    PLACES,
    ROLE,
    questions_of,
    read_answer,
    read_places,
    read_role,
)
from alongside.programmes.eligibility import Eligibility, Facts
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import sides_of, words_for
from alongside.questionnaires.models import Answer, Question
from alongside.tables import CellError, Table
from alongside.tables.cells import shortened
from alongside.tables.errors import gettext_noop, say
from alongside.tables.values import plain

NOT_OPEN = {
    "department": gettext_noop("the programme is for other departments."),
    "location": gettext_noop("the programme is for people who work elsewhere."),
    "level": gettext_noop("the programme is for other levels on this side."),
    "years_of_experience": gettext_noop("this side of the programme needs more years of experience."),
}


@dataclass
class Standing:
    """How somebody takes part now."""

    role: str
    state: str
    places_as_learner: int
    places_as_guide: int
    answers: dict[str, Any] = field(default_factory=dict)
    in_confidence: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        """Whether they left, were declined or are done; a file does not bring them back."""
        return self.state in OVER


@dataclass
class Joining:
    """One row understood: whose it is, the side, the places, and the answers by question key."""

    email: str
    role: str
    places: int | None
    answers: dict[str, Any]
    standing: Standing | None

    @property
    def role_then(self) -> str:
        """The side taken afterwards: who takes one already and is brought in for the other takes both."""
        if self.standing is None or self.standing.is_over or self.standing.role == self.role:
            return self.role
        return str(Enrolment.Role.BOTH)


@dataclass
class EnrolmentPlan(Plan):
    """A plan for people and their enrolments."""

    programme: Programme = field(kw_only=True)
    people: PeoplePlan = field(kw_only=True)
    joinings: list[Joining] = field(default_factory=list)
    new_questions: dict[str, str] = field(default_factory=dict)
    """The columns that become questions, by their key there."""

    @property
    def unknown_levels(self) -> list[str]:
        """Levels that the organisation does not have yet."""
        return self.people.unknown_levels


def plan_enrolments(
    table: Table, chosen: Chosen, *, programme: Programme, role: str, progress: Progress
) -> EnrolmentPlan:
    """Return what a table of people would do to a programme and to the directory behind it.

    ``role`` is the side that all of them take, or empty where a column says it. Columns kept under their own
    name answer the question of that name; where there is none it is asked from now on, and nobody reads it.
    """
    enrolling = {key: column for key, column in chosen.columns.items() if _is_of_enrolment(key)}
    columns = {key: column for key, column in chosen.columns.items() if key not in enrolling}
    people = plan_people(table, columns, directory=read_directory(programme.organisation), progress=progress)
    plan = EnrolmentPlan(programme=programme, people=people)
    questions = {question.key: question for question in questions_of(programme)}
    asked = {key.removeprefix(ANSWER): column for key, column in enrolling.items() if key.startswith(ANSWER)}
    asked |= _kept(plan, chosen.kept, questions)
    _refuse_unread(plan, table, {*enrolling.values(), *chosen.kept})
    standings, records = _standings(programme), dict(table.records())
    for draft in people.drafts:
        reader = _Reader(plan, draft, records[draft.row])
        plan.joinings.append(
            Joining(
                email=draft.email,
                role=role or reader.read(enrolling[ROLE], read_role, needed=True) or Enrolment.Role.LEARNER,
                places=reader.read(enrolling[PLACES], read_places) if PLACES in enrolling else None,
                answers=reader.answers(asked, questions),
                standing=standings.get(draft.email),
            )
        )
    _refuse_who_may_not_join(plan, chosen.columns, records)
    plan.errors = sorted(people.errors, key=lambda error: error.row)
    plan.entries = _entries(plan, questions)
    return plan


def _refuse_who_may_not_join(
    plan: EnrolmentPlan, columns: Mapping[str, str], records: Mapping[int, Mapping[str, str]]
) -> None:
    """Hold the file to whom the programme is open to, as the rows would leave the directory."""
    eligibility, known = Eligibility(plan.programme), plan.people.directory.people
    for draft, joining in zip(plan.people.drafts, plan.joinings, strict=True):
        if joining.standing and (joining.standing.is_over or joining.role_then == joining.standing.role):
            continue
        says = {**known.get(draft.email, {}), **draft.values}
        level = says.get("level")
        facts = Facts(
            department=says.get("department") or "",
            location=says.get("location") or "",
            level=level[0] if level else None,
            years=says.get("years_of_experience"),
        )
        against = eligibility.stands_against(facts, sides_of(joining.role))
        if against:
            column = columns.get(against[0], columns["email"])
            text = shortened(records[draft.row][column])
            cure = gettext_noop(
                "Open it to them in step 2 of its set-up, add the person by hand, or delete the row."
            )
            plan.people.refuse(CellError(draft.row, column, text, say(NOT_OPEN[against[0]]), say(cure)))


def _is_of_enrolment(key: str) -> bool:
    """Whether a column belongs to how somebody takes part, rather than to the directory."""
    return key in (ROLE, PLACES) or key.startswith(ANSWER)


@dataclass(frozen=True)
class _Reader:
    """Reads the cells of one row, and notes those that cannot be used."""

    plan: EnrolmentPlan
    draft: Draft
    record: Mapping[str, str]

    def read(self, column: str, parse: Any, *, needed: bool = False) -> Any:  # noqa: ANN401
        """The cell's value, or None where it is empty or of no use."""
        text = self.record[column]
        if not text:
            if needed:
                missing = say(gettext_noop("nothing says which side this person takes."))
                cure = say(gettext_noop("Write mentee, mentor or both."))
                self.plan.people.refuse(CellError(self.draft.row, column, "", missing, cure))
            return None
        try:
            return parse(text)
        except Unfit as unfit:
            self.plan.people.refuse(
                CellError(self.draft.row, column, shortened(text), unfit.message, unfit.cure)
            )
            return None

    def answers(self, asked: Mapping[str, str], questions: Mapping[str, Question]) -> dict[str, Any]:
        """What the row answers, by question key; an empty cell says nothing."""
        found = {}
        for key, column in asked.items():
            question = questions.get(key, Question(kind=Question.Kind.SHORT_TEXT))
            found[key] = self.read(column, lambda text, asked=question: read_answer(asked, text))
        return {key: value for key, value in found.items() if value is not None}


def _kept(plan: EnrolmentPlan, kept: Iterable[str], questions: Mapping[str, Question]) -> dict[str, str]:
    """The question key of each column kept under its own name; one that is not asked yet is new."""
    known = {plain(question.text): key for key, question in questions.items()}
    known |= {plain(key): key for key in questions}
    found: dict[str, str] = {}
    for column in kept:
        key = known.get(plain(column)) or free_key(column, questions.keys() | found.keys())
        if key not in questions:
            plan.new_questions[key] = column
        found[key] = column
    return found


def _refuse_unread(plan: EnrolmentPlan, table: Table, used: set[str]) -> None:
    for error in table.errors:
        if error.column in used:
            plan.people.refuse(error)


def _standings(programme: Programme) -> dict[str, Standing]:
    """How everybody takes part now, by address, in two queries."""
    found: dict[str, Standing] = {}
    by_response: dict[int, Standing] = {}
    rows = programme.enrolments.order_by().values_list(
        "person__email", "role", "state", "places_as_learner", "places_as_guide", "response"
    )
    for email, role, state, as_learner, as_guide, response in rows:
        found[email] = Standing(role, state, as_learner, as_guide)
        by_response[response] = found[email]
    answers = Answer.objects.filter(response__enrolments__programme=programme)
    for response, key, value, reader in answers.values_list(
        "response", "question__key", "value", "question__reader"
    ):
        by_response[response].answers[key] = value
        if reader == Question.Reader.NOBODY:
            by_response[response].in_confidence.add(key)
    return found


def _entries(plan: EnrolmentPlan, questions: Mapping[str, Question]) -> list[Entry]:
    labels = {key: question.text for key, question in questions.items()} | plan.new_questions
    hidden = {key for key, question in questions.items() if question.reader == Question.Reader.NOBODY}
    return [
        _entry(entry, joining, plan.programme, labels, hidden)
        for entry, joining in zip(plan.people.entries, plan.joinings, strict=True)
    ]


def _entry(
    entry: Entry, joining: Joining, programme: Programme, labels: Mapping[str, str], hidden: set[str]
) -> Entry:
    standing = joining.standing
    if standing is None:
        side = _side(joining.role, programme)
        return Entry(entry.row, entry.title, side, CREATED, entry.changes)
    if standing.is_over:
        outcome = CHANGED if entry.changes else UNCHANGED
        return Entry(entry.row, entry.title, _("Has left this programme"), outcome, entry.changes)
    changes = [*entry.changes]
    if joining.role_then != standing.role:
        changes.append(
            Change(_("Takes part as"), _side(standing.role, programme), _side(joining.role_then, programme))
        )
    if standing.state == Enrolment.State.APPLIED:
        changes.append(
            Change(_("State"), str(Enrolment.State.APPLIED.label), str(Enrolment.State.APPROVED.label))
        )
    for key, value in joining.answers.items():
        before = standing.answers.get(key)
        if value != before:
            is_hidden = key in hidden | standing.in_confidence
            shown = _("hidden") if is_hidden and before is not None else _words(before)
            changes.append(Change(labels[key], shown, _words(value)))
    return Entry(entry.row, entry.title, entry.detail, CHANGED if changes else UNCHANGED, changes)


def _side(role: str, programme: Programme) -> str:
    words = words_for(programme.kind)
    if role == Enrolment.Role.BOTH:
        return _("both sides")
    return str(words.of(role))


def _words(value: Any) -> str:  # noqa: ANN401  an answer of any kind
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return shortened(", ".join(map(str, value)) if isinstance(value, list) else str(value), 120)
