import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.pairing import SettingsError, criteria
from alongside.pairing.files.rules_file import read_rules

THREE = """
[[criteria]]
kind = "same"
field = "a"
importance = 2
[[criteria]]
kind = "same"
field = "b"
importance = 1
[[criteria]]
kind = "same"
field = "c"
importance = 3
"""


def test_three_in_order_weigh_as_published() -> None:
    assert criteria.rank_order_centroid([1, 2, 3]) == pytest.approx([11 / 18, 5 / 18, 2 / 18])


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_weights_keep_the_order_and_sum_to_one(ranks: list[int]) -> None:
    weights = criteria.rank_order_centroid(ranks)
    assert sum(weights) == pytest.approx(1)
    for rank, weight in zip(ranks, weights, strict=True):
        for other_rank, other in zip(ranks, weights, strict=True):
            assert (weight > other) == (rank < other_rank)


def test_a_rules_file_may_say_the_importance_of_each() -> None:
    assert [each.weight for each in read_rules(THREE).criteria] == pytest.approx([5 / 18, 11 / 18, 2 / 18])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("importance = 3", "weight = 3", "number 3 has no importance, but others have"),
        ("importance = 3", "", "number 3 has no importance, but others have"),
        ("importance = 3", "importance = 3\nweight = 3", "number 3: it has a weight and an importance"),
        ("importance = 3", "importance = 0", "importance is 0: use 1 for the most important"),
        ("importance = 3", 'importance = "most"', "importance is 'most'"),
    ],
)
def test_a_muddle_of_weights_and_importance_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_rules(THREE.replace(old, new))


def test_criteria_are_weighted_as_they_are_listed() -> None:
    listed = criteria.weighted_by_importance([criteria.Same(field="a"), criteria.Same(field="b")])
    assert [each.weight for each in listed] == [0.75, 0.25]
    with pytest.raises(SettingsError, match="3 ranks are given for 2 criteria"):
        criteria.weighted_by_importance(listed, [1, 2, 3])
