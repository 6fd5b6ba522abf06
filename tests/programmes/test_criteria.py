"""Every kind of criterion and rule has its words."""

import pytest

from alongside.pairing import criteria, rules
from alongside.programmes.criteria import CRITERIA, RULES, criterion_label, rule_label

WRITTEN_WITH_NUMBERS = {"level_gap", "shared_hours"}
NOT_CHOSEN_BY_HAND = {"not_themselves", "conflicts", "excluded", "locked"}


def test_the_kinds_are_those_of_the_matching_library() -> None:
    assert set(CRITERIA) == set(criteria.KINDS)
    assert set(RULES) | WRITTEN_WITH_NUMBERS == set(rules.KINDS) - NOT_CHOSEN_BY_HAND


@pytest.mark.parametrize("kind", sorted(CRITERIA))
def test_every_criterion_is_said_without_holes(kind: str) -> None:
    assert "%(" not in criterion_label(kind, {"field": "department"}, {})


@pytest.mark.parametrize(
    ("kind", "settings", "words"),
    [
        ("level_gap", {"minimum": 1, "maximum": 2}, "From 1 to 2 levels above"),
        ("level_gap", {"minimum": 1}, "At least 1 level above"),
        ("level_gap", {"maximum": 3}, "At most 3 levels above"),
        ("level_gap", {"maximum": -1}, "At least 1 level below"),
        ("level_gap", {"minimum": -3}, "At most 3 levels below"),
        ("level_gap", {"minimum": -2, "maximum": -1}, "From 1 to 2 levels below"),
        ("shared_hours", {"at_least": 2.0}, "At least 2 working hours in common"),
        ("not_same", {"field": "department"}, "Not the same department"),
        ("same", {"field": "answer:site"}, "Only the same Where do you work?"),
        ("not_same", {"field": "department", "label": "Another house"}, "Another house"),
    ],
)
def test_rules_are_said_in_a_few_words(kind: str, settings: dict[str, object], words: str) -> None:
    assert rule_label(kind, settings, {"site": "Where do you work?"}) == words
