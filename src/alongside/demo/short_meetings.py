"""A programme of flash mentoring: times on the next days, some of them booked with a question, some held."""

import random
from datetime import date, datetime, time, timedelta

from alongside.demo.directory import Directory
from alongside.demo.programmes import enrol, set_up
from alongside.demo.seed import HOME, at_nine, public_id, working_day
from alongside.matching.flash.models import Booking, Slot
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Participant, Relationship, Session

LENGTH = timedelta(minutes=30)
QUESTIONS = (
    "I have been asked to chair a meeting of people senior to me. How do I keep it short?",
    "Two jobs are open, one here and one in the community. What would you look at first?",
    "How did you learn to say no to a good project?",
    "What would you leave out of a first business case?",
    "I came back after a year away. What should my first month be about?",
    "How do I tell a friend on my team that the rota is not fair?",
)


def short_meetings(directory: Directory, chance: random.Random, today: date) -> None:
    """Twelve mentors offer half hours on three days; six people have booked one, and three have met."""
    programme = set_up(
        directory,
        chance,
        name="Quick questions",
        kind=Programme.Kind.FLASH,
        state=Programme.State.RUNNING,
        starts_on=today - timedelta(days=40),
        purpose="One question, half an hour, with somebody who has been there.",
    )
    programme.session_minutes = 30
    programme.save(update_fields=["session_minutes"])
    amara, henrik = directory.named("Amara Okafor"), directory.named("Henrik Lindqvist")
    asking = [amara, *[person for person in directory.between(0, 4)[100:] if person != amara][:20]]
    giving = [henrik, *[person for person in directory.between(6, 9)[10:] if person != henrik][:11]]
    learners = enrol(programme, asking, chance, role="learner", state=Enrolment.State.APPROVED)
    guides = enrol(programme, giving, chance, role="guide", state=Enrolment.State.APPROVED)
    for number, guide in enumerate(guides):
        ahead = [
            _offer(guide, working_day(today + timedelta(days=days + number % 4)), chance)
            for days in (2, 6, 9)
        ]
        if 1 <= number <= len(QUESTIONS):
            _book(ahead[0][0], learners[number - 1], QUESTIONS[number - 1], chance, today)
        if number in {0, 7, 8}:
            past = _offer(guide, working_day(today - timedelta(days=5 + number)), chance)[0]
            _book(past, learners[number + 3], QUESTIONS[number % 6], chance, today, is_held=True)


def _offer(guide: Enrolment, day: date, chance: random.Random) -> list[Slot]:
    first = datetime.combine(day, time(chance.choice((10, 14, 15))), tzinfo=HOME)
    return Slot.objects.bulk_create(
        Slot(
            public_id=public_id(chance),
            programme=guide.programme,
            guide=guide,
            starts_at=first + number * LENGTH,
            ends_at=first + (number + 1) * LENGTH,
            offered_at=at_nine(day, -12),
        )
        for number in range(3)
    )


def _book(
    slot: Slot,
    learner: Enrolment,
    question: str,
    chance: random.Random,
    today: date,
    *,
    is_held: bool = False,
) -> None:
    day = slot.starts_at.date()
    begun = min(day, today) - timedelta(days=2)
    pair = Relationship.objects.create(
        public_id=public_id(chance),
        programme=slot.programme,
        origin=Relationship.Origin.BOOKING,
        started_on=begun,
        last_met_on=day if is_held else None,
        created_at=at_nine(begun),
    )
    for enrolment, role in ((learner, Participant.Role.LEARNER), (slot.guide, Participant.Role.GUIDE)):
        pair.participants.create(person=enrolment.person, enrolment=enrolment, role=role)
    session = pair.sessions.create(
        public_id=public_id(chance),
        state=Session.State.HELD if is_held else Session.State.PLANNED,
        starts_at=slot.starts_at,
        minutes=30,
        planned_by=learner.person,
        created_at=at_nine(begun),
    )
    Booking.objects.create(
        public_id=public_id(chance),
        slot=slot,
        learner=learner,
        session=session,
        question=question,
        booked_at=at_nine(begun),
    )
