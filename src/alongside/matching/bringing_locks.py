"""A list of pairs that comes back as locks: the download, edited elsewhere, or any file with two addresses a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Organisation, Person, normalised_email
from alongside.matching.actions import lock_pair
from alongside.matching.actions.adjusting import in_one_order
from alongside.matching.apart import PeoplePair, kept_apart
from alongside.matching.models import PairConstraint
from alongside.matching.permissions import can_match
from alongside.matching.places import guide_limit, learner_limit
from alongside.people.fields import WantedField
from alongside.people.models import Upload
from alongside.people.plan import CHANGED, CREATED, UNCHANGED, Entry, Plan, Progress
from alongside.people.purposes import Chosen, Purpose
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for
from alongside.tables import CellError, Sentence, Table
from alongside.tables.cells import shortened
from alongside.tables.errors import gettext_noop, say
from alongside.tables.mapping import Content, Field
from alongside.tables.vocabulary import HEADINGS

ROWS_BETWEEN_QUESTIONS = 100


@dataclass
class LocksPlan(Plan):
    """What would happen with every row, and the pairs to lock."""

    programme: Programme = field(kw_only=True)
    pairs: list[tuple[Enrolment, Enrolment]] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """Who takes part, by address, what the programme team has said of pairs, and who may not be matched."""

    enrolments: Mapping[str, Enrolment]
    words: Mapping[tuple[int, int], str]
    apart: Mapping[PeoplePair, str]


class _Unfit(Exception):
    """A cell that cannot be used, with the cure."""

    def __init__(self, side: str, message: Sentence, cure: Sentence) -> None:
        super().__init__(str(message))
        self.side, self.message, self.cure = side, message, cure


def plan_locks(programme: Programme, table: Table, columns: Mapping[str, str]) -> LocksPlan:
    """Say of every row whether it becomes a lock or is one already. Reads only."""
    plan, known = LocksPlan(programme=programme), _known(programme)
    plan.errors += [error for error in table.errors if error.column in columns.values()]
    taken: dict[str, Counter[int]] = {"learner": Counter(), "guide": Counter()}
    if programme.is_pool:  # one number of places, whichever column names somebody
        taken["guide"] = taken["learner"]
    seen: set[tuple[int, int]] = set()
    for number, record in table.records():
        try:
            learner, guide = in_one_order(programme, *_pair(record, columns, known))
            if (learner.pk, guide.pk) in seen:
                continue
            _refuse_when_full(programme, learner, guide, taken)
        except _Unfit as unfit:
            column = columns[unfit.side]
            error = CellError(number, column, shortened(record[column]), unfit.message, unfit.cure)
            plan.errors.append(error)
            continue
        seen.add((learner.pk, guide.pk))
        plan.pairs.append((learner, guide))
        plan.entries.append(_entry(number, learner, guide, known))
    return plan


def _known(programme: Programme) -> _Known:
    enrolments = programme.enrolments.taking_part().select_related("person")
    words = programme.pair_constraints.values_list("learner", "guide", "kind")
    return _Known(
        {enrolment.person.email: enrolment for enrolment in enrolments},
        {(learner, guide): kind for learner, guide, kind in words},
        kept_apart(programme),
    )


def _pair(
    record: Mapping[str, str], columns: Mapping[str, str], known: _Known
) -> tuple[Enrolment, Enrolment]:
    learner = _enrolment(record, columns, "learner", known)
    guide = _enrolment(record, columns, "guide", known)
    if not learner.is_learner or not guide.is_guide:
        side = "guide" if learner.is_learner else "learner"
        raise _Unfit(
            side,
            say(gettext_noop("this person does not take that side in the programme.")),
            say(gettext_noop("Exchange the two addresses, or change the person’s role first.")),
        )
    why = known.apart.get((learner.person_id, guide.person_id))
    if learner.person_id == guide.person_id or why in {"conflict", "running", "suggested"}:
        raise _Unfit(
            "guide",
            say(gettext_noop("these two cannot be matched: they have each other already, or a conflict.")),
            say(gettext_noop("Delete the row.")),
        )
    return learner, guide


def _enrolment(record: Mapping[str, str], columns: Mapping[str, str], side: str, known: _Known) -> Enrolment:
    address = normalised_email(record[columns[side]])
    if not address:
        raise _Unfit(
            side,
            say(gettext_noop("the email address is missing.")),
            say(gettext_noop("Fill in the cell, or delete the row.")),
        )
    if address not in known.enrolments:
        raise _Unfit(
            side,
            say(gettext_noop("nobody with this email address takes part in the programme.")),
            say(gettext_noop("Correct the address, or add the person to the programme first.")),
        )
    return known.enrolments[address]


def _refuse_when_full(
    programme: Programme, learner: Enrolment, guide: Enrolment, taken: dict[str, Counter[int]]
) -> None:
    sides = (("learner", learner, learner_limit), ("guide", guide, guide_limit))
    for side, enrolment, limit in sides:
        if taken[side][enrolment.pk] >= limit(enrolment, programme):
            raise _Unfit(
                side,
                say(
                    gettext_noop("this person has %(places)s places and is in more rows than that."),
                    places=limit(enrolment, programme),
                ),
                say(gettext_noop("Delete one of the rows, or give the person more places first.")),
            )
    taken["learner"][learner.pk] += 1
    taken["guide"][guide.pk] += 1


def _entry(number: int, learner: Enrolment, guide: Enrolment, known: _Known) -> Entry:
    word = known.words.get((learner.pk, guide.pk))
    outcome = {PairConstraint.Kind.LOCK: UNCHANGED, PairConstraint.Kind.FORBID: CHANGED}.get(
        cast("PairConstraint.Kind", word), CREATED
    )
    return Entry(number, learner.person.name, guide.person.name, outcome)


def _write(plan: Plan, upload: Upload, by: Person, may_go_on: Callable[[], None]) -> str:
    plan = cast("LocksPlan", plan)
    for place, (learner, guide) in enumerate(plan.pairs):
        if place % ROWS_BETWEEN_QUESTIONS == 0:
            may_go_on()
        lock_pair(plan.programme, by=by, learner=learner, guide=guide)
    return reverse("pair_words", args=[upload.organisation.slug, upload.subject_id])


def _programme(organisation: Organisation, subject_id: str) -> Programme | None:
    return Programme.objects.filter(organisation=organisation, public_id=subject_id).first()


def _may(by: Person, subject_id: str) -> bool:
    programme = _programme(by.organisation, subject_id)
    return programme is not None and can_match(by, programme)


def _fields(organisation: Organisation, subject_id: str) -> Sequence[WantedField]:
    programme = _programme(organisation, subject_id)
    words = words_for(programme.kind if programme else "")
    address = gettext_lazy("The email address.")
    learner = Field("learner", HEADINGS["mentee_email"], Content.EMAIL, required=True)
    guide = Field("guide", HEADINGS["mentor_email"], Content.EMAIL, required=True)
    return [WantedField(learner, words.learner, address), WantedField(guide, words.guide, address)]


def _plan(upload: Upload, table: Table, chosen: Chosen, _progress: Progress) -> Plan:
    programme = Programme.objects.get(organisation=upload.organisation, public_id=upload.subject_id)
    return plan_locks(programme, table, chosen.columns)


LOCKS = Purpose(
    key="locks",
    title=gettext_lazy("Pairs to keep together"),
    explanation=gettext_lazy(
        "Every row of the file becomes a lock: each later run keeps these two together. Download the pairs of a "
        "run, delete the rows that you do not want to keep, and bring the file back."
    ),
    may=_may,
    fields=_fields,
    plan=_plan,
    write=_write,
)
