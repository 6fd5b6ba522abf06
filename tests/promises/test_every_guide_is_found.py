"""Whoever has a free place is shown to as many as others, and what people are shown fits about as well as ever."""

import numpy as np

from alongside.matching.engine.exposure import share_out

LEARNERS, GUIDES, EACH = 3_000, 300, 6


def directory() -> tuple[np.ndarray, np.ndarray]:
    """Fits as a directory has them: what is wanted and offered in eight fields, and some guides liked by all."""
    random = np.random.default_rng(20_26)
    wanted, offered = random.random((LEARNERS, 8)) - 0.5, random.random((GUIDES, 8)) - 0.5
    liked = random.normal(0, 0.12, GUIDES)
    return np.clip(0.5 + wanted @ offered.T + liked, 0, 1), random.integers(1, 4, GUIDES)


def test_300_guides_and_3000_learners() -> None:
    fit, places = directory()
    alone = np.argsort(-fit, axis=1)[:, :EACH]
    best = np.take_along_axis(fit, alone, axis=1).mean()
    before = np.bincount(alone.ravel(), minlength=GUIDES)
    assert before.min() < np.median(before) / 2, "the directory is too even to show anything"
    pairs = share_out(fit, places, EACH)
    shown = np.bincount(pairs[:, 1], minlength=GUIDES)
    assert len(pairs) == LEARNERS * EACH
    assert shown.min() >= np.median(shown) / 2
    assert fit[pairs[:, 0], pairs[:, 1]].mean() >= 0.9 * best
