from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import CertificateError, MarketError, Pool, Triads
from alongside.pairing.pool.triads import chosen, exchanged, worth_of

QUICK = settings(max_examples=40, deadline=None)


def pool_of(people: int, seed: int, gaps: float = 0.0) -> Pool:
    random = np.random.default_rng(seed)
    fit = random.integers(0, 9, (people, people)) / 8
    fit[random.random(fit.shape) < gaps / 2] = np.nan
    return Pool((fit + fit.T) / 2, ids=[f"person {row:02}" for row in random.permutation(people)])


def groupings(rows: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to put some of these rows in groups of two and three."""
    if not rows:
        yield []
        return
    first, rest = rows[0], rows[1:]
    yield from groupings(rest)
    for size in (1, 2):
        for others in combinations(rest, size):
            left = tuple(row for row in rest if row not in others)
            for more in groupings(left):
                yield [(first, *others), *more]


def judged(pool: Pool, groups: list[tuple[int, ...]]) -> tuple[int, int, float]:
    total = sum(worth_of(pool, group) for group in groups)
    return sum(map(len, groups)), -sum(len(group) == 2 for group in groups), round(total, 9)


@given(people=st.integers(0, 7), seed=st.integers(0, 2**32 - 1), gaps=st.sampled_from([0.0, 0.3, 0.6]))
@QUICK
def test_no_other_groups_place_more_or_fit_better(people: int, seed: int, gaps: float) -> None:
    pool = pool_of(people, seed, gaps)
    found = Triads().match(pool)
    found.verify(pool)
    ways = (judged(pool, groups) for groups in groupings(tuple(range(people))))
    assert judged(pool, list(found.groups)) == max(way for way in ways if not np.isnan(way[2]))


@given(people=st.integers(3, 9), seed=st.integers(0, 2**32 - 1))
@QUICK
def test_the_order_of_rows_changes_nothing(people: int, seed: int) -> None:
    pool = pool_of(people, seed)
    turn = np.random.default_rng(seed + 1).permutation(people)
    turned = Pool(pool.fit[np.ix_(turn, turn)], ids=[pool.ids[row] for row in turn])
    named = [
        {frozenset(each.ids[row] for row in group) for group in Triads().match(each).groups}
        for each in (pool, turned)
    ]
    assert named[0] == named[1]


@pytest.mark.parametrize("seed", range(3))
def test_exchanges_come_close_to_the_best(seed: int) -> None:
    pool = pool_of(24, seed)
    best, near = (
        sum(worth_of(pool, group) for group in groups)
        for groups in (chosen(pool.fit), exchanged(pool.fit, 0))
    )
    assert 0.95 * best <= near <= best + 1e-9


def test_a_large_pool_is_placed_whole_below_its_bound() -> None:
    pool = pool_of(100, 5)
    found = Triads().match(pool)
    found.verify(pool)
    assert sorted(map(len, found.groups)) == [2, 2, *[3] * 32]
    assert not len(found.unplaced)
    assert found.bound >= found.total


def test_in_a_large_pool_nobody_is_grouped_with_whom_they_may_not_meet() -> None:
    pool = pool_of(80, 6, gaps=0.9)
    Triads().match(pool).verify(pool)


def test_groups_that_were_tampered_with_do_not_verify() -> None:
    pool = pool_of(9, 1)
    found = Triads().match(pool)
    for wrong in (
        replace(found, total=found.total + 1),
        replace(found, groups=found.groups[1:]),
        replace(found, groups=((*found.groups[0], *found.groups[1]), *found.groups[2:])),
    ):
        with pytest.raises(CertificateError):
            wrong.verify(pool)


def test_a_fixed_pair_is_refused() -> None:
    with pytest.raises(MarketError, match="fixed"):
        Triads().match(Pool(np.ones((3, 3)), fixed=[[0, 1]]))
