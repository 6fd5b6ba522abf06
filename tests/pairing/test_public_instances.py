"""Published markets reach the optima that were published with them, or that other exact solvers find."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from alongside.pairing import BestTotal, Fairest, Market, Matching, Stable
from tests.cohorts import shared_data

DATA = shared_data()
INSTANCES = DATA / "instances" if DATA else Path("absent")

pytestmark = pytest.mark.skipif(
    not INSTANCES.exists(), reason="the public instances are not kept with the project"
)


@dataclass(frozen=True)
class Published:
    """A published market of learners and guides who rank each other, and its known optima.

    rank: n × m, what each learner thinks of each guide, 1 best; 0 where either does not accept the other.
    """

    rank: np.ndarray
    places: np.ndarray
    minimum: np.ndarray
    known: dict[str, str]

    def market(self, fit_of_rank: np.ndarray) -> Market:
        """The market in which a guide of rank r fits as fit_of_rank[r - 1]."""
        fit = np.where(self.rank > 0, fit_of_rank[self.rank - 1], np.nan)
        return Market(fit, guide_places=self.places, guide_minimum=self.minimum)

    def profile(self, matching: Matching) -> list[int]:
        """How many learners have their first, second, third ... choice."""
        ranks = self.rank[tuple(matching.pairs.T)]
        return np.bincount(ranks, minlength=self.rank.shape[1] + 1)[1:].tolist()

    def number(self, name: str) -> int:
        return int(self.known[f"optimal_{name}"])

    def numbers(self, name: str) -> list[int]:
        found = [int(each) for each in re.findall(r"\d+", self.known[f"optimal_{name}"])]
        return found + [0] * (self.rank.shape[1] - len(found))


def published(number: int) -> Published:
    """One of 60 markets; (…) is a tie, a guide's line begins with the least and the most learners."""
    folder = INSTANCES / "hr"
    first, *lines = [line for line in (folder / f"{number}.txt").read_text().splitlines() if line.strip()]
    learners, guides = map(int, first.split()[:2])
    rank, accepts = np.zeros((learners, guides), int), np.zeros((learners, guides), bool)
    limits = []
    for row, line in enumerate(lines[: learners + guides]):
        *head, wishes = line.split(":")
        for place, tied in enumerate(re.findall(r"\(([^)]*)\)|(\d+)", wishes), start=1):
            others = [int(each) - 1 for each in "".join(tied).split()]
            if row < learners:
                rank[row, others] = place
            else:
                accepts[others, row - learners] = True
        if row >= learners:
            limits.append([int(each) for each in head[1:3]])
    results = (folder / f"{number}.result.txt").read_text()
    known = dict(re.findall(r"^(optimal_\w+): (.*)$", results, re.MULTILINE))
    minimum, places = np.array(limits).T
    return Published(np.where(accepts, rank, 0), places, minimum, known)


def solved(solver: BestTotal | Fairest | Stable, market: Market) -> Matching:
    matching = solver.match(market)
    matching.verify(market)
    return matching


@pytest.mark.parametrize("number", range(1, 61))
def test_every_published_optimum_of_a_market_of_ranks_is_reached(number: int) -> None:
    market = published(number)
    ranks = np.arange(1, market.rank.shape[1] + 1)
    cheapest = solved(BestTotal(), market.market(-ranks))
    assert (len(cheapest), -cheapest.total) == (market.number("size"), market.number("maxsizemincost"))
    assert cheapest.gap == 0
    assert -solved(BestTotal(), market.market(-(ranks**2))).total == market.number("maxsizeminsqcost")
    fairest = solved(Fairest(), market.market(-ranks))
    assert -fairest.floor == market.number("maxsizemindegree")
    assert market.profile(fairest) == market.numbers("generousmaxprofile")
    above_all_later = 10.0 ** (len(ranks) - ranks)
    most_first = solved(BestTotal(), market.market(above_all_later))
    assert market.profile(most_first) == market.numbers("greedymaxprofile")
    most_first_of_any_size = solved(BestTotal(None), market.market(above_all_later))
    assert market.profile(most_first_of_any_size) == market.numbers("greedyprofile")


@pytest.mark.parametrize(
    ("name", "places", "total"),
    [("preflib1", 6, 124.25), ("preflib2", 7, 141.5), ("preflib3", 6, 454.25), ("aamas2015", 12, 1406.25)],
)
def test_bids_of_conferences_reach_the_known_total_and_are_shared_as_fairly_as_can_be(
    name: str, places: int, total: float
) -> None:
    learners, guides, *bids = (INSTANCES / f"{name}.in").read_text().split()
    fit = np.array(bids, float).reshape(int(learners), int(guides))
    for bid_for in (fit, np.where(fit > 0, fit, np.nan)):  # a bid of 0 adds nothing, allowed or not
        market = Market(bid_for, 3, places)
        best = solved(BestTotal(), market)
        assert (best.total, best.gap) == (total, 0)
        fairest = solved(Fairest(), market)
        assert len(fairest) == len(best)
        assert best.floor <= fairest.floor <= fairest.floor_bound
        assert len(solved(Stable(), market).blocking) == 0
