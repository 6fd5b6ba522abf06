"""Files of pairs that already run: who mentors whom, since when, and when they last met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Organisation, Person
from alongside.activity.actions import RuleBroken
from alongside.people.fields import WantedField
from alongside.people.models import Upload
from alongside.people.plan import Plan, Progress
from alongside.people.purposes import Chosen, Purpose
from alongside.programmes.actions.enrolments import enrol
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme
from alongside.programmes.words import words_for
from alongside.relationships.actions import begin_relationship
from alongside.relationships.models import Relationship
from alongside.relationships.pairs_plan import (
    ROWS_BETWEEN_REPORTS,
    Book,
    PairDraft,
    PairsPlan,
    pairs_so_far,
    plan_pairs,
)
from alongside.tables import Table
from alongside.tables.mapping import Content, Field
from alongside.tables.vocabulary import HEADINGS


def write_pairs(plan: PairsPlan, *, by: Person, may_go_on: Callable[[], None] = lambda: None) -> None:
    """Sign up whoever is not in yet, and begin every pair. Call it inside a transaction."""
    enrolments = _enrol(plan, by)
    for place, draft in enumerate(plan.drafts):
        if place % ROWS_BETWEEN_REPORTS == 0:
            may_go_on()
        begin_relationship(
            plan.programme,
            learner=enrolments[draft.learner.pk],
            guide=enrolments[draft.guide.pk],
            reasons=[{"key": "already_running"}],
            by=by,
            origin=Relationship.Origin.IMPORT,
            started_on=draft.started_on,
            last_met_on=draft.last_met_on,
        )


def _enrol(plan: PairsPlan, by: Person) -> dict[int, Enrolment]:
    """The enrolment of everyone in the file, with places for what they already have and for the file's pairs."""
    hold_people({person.pk for person in _people_of(plan.drafts)})
    book = pairs_so_far(plan.programme)
    new = [draft for draft in plan.drafts if not book.has(draft)]
    book.guiding.update(draft.guide.pk for draft in new)
    book.learning.update(draft.learner.pk for draft in new)
    _refuse_too_many(plan.programme, book, new)
    known = {one.person_id: one for one in plan.programme.enrolments.all()}
    enrolments = {draft.learner.pk: known.get(draft.learner.pk) for draft in plan.drafts}
    enrolments |= {draft.guide.pk: known.get(draft.guide.pk) for draft in plan.drafts}
    for person in _people_of(new):
        before = known.get(person.pk)
        enrolments[person.pk] = enrol(
            plan.programme,
            by=by,
            person=person,
            role=_role(person, before, book),
            places_as_learner=max(book.learning[person.pk], before.places_as_learner if before else 0),
            places_as_guide=max(book.guiding[person.pk], before.places_as_guide if before else 0),
        )
    return cast("dict[int, Enrolment]", enrolments)


def _refuse_too_many(programme: Programme, book: Book, new: Sequence[PairDraft]) -> None:
    """Others may have begun a pair since the file was looked at, so everybody is counted once more."""
    names = {draft.guide.name for draft in new if book.guiding[draft.guide.pk] > programme.learners_per_guide}
    names |= {draft.guide.name for draft in new if book.is_beyond_capacity(draft.guide)}
    names |= {
        draft.learner.name for draft in new if book.learning[draft.learner.pk] > programme.guides_per_learner
    }
    if names:
        message = _(
            "More pairs began meanwhile, and now there are too many for %(names)s. Upload the file again."
        )
        raise RuleBroken(message % {"names": ", ".join(sorted(names))})


def _people_of(drafts: Sequence[PairDraft]) -> Iterator[Person]:
    """Everyone in these rows, once."""
    people = {person.pk: person for draft in drafts for person in (draft.learner, draft.guide)}
    yield from people.values()


def _role(person: Person, before: Enrolment | None, book: Book) -> str:
    """The side that the person takes, by the file and by what they do already."""
    guides = book.guiding[person.pk] > 0 or (before is not None and before.is_guide)
    learns = book.learning[person.pk] > 0 or (before is not None and before.is_learner)
    if guides and learns:
        return Enrolment.Role.BOTH
    return Enrolment.Role.GUIDE if guides else Enrolment.Role.LEARNER


def _write(plan: Plan, upload: Upload, by: Person, may_go_on: Callable[[], None]) -> str:
    write_pairs(cast("PairsPlan", plan), by=by, may_go_on=may_go_on)
    names = {"organisation": upload.organisation.slug, "public_id": upload.subject_id}
    return reverse("programme", kwargs=names)


def _programme(organisation: Organisation, subject_id: str) -> Programme | None:
    return Programme.objects.filter(organisation=organisation, public_id=subject_id).first()


def _may(by: Person, subject_id: str) -> bool:
    programme = _programme(by.organisation, subject_id)
    return programme is not None and can_run_programme(by, programme)


def _fields(organisation: Organisation, subject_id: str) -> Sequence[WantedField]:
    programme = _programme(organisation, subject_id)
    words = words_for(programme.kind if programme else "")
    who = gettext_lazy("The email address, or the name as it stands in the directory.")
    return [
        WantedField(Field("learner", HEADINGS["mentee_email"], required=True), words.learner, who),
        WantedField(Field("guide", HEADINGS["mentor_email"], required=True), words.guide, who),
        WantedField(Field("started_on", HEADINGS["started_on"], Content.DATE), gettext_lazy("Started")),
        WantedField(Field("last_met_on", HEADINGS["last_met_on"], Content.DATE), gettext_lazy("Last met")),
    ]


def _plan(upload: Upload, table: Table, chosen: Chosen, progress: Progress) -> Plan:
    programme = Programme.objects.get(organisation=upload.organisation, public_id=upload.subject_id)
    return plan_pairs(programme, table, chosen.columns, progress)


PAIRS = Purpose(
    key="pairs",
    title=gettext_lazy("Pairs that already run"),
    explanation=gettext_lazy(
        "Brings pairs who already meet into this programme, with their start and last meeting. "
        "They find each other here as soon as they sign in; nobody is written to."
    ),
    may=_may,
    fields=_fields,
    plan=_plan,
    write=_write,
)
