from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    CertificateError,
    Fairest,
    FairMatching,
    Market,
)
from alongside.pairing.fair.choices import choices_of
from alongside.pairing.fair.floor import Cut, highest_floor
from alongside.pairing.fair.several import by_exchanges, promise_of
from alongside.pairing.markets.open_pairs import open_pairs

THOUSAND = settings(max_examples=1000, deadline=None)
QUICK = settings(max_examples=80, deadline=None)
MARKET = Market([[0.9, 0.4, 0.1], [0.8, 0.2, 0.3], [0.7, 0.6, 0.2]], guide_places=[2, 1, 1])


@st.composite
def small_markets(draw: st.DrawFn, *, several: bool = False, minimum: bool = True) -> Market:
    """A market small enough to try every matching, with ties, closed pairs, places and now and then a minimum."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    learners, guides = draw(st.sampled_from([(1, 1), (2, 3), (3, 3), (4, 2), (5, 2), (2, 5)]))
    steps = draw(st.sampled_from([1, 2, 4, 1000]))
    fit = random.integers(0, steps + 1, (learners, guides)) / steps
    fit[random.random(fit.shape) < draw(st.sampled_from([0, 0.3]))] = np.nan
    places = random.integers(0, 3, guides)
    return Market(
        fit,
        random.integers(0, 3, learners) if several else random.integers(0, 2, learners),
        places,
        np.minimum(places, random.integers(0, 2, guides)) if minimum and random.random() < 0.3 else None,
        learner_ids=[f"learner-{row}" for row in range(learners)],
        guide_ids=[f"guide-{row}" for row in range(guides)],
    )


def every_matching(market: Market) -> list[list[tuple[int, int]]]:
    pairs = np.argwhere(market.allowed)
    takes = np.array(list(product([0, 1], repeat=len(pairs))), int).reshape(2 ** len(pairs), len(pairs))
    of_learner, of_guide = (
        takes @ (pairs[:, [side]] == np.arange(size)) for side, size in enumerate(market.allowed.shape)
    )
    within = (of_learner <= market.learner_places).all(axis=1) & (of_guide <= market.guide_places).all(axis=1)
    within &= (of_guide >= market.guide_minimum).all(axis=1)
    return [[tuple(pair) for pair in pairs[take > 0].tolist()] for take in takes[within]]


def fits_upward(market: Market, pairs: list[tuple[int, int]]) -> list[float]:
    """The summed fit of each matched learner, the worst first."""
    total: dict[int, float] = {}
    for learner, guide in pairs:
        total[learner] = total.get(learner, 0.0) + market.fit[learner, guide]
    return sorted(round(each, 9) for each in total.values())


@given(market=small_markets())
@THOUSAND
def test_nothing_more_even_exists(market: Market) -> None:
    best = max(((len(each), fits_upward(market, each)) for each in every_matching(market)), default=None)
    if best is None:
        with pytest.raises(CannotMatchError, match="needs at least"):
            Fairest().match(market)
        return
    matching = Fairest().match(market)
    matching.verify(market)
    assert (len(matching), fits_upward(market, matching.pairs.tolist())) == best
    assert matching.complete
    assert matching.floor_bound == matching.floor


@given(market=small_markets())
@THOUSAND
def test_nothing_has_a_higher_total_at_the_highest_floor(market: Market) -> None:
    best = max(
        (
            (len(each), min(fits_upward(market, each), default=0.0), sum(fits_upward(market, each)))
            for each in every_matching(market)
        ),
        default=None,
    )
    if best is None:
        return
    matching = Fairest(then="total").match(market)
    matching.verify(market)
    assert (len(matching), round(matching.floor, 9)) == best[:2]
    assert matching.total == pytest.approx(best[2], abs=1e-7)
    assert matching.gap == 0


@given(market=small_markets(several=True, minimum=False))
@QUICK
def test_with_several_places_no_list_of_sums_is_better_in_a_small_market(market: Market) -> None:
    matching = Fairest().match(market)
    matching.verify(market)
    best = max(
        (len(each), len(fits_upward(market, each)), fits_upward(market, each))
        for each in every_matching(market)
    )
    assert (len(matching), len(set(matching.pairs[:, 0]))) == best[:2]
    assert fits_upward(market, matching.pairs.tolist()) == pytest.approx(best[2], abs=1e-6)
    assert matching.floor <= matching.floor_bound + 1e-9


@given(market=small_markets(several=True, minimum=False))
@settings(max_examples=60, deadline=None)
def test_exchanges_alone_fill_as_much_and_no_floor_is_above_the_bound(market: Market) -> None:
    held = open_pairs(market, 0)
    choices = choices_of(held)
    floor = highest_floor(replace(choices, level=promise_of(choices)))
    raised = by_exchanges(choices, floor.matched)
    pairs = held.pairs(choices.of_open_pairs(raised)).tolist()
    best = max(
        (len(each), len(fits_upward(market, each)), fits_upward(market, each))
        for each in every_matching(market)
    )
    fits = fits_upward(market, pairs)
    assert (len(pairs), len(fits)) == best[:2]
    assert fits <= best[2]
    assert not best[2] or best[2][0] <= floor.level / held.units + 1e-8


def test_with_several_places_the_floor_of_a_larger_market_is_proved() -> None:
    random = np.random.default_rng(4)
    market = Market(random.random((60, 8)) @ random.random((8, 60)), 3, 3)
    matching = Fairest().match(market)
    matching.verify(market)
    assert len(matching) == 180
    assert matching.floor == matching.floor_bound
    assert matching.floor > BestTotal().match(market).floor


def test_each_stage_leaves_as_few_as_the_number_it_names() -> None:
    market = Market(np.array([[0.5, 0.5, 0.9], [0.5, 0.1, 0.9], [0.5, 0.2, 0.7]]))
    matching = Fairest().match(market)
    assert [tuple(stage) for stage in matching.stages] == [(0.5, 2), (0.9, 1)]
    assert Fairest(depth=1).match(market).stages == matching.stages[:1]


def test_a_fixed_pair_is_kept_though_it_is_the_worst() -> None:
    market = Market([[0.1, 0.9], [0.8, 0.7]], fixed=[[0, 0]])
    matching = Fairest().match(market)
    matching.verify(market)
    assert matching.pairs.tolist() == [[0, 0], [1, 1]]
    assert (matching.floor, matching.floor_bound) == (0.1, 0.1)


@pytest.mark.parametrize("then", ["leximin", "total"])
def test_a_worse_pair_fails(then: str) -> None:
    matching = Fairest(then=then).match(MARKET)
    assert matching.pairs.tolist() == [[0, 0], [1, 0], [2, 1]]
    pairs = np.array([[0, 0], [1, 2], [2, 1]])
    fit = MARKET.fit[pairs[:, 0], pairs[:, 1]]
    altered = replace(matching, pairs=pairs, fit=fit, total=float(fit.sum()))
    with pytest.raises(CertificateError):
        altered.verify(MARKET)


def test_a_cut_without_one_of_its_people_fails() -> None:
    matching = Fairest().match(MARKET)
    proof = matching.proof_of_floor
    assert cut_people(proof.above)
    for cut, name in ((proof.above, "no floor is higher"), (proof.filled, "no more places")):
        for altered in altered_cuts(cut):
            field = {"no floor is higher": "above", "no more places": "filled"}[name]
            forged = replace(matching, proof_of_floor=replace(proof, **{field: altered}))
            try:
                forged.verify(MARKET)
            except CertificateError as error:
                assert name in str(error)  # noqa: PT017  either it fails, or it proves just as much


def test_a_level_that_is_claimed_too_low_fails() -> None:
    matching = Fairest().match(MARKET)
    proof = replace(matching.proof_of_floor, level=matching.proof_of_floor.level - 10**8)
    with pytest.raises(CertificateError, match="no floor is higher"):
        replace(matching, proof_of_floor=proof).verify(MARKET)


def test_a_stage_that_is_not_there_fails() -> None:
    matching = Fairest().match(MARKET)
    stages = (matching.stages[0]._replace(learners=2), *matching.stages[1:])
    with pytest.raises(CertificateError, match="stage"):
        replace(matching, stages=stages).verify(MARKET)


@given(
    market=small_markets(minimum=False), apart=st.sets(st.sampled_from([(0, 1), (1, 2), (0, 2)]), min_size=1)
)
@settings(max_examples=60, deadline=None)
def test_the_floor_is_the_highest_among_those_that_keep_learners_apart(
    market: Market, apart: set[tuple[int, int]]
) -> None:
    kept = [pair for pair in sorted(apart) if max(pair) < market.learners]
    market = Market(market.block(slice(None)), market.learner_places, market.guide_places, apart=kept)
    best = max(
        (len(each), min(fits_upward(market, each), default=0.0), sum(fits_upward(market, each)))
        for each in every_matching(market)
        if not any(
            (one, guide) in each and (other, guide) in each
            for one, other in kept
            for guide in range(market.guides)
        )
    )
    matching = Fairest(then="total").match(market)
    matching.verify(market)
    assert (len(matching), round(matching.floor, 9)) == best[:2]
    assert matching.total == pytest.approx(best[2], abs=1e-7)
    assert matching.floor_bound == matching.floor


def test_a_floor_that_solving_again_exceeds_fails() -> None:
    market = Market([[0.9, 0.4], [0.8, 0.7], [0.6, 0.9]], guide_places=[2, 2], apart=[[0, 1]])
    matching = Fairest().match(market)
    worse = replace(matching, proof_of_floor=replace(matching.proof_of_floor, level=4 * 10**8 - 1))
    with pytest.raises(CertificateError, match="above the floor"):
        worse.verify(market)


def cut_people(cut: Cut) -> int:
    return int(cut.learners.sum() + cut.guides.sum())


def altered_cuts(cut: Cut) -> list[Cut]:
    """The cut with each person in turn moved to its other side."""
    altered = []
    for side in ("learners", "guides"):
        for row in range(len(getattr(cut, side))):
            flags = getattr(cut, side).copy()
            flags[row] = ~flags[row]
            altered.append(replace(cut, **{side: flags}))
    return altered


def test_it_says_what_kind_of_matching_it_is() -> None:
    assert isinstance(Fairest().match(MARKET), FairMatching)


def test_learners_whose_place_is_fixed_leave_the_proof_of_the_total_whole() -> None:
    fit = [[0.812, 0.085, 0.179, 0.237, 0.181], [0.802, 0.87, 0.582, 0.039, 0.094]]
    market = Market(fit, guide_places=[1, 0, 0, 1, 1], fixed=[(1, 3)])
    matching = Fairest(then="total").match(market)
    assert matching.pairs.tolist() == [[0, 0], [1, 3]]
    matching.verify(market)
