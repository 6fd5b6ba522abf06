"""From the floor upward: the worst fit as high as possible, then the fewest who bear it, then the next.

The result is the lexicographically largest list of fits, the worst first (leximin; Sen 1970, Rawls 1971; for
assignments the lexicographic bottleneck problem, Burkard and Rendl 1991, Sokkalingam and Aneja 1998).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.fair.choices import Choices
from alongside.pairing.fair.exchanges import Exchange, fewest_at
from alongside.pairing.fair.floor import Floor
from alongside.pairing.fair.several import seats


@dataclass(frozen=True, eq=False)
class Stages:
    """The matching after its stages. stages: each settled level and how many bear it. complete: whether all are."""

    matched: NDArray[np.bool_]
    stages: tuple[tuple[int, int], ...]
    complete: bool


def by_stages(choices: Choices, floor: Floor, depth: int | None) -> Stages:
    """Settle as many levels as `depth`, or all; learners have one place each."""
    exchange = _exchange(choices, floor)
    stages: list[tuple[int, int]] = []
    level = np.iinfo(np.int64).min
    while depth is None or len(stages) < depth:
        levels = choices.level[exchange.at[exchange.at >= 0]]
        above = levels[levels > level]
        if not len(above):
            return Stages(_matched(exchange), tuple(stages), complete=True)
        level = int(above.min())
        bearing = fewest_at(exchange, level)
        if bearing:
            stages.append((level, bearing))
    left = choices.level[exchange.at[exchange.at >= 0]] > level
    return Stages(_matched(exchange), tuple(stages), complete=not left.any())


def _matched(exchange: Exchange) -> NDArray[np.bool_]:
    matched = np.zeros(len(exchange.level), np.bool_)
    matched[exchange.at[exchange.at >= 0]] = True
    return matched


def _exchange(choices: Choices, floor: Floor) -> Exchange:
    """The network at the start: it may do whatever keeps the places filled."""
    learners, guides = len(choices.places.learner), len(choices.places.guide)
    row = np.repeat(np.arange(learners), np.diff(choices.start))
    at = np.full(learners, -1)
    at[row[floor.matched]] = np.flatnonzero(floor.matched)
    first, pair, seated = seats(choices, floor.matched)
    seat = np.where(pair >= 0, row[pair], -1)
    held = choices.open
    inside = (
        floor.proof.filled.learners[np.argsort(held.learner_turn)],
        floor.proof.filled.guides[np.argsort(held.guide_turn)],
    )
    group = np.concatenate([*inside, [True, False]])
    nodes = learners + guides + 2
    return Exchange(
        start=choices.start,
        guide=choices.guide,
        level=choices.level,
        places=choices.places.guide,
        minimum=choices.minimum,
        at=at,
        is_in=at >= 0,
        first=first,
        seat=seat,
        seated=seated,
        load=seated.copy(),
        group=group.astype(np.int64),
        kept=np.zeros(len(choices.level), np.bool_),
        of_learner=np.full(learners, -1),
        following=np.full(len(choices.level), -1),
        distance=np.zeros(nodes, np.int64),
    )
