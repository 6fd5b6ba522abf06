"""What a swap is: whom somebody would get, the pairs that it makes and ends, and what it costs."""

from dataclasses import dataclass

from alongside.matching.engine import Pair
from alongside.matching.models import ScenarioPair
from alongside.matching.reading import Member

MOST_OPTIONS = 5


@dataclass(frozen=True)
class Swap:
    """Another guide for the pair's learner.

    guide: whom the learner would get. made: the pairs that the swap makes. gone: the other pair that it ends,
    if the guide has no free place.
    change: what all fits together gain, negative for a cost; 0.01 is one point.
    """

    guide: Member
    made: list[Pair]
    gone: ScenarioPair | None
    change: float

    @property
    def points(self) -> int:
        """What all fits together gain or lose, in points."""
        return round(100 * self.change)

    @property
    def loss(self) -> int:
        """The points as a cost."""
        return -self.points
