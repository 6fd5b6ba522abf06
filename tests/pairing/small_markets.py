"""Small markets of every shape, for hypothesis."""

import numpy as np
from hypothesis import strategies as st
from scipy import sparse

from alongside.pairing import Market


@st.composite
def markets(
    draw: st.DrawFn,
    *,
    largest: int = 7,
    fixed: bool = True,
    apart: bool = True,
    minimum: bool = False,
    every_shape: bool = False,
) -> Market:
    """A market of up to largest × largest, of any shape.

    With ties, closed pairs, places, the least a guide must have, fixed pairs and people apart; its fits in an
    array or sparse. every_shape: with empty sides, negative fits and forbidden pairs, too.
    """
    fewest = 0 if every_shape else 1
    learners, guides = draw(st.integers(fewest, largest)), draw(st.integers(fewest, largest))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = draw(st.sampled_from([1, 4, 1000]))
    fit = random.integers(0, steps + 1, (learners, guides)) / steps
    fit[random.random(fit.shape) < draw(st.sampled_from([0, 0.3, 0.8]))] = np.nan
    forbidden = np.argwhere(random.random(fit.shape) < 0.2) if every_shape else None
    fit -= draw(st.sampled_from([0, 0, 0.5, 2])) if every_shape else 0
    wanted = random.integers(0, draw(st.integers(2, 4)), learners)
    offered = random.integers(0, draw(st.integers(2, 4)), guides)
    least = random.integers(0, 2, guides) * (random.random() < 0.3) if minimum else np.zeros(guides, int)
    return Market(
        listed(fit) if draw(st.booleans()) else fit,
        wanted,
        offered,
        np.minimum(least, offered),
        fixed=_fixed(random, _without(fit, forbidden), wanted, offered) if fixed else None,
        forbidden=forbidden,
        apart=_apart(random, learners) if apart else None,
        learner_ids=[f"learner-{row}" for row in range(learners)],
        guide_ids=[f"guide-{row}" for row in range(guides)],
    )


def listed(fit: np.ndarray) -> sparse.csr_array:
    """The same fits as a sparse matrix; what is not allowed is not stored, a fit of 0 is."""
    rows, columns = np.nonzero(~np.isnan(fit))
    return sparse.csr_array((fit[rows, columns], (rows, columns)), shape=fit.shape)


def _without(fit: np.ndarray, forbidden: np.ndarray | None) -> np.ndarray:
    allowed = fit.copy()
    if forbidden is not None:
        allowed[tuple(forbidden.T)] = np.nan
    return allowed


def _fixed(random: np.random.Generator, fit, wanted, offered) -> list[tuple[int, int]]:
    possible = [(i, j) for i, j in np.argwhere(~np.isnan(fit)).tolist() if wanted[i] and offered[j]]
    return [possible[random.integers(len(possible))]] if possible and random.random() < 0.4 else []


def _apart(random: np.random.Generator, learners: int) -> list[tuple[int, int]]:
    pairs = [(i, k) for i in range(learners) for k in range(i)]
    return [pair for pair in pairs if random.random() < 0.3]


def shuffled(market: Market, seed: int) -> tuple[Market, np.ndarray, np.ndarray]:
    """The same market with its rows in another order, and the two orders."""
    random = np.random.default_rng(seed)
    rows, columns = random.permutation(market.learners), random.permutation(market.guides)
    at_row, at_column = np.argsort(rows), np.argsort(columns)
    fixed = np.stack([at_row[market.fixed[:, 0]], at_column[market.fixed[:, 1]]], axis=1)
    return (
        Market(
            market.block(slice(None))[np.ix_(rows, columns)],
            market.learner_places[rows],
            market.guide_places[columns],
            market.guide_minimum[columns],
            fixed=fixed,
            apart=at_row[market.apart],
            learner_ids=[market.learner_ids[row] for row in rows],
            guide_ids=[market.guide_ids[column] for column in columns],
        ),
        rows,
        columns,
    )
