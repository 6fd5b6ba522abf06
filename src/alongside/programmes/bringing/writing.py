"""Write a planned file into a programme, in a few large steps that hold or fall together."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import record
from alongside.activity.bulk import wrote_in_bulk
from alongside.people.writing import write_people
from alongside.programmes.actions.questions import add_question, change_question
from alongside.programmes.bringing.planning import EnrolmentPlan, Joining, Standing
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Answer, Question, Questionnaire, Response

BATCH = 1_000
LONGEST_LINE = 300
MayGoOn = Callable[[], None]


def write_enrolments(plan: EnrolmentPlan, *, by: Person, may_go_on: MayGoOn) -> None:
    """Bring the people of a plan without errors into its programme. Call it inside a transaction.

    ``may_go_on`` is asked between the steps, and raises where the person has cancelled.
    """
    write_people(plan.people, may_go_on=may_go_on)
    _ask(plan, by)
    joinings = [one for one in plan.joinings if one.standing is None or not one.standing.is_over]
    enrolments = _write_enrolments(plan, joinings)
    may_go_on()
    _write_answers(plan.programme, joinings, enrolments)
    wrote_in_bulk(Enrolment, Response, Answer)
    may_go_on()
    for joining in joinings:
        if joining.standing is None:
            record("enrolment.added", by=by, subject=enrolments[joining.email])


def _ask(plan: EnrolmentPlan, by: Person) -> None:
    """Add the questions that the file brings, and ask both sides what both sides answer."""
    programme = plan.programme
    for key, column in plan.new_questions.items():
        values = [str(joining.answers.get(key, "")) for joining in plan.joinings]
        is_long = max(map(len, values), default=0) > LONGEST_LINE
        add_question(
            programme,
            by=by,
            key=key,
            text=column[:300],
            kind=Question.Kind.LONG_TEXT if is_long else Question.Kind.SHORT_TEXT,
            asked=_asked(plan, key),
            reader=Question.Reader.NOBODY,
        )
    if programme.questionnaire is None:
        return
    for question in list(programme.questionnaire.questions.exclude(asked=Question.Asked.EVERYBODY)):
        if question.key not in plan.new_questions and _asked(plan, question.key) not in (
            "",
            question.asked,
        ):
            change_question(programme, by=by, key=question.key, asked=Question.Asked.EVERYBODY)


def _asked(plan: EnrolmentPlan, key: str) -> str:
    """Who answers a question in the file: one side, everybody, or nobody (empty)."""
    roles = {joining.role for joining in plan.joinings if key in joining.answers}
    if roles == {Enrolment.Role.LEARNER}:
        return Question.Asked.LEARNERS
    if roles == {Enrolment.Role.GUIDE}:
        return Question.Asked.GUIDES
    return Question.Asked.EVERYBODY if roles else ""


def _write_enrolments(plan: EnrolmentPlan, joinings: list[Joining]) -> dict[str, Enrolment]:
    """The enrolments by address, after adding the new ones and changing the others."""
    programme, ids = plan.programme, plan.people.directory.ids
    # As they stand now: whoever was matched or left since the file was looked at stays so.
    held = programme.enrolments.select_for_update(of=("self",), no_key=True).order_by("pk")
    known = {one.person_id: one for one in held.select_related("response")}
    found, new, changed = {}, [], []
    for joining in joinings:
        enrolment = known.get(ids[joining.email])
        if enrolment is None:
            enrolment = Enrolment(
                programme=programme,
                person_id=ids[joining.email],
                places_as_guide=programme.learners_per_guide,
            )
            new.append(enrolment)
        else:
            changed.append(enrolment)
        _fill(enrolment, joining, programme)
        found[joining.email] = enrolment
    Enrolment.objects.bulk_create(new, batch_size=BATCH)
    Enrolment.objects.bulk_update(
        changed, ["role", "state", "decided_at", "places_as_learner", "places_as_guide"], batch_size=BATCH
    )
    return found


def _fill(enrolment: Enrolment, joining: Joining, programme: Programme) -> None:
    enrolment.role = programme.side_of(joining.role_then)
    if enrolment.state == Enrolment.State.APPLIED:
        enrolment.state, enrolment.decided_at = Enrolment.State.APPROVED, timezone.now()
    if joining.places is None:
        return
    if joining.role != Enrolment.Role.GUIDE:
        enrolment.places_as_learner = min(joining.places, programme.guides_per_learner)
    if joining.role != Enrolment.Role.LEARNER:
        enrolment.places_as_guide = min(joining.places, programme.learners_per_guide)


def _may_stay(standing: Standing, opened: set[str]) -> dict[str, Any]:
    told = standing.in_confidence & opened
    return {key: value for key, value in standing.answers.items() if key not in told}


def _write_answers(programme: Programme, joinings: list[Joining], enrolments: dict[str, Enrolment]) -> None:
    """Keep what the rows answer beside what was answered before; a version that was answered stays.

    What was told in confidence does not go along to a question that the team has opened since.
    """
    questionnaire = programme.questionnaire
    if questionnaire is None:
        return
    said: dict[str, dict[str, Any]] = {}
    opened = set(questionnaire.questions.exclude(reader=Question.Reader.NOBODY).values_list("key", flat=True))
    for joining in joinings:
        before = _may_stay(joining.standing, opened) if joining.standing else {}
        after = {**before, **joining.answers}
        if joining.standing is None or after != before:
            said[joining.email] = after
    responses = _responses(questionnaire, {email: enrolments[email] for email in said})
    keys = {question.key: question for question in questionnaire.questions.all()}
    Answer.objects.bulk_create(
        (
            Answer(response=responses[email], question=keys[key], value=value)
            for email, answers in said.items()
            for key, value in answers.items()
            if key in keys
        ),
        batch_size=BATCH,
    )


def _responses(questionnaire: Questionnaire, enrolments: dict[str, Enrolment]) -> dict[str, Response]:
    """An empty response to this version for each enrolment: its own emptied, or a new one."""
    found: dict[str, Response] = {}
    new: dict[str, Response] = {}
    for email, enrolment in enrolments.items():
        current = enrolment.response
        if current is not None and current.questionnaire_id == questionnaire.pk:
            found[email] = current
        else:
            new[email] = Response(questionnaire=questionnaire, person_id=enrolment.person_id)
    kept = [response.pk for response in found.values()]
    for place in range(0, len(kept), BATCH):
        Answer.objects.filter(response__in=kept[place : place + BATCH]).delete()
    Response.objects.bulk_create(new.values(), batch_size=BATCH)
    for email, response in new.items():
        enrolments[email].response = response
    Enrolment.objects.bulk_update([enrolments[email] for email in new], ["response"], batch_size=BATCH)
    return found | new
