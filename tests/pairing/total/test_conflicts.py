from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from alongside.pairing import BestTotal, CannotMatchError, Market
from alongside.pairing.total.conflicts import smallest_conflict
from tests.pairing.oracle import Oracle
from tests.pairing.small_markets import markets


def possible(market: Market) -> bool:
    return Oracle(market).best("places") is not None


@given(market=markets(largest=5))
@settings(max_examples=80, deadline=None)
def test_without_any_one_of_the_set_the_others_could_be_met(market: Market) -> None:
    random = np.random.default_rng(int(np.nansum(market.matrix) * 1000))
    minimum = np.minimum(market.guide_places, random.integers(0, 3, market.guides))
    market = replace(market, guide_minimum=minimum)
    assume(not possible(market))
    found = smallest_conflict(market, possible)
    assert found
    for left_out in found:
        minimum = np.zeros(market.guides, int)
        others = [each for each in found if each != left_out]
        for each in others:
            if each.kind == "minimum":
                minimum[each.rows[0]] = market.guide_minimum[each.rows[0]]
        kinds = {kind: [each.rows for each in others if each.kind == kind] for kind in ("fixed", "apart")}
        assert possible(replace(market, guide_minimum=minimum, **kinds))


def test_minima_that_too_few_can_fill_are_named() -> None:
    fit = np.array([[1, 1, np.nan], [1, 1, 0.5], [np.nan, np.nan, 0.5]])
    market = Market(fit, guide_places=[2, 2, 2], guide_minimum=[2, 1, 1], guide_ids=["Mia", "Noa", "Pat"])
    with pytest.raises(CannotMatchError) as found:
        BestTotal().match(market)
    assert str(found.value) == (
        "These cannot be met together: Mia needs at least 2 and Noa needs at least 1. 3 places must be filled, "
        "and those who are allowed can fill 2. Unlock or ease any one of them, or allow more pairs or places."
    )


def test_one_minimum_alone_is_named_alone() -> None:
    market = Market([[1.0, 1.0]], guide_places=[2, 1], guide_minimum=[2, 0], guide_ids=["Mia", "Noa"])
    with pytest.raises(CannotMatchError, match=r"^This cannot be met: Mia needs at least 2"):
        BestTotal().match(market)


def test_who_has_no_name_is_told_by_side_and_row() -> None:
    market = Market([[np.nan, 1.0]], guide_minimum=[1, 0])
    with pytest.raises(CannotMatchError, match=r"^This cannot be met: guide 0 needs at least 1"):
        BestTotal().match(market)


def test_two_who_are_apart_and_locked_to_the_same_guide_are_named() -> None:
    market = Market(
        np.ones((3, 1)),
        guide_places=[3],
        fixed=[[0, 0], [1, 0], [2, 0]],
        apart=[[0, 1]],
        learner_ids=["Ana", "Ben", "Cid"],
        guide_ids=["Mia"],
    )
    with pytest.raises(CannotMatchError) as found:
        BestTotal().match(market)
    assert "Ana and Ben must not share anybody, Ana and Mia are locked together and Ben" in str(found.value)
    assert "Cid" not in str(found.value)


def test_many_demands_are_counted_and_not_all_listed() -> None:
    market = Market(np.ones((19, 20)), guide_minimum=np.ones(20))
    with pytest.raises(CannotMatchError, match=r"and 15 more like these\. 20 places must be filled"):
        BestTotal().match(market)
