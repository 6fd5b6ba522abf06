import numpy as np
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from alongside.pairing import BestTotal, Fairest, Market, MarketError, PairingError, Stable
from alongside.pairing.markets.vectors import Vectors
from tests.pairing.small_markets import listed, markets

WRONG = [
    ({"fit": [1, 2]}, "two dimensions"),
    ({"fit": [[np.inf]]}, r"fit\[0, 0\] is infinite"),
    ({"fit": [[1.0]], "learner_places": [1, 1]}, r"learner_places has shape \(2,\), but 1"),
    ({"fit": [[1.0]], "guide_places": [-1]}, "guide_places must be whole numbers of 0 or more"),
    ({"fit": [[1.0]], "guide_places": [1.5]}, "guide_places must be whole numbers"),
    ({"fit": [[1.0]], "fixed": [[0, 1]]}, "fixed names a row that does not exist"),
    ({"fit": [[1.0]], "fixed": [0, 1]}, "fixed must be pairs"),
    ({"fit": [[1.0]], "fixed": [[0, 0], [0, 0]]}, "the same pair twice"),
    ({"fit": [[np.nan]], "fixed": [[0, 0]]}, "fixed pair learner 0 and guide 0 is not allowed"),
    ({"fit": [[1.0]], "fixed": [[0, 0]], "forbidden": [[0, 0]]}, "is not allowed"),
    ({"fit": [[1.0, 1.0]], "fixed": [[0, 0], [0, 1]]}, "learner 0 is fixed in 2 pairs but has 1 places"),
    ({"fit": [[1.0]], "apart": [[0, 1]]}, "apart names a row"),
    ({"fit": [[1.0]], "apart": [[0, 0]]}, "name two different learners"),
    ({"fit": [[1.0]], "learner_ids": ["a", "b"]}, "learner_ids holds 2 ids"),
    ({"fit": [[1.0, 2.0]], "guide_ids": ["a", "a"]}, "'a' twice"),
    ({"fit": [[1e13]]}, r"fit holds 1e\+13: divide all by the same number"),
    ({"fit": sparse.csr_array([[1e13]])}, "divide all by the same number"),
    (
        {"fit": [[1.0]], "forbidden": np.zeros((2, 2), bool)},
        r"forbidden is a mask of shape \(2, 2\), but \(1, 1\)",
    ),
    ({"fit": sparse.csr_array([[np.nan]])}, "fit stores a number that is not finite"),
    ({"fit": sparse.coo_array(([1.0, 1.0], ([0, 0], [0, 0])))}, "fit lists a pair twice"),
    ({"fit": [[1.0]], "guide_places": [np.nan]}, "whole numbers of 0 or more; row 0 has nan"),
    ({"fit": [[1.0]], "guide_minimum": [2]}, "2 learners of row 0, who has 1 places"),
    ({"fit": [[1.0]], "fixed": [[0, 0.5]]}, "fixed names a row that does not exist"),
    ({"fit": [[1.0]], "groups": ["a", "b"]}, "groups holds 2 names, but 1"),
    ({"fit": [[1.0]], "learner_ranks": [[1, 2]]}, r"learner_ranks has shape \(1, 2\), but fit has \(1, 1\)"),
    ({"fit": [[1.0]], "learner_ranks": [[-1]]}, "learner_ranks must be whole numbers"),
    ({"fit": [[1.0]], "learner_ranks": [[np.nan]]}, "not finite"),
    ({"fit": np.ones((1, 3)), "learner_ranks": [[1, 3, 0]]}, "learner 0 ranks somebody 3, but only 1 better"),
    ({"fit": np.ones((3, 1)), "guide_ranks": [[2], [0], [2]]}, "guide 0 ranks somebody 2, but only 0 better"),
    ({"fit": [[1.0]], "learner_ranks": [[0]], "fixed": [[0, 0]]}, "fixed pair learner 0 and guide 0 is"),
    ({"fit": [[1.0]], "learner_places": [[1]]}, r"learner_places has shape \(1, 1\), but 1 numbers"),
    ({"fit": [[1.0]], "learner_places": ["1"]}, "learner_places must hold numbers only"),
    ({"fit": [[1.0]], "learner_places": [True]}, "learner_places holds True or False"),
    ({"fit": [[1.0]], "learner_places": [np.inf]}, "learner_places .*; row 0 has inf"),
    ({"fit": [[1.0]], "learner_places": [None]}, "learner_places .*; row 0 has nan"),
    ({"fit": np.ones((1, 2)), "guide_places": np.ma.array([1, 1], mask=[0, 1])}, "row 1 has nan"),
    ({"fit": [[1.0]], "guide_minimum": [-1]}, "guide_minimum must be whole numbers of 0 or more"),
    ({"fit": [[1.0]], "guide_minimum": [0.5]}, "guide_minimum .* row 0 has 0.5"),
    ({"fit": [[1.0]], "fixed": [[0, -1]]}, "fixed names a row that does not exist, in pair 0: 0 and -1"),
    ({"fit": np.ones((2, 3)), "forbidden": [[0, 0], [2, 0]]}, "in pair 1: 2 and 0. Rows count .* to 1 and 2"),
    ({"fit": [[1.0]], "forbidden": [[0, np.nan]]}, "forbidden names a row that does not exist"),
    ({"fit": [[1.0]], "forbidden": [[0, 0, 0]]}, "forbidden must be pairs of row numbers"),
    ({"fit": [[1.0]], "forbidden": [["a", "b"]]}, "forbidden must hold numbers only"),
    ({"fit": [[1.0]], "forbidden": [[True, False]]}, "forbidden holds True or False: give numbers"),
    ({"fit": [[1.0]], "fixed": [[0, 0]], "guide_places": 0}, "guide 0 is fixed in 1 pairs but has 0 places"),
    ({"fit": [[1.0]], "learner_ids": [None, None]}, "learner_ids holds 2 ids"),
    ({"fit": [[1.0], [1.0]], "learner_ids": [None, None]}, "learner_ids holds 'None' twice"),
    ({"fit": [[1.0], [1.0]], "learner_ids": "ab"}, "learner_ids must be a list"),
    ({"fit": [[1.0]], "groups": 5}, "groups must be a list"),
    ({"fit": [[1.0]], "learner_ranks": [[1.5]]}, r"1 is best, 0 is not acceptable; \[0, 0\] is 1.5"),
    ({"fit": [[1.0]], "learner_ranks": [[10**30]]}, "learner_ranks must be whole numbers"),
    ({"fit": [[1.0]], "learner_ranks": [["1"]]}, "learner_ranks must hold numbers only"),
    ({"fit": [[1.0]], "learner_ranks": [[True]]}, "learner_ranks holds True or False"),
    ({"fit": [[1.0]], "guide_ranks": [1]}, r"guide_ranks has shape \(1,\), but fit has \(1, 1\)"),
    ({"fit": [[1.0]], "guide_ranks": [[[1]]]}, r"guide_ranks has shape \(1, 1, 1\)"),
    ({"fit": np.ones((1, 2)), "guide_ranks": sparse.csr_array(np.array([[1, -1]]))}, r"\[0, 1\] is -1"),
]


@pytest.mark.parametrize(("arrays", "message"), WRONG)
def test_contradictions_are_named_before_any_work(arrays: dict, message: str) -> None:
    with pytest.raises(MarketError, match=message):
        Market(**arrays)


def test_places_default_to_one_and_may_be_one_number_for_all() -> None:
    market = Market(np.ones((2, 3)), guide_places=4)
    assert market.learner_places.tolist() == [1, 1]
    assert market.guide_places.tolist() == [4, 4, 4]


@pytest.mark.parametrize("kind", [np.asfortranarray, lambda fit: fit.astype(">f8"), polars.DataFrame])
def test_fits_come_in_whatever_order_and_however_locked(kind) -> None:
    fit = np.array([[1.0, 0.5], [0.2, np.nan], [0.4, 0.3]])
    fit.setflags(write=False)
    matching = BestTotal().match(Market(kind(fit)))
    assert matching.pairs.tolist() == BestTotal().match(Market(fit.tolist())).pairs.tolist()


@pytest.mark.parametrize(
    "kind", [np.array, sparse.csr_array, lambda mask: set(zip(*mask.nonzero(), strict=True))]
)
def test_forbidden_pairs_may_be_a_mask_or_a_set(kind) -> None:
    forbidden = np.array([[True, False], [False, False], [False, False]])
    market = Market(np.ones((3, 2)), forbidden=kind(forbidden))
    assert market.allowed.tolist() == (~forbidden).tolist()


def test_more_places_than_can_be_counted_are_as_good_as_any() -> None:
    assert len(BestTotal().match(Market(np.ones((3, 1)), guide_places=[10**30]))) == 3


@pytest.mark.parametrize("solver", [BestTotal(), Fairest(), Stable()])
def test_what_is_no_market_is_named(solver: BestTotal | Fairest | Stable) -> None:
    with pytest.raises(MarketError, match=r"no market but ndarray: match Market\(fit, \.\.\.\)"):
        solver.match(np.ones((2, 2)))


def test_a_seed_that_is_no_number_is_named() -> None:
    with pytest.raises(PairingError, match="seed is 'now'"):
        BestTotal(seed="now").match(Market(np.ones((2, 2))))


def test_forbidden_pairs_leave_the_given_fit_untouched() -> None:
    fit = np.ones((1, 2))
    market = Market(fit, forbidden=[[0, 1]])
    assert market.allowed.tolist() == [[True, False]]
    assert fit.tolist() == [[1, 1]]


@given(market=markets(largest=9))
@settings(max_examples=60, deadline=None)
def test_an_array_and_a_sparse_matrix_say_the_same(market: Market) -> None:
    fit = market.block(slice(None))
    rows, columns = np.indices(fit.shape)
    for given_fit in (fit, listed(fit)):
        same = Market(given_fit)
        assert np.array_equal(same.fit_of(rows, columns), fit, equal_nan=True)
        assert np.array_equal(same.edges.transposed().transposed().of(rows, columns), fit, equal_nan=True)
        for learner in range(market.learners):
            guides, fits = same.guides_of(learner)
            assert fit[learner, guides].tolist() == fits.tolist()
        for guide in range(market.guides):
            learners, fits = same.learners_of(guide)
            assert fit[learners, guide].tolist() == fits.tolist()


def test_one_pair_more_is_allowed_whatever_holds_the_fits() -> None:
    fit = np.array([[0.5, np.nan], [np.nan, 0.25]])
    vectors = Vectors([[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.0], [0.0, 0.25]])
    for given_fit in (fit, listed(fit), vectors):
        changed = Market(given_fit, forbidden=[[0, 1], [1, 0]]).changed(allow=(0, 1, 0.75), forbid=[[1, 1]])
        assert np.array_equal(changed.block(slice(None)), [[0.5, 0.75], [np.nan, np.nan]], equal_nan=True)


def test_a_pair_that_either_side_finds_not_acceptable_is_not_allowed() -> None:
    ranks = {"learner_ranks": [[1, 2, 2], [0, 1, 0]], "guide_ranks": [[1, 0, 1], [0, 1, 1]]}
    for fit in (np.ones((2, 3)), listed(np.ones((2, 3))), Vectors(np.ones((2, 1)), np.ones((3, 1)))):
        market = Market(fit, **ranks)
        assert market.allowed.tolist() == [[True, False, True], [False, True, False]]
        assert market.ranks_of("learner", 0, [0, 1, 2]).tolist() == [1, 2, 2]
        assert market.ranks_of("guide", [0, 1], [0, 0]).tolist() == [1, 0]
    assert Market([[1.0]]).ranks_of("guide", 0, 0) is None


def test_after_a_tie_the_next_rank_may_be_counted_either_way() -> None:
    for ranks in ([[1, 1, 2]], [[1, 1, 3]]):
        assert (
            Market(np.ones((1, 3)), learner_ranks=ranks).ranks_of("learner", 0, [0, 1, 2]).tolist()
            == ranks[0]
        )


@given(st.integers(0, 10**6))
def test_holes_among_ranks_are_found_as_by_sorting(seed: int) -> None:
    random = np.random.default_rng(seed)
    ranks = random.integers(0, 4, (3, 4))
    for name, rows in (("learner_ranks", ranks), ("guide_ranks", ranks.T)):
        if any(has_hole(row[row > 0].tolist()) for row in rows):
            with pytest.raises(MarketError, match="number without holes"):
                Market(np.ones((3, 4)), **{name: ranks})
        else:
            Market(np.ones((3, 4)), **{name: ranks})


def has_hole(ranks: list[int]) -> bool:
    return any(rank > 1 + sum(other < rank for other in ranks) for rank in ranks)


def test_a_sparse_fit_is_read_alike_in_any_order_and_stays_as_it_is() -> None:
    rows, columns, fit = np.array([0, 1, 1]), np.array([1, 2, 0]), np.array([0.5, 0.25, 0.75])
    sorted_rows = sparse.csr_array((fit, (rows, columns)), shape=(2, 3))
    unsorted = sparse.csr_array((fit, columns, [0, 1, 3]), shape=(2, 3))
    of_both = [Market(each, forbidden=[[0, 1]]).edges for each in (sorted_rows, unsorted)]
    for edges in of_both:
        assert edges.guide.tolist() == [0, 2]
        assert edges.value.tolist() == [0.75, 0.25]
    assert unsorted.indices.tolist() == [1, 2, 0]
    assert sorted_rows.nnz == 3
