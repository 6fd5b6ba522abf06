from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import CertificateError, MarketError, Peers, Pool, SettingsError

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def pools(draw: st.DrawFn, most_places: int = 1) -> Pool:
    """A pool small enough to try every pairing, with ties, pairs that may not be, and fixed ones."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people = draw(st.integers(0, 7))
    fit = random.integers(0, 9, (people, people)) / 8
    fit[random.random(fit.shape) < draw(st.sampled_from([0.0, 0.2, 0.4]))] = np.nan
    fit = (fit + fit.T) / 2
    places = random.integers(0, most_places + 1, people)
    pool = Pool(fit, places, ids=[f"person {row}" for row in random.permutation(people)])
    candidates = [
        pair for pair in zip(pool.links.one, pool.links.other, strict=True) if random.random() < 0.1
    ]
    fixed = [pair for pair in candidates if (pool.places[list(pair)] > 0).all()][:1]
    return Pool(fit, places, fixed, ids=pool.ids)


def every_matching(pool: Pool) -> list[list[tuple[int, int]]]:
    """Every set of pairs that the pool allows, and that holds the fixed ones."""
    links = list(zip(pool.links.one.tolist(), pool.links.other.tolist(), strict=True))
    found: list[list[tuple[int, int]]] = [[]]
    for pair in links:
        found += [
            [*chosen, pair]
            for chosen in found
            if all(sum(row in each for each in chosen) < pool.places[row] for row in pair)
        ]
    fixed = {*map(tuple, pool.fixed.tolist())}
    return [chosen for chosen in found if fixed <= {*chosen}]


def total_of(pool: Pool, pairs: list[tuple[int, int]]) -> float:
    return sum(float(pool.fit[pair]) for pair in pairs)


def worst_of(pool: Pool, pairs: list[tuple[int, int]]) -> float:
    return min((float(pool.fit[pair]) for pair in pairs), default=0.0)


@given(pool=pools())
@QUICK
def test_no_other_pairs_are_more_or_fit_better_in_total(pool: Pool) -> None:
    best = max((len(pairs), round(total_of(pool, pairs), 9)) for pairs in every_matching(pool))
    found = Peers().match(pool)
    found.verify(pool)
    assert (len(found), round(found.total, 9)) == best
    assert found.gap == 0


@given(pool=pools(most_places=3))
@QUICK
def test_people_who_meet_several_are_matched_as_well_as_can_be(pool: Pool) -> None:
    best = max((len(pairs), round(total_of(pool, pairs), 9)) for pairs in every_matching(pool))
    found = Peers().match(pool)
    found.verify(pool)
    assert (len(found), round(found.total, 9)) == best


@given(pool=pools())
@QUICK
def test_no_other_pairs_have_a_better_worst_one(pool: Pool) -> None:
    free = Pool(pool.fit, pool.places, ids=pool.ids)
    most = max(map(len, every_matching(free)))
    full = [pairs for pairs in every_matching(free) if len(pairs) == most]
    best = max(
        (min((float(pool.fit[pair]) for pair in pairs), default=0.0), round(total_of(pool, pairs), 9))
        for pairs in full
    )
    found = Peers("floor").match(free)
    found.verify(free)
    assert (min(found.fit.tolist(), default=0.0), round(found.total, 9)) == best


def named_pairs(pool: Pool) -> set[frozenset[str]]:
    return {frozenset(pool.ids[row] for row in pair) for pair in Peers().match(pool).pairs.tolist()}


@given(pool=pools(most_places=2), seed=st.integers(0, 2**32 - 1))
@QUICK
def test_the_order_of_rows_changes_nothing(pool: Pool, seed: int) -> None:
    turn = np.random.default_rng(seed).permutation(pool.people)
    place = np.argsort(turn)
    turned = Pool(
        pool.fit[np.ix_(turn, turn)],
        pool.places[turn],
        place[pool.fixed],
        ids=[pool.ids[row] for row in turn],
    )
    assert named_pairs(pool) == named_pairs(turned)


def test_a_larger_pool_with_an_odd_number_and_many_ties_is_proved_too() -> None:
    random = np.random.default_rng(7)
    values = np.round(random.random((151, 151)), 1)
    pool = Pool((values + values.T) / 2)
    found = Peers().match(pool)
    found.verify(pool)
    assert len(found) == 75
    assert len(found.unmatched) == 1
    assert found.gap == 0


def test_three_who_only_know_each_other_are_one_pair_and_one_alone() -> None:
    found = Peers().match(Pool(np.array([[0, 0.5, 0.6], [0.5, 0, 0.7], [0.6, 0.7, 0]])))
    assert found.pairs.tolist() == [[1, 2]]
    assert found.unmatched.tolist() == [0]


def test_a_changed_pool_keeps_what_is_fixed_and_leaves_out_what_is_forbidden() -> None:
    pool = Pool(np.array([[0, 0.1, 0.9], [0.1, 0, 0.8], [0.9, 0.8, 0]]))
    assert Peers().match(pool.changed(fix=[[1, 0]])).pairs.tolist() == [[0, 1]]
    assert Peers().match(pool.changed(forbid=[[2, 0]])).pairs.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: replace(found, total=found.total + 1), "total"),
        (lambda found: replace(found, gap=0.5), "gap"),
        (lambda found: replace(found, pairs=found.pairs[:1], fit=found.fit[:1]), "unmatched"),
        (lambda found: replace(found, proof=replace(found.proof, price=found.proof.price * 0)), "gap"),
        (lambda found: replace(found, proof=replace(found.proof, price=-found.proof.price)), "below 0"),
    ],
)
def test_a_matching_that_was_tampered_with_does_not_verify(change, says: str) -> None:
    values = np.random.default_rng(3).random((6, 6))
    pool = Pool((values + values.T) / 2)
    with pytest.raises(CertificateError, match=says):
        change(Peers().match(pool)).verify(pool)


def test_a_floor_that_could_be_higher_does_not_verify() -> None:
    values = np.random.default_rng(3).random((6, 6))
    pool = Pool((values + values.T) / 2)
    found = Peers("floor").match(pool)
    lower = float(np.sort(pool.links.fit)[0])
    with pytest.raises(CertificateError):
        replace(found, floor=lower).verify(pool)


@pytest.mark.parametrize(
    ("given_fit", "more", "says"),
    [
        (np.ones((2, 3)), {}, "as many rows as columns"),
        ([[0, 0.2], [0.3, 0]], {}, "one fit for each two"),
        ([[0, np.nan], [np.nan, 0]], {"fixed": [[0, 1]]}, "may not meet"),
        ([[0, 1], [1, 0]], {"fixed": [[0, 0]]}, "may not meet"),
        (np.ones((3, 3)), {"fixed": [[0, 1], [2, 0]]}, "has 1 places"),
    ],
)
def test_a_pool_that_contradicts_itself_is_refused(given_fit, more: dict, says: str) -> None:
    with pytest.raises(MarketError, match=says):
        Pool(given_fit, **more)


def test_an_unknown_aim_is_refused() -> None:
    with pytest.raises(SettingsError, match="total"):
        Peers("best")  # type: ignore[arg-type]
