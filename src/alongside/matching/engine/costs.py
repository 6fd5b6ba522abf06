"""What a pair costs, as the engine tells it."""

from dataclasses import dataclass

from alongside.matching.reading import Member

NEXT_TO_NOTHING = 1e-6
"""What a change of somebody's match has to gain, on the scale of fits from 0 to 1."""

Partners = list[tuple[Member, float]]
"""Who somebody would have, and with which fit."""


@dataclass(frozen=True)
class Cost:
    """What the whole loses: learners with a match, and fit in all, 1 being one whole fit; never below 0."""

    learners: int
    fit: float


@dataclass(frozen=True)
class Otherwise:
    """A pair today: its fit, what keeping it or ending it costs, and who both would have instead.

    together: less than the best matching of today. apart: less than the best with the pair; nothing where the
    locks cannot be kept without it. others: learners besides who would meet somebody else.
    """

    fit: float
    together: Cost
    apart: Cost | None
    learner_instead: Partners
    guide_instead: Partners
    others: int
