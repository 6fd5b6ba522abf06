"""A year of meeting: pairs, sessions, notes, next steps and goals."""

import random
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from alongside.accounts.models import Person
from alongside.demo.seed import HOME, at_nine, public_id, working_day
from alongside.demo.vocabulary import GOALS, NEXT_STEPS, TOPICS
from alongside.growth.models import Goal, GoalShare
from alongside.people.models import PersonSkill
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Action, Note, Participant, Relationship, Session


class Habit(StrEnum):
    """How a pair keeps its rhythm."""

    STEADY = "steady"
    SLOW = "slow"
    SILENT = "silent"
    NEW = "new"


HABITS = (Habit.STEADY,) * 7 + (Habit.SLOW,) * 2 + (Habit.SILENT,)


def pair_up(
    learners: list[Enrolment], guides: list[Enrolment], chance: random.Random, *, today: date
) -> list[Relationship]:
    """Every learner with a guide, guides in turn; how they come together is told by the skills they share."""
    programme = learners[0].programme
    is_over = programme.state == Programme.State.CLOSED
    pairs = []
    for number, learner in enumerate(learners):
        guide = guides[number % len(guides)]
        ended = programme.ends_on if is_over else None
        pairs.append(
            Relationship.objects.create(
                public_id=public_id(chance),
                programme=programme,
                state=Relationship.State.COMPLETED if is_over else Relationship.State.ACTIVE,
                reasons=_reasons(learner.person, guide.person),
                started_on=programme.starts_on or today,
                ended_at=at_nine(ended) if ended else None,
                created_at=at_nine(programme.starts_on or today),
            )
        )
        for enrolment, role in ((learner, "learner"), (guide, "guide")):
            Participant.objects.create(
                relationship=pairs[-1], person=enrolment.person, enrolment=enrolment, role=role
            )
    return pairs


def _reasons(learner: Person, guide: Person) -> list[dict[str, object]]:
    wanted = PersonSkill.objects.filter(person=learner, direction="wanted").values("skill")
    offered = PersonSkill.objects.filter(person=guide, direction="offered", skill__in=wanted)
    skills = list(offered.order_by("skill__name").values_list("skill__name", flat=True))
    reasons: list[dict[str, object]] = [{"key": "skill", "skills": skills}] if skills else []
    return [*reasons, {"key": "level_gap"}]


def meet(pair: Relationship, habit: Habit, chance: random.Random, *, today: date) -> None:
    """The sessions of a pair so far, and the next one where they keep their rhythm."""
    people = [participant.person for participant in pair.participants.select_related("person")]
    organiser = people[0]
    last_day = min(pair.ended_at.date() if pair.ended_at else today, today)
    gap = {Habit.STEADY: 14, Habit.SLOW: 31, Habit.SILENT: 21, Habit.NEW: 14}[habit]
    stops = last_day - timedelta(days=70) if habit == Habit.SILENT else last_day
    sessions: list[Session] = []
    day = pair.started_on + timedelta(days=chance.randint(3, 12))
    while day < stops:
        sessions.append(_session(pair, working_day(day), len(sessions), chance, planned_by=organiser))
        day += timedelta(days=gap + chance.randint(-3, 5))
    if habit in {Habit.STEADY, Habit.NEW} and pair.state == Relationship.State.ACTIVE:
        ahead = working_day(today + timedelta(days=chance.randint(1, 9)))
        sessions.append(_session(pair, ahead, len(sessions), chance, planned_by=organiser, is_ahead=True))
    Session.objects.bulk_create(sessions)
    held = [session for session in sessions if session.state == Session.State.HELD]
    pair.last_met_on = held[-1].starts_at.date() if held else None
    pair.save(update_fields=["last_met_on"])
    _next_steps(pair, held, people, chance)


def _session(
    pair: Relationship,
    day: date,
    number: int,
    chance: random.Random,
    *,
    planned_by: Person,
    is_ahead: bool = False,
) -> Session:
    held = Session.State.HELD if chance.random() > 0.06 else Session.State.MISSED
    return Session(
        public_id=public_id(chance),
        relationship=pair,
        state=Session.State.PLANNED if is_ahead else held,
        starts_at=datetime.combine(day, time(chance.choice((9, 10, 11, 14, 15, 16))), tzinfo=HOME),
        minutes=chance.choice((45, 50, 60, 60)),
        way=chance.choice(list(Session.Way)),
        topic=TOPICS[min(number, len(TOPICS) - 1)] if chance.random() < 0.8 else "",
        planned_by=planned_by,
        created_at=at_nine(day, -7),
    )


def _next_steps(pair: Relationship, held: list[Session], people: list[Person], chance: random.Random) -> None:
    actions = []
    for session in held[-4:]:
        day = session.starts_at.date()
        is_done = session is not held[-1] and chance.random() < 0.85
        actions.append(
            Action(
                public_id=public_id(chance),
                relationship=pair,
                owner=people[0] if chance.random() < 0.8 else people[1],
                text=chance.choice(NEXT_STEPS),
                due_on=day + timedelta(days=12),
                done_at=at_nine(day, 10) if is_done else None,
                created_by=people[0],
                created_at=session.starts_at,
            )
        )
    Action.objects.bulk_create(actions)


def set_goals(pair: Relationship, chance: random.Random, *, today: date) -> None:
    """One or two goals of the learner, most of them shared with the guide."""
    learner, guide = (pair.participants.get(role=role).person for role in ("learner", "guide"))
    for goal in chance.sample(GOALS, chance.choice((1, 1, 2))):
        kept = Goal.objects.create(
            public_id=public_id(chance),
            owner=learner,
            title=goal.title,
            measure=goal.measure,
            due_on=today + timedelta(days=chance.randint(20, 160)),
            created_at=at_nine(pair.started_on, 10),
        )
        if chance.random() < 0.7:
            GoalShare.objects.create(goal=kept, person=guide)


def agree_on_a_step(pair: Relationship, owner: Person, chance: random.Random, *, today: date) -> None:
    """Something small that the owner has to do in the next days."""
    Action.objects.create(
        public_id=public_id(chance),
        relationship=pair,
        owner=owner,
        text="Write the rota story in 200 words: what broke, what I did, what changed",
        due_on=today + timedelta(days=2),
        created_by=owner,
        created_at=at_nine(today, -4),
    )


def write_notes(
    pair: Relationship, author: Person, other: Person, chance: random.Random, *, today: date
) -> None:
    """What two people wrote: some for both, some for oneself."""
    words = (
        (
            other,
            "pair",
            "Three things the panel will ask: what you saw first, who you told, what you would do again.",
        ),
        (author, "me", "I went quiet when he asked why I did not ask for help. Tell him next time?"),
        (
            author,
            "pair",
            "Words to try instead of “sorry, just quickly”: “Before we move on, I need a decision.”",
        ),
    )
    for days_ago, (writer, audience, body) in zip((5, 12, 26), words, strict=True):
        Note.objects.create(
            public_id=public_id(chance),
            relationship=pair,
            author=writer,
            audience=audience,
            body=body,
            created_at=at_nine(today, -days_ago),
        )
