"""Kendall's tau-b with an interval over pairs that share people, against other computations and by simulation."""

import numpy as np
import pytest
from scipy.stats import kendalltau, norm
from scipy.stats import t as student

from alongside.matching.learning.association import Association, associate, holm

pytestmark = pytest.mark.any_database


def drawn(
    rng: np.random.Generator, strength: float, *, guides: int = 25, share: float = 0.5
) -> tuple[list[float], list[int], list[int], list[int]]:
    """Pairs, three to a guide, whose fit and outcome both depend on the guide; a true tau of known sign.

    share: how much of both lies with the guide. Latent fit and outcome are normal with correlation strength.
    """
    number = 3 * guides
    of_guide = np.repeat(np.arange(guides), 3)

    def shared() -> np.ndarray:
        own, common = rng.standard_normal(number), rng.standard_normal(guides)[of_guide]
        return np.sqrt(1 - share) * own + np.sqrt(share) * common

    fit, noise = shared(), shared()
    latent = strength * fit + np.sqrt(1 - strength**2) * noise
    went = np.digitize(latent, norm.ppf([0.25, 0.5]))
    return list(fit), [int(each) for each in went], list(range(number)), [int(each) for each in of_guide]


def told(rng: np.random.Generator, strength: float) -> Association:
    fits, went, learners, guides = drawn(rng, strength)
    found = associate(fits, went, learners=learners, guides=guides)
    assert found
    return found


def test_tau_is_that_of_scipy_with_ties_on_both_sides() -> None:
    rng = np.random.default_rng(1)
    for _again in range(20):
        fits, went = rng.integers(0, 5, 40) / 4, rng.integers(0, 3, 40)
        found = associate(list(fits), list(went), learners=range(40), guides=rng.integers(0, 12, 40))
        assert found
        assert found.tau == pytest.approx(kendalltau(fits, went, variant="b").statistic)


def test_the_spread_is_that_of_leaving_people_out_one_by_one() -> None:
    rng = np.random.default_rng(2)
    fits, went = rng.random(36), rng.integers(0, 3, 36)
    guides, learners = np.repeat(np.arange(12), 3), rng.permutation(np.repeat(np.arange(18), 2))

    def variance(people: np.ndarray) -> float:
        kept = [people != person for person in np.unique(people)]
        z = np.arctanh([kendalltau(fits[rows], went[rows]).statistic for rows in kept])
        return float((len(z) - 1) * z.var())

    parts = [variance(guides), variance(learners), variance(np.arange(36))]
    found = associate(list(fits), list(went), learners=learners, guides=guides)
    assert found
    reach = student.ppf(0.975, 11) * np.sqrt(max(parts[0] + parts[1] - parts[2], *parts))
    z = np.arctanh(kendalltau(fits, went).statistic)
    assert [found.low, found.high] == pytest.approx([np.tanh(z - reach), np.tanh(z + reach)])


def test_intervals_hold_what_is_true_where_mentors_have_several_pairs() -> None:
    """Nominal 95 of 100; within the chance of 300 draws. By strangers' formulas it would be far fewer."""
    rng = np.random.default_rng(3)
    truth = np.mean([told(rng, 0.5).tau for _draw in range(300)])
    held = sum(found.low <= truth <= found.high for found in (told(rng, 0.5) for _draw in range(300)))
    assert 0.91 <= held / 300 <= 0.99


def test_nothing_is_called_clear_more_often_than_said_where_there_is_nothing() -> None:
    rng = np.random.default_rng(4)
    called = sum(told(rng, 0.0).chance < 0.05 for _draw in range(400))
    assert called / 400 <= 0.08


def test_what_cannot_be_told_is_not() -> None:
    people = {"learners": range(6), "guides": range(6)}
    assert associate([0.5] * 6, [0, 1, 2, 0, 1, 2], **people) is None
    assert associate([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [1] * 6, **people) is None
    assert associate([0, 0, 0, 1, 1, 1], [0, 0, 0, 2, 2, 2], **people) is None
    assert associate([0.1, 0.2, 0.3], [0, 2, 1], learners=range(3), guides=[7, 7, 7]) is None


def test_holm_corrects_for_having_looked_often() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]
