"""Builds Northfield Health: 240 people, programmes in every state, a year of history, the same on every run.

Only the dates follow the day on which it is built, so that something is always due today.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.accounts.actions import offer_persona
from alongside.accounts.models import Organisation, User
from alongside.demo import directory as people
from alongside.demo.coaches import ask_for_a_first_chat, set_terms
from alongside.demo.directory import Directory
from alongside.demo.history import HABITS, Habit, agree_on_a_step, meet, pair_up, set_goals, write_notes
from alongside.demo.programmes import enrol, set_up
from alongside.demo.seed import public_id
from alongside.demo.short_meetings import short_meetings
from alongside.demo.suggestions import late_joiners
from alongside.programmes.models import Enrolment, Programme

SEED = 2026
STEPS = 7
SLUG = "northfield"


def stands() -> bool:
    """Whether the demonstration is in the database."""
    return Organisation.objects.filter(slug=SLUG).exists()


def steps(today: date | None = None) -> Iterator[None]:
    """Build it anew, all of it or none; yields after each of ``STEPS`` steps."""
    chance, day = random.Random(SEED), today or timezone.localdate()  # noqa: S311  a story, not a secret
    with transaction.atomic():
        User.objects.filter(people__organisation__slug=SLUG).delete()
        Organisation.objects.filter(slug=SLUG).delete()
        directory = people.fill(chance)
        yield
        last_year(directory, chance, day)
        yield
        this_year(directory, chance, day)
        yield
        coaching(directory, chance, day)
        yield
        next_round(directory, chance, day)
        late_joiners(directory, chance, day)
        yield
        short_meetings(directory, chance, day)
        yield
        still_an_idea(directory, chance, day)
        open_doors(directory)
        yield


def last_year(directory: Directory, chance: random.Random, today: date) -> None:
    """A mentoring programme that is over: 40 pairs that met for nine months."""
    programme = set_up(
        directory,
        chance,
        name="Northfield Forward, last year",
        kind=Programme.Kind.MENTORING,
        state=Programme.State.CLOSED,
        starts_on=today - timedelta(days=365),
        purpose="A year of mentoring for people who are going somewhere and would like company.",
    )
    completed = Enrolment.State.COMPLETED
    learners = enrol(programme, directory.between(0, 4)[60:100], chance, role="learner", state=completed)
    guides = enrol(programme, directory.between(6, 9)[:25], chance, role="guide", state=completed)
    for pair in pair_up(learners, guides, chance, today=today):
        meet(pair, chance.choice(HABITS), chance, today=today)


def this_year(directory: Directory, chance: random.Random, today: date) -> None:
    """A mentoring programme in the middle of its time; Amara and Henrik meet in it."""
    programme = set_up(
        directory,
        chance,
        name="Northfield Forward",
        kind=Programme.Kind.MENTORING,
        state=Programme.State.RUNNING,
        starts_on=today - timedelta(days=95),
        purpose="Somebody further along, for nine months: to think with, not to be told by.",
    )
    amara, henrik = directory.named("Amara Okafor"), directory.named("Henrik Lindqvist")
    learners = [amara, *[person for person in directory.between(0, 4)[:60] if person != amara][:47]]
    guides = [henrik, *[person for person in directory.between(6, 9) if person != henrik][:29]]
    matched = Enrolment.State.MATCHED
    pairs = pair_up(
        enrol(programme, learners, chance, role="learner", state=matched),
        enrol(programme, guides, chance, role="guide", state=matched, places_as_guide=3),
        chance,
        today=today,
    )
    for number, pair in enumerate(pairs):
        meet(pair, Habit.STEADY if number == 0 else chance.choice(HABITS), chance, today=today)
        set_goals(pair, chance, today=today)
    write_notes(pairs[0], amara, henrik, chance, today=today)
    agree_on_a_step(pairs[0], amara, chance, today=today)


def coaching(directory: Directory, chance: random.Random, today: date) -> None:
    """A coaching programme that has just begun; Mei-Ling coaches in it."""
    programme = set_up(
        directory,
        chance,
        name="Coaching for ward leaders",
        kind=Programme.Kind.COACHING,
        state=Programme.State.RUNNING,
        starts_on=today - timedelta(days=30),
        purpose="Six hours with a trained coach, about one thing that you want to move.",
    )
    mei_ling = directory.named("Mei-Ling Tan")
    coaches = [mei_ling, *[person for person in directory.between(6, 8) if person != mei_ling][30:33]]
    coachees = directory.between(5, 5)[:12]
    matched = Enrolment.State.MATCHED
    coached = enrol(programme, coachees, chance, role="learner", state=matched)
    coaching_them = enrol(programme, coaches, chance, role="guide", state=matched, places_as_guide=3)
    for pair in pair_up(coached, coaching_them, chance, today=today):
        meet(pair, Habit.NEW, chance, today=today)
        set_goals(pair, chance, today=today)
    set_terms(programme, coaching_them)
    looking = directory.between(5, 5)[12:14]
    [one, _other] = enrol(programme, looking, chance, role="learner", state=Enrolment.State.APPROVED)
    ask_for_a_first_chat(one, coaching_them[0], public_id(chance), today=today)


def next_round(directory: Directory, chance: random.Random, today: date) -> None:
    """Sign-up is about to close: 62 mentees, 41 mentors, ready to be matched, and a few still to decide."""
    programme = set_up(
        directory,
        chance,
        name="Northfield Next",
        kind=Programme.Kind.MENTORING,
        state=Programme.State.OPEN,
        starts_on=today + timedelta(days=20),
        purpose="One-to-one mentoring for the spring, for everyone who has not had a turn yet.",
    )
    approved, applied = Enrolment.State.APPROVED, Enrolment.State.APPLIED
    waiting = [person for person in directory.between(0, 4) if not person.enrolments.exists()]
    mentors = directory.between(5, 9)[-41:]
    enrol(programme, waiting[:62], chance, role="learner", state=approved)
    enrol(programme, mentors, chance, role="guide", state=approved)
    enrol(
        programme,
        [person for person in waiting[62:] if person not in mentors][:6],
        chance,
        role="learner",
        state=applied,
    )


def still_an_idea(directory: Directory, chance: random.Random, today: date) -> None:
    """A draft that nobody but Priya sees."""
    set_up(
        directory,
        chance,
        name="Reverse mentoring for the board",
        kind=Programme.Kind.REVERSE,
        state=Programme.State.DRAFT,
        starts_on=today + timedelta(days=90),
        purpose="The board learns from the people who have been here a year.",
    )


PERSONAS = (
    ("Priya Raghunathan", "Programme manager", "Has 62 people to match and a board to convince."),
    ("Henrik Lindqvist", "Mentor", "Two mentees, one hour free this week."),
    ("Amara Okafor", "Mentee", "Wants to lead a ward team by the spring."),
    ("Mei-Ling Tan", "Coach", "Coaches ward leaders who have too much on."),
    ("Rosa Delgado", "Organisation admin", "Looks after accounts, and sees nobody’s notes."),
)


def open_doors(directory: Directory) -> None:
    """Let visitors be one of these people for a while."""
    for position, (name, part, line) in enumerate(PERSONAS):
        offer_persona(directory.named(name), part=part, line=line, position=position)
