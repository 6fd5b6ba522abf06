"""Reasons are kept as keys and said as sentences."""

import pytest

from alongside.programmes.reasons import READERS, SENTENCES, reason_sentence, reason_sentences

PARAMETERS = {
    "skills": ["Delegating", "Negotiation"],
    "field": "Profession",
    "value": "Nursing",
    "learner_value": "Nursing",
    "guide_value": "Pharmacy",
    "years": 8,
    "hours": 1,
    "languages": ["English"],
    "interests": ["Chess"],
}


def test_a_reason_names_both_people_and_joins_lists() -> None:
    reason = {"key": "skill", "skills": ["Delegating", "Negotiation"]}
    sentence = reason_sentence(reason, learner="Amara", guide="Henrik")
    assert sentence == "Henrik can help with Delegating and Negotiation, which Amara wants to learn."


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        ("learner", "Henrik can help with Delegating, which you want to learn."),
        ("guide", "You can help with Delegating, which Amara wants to learn."),
        ("team", "Henrik can help with Delegating, which Amara wants to learn."),
    ],
)
def test_each_reader_is_spoken_to_as_who_they_are(reader: str, sentence: str) -> None:
    reason = {"key": "skill", "skills": ["Delegating"]}
    assert reason_sentence(reason, learner="Amara", guide="Henrik", reader=reader) == sentence


@pytest.mark.parametrize("reader", sorted(READERS))
@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_key_makes_a_whole_sentence(key: str, reader: str) -> None:
    sentence = reason_sentence({"key": key, **PARAMETERS}, learner="Amara", guide="Henrik", reader=reader)
    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_an_unknown_or_incomplete_reason_is_left_out() -> None:
    reasons = [{"key": "stars"}, {"key": "skill"}, {"key": "experience", "years": 1}]
    assert reason_sentences(reasons, learner="Amara", guide="Henrik") == [
        "Henrik has 1 year more experience than Amara."
    ]


def test_languages_and_fields_are_called_by_name() -> None:
    reasons = [{"key": "language", "languages": ["ar", "tlh"]}, {"key": "wish", "field": "department"}]
    assert reason_sentences(reasons, learner="Amara", guide="Henrik", reader="learner") == [
        "You both speak Arabic and tlh.",
        "You share what you wished for: department.",
    ]


def test_different_departments_are_said_as_people_do() -> None:
    reason = {
        "key": "different_value",
        "field": "department",
        "learner_value": "Finance",
        "guide_value": "Nursing",
    }
    assert reason_sentence(reason, learner="Amara", guide="Henrik", reader="learner") == (
        "You work in different departments: you in Finance, Henrik in Nursing."
    )
    elsewhere = reason | {"field": "location"}
    assert "location" in reason_sentence(elsewhere, learner="Amara", guide="Henrik").casefold()
