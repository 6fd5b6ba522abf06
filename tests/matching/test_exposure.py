"""Whom a learner is shown: the best there are, spread over the guides by their free places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.matching.engine.exposure import bounds, share_out


def times_shown(pairs: np.ndarray, guides: int) -> np.ndarray:
    return np.bincount(pairs[:, 1], minlength=guides)


def test_with_few_guides_everybody_is_shown_the_best_first() -> None:
    pairs = share_out(np.array([[0.2, 0.9], [0.5, np.nan]]), np.array([1, 1]), 6)
    assert pairs.tolist() == [[0, 1], [0, 0], [1, 0]]


def test_a_guide_whom_everybody_would_like_best_is_not_shown_to_everybody() -> None:
    fit = np.full((60, 12), 0.5)
    fit[:, 0] = 1.0
    shown = times_shown(share_out(fit, np.full(12, 2), 3), 12)
    assert shown[0] < 60 / 2
    assert shown.min() >= np.median(shown) / 2


def test_more_free_places_are_shown_to_more_learners() -> None:
    fit = np.random.default_rng(0).random((120, 12))
    fit[:, :2] += 1
    shown = times_shown(share_out(fit, np.array([1, 5] * 6), 4), 12)
    assert shown[1] > shown[0]


def test_nobody_is_shown_where_nobody_may_be_matched() -> None:
    assert share_out(np.full((3, 2), np.nan), np.array([1, 1]), 6).shape == (0, 2)


@pytest.mark.parametrize("learners", [1, 2, 7])
def test_a_guide_who_suits_one_learner_alone_is_shown_to_them(learners: int) -> None:
    fit = np.random.default_rng(1).random((learners, 9))
    fit[1:, 8] = np.nan
    assert [0, 8] in share_out(fit, np.ones(9, int), 6).tolist() or learners == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 14), st.integers(1, 9), st.integers(1, 6), st.integers(0, 2**31))
def test_no_list_is_too_long_or_holds_somebody_forbidden(
    learners: int, guides: int, each: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    fit, places = random.random((learners, guides)), random.integers(1, 5, guides)
    fit[random.random(fit.shape) < 0.2] = np.nan
    pairs = share_out(fit, places, each)
    allowed = ~np.isnan(fit)
    assert allowed[pairs[:, 0], pairs[:, 1]].all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert (np.bincount(pairs[:, 0], minlength=learners) <= np.minimum(each, allowed.sum(axis=1))).all()
    least, most = bounds(allowed, places, int(np.minimum(each, allowed.sum(axis=1)).sum()) or 1)
    assert (times_shown(pairs, guides) <= most).all()
    assert (least <= most).all()
