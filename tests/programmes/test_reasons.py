"""Reasons are kept as keys and said as sentences."""

import pytest

from alongside.programmes.reasons import SENTENCES, reason_sentence, reason_sentences

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


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_key_makes_a_whole_sentence(key: str) -> None:
    sentence = reason_sentence({"key": key, **PARAMETERS}, learner="Amara", guide="Henrik")
    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_an_unknown_or_incomplete_reason_is_left_out() -> None:
    reasons = [{"key": "stars"}, {"key": "skill"}, {"key": "experience", "years": 1}]
    assert reason_sentences(reasons, learner="Amara", guide="Henrik") == [
        "Henrik has 1 year of experience more than Amara."
    ]
