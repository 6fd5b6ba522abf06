"""Rounds of wishes: short lists for both sides, put into order by their owners alone."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery, Event
from alongside.matching.wishes.actions import close_wishes, open_wishes, say_wishes
from alongside.matching.wishes.models import Shortlist, Wish, WishRound
from alongside.matching.wishes.reminding import remind_of_wishes
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Criterion, Enrolment, Programme
from alongside.questionnaires.models import Answer, Question, Response
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(programme: Programme) -> Programme:
    """Ten mentees, four mentors of whom the first has three places."""
    programme.way = Programme.Way.WISHES
    programme.save()
    for number in range(10):
        skill = ("Delegating", "Statistics")[number % 2]
        enrol(programme, f"Mentee {number}", "learner", wants=(skill,), department="Theatres")
    for number in range(4):
        skill = ("Delegating", "Statistics")[number % 2]
        enrol(
            programme,
            f"Mentor {number}",
            "guide",
            offers=(skill,),
            places=1 if number else 3,
            department="Imaging",
        )
    return programme


def opened(programme: Programme, manager: Person) -> WishRound:
    held = open_wishes(programme, by=manager, closes_on=timezone.localdate() + timedelta(days=7))
    assert held.job
    jobs.run(held.job.pk)
    held.refresh_from_db()
    return held


def list_of(programme: Programme, name: str) -> Shortlist:
    return Shortlist.objects.get(enrolment__programme=programme, enrolment__person__name=name)


def order_of(shortlist: Shortlist) -> list[str]:
    return list(shortlist.wishes.values_list("public_id", flat=True))


def test_both_sides_get_up_to_six_people_with_reasons_best_fit_first(
    programme: Programme, cast: Cast
) -> None:
    held = opened(programme, cast.manager)
    assert held.is_open
    assert held.shortlists.count() == 14
    mine = list_of(programme, "Mentee 1")
    assert mine.wishes.count() == 4
    assert mine.wishes.first().other.person.name in {"Mentor 1", "Mentor 3"}
    assert mine.wishes.first().reasons
    theirs = list_of(programme, "Mentor 0")
    assert theirs.wishes.count() == 6
    assert "Delegating" in str(theirs.wishes.first().reasons)


def test_nobody_with_a_place_is_on_no_list_and_nobody_is_on_too_many(
    programme: Programme, cast: Cast
) -> None:
    for number in range(4, 24):
        enrol(programme, f"Mentor {number}", "guide", offers=("Welding",), department="Theatres")
    opened(programme, cast.manager)
    shown = Counter(
        Wish.objects.filter(shortlist__side="learner").values_list("other__person__name", flat=True)
    )
    assert len(shown) == 24
    assert max(shown.values()) <= 2 * 60 / 24 + 60 * 3 / 26


def test_one_mail_says_that_a_list_waits_and_names_nobody(programme: Programme, cast: Cast) -> None:
    enrol(
        programme, "Both Sides", "both", offers=("Statistics",), wants=("Delegating",), department="Estates"
    )
    opened(programme, cast.manager)
    mails = Delivery.objects.filter(event__verb="wishes.listed")
    assert mails.count() == 15
    assert not any("Mentor " in mail.text or "Mentee " in mail.text for mail in mails)
    assert all("short-lists/" in mail.text for mail in mails)
    assert not Wish.objects.filter(other=F("shortlist__enrolment")).exists()


def test_who_has_said_nothing_is_reminded_once_two_days_before_the_end(
    programme: Programme, cast: Cast
) -> None:
    held, now = opened(programme, cast.manager), timezone.now()
    said = list_of(programme, "Mentee 0")
    say_wishes(said, by=said.enrolment.person, order=order_of(said))
    withdraw(list_of(programme, "Mentee 1").enrolment, by=cast.manager)
    WishRound.objects.update(listed_at=now - timedelta(days=5), closes_at=now + timedelta(days=3))
    assert remind_of_wishes() == 0, "it is too early"
    WishRound.objects.update(closes_at=now + timedelta(days=2))
    assert remind_of_wishes() == 12
    assert remind_of_wishes() == 0
    mails = Delivery.objects.filter(event__verb="wishes.reminded", event__subject_id=held.public_id)
    assert {"Mentee 0", "Mentee 1"}.isdisjoint(mails.values_list("recipient__name", flat=True))
    assert not any("Mentor " in mail.text or "Mentee " in mail.text for mail in mails)


def test_opening_twice_is_opening_once(programme: Programme, cast: Cast) -> None:
    first = opened(programme, cast.manager)
    assert opened(programme, cast.manager) == first
    assert Event.objects.filter(verb="wishes.opened").count() == 1
    jobs.run(first.job.pk)
    assert Delivery.objects.filter(event__verb="wishes.listed").count() == 14


def test_only_the_team_opens_a_round_and_only_where_wishes_are_the_way(
    programme: Programme, cast: Cast
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(NotAllowed):
        open_wishes(programme, by=cast.mentee, closes_on=tomorrow)
    with pytest.raises(RuleBroken, match="last day has passed"):
        open_wishes(programme, by=cast.manager, closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="nobody is asked for wishes"):
        open_wishes(cast.mentoring, by=cast.manager, closes_on=tomorrow)


def test_a_list_is_put_into_order_by_its_owner_until_the_round_closes(
    programme: Programme, cast: Cast
) -> None:
    held = opened(programme, cast.manager)
    mine = list_of(programme, "Mentee 1")
    me = mine.enrolment.person
    first, *others = order_of(mine)
    say_wishes(mine, by=me, order=others, rather_not=[first])
    assert order_of(mine) == [*others, first]
    assert mine.wishes.get(is_unwanted=True).public_id == first
    say_wishes(mine, by=me, order=[*others[::-1], first])
    assert order_of(mine) == [*others[::-1], first]
    assert Event.objects.filter(verb="wishes.said").count() == 1
    for somebody in (cast.manager, cast.admin, list_of(programme, "Mentor 0").enrolment.person):
        with pytest.raises(NotAllowed):
            say_wishes(mine, by=somebody, order=order_of(mine))
    close_wishes(held, by=cast.manager)
    with pytest.raises(RuleBroken, match="time for wishes is over"):
        say_wishes(mine, by=me, order=order_of(mine))


def test_an_order_names_everybody_once(programme: Programme, cast: Cast) -> None:
    opened(programme, cast.manager)
    mine = list_of(programme, "Mentee 1")
    before = order_of(mine)
    for wrong in (before[1:], [*before, before[0]], [*before[1:], "unknown"]):
        with pytest.raises(RuleBroken, match="somebody is missing"):
            say_wishes(mine, by=mine.enrolment.person, order=wrong)
    assert order_of(mine) == before


def test_each_button_moves_one_and_saves(programme: Programme, cast: Cast) -> None:
    opened(programme, cast.manager)
    held = enrol_the_mentee(programme, cast)
    client, address = cast.client("mentee"), cast.address(f"short-lists/{held.public_id}/")
    one, two, three, four = order_of(held)
    assert client.post(address, {"move": f"down:{one}"}).url.endswith(f"#wish-{one}")
    assert order_of(held) == [two, one, three, four]
    client.post(address, {"move": f"up:{four}"})
    assert order_of(held) == [two, one, four, three]
    client.post(address, {"move": f"not:{two}"})
    assert order_of(held) == [one, four, three, two]
    assert "Back into the order" in client.get(address).text
    client.post(address, {"move": f"back:{two}"})
    assert not held.wishes.filter(is_unwanted=True).exists()
    client.post(address, {"move": "up:somebody else"})
    assert order_of(held) == [one, four, three, two]
    part = client.post(address, {"move": f"up:{two}"}, headers={"HX-Request": "true"})
    assert part.text.strip().startswith("<form")
    assert order_of(held) == [one, four, two, three]


def enrol_the_mentee(programme: Programme, cast: Cast) -> Shortlist:
    """The mentee of the cast with the list of somebody else."""
    held = list_of(programme, "Mentee 0")
    held.enrolment.person = cast.mentee
    held.enrolment.save()
    return held


def test_today_asks_for_it_until_it_is_said(programme: Programme, cast: Cast) -> None:
    opened(programme, cast.manager)
    held = enrol_the_mentee(programme, cast)
    client = cast.client("mentee")
    assert "Order your short list" in client.get(cast.address()).text
    client.post(cast.address(f"short-lists/{held.public_id}/"))
    assert "Order your short list" not in client.get(cast.address()).text


def test_a_list_makes_its_people_known_while_it_is_open(programme: Programme, cast: Cast) -> None:
    round_ = opened(programme, cast.manager)
    held = enrol_the_mentee(programme, cast)
    address = cast.address(f"people/{held.wishes.first().other.person.public_id}/")
    assert cast.client("mentee").get(address).status_code == 200
    close_wishes(round_, by=cast.manager)
    assert cast.client("mentee").get(address).status_code == 404


def test_who_leaves_is_on_no_list_and_has_none(programme: Programme, cast: Cast) -> None:
    opened(programme, cast.manager)
    gone = programme.enrolments.get(person__name="Mentor 1")
    withdraw(gone, by=cast.manager)
    assert not Wish.objects.filter(other=gone).exists()
    assert not Shortlist.objects.filter(enrolment=gone).exists()
    mine = list_of(programme, "Mentee 1")
    say_wishes(mine, by=mine.enrolment.person, order=order_of(mine))


def test_the_team_reads_how_many_have_answered(programme: Programme, cast: Cast) -> None:
    client, page = cast.client("manager"), cast.address(f"programmes/{programme.public_id}/")
    address = f"{page}matching/wishes/"
    assert "Both sides can say whom they would like." in client.get(page).text
    assert "both sides say first whom they would like" in client.get(cast.address()).text
    assert "Ask both sides whom they would like." in client.get(address).text
    closes_on = timezone.localdate() + timedelta(days=3)
    client.post(address, {"closes_on": f"{closes_on:%Y-%m-%d}"})
    assert "being worked out" in client.get(address).text
    jobs.run(programme.wish_rounds.get().job.pk)
    mine = list_of(programme, "Mentee 1")
    say_wishes(mine, by=mine.enrolment.person, order=order_of(mine))
    assert "1 of 14 have answered." in client.get(address).text
    assert "1 of 14 short lists are in order." in client.get(page).text
    client.post(f"{address}closing/")
    assert "Draft the matching" in client.get(address).text
    assert "The wishes are in." in client.get(page).text
    drafted(programme, cast.manager)
    assert "The wishes are in." not in client.get(page).text


def test_lists_that_could_not_be_worked_out_are_tried_again(programme: Programme, cast: Cast) -> None:
    wrong = programme.rules.create(kind="nonsense")
    held = opened(programme, cast.manager)
    assert held.listed_at is None
    address = cast.address(f"programmes/{programme.public_id}/matching/wishes/")
    assert "could not be worked out" in cast.client("manager").get(address).text
    wrong.delete()
    assert opened(programme, cast.manager) == held
    assert WishRound.objects.get().listed_at


def test_a_new_round_forgets_the_wishes_of_before(programme: Programme, cast: Cast) -> None:
    before = opened(programme, cast.manager)
    close_wishes(before, by=cast.manager)
    after = opened(programme, cast.manager)
    assert after != before
    assert not before.shortlists.exists()


def test_the_api_answers_with_ones_own_lists_and_takes_the_order(programme: Programme, cast: Cast) -> None:
    opened(programme, cast.manager)
    held = enrol_the_mentee(programme, cast)
    _token, secret = create_api_token(cast.mentee, by=cast.mentee, name="mine", scopes=["read", "write"])
    client, headers = cast.client(None), {"Authorization": f"Bearer {secret}"}
    base = f"/api/v1/o/{cast.organisation.slug}/short-lists"
    assert client.get(base, headers=headers).json()["items"][0]["id"] == held.public_id
    first, *others = order_of(held)
    said = {"order": others, "rather_not": [first]}
    answer = client.put(
        f"{base}/{held.public_id}/order", said, content_type="application/json", headers=headers
    )
    assert [each["id"] for each in answer.json()["people"]] == [*others, first]
    assert answer.json()["people"][-1]["is_unwanted"]
    another = list_of(programme, "Mentee 1")
    assert client.get(f"{base}/{another.public_id}", headers=headers).status_code == 404


def test_no_reason_on_a_list_tells_an_answer(programme: Programme, cast: Cast) -> None:
    """Not even one that its question shows to matches: who is on a list is no match yet."""
    question = Question.objects.create(
        questionnaire=programme.questionnaire, key="hope", text="Your hope", reader="matches"
    )
    Criterion.objects.create(programme=programme, kind="same", settings={"field": "answer:hope"}, weight=9)
    for enrolment in programme.enrolments.all():
        response = Response.objects.create(questionnaire=programme.questionnaire, person=enrolment.person)
        Answer.objects.create(response=response, question=question, value="Research")
        Enrolment.objects.filter(pk=enrolment.pk).update(response=response)
    opened(programme, cast.manager)
    reasons = str(list(Wish.objects.values_list("reasons", flat=True)))
    assert "Delegating" in reasons
    assert "Research" not in reasons
