"""The team builds the sign-up form: what is asked in which order, who reads it, and what the matching may use."""

import pytest
from tests.cast import Cast

from alongside.activity.actions import RuleBroken
from alongside.matching.places import places_left
from alongside.matching.reading import read_members
from alongside.programmes.actions import questions
from alongside.programmes.actions.enrolments import apply
from alongside.programmes.actions.life import set_criteria
from alongside.programmes.matching_choices import criteria_for, rules_for
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    for key, text in (("day", "Your best day"), ("faith", "Your faith"), ("tea", "Tea or coffee")):
        questions.add_question(
            cast.mentoring,
            by=cast.manager,
            key=key,
            text=text,
            kind=Question.Kind.CHOICE,
            options=["One", "Two"],
            is_used_for_matching=key != "faith",
        )
    return Programme.objects.get(pk=cast.mentoring.pk)


def page_of(cast: Cast, programme: Programme) -> str:
    return cast.client("manager").get(cast.address(f"programmes/{programme.public_id}/setup/who/")).text


def asked(programme: Programme) -> list[str]:
    programme.refresh_from_db()
    assert programme.questionnaire is not None
    return list(programme.questionnaire.questions.values_list("key", flat=True))


def test_a_question_is_moved_to_its_place(cast: Cast, programme: Programme) -> None:
    address = cast.address(f"programmes/{programme.public_id}/questions/tea/place/")
    client = cast.client("manager")
    client.post(address, {"place": "earlier"})
    assert asked(programme) == ["day", "tea", "faith"]
    client.post(address, {"place": "later"})
    assert asked(programme) == ["day", "faith", "tea"]
    client.post(address, {"place": "later"})
    client.post(address.replace("tea", "gone"), {"place": "later"})
    assert asked(programme) == ["day", "faith", "tea"]


def test_the_matching_is_offered_only_what_it_may_use(programme: Programme) -> None:
    offered = {choice.name for choice in (*criteria_for(programme), *rules_for(programme))}
    assert {"answer_day", "not_day"} <= offered
    assert not {"answer_faith", "not_faith"} & offered


def test_what_counts_stays_usable_until_it_is_taken_out(cast: Cast, programme: Programme) -> None:
    set_criteria(programme, [("same", {"field": "answer:day"}, 3)])
    with pytest.raises(RuleBroken, match="“Your best day” counts in the matching"):
        questions.change_question(programme, by=cast.manager, key="day", is_used_for_matching=False)
    set_criteria(programme, [])
    questions.change_question(programme, by=cast.manager, key="day", is_used_for_matching=False)
    assert "answer_day" not in {choice.name for choice in criteria_for(programme)}


def test_who_signs_up_reads_what_may_count(cast: Cast, programme: Programme) -> None:
    page = cast.client("stranger").get(cast.address(f"join/{programme.public_id}/sign-up/")).text
    assert page.count("It may count for who is matched with whom.") == 2
    seen = page_of(cast, programme)
    assert seen.count("It may count for who is matched with whom.") == 2
    assert "See the questions as people see them" in seen


def test_nobody_reads_it_and_it_counts_for_nothing_is_no_question(cast: Cast, programme: Programme) -> None:
    address = cast.address(f"programmes/{programme.public_id}/questions/")
    fields = {"text": "Why", "kind": "short_text", "asked": "everybody", "reader": "nobody"}
    page = cast.client("manager").post(address, fields)
    assert "Nobody would read it and it would count for nothing." in page.text
    assert len(asked(programme)) == 3
    cast.client("manager").post(address, {**fields, "is_used_for_matching": "on"})
    assert len(asked(programme)) == 4


def test_answers_to_what_was_not_to_count_do_not_count_later_either(cast: Cast, programme: Programme) -> None:
    enrolment = apply(programme, by=cast.stranger, role="learner", answers={"day": "One", "faith": "Two"})
    questions.change_question(programme, by=cast.manager, key="faith", is_used_for_matching=True)
    rows = programme.enrolments.filter(pk=enrolment.pk)
    [member] = read_members(rows, places_left(rows))
    assert member.answers == {"day": "One"}
