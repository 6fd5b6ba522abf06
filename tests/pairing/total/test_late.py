import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, Market, MarketError, PairingError
from alongside.pairing.total.late import LateJoiners, Move


def made(seed: int, *, fixed: bool) -> Market:
    random = np.random.default_rng(seed)
    learners, guides = random.integers(2, 12), random.integers(1, 6)
    fit = random.integers(0, 5, (learners, guides)) / 4
    fit[random.random(fit.shape) < 0.4] = np.nan
    wanted, offered = random.integers(0, 2, learners), random.integers(0, 4, guides)
    possible = [pair for pair in np.argwhere(~np.isnan(fit)) if wanted[pair[0]] and offered[pair[1]]]
    return Market(fit, wanted, offered, fixed=possible[:1] if fixed else None)


@given(seed=st.integers(0, 2**32 - 1), joining=st.integers(1, 5), fixed=st.booleans())
@settings(max_examples=60, deadline=None)
def test_after_each_join_the_matching_is_as_good_as_solving_again(
    seed: int, joining: int, fixed: bool
) -> None:
    random = np.random.default_rng(seed)
    market = made(seed, fixed=fixed)
    late = LateJoiners(market, BestTotal().match(market))
    for number in range(joining):
        guides = np.flatnonzero(random.random(market.guides) < 0.6)
        before = dict(late.matching.pairs.tolist())
        moves = late.join(f"late {number}", guides, random.integers(0, 5, len(guides)) / 4)
        late.matching.verify(late.market)
        again = BestTotal().match(late.market)
        assert (len(late.matching), late.matching.gap) == (len(again), 0)
        assert late.matching.total == pytest.approx(again.total)
        after = dict(late.matching.pairs.tolist())
        changed = {row for row in range(late.market.learners) if before.get(row) != after.get(row)}
        new = late.market.learners - 1
        assert {move.learner for move in moves} == changed | {new}
        assert all(
            (move.before, move.after) == (before.get(move.learner), after.get(move.learner)) for move in moves
        )


def test_who_moves_for_a_late_joiner_is_told() -> None:
    market = Market([[0.9, 0.8]], guide_places=[1, 1])
    late = LateJoiners(market, BestTotal().match(market))
    assert late.join("zoe", [0], [0.5]) == (Move(1, None, 0), Move(0, 0, 1))


@pytest.mark.parametrize(
    ("learner", "guides", "fit"),
    [
        ("0", [0], [0.5]),
        ("zoe", [0, 0], [0.5, 0.5]),
        ("zoe", [2], [0.5]),
        ("zoe", [0], [np.nan]),
        ("zoe", [0], []),
    ],
)
def test_a_joiner_who_cannot_be_is_refused_and_nothing_changes(
    learner: str, guides: list[int], fit: list[float]
) -> None:
    market = Market([[0.9, 0.8]])
    late = LateJoiners(market, BestTotal().match(market))
    with pytest.raises(MarketError):
        late.join(learner, guides, fit)
    assert late.market.learners == 1


@pytest.mark.parametrize(
    "market",
    [
        Market(np.ones((2, 2)), learner_places=2, guide_places=2),
        Market(np.ones((2, 2)), guide_minimum=[1, 0]),
        Market(np.ones((2, 2)), apart=[(0, 1)]),
    ],
)
def test_a_market_that_needs_more_than_a_path_is_refused(market: Market) -> None:
    with pytest.raises(PairingError, match="use rematch"):
        LateJoiners(market, BestTotal().match(market))
    plain = Market(np.ones((2, 2)))
    with pytest.raises(PairingError, match="use rematch"):
        LateJoiners(plain, BestTotal("people").match(plain))
