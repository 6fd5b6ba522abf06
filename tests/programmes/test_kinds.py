"""The kind of a programme says what counts at first, and which side stands above."""

import re

import pytest
from tests.cast import Cast

from alongside.programmes.actions import life
from alongside.programmes.actions.kinds import change_kind
from alongside.programmes.actions.questions import change_question
from alongside.programmes.matching_form import MatchingForm
from alongside.programmes.models import Programme
from alongside.programmes.turning import turned
from alongside.programmes.words import sides

pytestmark = pytest.mark.django_db


def rules(programme: Programme) -> dict[str, object]:
    return dict(programme.rules.values_list("kind", "settings"))


def as_it_stands(programme: Programme, **changed: object) -> dict[str, object]:
    form = MatchingForm(instance=programme)
    shown = {name: form[name].value() for name in form.fields}
    return {
        name: value
        for name, value in {**shown, **changed}.items()
        if value is not None and value is not False
    }


def test_reverse_mentoring_begins_with_the_mentee_above(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Upside down")
    assert "level_gap" not in rules(programme)
    change_kind(programme, by=cast.manager, kind="reverse")
    assert rules(programme)["level_gap"] == {"field": "level", "maximum": -1}
    assert life.create_programme(by=cast.manager, name="At once", kind="reverse").rules.count() == 3


def test_the_form_asks_by_how_much_the_senior_stands_above(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Upside down", kind="reverse")
    form = MatchingForm(instance=programme)
    assert form["minimum_gap"].value() == 1
    assert "The mentee is two levels above" in [str(field.label) for field in form.weights]
    filled = MatchingForm(as_it_stands(programme, maximum_gap=3, weight_levels=4), instance=programme)
    assert filled.is_valid(), filled.errors
    assert ("level_gap", {"field": "level", "minimum": -3, "maximum": -1}) in filled.rules
    assert ("level_gap", {"field": "level", "best": -2}, 4) in filled.criteria


def test_a_choice_that_was_made_stays_and_its_levels_turn_round(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Turning")
    criteria = [("level_gap", {"field": "level", "best": 2}, 5), ("same", {"field": "location"}, 1)]
    limits = [("level_gap", {"field": "level", "minimum": 1, "maximum": 3})]
    life.change_matching(programme, by=cast.manager, criteria=criteria, rules=limits)
    change_kind(programme, by=cast.manager, kind="reverse")
    assert list(programme.criteria.values_list("settings", flat=True)) == [
        {"field": "level", "best": -2},
        {"field": "location"},
    ]
    assert rules(programme) == {"level_gap": {"field": "level", "minimum": -3, "maximum": -1}}
    change_kind(programme, by=cast.manager, kind="mentoring")
    assert list(programme.rules.values_list("kind", "settings")) == limits


def test_turning_round_twice_changes_nothing() -> None:
    settings = {"field": "level", "values": {"1": 0.75, "2": 1.0}, "missing": 0}
    assert turned("level_gap", settings)["values"] == {"-1": 0.75, "-2": 1.0}
    assert turned("level_gap", turned("level_gap", settings)) == settings


def test_each_kind_says_what_one_does_in_it(cast: Cast) -> None:
    cast.mentoring.kind = "reverse"
    learner, guide, _both = (str(words) for _role, words in sides(cast.mentoring))
    assert learner == "I want to learn from somebody earlier in their career: Mentee"
    assert guide == "I pass on what I know to somebody more senior: Mentor"


@pytest.mark.parametrize("kind", list(Programme.Kind))
def test_each_kind_begins_with_what_suits_it_and_can_be_saved_as_it_is(cast: Cast, kind: str) -> None:
    programme = life.create_programme(by=cast.manager, name="New")
    change_kind(programme, by=cast.manager, kind=kind)
    at_once = life.create_programme(by=cast.manager, name="At once", kind=kind)
    for one in ("criteria", "rules"):
        assert list(getattr(programme, one).values_list("kind", "settings")) == list(
            getattr(at_once, one).values_list("kind", "settings")
        )
    assert programme.questionnaire
    assert at_once.questionnaire
    asked = [each.questionnaire.questions.values_list("key", "text") for each in (programme, at_once)]
    assert list(asked[0]) == list(asked[1]) != []
    if kind != Programme.Kind.GROUP:
        form = MatchingForm(as_it_stands(programme), instance=programme)
        assert form.is_valid(), form.errors
        assert not form.other_criteria
        assert not form.other_rules
        assert sorted(row[0] for row in form.criteria) == sorted(
            programme.criteria.values_list("kind", flat=True)
        )


@pytest.mark.parametrize("kind", ["coaching", "peer"])
def test_step_three_calls_people_what_they_are(cast: Cast, kind: str) -> None:
    programme = life.create_programme(by=cast.manager, name="Calm", kind=kind)
    page = cast.client("manager").get(cast.address(f"programmes/{programme.public_id}/setup/matching/"))
    said = re.findall(r"\b[Mm]ent(?:or|ee)s?\b", page.content.decode().split("<form")[-1])
    assert said == []


def test_questions_that_somebody_touched_stay(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Asked")
    change_question(programme, by=cast.manager, key="hope", text="What for?")
    change_kind(programme, by=cast.manager, kind="peer")
    assert programme.questionnaire
    assert programme.questionnaire.questions.get(key="hope").text == "What for?"


def test_nobody_stands_above_a_peer(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Levelling")
    criteria = [("level_gap", {"field": "level", "best": 2}, 5), ("same", {"field": "location"}, 1)]
    life.change_matching(
        programme,
        by=cast.manager,
        criteria=criteria,
        rules=[("level_gap", {"minimum": 1}), ("not_in_line", {})],
    )
    change_kind(programme, by=cast.manager, kind="peer")
    assert list(programme.criteria.values_list("kind", flat=True)) == ["same"]
    assert list(programme.rules.values_list("kind", flat=True)) == ["not_in_line"]
