"""Nobody learns whom else somebody asks for a first chat, nor that they ask: not another coach, not the team."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import Cast, make_programme
from tests.matching.cohort import enrol
from tests.promises.test_secrets_stay_secret import text_of
from tests.promises.test_wishes_stay_private import everything_read_by
from tests.routes import know

from alongside.accounts.actions import create_api_token
from alongside.activity.models import Delivery
from alongside.matching.actions import accept_proposal
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.talking import agree_to_time, choose_guide, end_chat, mark_chat_held
from alongside.privacy.routes import ROUTES, Audience
from alongside.programmes.models import Enrolment, Programme

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

WHY = "Quillfeather"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """The coachee of the cast looks for a coach; the coach of the cast is one of four."""
    programme = make_programme(cast.organisation, cast.manager, "coaching", "Northfield First")
    programme.way, programme.learners_per_guide = "chats", 2
    programme.save()
    for name in ("Noor Al-Sayed", "Ruth Adeyemi", "Lars Holm", "Ines Rocha"):
        enrol(programme, name, "learner" if name.startswith("Noor") else "guide")
    Enrolment.objects.create(programme=programme, person=cast.coach, role="guide", state="approved")
    Enrolment.objects.create(programme=programme, person=cast.coachee, role="learner", state="approved")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name__startswith=name)


def ask(programme: Programme, name: str) -> FirstChat:
    times = [timezone.now() + timedelta(days=1)]
    return ask_for_chat(of(programme, name), by=of(programme, "Noor").person, message=WHY, times=times)


def talk(chat: FirstChat) -> FirstChat:
    agree_to_time(chat, by=chat.guide.person, starts_at=chat.times.all()[0].starts_at)
    FirstChat.objects.filter(pk=chat.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    return mark_chat_held(chat, by=chat.learner.person)


@pytest.mark.parametrize("part", ["coach", "manager", "coachee"])
def test_who_is_not_one_of_the_two_cannot_tell_whom_somebody_asks(
    cast: Cast, programme: Programme, part: str
) -> None:
    known = know(cast)
    ask(programme, "Mei-Ling")
    place = cast.address(f"programmes/{programme.public_id}/")
    addresses = [known.address(name) for name, audience in ROUTES.items() if audience is not Audience.LINK]
    addresses += [
        place,
        f"{place}sign-ups/",
        f"{place}matching/",
        f"{place}matching/answers/",
        f"{place}guides/",
    ]
    _token, secret = create_api_token(
        getattr(cast, part), by=getattr(cast, part), name="Test", scopes=["read"]
    )

    def seen_after(act: Callable[[], object]) -> dict[str, str]:
        with transaction.atomic():
            act()
            seen = everything_read_by(cast, part, secret, addresses)
            transaction.set_rollback(True)
        return seen

    one, other = seen_after(lambda: ask(programme, "Ruth")), seen_after(lambda: ask(programme, "Lars"))
    assert [address for address in one if one[address] != other[address]] == []
    assert part == "coach" or not [address for address in one if WHY in one[address]]


def test_the_kind_no_names_nobody_and_compares_nothing(cast: Cast, programme: Programme) -> None:
    chosen, talked, asked = (ask(programme, name) for name in ("Ruth", "Mei-Ling", "Lars"))
    talk(talked)
    proposal = choose_guide(talk(chosen), by=chosen.learner.person)
    accept_proposal(proposal, by=chosen.guide.person)
    names = {"Ruth", "Lars", "Mei-Ling", "Noor", WHY}
    for chat in (talked, asked):
        last = Delivery.objects.filter(recipient=chat.guide.person).latest("pk")
        assert "says nothing about you" in last.text
        assert not [name for name in names if name in f"{last.subject}{last.text}"]
    page = text_of(cast.client("coach").get(cast.address(f"first-chats/{talked.public_id}/")))
    assert "This first chat has ended" in page
    assert not [name for name in ("Ruth", "Lars", "somebody else", "chose") if name in page]


def test_the_same_no_reaches_a_coach_whether_another_was_chosen_or_not(
    cast: Cast, programme: Programme
) -> None:
    """What a coach reads does not tell a choice of another from a change of mind."""

    def told_after(act: Callable[[FirstChat], object]) -> list[str]:
        with transaction.atomic():
            act(talk(ask(programme, "Mei-Ling")))
            last = Delivery.objects.filter(recipient=cast.coach).latest("pk")
            transaction.set_rollback(True)
        return [last.subject, last.text]

    def choose_another(_chat: FirstChat) -> None:
        other = talk(ask(programme, "Ruth"))
        accept_proposal(choose_guide(other, by=other.learner.person), by=other.guide.person)

    assert told_after(choose_another) == told_after(lambda chat: end_chat(chat, by=chat.learner.person))
