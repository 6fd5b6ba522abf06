"""The coaching programme's terms: coaches from outside with a fee, six sessions each, and first chats."""

from datetime import date, timedelta
from decimal import Decimal

from alongside.demo.seed import at_nine
from alongside.matching.chemistry.models import FirstChat, FirstChatTime
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.credits.models import SessionFee
from alongside.relationships.models import Session

FEE = Decimal(140)
CREDENTIALS = (
    "Accredited coach for nine years; I trained as a nurse and led a ward before.",
    "Certified in 2019. I work with leaders in their first two years of leading others.",
    "I coach in English and Portuguese, mostly about hard conversations.",
    "Trained as a coach in-house; forty coachees so far.",
)


def set_terms(programme: Programme, coaches: list[Enrolment]) -> None:
    """Every second coach comes from outside; what was held is paid, and everybody has six sessions."""
    programme.way, programme.session_credits = Programme.Way.CHATS, 6
    programme.currency, programme.budget = "GBP", Decimal(9000)
    programme.save()
    for number, enrolment in enumerate(coaches):
        is_external = number % 2 == 1
        CoachTerms.objects.create(
            enrolment=enrolment,
            is_external=is_external,
            fee=FEE if is_external else None,
            credentials=CREDENTIALS[number % len(CREDENTIALS)],
        )
    held = Session.objects.filter(relationship__programme=programme, state=Session.State.HELD)
    outside = [each for number, each in enumerate(coaches) if number % 2 == 1]
    paid = held.filter(relationship__participants__enrolment__in=outside)
    SessionFee.objects.bulk_create(SessionFee(session=each, amount=FEE, currency="GBP") for each in paid)


def ask_for_a_first_chat(coachee: Enrolment, coach: Enrolment, chat_id: str, *, today: date) -> None:
    """A coachee who looks for somebody waits for the coach to choose one of three times."""
    chat = FirstChat.objects.create(
        public_id=chat_id,
        programme=coachee.programme,
        learner=coachee,
        guide=coach,
        message="I say yes to everything, and then work on Sundays. I would like to change that.",
        minutes=coachee.programme.first_chat_minutes,
        asked_at=at_nine(today, -1),
        expires_at=at_nine(today, 9),
    )
    FirstChatTime.objects.bulk_create(
        FirstChatTime(chat=chat, starts_at=at_nine(today, days) + timedelta(hours=5)) for days in (3, 4, 6)
    )
