"""What a matching will need is told from sizes alone, and what cannot fit is refused with a cure."""

import numpy as np
import pytest
from scipy import sparse

from alongside.pairing import Forecast, Market, PairingError, forecast
from alongside.pairing.markets.vectors import Vectors


def vectors(learners: int, guides: int) -> Market:
    return Market(Vectors(np.ones((learners, 1)), np.ones((guides, 1))))


def test_larger_markets_need_more_time_and_memory_whatever_holds_their_fit() -> None:
    for small, large in (
        (Market(np.ones((20, 20))), Market(np.ones((40, 20)))),
        (Market(sparse.csr_array(np.eye(20))), Market(sparse.csr_array(np.eye(40)))),
        (vectors(200, 200), vectors(400, 200)),
    ):
        assert forecast(small).seconds < forecast(large).seconds
        assert forecast(small).bytes < forecast(large).bytes


def test_two_processors_search_in_half_the_time_and_fewer_candidates_need_less_memory() -> None:
    market = vectors(20_000, 20_000)
    one, two = (forecast(market, keep=10, processors=each) for each in (1, 2))
    assert one.seconds / 2 < two.seconds < one.seconds
    assert forecast(market, keep=10).bytes < forecast(market, keep=50).bytes


def test_a_million_people_fit_into_sixteen_gigabytes_and_ten_millions_do_not() -> None:
    forecast(vectors(1_000_000, 250_000), keep=50, processors=2).check(memory=16 * 2**30)
    with pytest.raises(
        PairingError, match=r"needs about 64 GB of memory, and this machine has 16 GB\. Keep fewer"
    ):
        Forecast(1.0, 64 * 2**30).check(memory=16 * 2**30)


def test_what_this_machine_can_hold_is_not_refused() -> None:
    forecast(vectors(20, 20)).check()
