"""The draw: the same for everybody who knows seed and list, and no number is preferred."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from alongside.programmes.lottery.drawing import Entry, digest, drawn_in_order, new_seed, written

NUMBERS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=16)
ENTRIES = st.dictionaries(NUMBERS, st.booleans(), max_size=20).map(
    lambda found: [Entry(number, goes_first) for number, goes_first in found.items()]
)


@given(ENTRIES, st.randoms(use_true_random=False), st.text())
def test_the_order_in_which_people_signed_up_changes_nothing(entries, random, seed) -> None:
    shuffled = random.sample(entries, len(entries))
    assert drawn_in_order(seed, shuffled) == drawn_in_order(seed, entries)
    assert written(shuffled) == written(entries)


@given(ENTRIES, st.text())
def test_everybody_is_in_the_order_once_and_who_goes_first_comes_first(entries, seed) -> None:
    order = drawn_in_order(seed, entries)
    assert Counter(order) == Counter(entries)
    assert [each.goes_first for each in order] == sorted((each.goes_first for each in entries), reverse=True)


@given(ENTRIES, NUMBERS, st.text())
def test_one_more_in_the_list_changes_nothing_between_the_others(entries, number, seed) -> None:
    others = [each for each in entries if each.number != number]
    with_one = drawn_in_order(seed, [*others, Entry(number)])
    assert [each for each in with_one if each.number != number] == drawn_in_order(seed, others)


def test_every_number_comes_to_every_position_as_often() -> None:
    entries = [Entry(number) for number in ("ada", "bo", "cleo", "dan", "eve")]
    seeds = [digest(str(each)) for each in range(5000)]
    positions = Counter(
        (entry.number, position)
        for seed in seeds
        for position, entry in enumerate(drawn_in_order(seed, entries))
    )
    assert len(positions) == 25
    # 5,000 seeds that stand here: the same figure each time, 1,000 expected in each of 25 fields.
    assert chisquare(list(positions.values())).pvalue > 0.01


def test_no_two_seeds_are_the_same() -> None:
    assert len({new_seed() for _each in range(100)}) == 100
