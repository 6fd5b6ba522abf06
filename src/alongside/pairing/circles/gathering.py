"""People who are to be gathered in circles around topics, and what they think of each topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.market_input import read_pairs, read_places


@dataclass(frozen=True, eq=False)
class Gathering:
    """Learners, topics, and guides if every circle is to have one.

    learner_fit: n × t floats, what each topic is to each learner; NaN where they cannot join it. guide_fit:
    g × t, the same for guides; without it circles have none. guide_places: how many circles each guide can
    lead, default 1. apart: pairs of learner rows who must not share a circle. topics: their names, length t.
    learner_ids, guide_ids: what stays the same when rows are reordered.

    Raises MarketError when shapes or pairs contradict each other.
    """

    learner_fit: NDArray[np.float64]
    guide_fit: NDArray[np.float64] | None
    guide_places: Integers
    apart: Integers
    topics: tuple[str, ...]
    learner_ids: tuple[str, ...]
    guide_ids: tuple[str, ...]

    def __init__(
        self,
        learner_fit: ArrayLike,
        guide_fit: ArrayLike | None = None,
        *,
        guide_places: ArrayLike | None = None,
        apart: ArrayLike | None = None,
        topics: Sequence[str] | None = None,
        learner_ids: Sequence[str] | None = None,
        guide_ids: Sequence[str] | None = None,
    ) -> None:
        learners = Market(learner_fit, learner_ids=learner_ids, guide_ids=topics)
        settle = object.__setattr__  # the dataclass is frozen once it is checked
        settle(self, "learner_fit", learners.block(slice(None)))
        settle(self, "topics", learners.guide_ids)
        settle(self, "learner_ids", learners.learner_ids)
        settle(self, "apart", read_pairs(apart, (learners.learners, learners.learners), "apart"))
        if (self.apart[:, 0] == self.apart[:, 1]).any():
            raise MarketError("apart keeps a learner from themselves: name two different learners.")
        none = np.empty((0, learners.guides))
        guides = Market(none if guide_fit is None else guide_fit, learner_ids=guide_ids)
        if guides.guides != learners.guides:
            raise MarketError(
                f"guide_fit speaks of {guides.guides} topics and learner_fit of {learners.guides}: "
                "give both the same."
            )
        settle(self, "guide_fit", None if guide_fit is None else guides.block(slice(None)))
        settle(self, "guide_places", read_places(guide_places, guides.learners, "guide_places"))
        settle(self, "guide_ids", guides.learner_ids)

    @property
    def learners(self) -> int:
        """How many learners there are."""
        return len(self.learner_fit)

    @property
    def pairs(self) -> int:
        """How many pairs of learner and topic are possible."""
        return int(np.isfinite(self.learner_fit).sum())


def circle_by_circle(gathering: Gathering, smallest: int) -> Gathering:
    """The same with every topic as often as it could have circles; column modulo topics is the topic."""
    copies = max(1, gathering.learners // smallest)
    return Gathering(
        np.tile(gathering.learner_fit, copies),
        None if gathering.guide_fit is None else np.tile(gathering.guide_fit, copies),
        guide_places=None if gathering.guide_fit is None else gathering.guide_places,
        apart=gathering.apart,
        topics=[f"{copy} {topic}" for copy in range(copies) for topic in gathering.topics],
        learner_ids=gathering.learner_ids,
        guide_ids=None if gathering.guide_fit is None else gathering.guide_ids,
    )


def listed(fit: NDArray[np.float64]) -> Edges:
    """The topics that each person can join."""
    return Market(fit).edges
