import numpy as np
import pytest

from alongside.pairing import Market, PairingError
from alongside.pairing.telling.beside import compare_matchings

MARKET = Market([[0.9, 0.5], [0.8, np.nan], [0.3, 0.4]], guide_places=[1, 1])


def test_it_tells_who_gains_who_loses_and_who_changes() -> None:
    found = compare_matchings(MARKET, [(1, 0), (0, 1)], [(0, 0), (2, 1)])
    assert found.kept.tolist() == []
    assert found.learners.gaining.tolist() == [0, 2]
    assert found.learners.losing.tolist() == [1]
    assert found.learners.newly_matched.tolist() == [2]
    assert found.learners.no_longer_matched.tolist() == [1]
    assert found.guides.changing.tolist() == [0, 1]
    assert found.guides.gaining.tolist() == [0]
    assert found.total == pytest.approx(0.0)


def test_a_pair_that_stays_changes_nobody() -> None:
    found = compare_matchings(MARKET, [(0, 0), (2, 1)], [(2, 1)])
    assert found.kept.tolist() == [[2, 1]]
    assert found.ended.tolist() == [[0, 0]]
    assert found.learners.changing.tolist() == [0]
    assert found.total == pytest.approx(-0.9)


def test_pairs_that_the_rules_forbid_are_named_and_count_as_they_would() -> None:
    found = compare_matchings(MARKET, [], [(1, 1)])
    assert found.forbidden.tolist() == [[1, 1]]
    assert found.total == 0
    counted = compare_matchings(MARKET, [], [(1, 1)], fit_of=lambda rows, columns: np.full(len(rows), 0.7))
    assert counted.total == 0.7


def test_rows_that_do_not_exist_are_refused() -> None:
    with pytest.raises(PairingError):
        compare_matchings(MARKET, [(0, 0)], [(0, 2)])
