import numpy as np
import pytest

from alongside.pairing import Market, MarketError

WRONG = [
    ({"fit": [1, 2]}, "two dimensions"),
    ({"fit": [[np.inf]]}, r"fit\[0, 0\] is infinite"),
    ({"fit": [[1.0]], "learner_places": [1, 1]}, r"learner_places has shape \(2,\), but 1"),
    ({"fit": [[1.0]], "guide_places": [-1]}, "guide_places must be whole numbers of 0 or more"),
    ({"fit": [[1.0]], "guide_places": [1.5]}, "guide_places must be whole numbers"),
    ({"fit": [[1.0]], "fixed": [[0, 1]]}, "fixed names a row that does not exist"),
    ({"fit": [[1.0]], "fixed": [0, 1]}, "fixed must be pairs"),
    ({"fit": [[1.0]], "fixed": [[0, 0], [0, 0]]}, "the same pair twice"),
    ({"fit": [[np.nan]], "fixed": [[0, 0]]}, "fixed pair 0 and 0 is not allowed"),
    ({"fit": [[1.0]], "fixed": [[0, 0]], "forbidden": [[0, 0]]}, "is not allowed"),
    ({"fit": [[1.0, 1.0]], "fixed": [[0, 0], [0, 1]]}, "fixed in 2 pairs but has 1 places"),
    ({"fit": [[1.0]], "apart": [[0, 1]]}, "apart names a row"),
    ({"fit": [[1.0]], "apart": [[0, 0]]}, "name two different learners"),
    ({"fit": [[1.0]], "learner_ids": ["a", "b"]}, "learner_ids holds 2 ids"),
    ({"fit": [[1.0, 2.0]], "guide_ids": ["a", "a"]}, "'a' twice"),
]


@pytest.mark.parametrize(("arrays", "message"), WRONG)
def test_contradictions_are_named_before_any_work(arrays: dict, message: str) -> None:
    with pytest.raises(MarketError, match=message):
        Market(**arrays)


def test_places_default_to_one_and_may_be_one_number_for_all() -> None:
    market = Market(np.ones((2, 3)), guide_places=4)
    assert market.learner_places.tolist() == [1, 1]
    assert market.guide_places.tolist() == [4, 4, 4]


def test_forbidden_pairs_leave_the_given_fit_untouched() -> None:
    fit = np.ones((1, 2))
    market = Market(fit, forbidden=[[0, 1]])
    assert market.allowed.tolist() == [[True, False]]
    assert fit.tolist() == [[1, 1]]
