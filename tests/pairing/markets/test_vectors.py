import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import MarketError
from alongside.pairing.markets import vectors
from alongside.pairing.markets.comparison import Comparison, Judged, Tabled
from alongside.pairing.markets.vectors import Vectors


def comparison(random: np.random.Generator, table: np.ndarray, learners: int, guides: int) -> Comparison:
    """A comparison in which everyone has some row or column of the table."""
    rows, columns = table.shape
    codes = random.integers(0, rows, learners), random.integers(0, columns, guides)
    if random.random() < 0.5:
        return Tabled([], [], table, *codes)
    different = [list(range(count)) for count in (rows, columns)]
    return Judged(
        [], [], lambda left, right: table[left][:, right], *different, *codes, table[:0, :0].max(initial=0)
    )


def made(seed: int, learners: int, guides: int, steps: int = 0) -> Vectors:
    """Vectors with a table, a rule and single forbidden pairs; steps: so few different numbers that many tie."""
    random = np.random.default_rng(seed)
    sides = [random.normal(size=(count, 5)) for count in (learners, guides)]
    if steps:
        sides = [np.rint(side * steps) / 4 for side in sides]
    table = comparison(random, random.integers(0, 4, (3, 4)) / 4, learners, guides)
    rule = comparison(random, random.random((4, 3)) < 0.3, learners, guides)
    pairs = random.integers(0, [learners, guides], (learners, 2))
    return Vectors(*sides, [table], [rule], pairs)


def plain_fit(market: Vectors) -> np.ndarray:
    """Every fit, one after the other, summed in plain Python."""
    fit = np.empty(market.shape)
    for learner in range(market.shape[0]):
        for guide in range(market.shape[1]):
            value = sum(
                one * other for one, other in zip(market.learners[learner], market.guides[guide], strict=True)
            )
            value += sum(float(table.of(learner, guide)) for table in market.tables)
            barred = any(rule.of(learner, guide) for rule in market.forbidding)
            fit[learner, guide] = np.nan if barred or [learner, guide] in market.forbidden.tolist() else value
    return fit


@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 150), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_the_best_are_those_of_sorting_every_pair(seed: int, learners: int, guides: int, steps: int) -> None:
    market = made(seed, learners, guides, steps)
    price = np.random.default_rng(seed).integers(-(10**8), 10**9, guides)
    gain = np.rint(plain_fit(market) * 10**9) - price
    best = market.best(7, price=price)
    for learner in range(learners):
        expected = np.sort(gain[learner][~np.isnan(gain[learner])])[::-1][:7]
        found = best.columns[learner] >= 0
        assert best.gain[learner][found].tolist() == expected.tolist()
        assert gain[learner, best.columns[learner][found]].tolist() == expected.tolist()


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_a_fit_is_one_number_whatever_it_is_worked_out_with(seed: int) -> None:
    market = made(seed, 12, 30)
    fit = plain_fit(market)
    rows, columns = np.arange(12)[:, None], np.arange(30)[None, :]
    assert np.array_equal(market.block(slice(0, 5)), fit[:5], equal_nan=True)
    assert np.array_equal(market.block(slice(5, None)), fit[5:], equal_nan=True)
    assert np.array_equal(market.of(rows, columns), fit, equal_nan=True)
    assert np.array_equal(market.transposed().block(slice(None)).T, fit, equal_nan=True)


@pytest.mark.parametrize("steps", [0, 1])
def test_shuffled_people_have_the_same_best_guides(steps: int) -> None:
    random = np.random.default_rng(5)
    sides = [np.rint(random.normal(size=(count, 3)) * (steps or 100)) for count in (20, 90)]
    ties = [random.integers(0, 2**63, count).astype(np.uint64) for count in (20, 90)]
    order = [random.permutation(count) for count in (20, 90)]
    best = Vectors(*sides).best(6, ties=tuple(ties))
    shuffled = Vectors(*(side[by] for side, by in zip(sides, order, strict=True))).best(
        6, ties=tuple(tie[by] for tie, by in zip(ties, order, strict=True))
    )
    assert np.array_equal(order[1][shuffled.columns], best.columns[order[0]])


def test_searching_in_small_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    market = made(3, 40, 70)
    whole = market.best(9)
    monkeypatch.setattr(vectors, "BLOCK_BYTES", 1)
    parts = market.best(9)
    assert np.array_equal(parts.columns, whole.columns)
    assert np.array_equal(parts.gain, whole.gain)


def test_whole_numbers_leave_the_grid_to_the_other_side() -> None:
    third = np.full((1, 1), 1 / 3)
    assert Vectors(third, np.ones((1, 1))).of(0, 0) == pytest.approx(1 / 3, abs=2**-46)
    assert Vectors(third, third).of(0, 0) == pytest.approx(1 / 9, abs=2**-22)


def test_fewer_guides_than_asked_for_leave_places_empty() -> None:
    best = Vectors([[1.0], [2.0]], [[1.0], [3.0]], forbidden=[[0, 0], [0, 1], [1, 0]]).best(5)
    assert best.columns.tolist() == [[-1, -1], [1, -1]]
    assert Vectors(np.empty((0, 2)), np.empty((3, 2))).best(2).columns.shape == (0, 2)


@pytest.mark.parametrize(
    ("learners", "guides", "message"),
    [
        ([[1.0, np.nan]], [[1.0, 1.0]], "row 0 of learners holds something else than finite numbers"),
        ([[1.0]], [[1.0, 1.0]], "A learner has 1 numbers and a guide 2"),
        ([1.0], [[1.0]], "must have two dimensions; they have 1"),
    ],
)
def test_wrong_vectors_are_refused(learners: list, guides: list, message: str) -> None:
    with pytest.raises(MarketError, match=message):
        Vectors(learners, guides)
