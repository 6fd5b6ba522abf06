"""People who are to be gathered in circles around topics, and what they think of each topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

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
    lead, default 1. apart: pairs of learner rows who must not share a circle. together: pairs of learner rows of
    whom either both are in a circle, the same one, or neither. apart_from_guide: rows of a learner and of a guide
    who must not lead their circle. topics: their names, length t. learner_ids, guide_ids: what stays the same
    when rows are reordered.

    Raises MarketError when shapes or pairs contradict each other.
    """

    learner_fit: NDArray[np.float64]
    guide_fit: NDArray[np.float64] | None
    guide_places: Integers
    apart: Integers
    together: Integers
    apart_from_guide: Integers
    topics: tuple[str, ...]
    learner_ids: tuple[str, ...]
    guide_ids: tuple[str, ...]

    def __init__(  # noqa: PLR0913  what is known of a gathering, each with a name of its own
        self,
        learner_fit: ArrayLike,
        guide_fit: ArrayLike | None = None,
        *,
        guide_places: ArrayLike | None = None,
        apart: ArrayLike | None = None,
        together: ArrayLike | None = None,
        apart_from_guide: ArrayLike | None = None,
        topics: Sequence[str] | None = None,
        learner_ids: Sequence[str] | None = None,
        guide_ids: Sequence[str] | None = None,
    ) -> None:
        learners = Market(learner_fit, learner_ids=learner_ids, guide_ids=topics)
        settle = object.__setattr__  # the dataclass is frozen once it is checked
        settle(self, "learner_fit", learners.block(slice(None)))
        settle(self, "topics", learners.guide_ids)
        settle(self, "learner_ids", learners.learner_ids)
        among_learners = (learners.learners, learners.learners)
        settle(self, "apart", read_pairs(apart, among_learners, "apart"))
        settle(self, "together", read_pairs(together, among_learners, "together"))
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
        both = (learners.learners, guides.learners)
        settle(self, "apart_from_guide", read_pairs(apart_from_guide, both, "apart_from_guide"))
        self._refuse_contradictions()

    def _refuse_contradictions(self) -> None:
        if (self.apart[:, 0] == self.apart[:, 1]).any():
            raise MarketError("apart keeps a learner from themselves: name two different learners.")
        group = np.arange(self.learners)
        for number, members in enumerate(self.groups, start=self.learners):
            group[list(members)] = number
        if (group[self.apart[:, 0]] == group[self.apart[:, 1]]).any():
            raise MarketError(
                "together and apart contradict each other: two are to share a circle and not to."
            )

    @property
    def groups(self) -> list[tuple[int, ...]]:
        """Learners who stay together, directly or by others, as rows in order."""
        links = sparse.coo_array((np.ones(len(self.together)), self.together.T), shape=(self.learners,) * 2)
        _count, label = connected_components(links, directed=False)
        found = [tuple(np.flatnonzero(label == each).tolist()) for each in np.unique(label[self.together])]
        return [group for group in found if len(group) > 1]

    @property
    def learners(self) -> int:
        """How many learners there are."""
        return len(self.learner_fit)

    @property
    def pairs(self) -> int:
        """How many pairs of learner and topic are possible."""
        return int(np.isfinite(self.learner_fit).sum())


def circle_by_circle(gathering: Gathering, smallest: int) -> tuple[Gathering, Integers]:
    """The same with a column for every circle that there could be, and the topic of each column.

    Where somebody is kept from a guide, a column is of one guide, who is then closed to that learner; else every
    topic comes as often as it could have circles.
    """
    most = max(1, gathering.learners // smallest)
    topics = np.arange(len(gathering.topics))
    if not len(gathering.apart_from_guide) or gathering.guide_fit is None:
        return _in_columns(gathering, np.tile(topics, most)), np.tile(topics, most)
    leads = np.repeat(np.arange(len(gathering.guide_fit)), np.minimum(gathering.guide_places, most))
    guide, topic = np.repeat(leads, len(topics)), np.tile(topics, len(leads))
    can_lead = np.isfinite(gathering.guide_fit[guide, topic])
    return _in_columns(gathering, topic[can_lead], guide[can_lead]), topic[can_lead]


def _in_columns(gathering: Gathering, topic: Integers, guide: Integers | None = None) -> Gathering:
    """Everybody's fit with the topic of each column; where columns have guides, no others lead there."""
    learner_fit = gathering.learner_fit[:, topic]
    guide_fit = None if gathering.guide_fit is None else gathering.guide_fit[:, topic]
    if guide is not None and guide_fit is not None:
        guide_fit = np.where(guide == np.arange(len(guide_fit))[:, None], guide_fit, np.nan)
        is_apart = np.zeros((gathering.learners, len(guide_fit)), np.bool_)
        is_apart[tuple(gathering.apart_from_guide.T)] = True
        learner_fit = np.where(is_apart[:, guide], np.nan, learner_fit)
    return Gathering(
        learner_fit,
        guide_fit,
        guide_places=None if guide_fit is None else gathering.guide_places,
        apart=gathering.apart,
        together=gathering.together,
        topics=[f"{column} {gathering.topics[each]}" for column, each in enumerate(topic.tolist())],
        learner_ids=gathering.learner_ids,
        guide_ids=None if guide_fit is None else gathering.guide_ids,
    )


def listed(fit: NDArray[np.float64]) -> Edges:
    """The topics that each person can join."""
    return Market(fit).edges
