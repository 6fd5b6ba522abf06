"""What a file of pairs would do to a programme, worked out before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.accounts.models import Person, normalised_email
from alongside.people.models import Profile
from alongside.people.plan import CREATED, UNCHANGED, Change, Entry, Plan, Progress
from alongside.programmes.models import Programme
from alongside.relationships.models import Participant, Relationship
from alongside.tables import CellError, Sentence, Table
from alongside.tables.errors import gettext_noop, say
from alongside.tables.values import days_come_first, parse_date, plain

ROWS_BETWEEN_REPORTS = 200
Pair = tuple[int, int]
"""The rows of learner and guide in the directory."""


@dataclass(frozen=True)
class PairDraft:
    """One row understood."""

    row: int
    learner: Person
    guide: Person
    started_on: date | None
    last_met_on: date | None


@dataclass
class PairsPlan(Plan):
    """What would happen with every row, and the pairs to begin."""

    programme: Programme = field(kw_only=True)
    drafts: list[PairDraft] = field(default_factory=list)


@dataclass(frozen=True)
class Book:
    """The directory by address and by name, and the pairs and loads that a programme has already."""

    by_email: Mapping[str, Person]
    by_name: Mapping[str, list[Person]]
    together: frozenset[Pair]
    guiding: Counter[int]
    learning: Counter[int]
    elsewhere: Counter[int]
    """How many somebody guides in other programmes."""
    capacity: Mapping[int, int]
    """How many somebody guides at most in all, where they have said so."""

    def has(self, draft: PairDraft) -> bool:
        """Whether these two are a pair already."""
        return (draft.learner.pk, draft.guide.pk) in self.together

    def load(self, guide: Person) -> int:
        """How many somebody guides in all programmes: here as counted so far, and elsewhere."""
        return self.guiding[guide.pk] + self.elsewhere[guide.pk]

    def is_beyond_capacity(self, guide: Person) -> bool:
        """Whether that is more than they have said; a guide's load is one number over all programmes."""
        return guide.pk in self.capacity and self.load(guide) > self.capacity[guide.pk]


class _Unfit(Exception):
    """A cell that cannot be used, with the cure."""

    def __init__(self, column: str, value: str, message: Sentence, cure: Sentence) -> None:
        super().__init__(str(message))
        self.column, self.value, self.message, self.cure = column, value, message, cure


def plan_pairs(
    programme: Programme, table: Table, columns: Mapping[str, str], progress: Progress
) -> PairsPlan:
    """Say of every row whether the pair would begin or is there already. Reads only."""
    plan, book = PairsPlan(programme=programme), pairs_so_far(programme)
    used = set(columns.values())
    plan.errors += [error for error in table.errors if error.column in used]
    day_first = {
        key: days_come_first(table.column(columns[key]))
        for key in ("started_on", "last_met_on")
        if key in columns
    }
    seen: dict[Pair, int] = {}
    for place, (number, record) in enumerate(table.records()):
        if place % ROWS_BETWEEN_REPORTS == 0:
            progress(place, len(table.rows))
        try:
            draft = _draft(number, record, columns, book, day_first)
            _refuse_twice(draft, seen, columns, record)
            _refuse_too_many(draft, programme, book, columns, record)
        except _Unfit as unfit:
            plan.errors.append(CellError(number, unfit.column, unfit.value[:120], unfit.message, unfit.cure))
            continue
        plan.drafts.append(draft)
        plan.entries.append(_entry(draft, book))
    return plan


def pairs_so_far(programme: Programme) -> Book:
    """The people who could be in a file, and whom they have already, in four queries."""
    people = list(Person.objects.filter(organisation=programme.organisation_id, left_at=None))
    by_name: dict[str, list[Person]] = {}
    for person in people:
        by_name.setdefault(plain(person.name), []).append(person)
    open_here = Relationship.objects.open().filter(programme=programme)
    members: dict[int, list[tuple[int, str]]] = {}
    rows = Participant.objects.filter(relationship__in=open_here)
    for relationship, person_id, role in rows.values_list("relationship_id", "person_id", "role"):
        members.setdefault(relationship, []).append((person_id, role))
    together, guiding, learning = set(), Counter[int](), Counter[int]()
    for inside in members.values():
        together |= {(one, other) for one, _role in inside for other, _other in inside if one != other}
        learners = [person for person, role in inside if role != Participant.Role.GUIDE]
        learning.update(learners)
        guiding.update({person: len(learners) for person, role in inside if role == Participant.Role.GUIDE})
    by_email = {person.email: person for person in people}
    elsewhere = _guided(programme)
    return Book(by_email, by_name, frozenset(together), guiding, learning, elsewhere, _capacities(programme))


def _guided(programme: Programme) -> Counter[int]:
    """How many learners the people of the organisation guide in all its other programmes; short meetings are none."""
    running = Relationship.objects.open().filter(programme__organisation=programme.organisation_id)
    running = running.exclude(programme__kind=Programme.Kind.FLASH)
    guides = Participant.objects.filter(
        relationship__in=running.exclude(programme=programme), role=Participant.Role.GUIDE
    )
    is_learner = Q(relationship__participants__role=Participant.Role.LEARNER)
    learners = Count("relationship__participants", filter=is_learner)
    counted = guides.order_by().values_list("person").annotate(learners=learners)
    return Counter(dict(counted.values_list("person", "learners")))


def _capacities(programme: Programme) -> dict[int, int]:
    said = Profile.objects.filter(person__organisation=programme.organisation_id)
    return {person: most for person, most in said.values_list("person", "capacity") if most is not None}


def _draft(
    number: int,
    record: Mapping[str, str],
    columns: Mapping[str, str],
    book: Book,
    day_first: Mapping[str, bool],
) -> PairDraft:
    learner = _person(record, columns["learner"], book)
    guide = _person(record, columns["guide"], book)
    if learner == guide:
        raise _Unfit(
            columns["guide"],
            record[columns["guide"]],
            say(gettext_noop("both are the same person.")),
            say(gettext_noop("Write two people, or delete the row.")),
        )
    started_on = _day(record, columns.get("started_on"), day_first=day_first.get("started_on", True))
    last_met_on = _day(record, columns.get("last_met_on"), day_first=day_first.get("last_met_on", True))
    if started_on and last_met_on and last_met_on < started_on:
        raise _Unfit(
            columns["last_met_on"],
            record[columns["last_met_on"]],
            say(gettext_noop("they would have last met before they began.")),
            say(gettext_noop("Correct one of the two dates.")),
        )
    return PairDraft(number, learner, guide, started_on, last_met_on)


def _person(record: Mapping[str, str], column: str, book: Book) -> Person:
    text = record[column]
    found = book.by_email.get(normalised_email(text.removeprefix("mailto:")))
    named = [found] if found else book.by_name.get(plain(text), []) if text else []
    if len(named) == 1:
        return named[0]
    if not text:
        message, cure = (
            gettext_noop("the cell is empty."),
            gettext_noop("Fill in the cell, or delete the row."),
        )
    elif named:
        message = gettext_noop("several people in the directory have this name.")
        cure = gettext_noop("Write the email address instead.")
    else:
        message = gettext_noop("this person is not in the directory.")
        cure = gettext_noop("Import people first, or correct the spelling.")
    raise _Unfit(column, text, say(message), say(cure))


def _day(record: Mapping[str, str], column: str | None, *, day_first: bool) -> date | None:
    text = record[column] if column else ""
    if not column or not text:
        return None
    found = parse_date(text, day_first=day_first)
    if found is None:
        raise _Unfit(
            column,
            text,
            say(gettext_noop("“%(text)s” is not a date."), text=text[:80]),
            say(gettext_noop("Write it as 2026-11-23.")),
        )
    if found > timezone.localdate():
        raise _Unfit(
            column,
            text,
            say(gettext_noop("this date lies in the future.")),
            say(gettext_noop("Write a day that has passed, or leave the cell empty.")),
        )
    return found


def _refuse_twice(
    draft: PairDraft, seen: dict[Pair, int], columns: Mapping[str, str], record: Mapping[str, str]
) -> None:
    first = seen.setdefault((draft.learner.pk, draft.guide.pk), draft.row)
    if first != draft.row:
        raise _Unfit(
            columns["learner"],
            record[columns["learner"]],
            say(gettext_noop("this pair is in the file twice, also in row %(row)s."), row=first),
            say(gettext_noop("Keep one of the two rows.")),
        )


def _refuse_too_many(
    draft: PairDraft,
    programme: Programme,
    book: Book,
    columns: Mapping[str, str],
    record: Mapping[str, str],
) -> None:
    """Count the pair, unless it is there already, and refuse what the programme does not allow."""
    if book.has(draft):
        return
    limits = (
        ("guide", draft.guide, book.guiding, programme.learners_per_guide),
        ("learner", draft.learner, book.learning, programme.guides_per_learner),
    )
    for key, person, load, most in limits:
        load[person.pk] += 1
        if key == "guide":
            _refuse_beyond_capacity(person, book, columns[key], record[columns[key]])
        if load[person.pk] > most:
            raise _Unfit(
                columns[key],
                record[columns[key]],
                say(gettext_noop("this person would be in %(pairs)s pairs."), pairs=load[person.pk]),
                say(
                    gettext_noop(
                        "The programme allows %(most)s. Allow more in its setup, or delete the row."
                    ),
                    most=most,
                ),
            )


def _refuse_beyond_capacity(guide: Person, book: Book, column: str, text: str) -> None:
    if book.is_beyond_capacity(guide):
        # Without a number: how many somebody has elsewhere is not for the team of this programme.
        message = gettext_noop("this person has as many people as they take, over all programmes.")
        cure = gettext_noop("Ask them to offer more places in their profile, or delete the row.")
        raise _Unfit(column, text, say(message), say(cure))


def _entry(draft: PairDraft, book: Book) -> Entry:
    title = _("%(learner)s and %(guide)s") % {"learner": draft.learner.name, "guide": draft.guide.name}
    if book.has(draft):
        return Entry(draft.row, title, _("They are a pair already."), UNCHANGED)
    dates = ((_("Started"), draft.started_on), (_("Last met"), draft.last_met_on))
    changes = [Change(label, "", date_format(day)) for label, day in dates if day]
    return Entry(draft.row, title, draft.guide.email, CREATED, changes)
