"""First chats: asking, finding a time, talking, choosing one, and a kind no to the others."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery
from alongside.matching.actions import accept_proposal, ask_guide, decline_proposal, take_back_request
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.ending import expire_chats
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.talking import (
    agree_to_time,
    choose_guide,
    end_chat,
    mark_chat_held,
    offer_times,
)
from alongside.matching.places import places_left
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme

pytestmark = pytest.mark.django_db

WHY = "I would like to think about delegating."


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Two who look for a coach, and four coaches with one place each."""
    programme = make_matching_programme(
        cast.organisation, cast.manager, kind="coaching", way="chats", learners_per_guide=1
    )
    for name in ("Noor Al-Sayed", "Tom Brandt"):
        enrol(programme, name, "learner", wants=("Delegating",), department="Theatres")
    for name in ("Ruth Adeyemi", "Lars Holm", "Ines Rocha", "Owen Price"):
        enrol(programme, name, "guide", offers=("Delegating",), department="Imaging")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name__startswith=name)


def in_days(*days: int) -> list[datetime]:
    now = timezone.now().replace(second=0, microsecond=0)
    return [now + timedelta(days=each) for each in days]


def ask(programme: Programme, learner: str, guide: str) -> FirstChat:
    by = of(programme, learner).person
    return ask_for_chat(of(programme, guide), by=by, message=WHY, times=in_days(1, 2, 3))


def talk(chat: FirstChat) -> FirstChat:
    """Agree to the first time, let it pass, and say so."""
    agree_to_time(chat, by=chat.guide.person, starts_at=chat.times.all()[0].starts_at)
    FirstChat.objects.filter(pk=chat.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    return mark_chat_held(chat, by=chat.learner.person)


def told(name: str) -> list[str]:
    deliveries = Delivery.objects.filter(recipient__name__startswith=name).order_by("pk")
    return list(deliveries.values_list("subject", flat=True))


def test_asking_tells_the_coach_never_what_was_written_and_twice_is_once(programme: Programme) -> None:
    assert ask(programme, "Noor", "Ruth") == ask(programme, "Noor", "Ruth")
    assert told("Ruth") == ["Noor Al-Sayed asks you for a first chat"]
    assert WHY not in Delivery.objects.get(recipient__name__startswith="Ruth").text


def test_one_has_three_first_chats_at_a_time(programme: Programme) -> None:
    first, *_others = [ask(programme, "Noor", name) for name in ("Ruth", "Lars", "Ines")]
    with pytest.raises(RuleBroken, match="3 first chats already"):
        ask(programme, "Noor", "Owen")
    end_chat(first, by=first.learner.person)
    assert ask(programme, "Noor", "Owen").is_open


def test_a_first_chat_holds_no_place_and_a_choice_does(programme: Programme) -> None:
    chat, other = talk(ask(programme, "Noor", "Ruth")), talk(ask(programme, "Tom", "Ruth"))
    ruth = Enrolment.objects.filter(pk=chat.guide_id)
    assert places_left(ruth)[chat.guide_id].as_guide == 1
    assert choose_guide(chat, by=chat.learner.person) == choose_guide(chat, by=chat.learner.person)
    assert places_left(ruth)[chat.guide_id].as_guide == 0
    with pytest.raises(RuleBroken, match="no free place"):
        choose_guide(other, by=other.learner.person)


def test_the_coach_offers_other_times_and_the_coachee_agrees(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    mine = in_days(4, 5)
    changed = offer_times(chat, by=chat.guide.person, times=mine)
    assert changed.waits_for(chat.learner.person)
    assert offer_times(chat, by=chat.guide.person, times=mine).state == FirstChat.State.ASKED
    assert told("Noor") == ["Ruth Adeyemi offers times for your first chat"]
    with pytest.raises(RuleBroken, match="cannot be chosen"):
        agree_to_time(chat, by=chat.guide.person, starts_at=mine[0])
    agreed = agree_to_time(chat, by=chat.learner.person, starts_at=mine[0])
    assert (agreed.state, agreed.starts_at) == (FirstChat.State.AGREED, mine[0])
    assert len(told("Noor")) == 2


def test_times_are_to_come_and_at_most_three(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    for times in ([], in_days(1, 2, 3, 4), in_days(-1, 2), in_days(2, 90)):
        with pytest.raises(RuleBroken, match="times"):
            offer_times(chat, by=chat.guide.person, times=times)
    assert chat.times.count() == 3


def test_nobody_chooses_before_they_have_talked(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    with pytest.raises(RuleBroken, match="Talk with each other first"):
        choose_guide(chat, by=chat.learner.person)
    with pytest.raises(RuleBroken, match="has not taken place"):
        mark_chat_held(chat, by=chat.learner.person)
    with pytest.raises(NotAllowed):
        choose_guide(talk(chat), by=chat.guide.person)


def test_a_yes_to_the_choice_begins_and_the_others_get_a_kind_no(programme: Programme) -> None:
    ruth, lars, ines = (ask(programme, "Noor", name) for name in ("Ruth", "Lars", "Ines"))
    proposal = choose_guide(talk(ruth), by=ruth.learner.person)
    talk(lars)
    assert told("Lars")[-1].startswith("Your first chat with Noor"), "nobody hears before the yes"
    accept_proposal(proposal, by=ruth.guide.person)
    assert Relationship.objects.get(programme=programme).participants.count() == 2
    for chat, ending in ((ruth, "together"), (lars, "chose_another"), (ines, "chose_another")):
        chat.refresh_from_db()
        assert (chat.state, chat.ending) == (FirstChat.State.OVER, ending)
    for name in ("Lars", "Ines"):
        text = Delivery.objects.filter(recipient__name__startswith=name).latest("pk").text
        assert "says nothing about you" in text
        assert "Noor" not in text
        assert "Ruth" not in text


def test_a_no_to_the_choice_leaves_the_other_chats_to_choose_from(programme: Programme) -> None:
    ruth, lars = talk(ask(programme, "Noor", "Ruth")), talk(ask(programme, "Noor", "Lars"))
    decline_proposal(choose_guide(ruth, by=ruth.learner.person), by=ruth.guide.person)
    ruth.refresh_from_db()
    assert ruth.ending == FirstChat.Ending.DECLINED
    assert choose_guide(lars, by=lars.learner.person).is_waiting
    with pytest.raises(RuleBroken, match="cannot ask Ruth"):
        ask(programme, "Noor", "Ruth")


def test_one_chooses_one_at_a_time_and_may_take_the_choice_back(programme: Programme) -> None:
    ruth, lars = talk(ask(programme, "Noor", "Ruth")), talk(ask(programme, "Noor", "Lars"))
    choice = choose_guide(ruth, by=ruth.learner.person)
    with pytest.raises(RuleBroken, match="chosen somebody already"):
        choose_guide(lars, by=lars.learner.person)
    take_back_request(choice, by=ruth.learner.person)
    assert choose_guide(lars, by=lars.learner.person).is_waiting


def test_after_a_no_the_coachee_is_told_kindly_and_cannot_ask_again(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    end_chat(chat, by=chat.guide.person)
    assert told("Noor") == [f"A first chat in {programme.name} does not take place"]
    assert "Ruth" not in Delivery.objects.get(recipient__name__startswith="Noor").text
    with pytest.raises(RuleBroken, match="cannot ask Ruth"):
        ask(programme, "Noor", "Ruth")


def test_a_no_after_they_have_talked_says_so(programme: Programme) -> None:
    chat = talk(ask(programme, "Noor", "Ruth"))
    end_chat(chat, by=chat.guide.person)
    assert told("Noor")[-1] == f"A first chat in {programme.name} does not go on"


def test_a_choice_that_waits_keeps_its_first_chat(programme: Programme) -> None:
    chat = talk(ask(programme, "Noor", "Ruth"))
    FirstChat.objects.filter(pk=chat.pk).update(expires_at=timezone.now() + timedelta(days=1))
    proposal = choose_guide(chat, by=chat.learner.person)
    chat.refresh_from_db()
    assert chat.expires_at == proposal.expires_at
    with pytest.raises(RuleBroken, match="waits for an answer"):
        end_chat(chat, by=chat.guide.person)


def test_what_nobody_goes_on_with_ends_by_itself_and_may_be_asked_again(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    FirstChat.objects.filter(pk=chat.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    again = ask(programme, "Noor", "Ruth")
    assert again.pk != chat.pk
    FirstChat.objects.filter(pk=again.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    assert expire_chats() == 1
    assert expire_chats() == 0


def test_who_leaves_takes_their_first_chats_along(programme: Programme) -> None:
    chat = ask(programme, "Noor", "Ruth")
    withdraw(chat.guide, by=chat.guide.person)
    chat.refresh_from_db()
    assert chat.ending == FirstChat.Ending.LEFT
    assert len(told("Noor")) == 1


def test_each_way_asks_in_its_own_manner(programme: Programme) -> None:
    noor, ruth = of(programme, "Noor"), of(programme, "Ruth")
    with pytest.raises(NotAllowed):
        ask_guide(ruth, by=noor.person, message=WHY)
    Programme.objects.filter(pk=programme.pk).update(way="choice")
    with pytest.raises(NotAllowed):
        ask(programme, "Noor", "Ruth")


def test_the_team_still_matches_coaches_where_it_is_set_up_so(programme: Programme, cast: Cast) -> None:
    Programme.objects.filter(pk=programme.pk).update(way="team")
    assert drafted(Programme.objects.get(pk=programme.pk), cast.manager).pairs.count() == 2
