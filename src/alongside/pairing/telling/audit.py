"""Looking at a matching by groups before it is published, without telling about any few people.

Intervals: Wilson's for rates (Wilson 1927; recommended by Brown, Cai and DasGupta 2001), Student's t for means
over people. They say how far a figure would swing by chance if the people were others alike; people of one
matching are not quite independent, so read them as a guide. Small groups are suppressed, and with them so
many others that nothing about them follows by subtraction (complementary suppression, Hundepohl et al. 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.blocks import better_than, turned
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.telling.view import Side

NOT_ANSWERED = ""
LEAST = 5


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; low and high equal it where too few people give none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """How a group fares. None stands for what is suppressed, or for a figure that nobody gives.

    people: who want a place or more. matched: those with anybody. match_rate: their share. mean_fit: over
    people, of the mean fit of each one's pairs. worst_fit: the lowest fit of a pair. mean_rank: over people, of
    the best rank they got; 1 is whom they would rather have than all others who are allowed, equals share the
    better rank.
    """

    people: int | None = None
    matched: int | None = None
    match_rate: Estimate | None = None
    mean_fit: Estimate | None = None
    worst_fit: float | None = None
    mean_rank: Estimate | None = None

    @property
    def is_suppressed(self) -> bool:
        """Whether nothing is told of the group."""
        return self.people is None


@dataclass(frozen=True)
class Audit:
    """Figures of everyone and of each group, by its name; people without an answer are the group ``""``.

    least: how many people a figure must stand for. confidence: of the intervals, 0 to 1.
    """

    side: Side
    least: int
    confidence: float
    everyone: Figures
    groups: dict[str, Figures]


def audit(
    market: Market,
    matching: Matching,
    groups: Sequence[str | None] | None = None,
    *,
    side: Side = "learner",
    least: int = LEAST,
    confidence: float = 0.95,
) -> Audit:
    """How everyone on one side fares, and each group.

    groups: one name for each person of that side, default the market's own groups of learners; None or empty
    text: not answered. Raises PairingError when there are not as many names as people, or least or confidence
    make no sense.
    """
    if least < 1 or not 0 < confidence < 1:
        raise PairingError("least must be 1 or more, and confidence between 0 and 1.")
    measured = _Measured.of(market, matching, side)
    inside = _members(_names(market, groups, side), measured.takes_part)
    hidden = suppressed({name: int(members.sum()) for name, members in inside.items()}, least)
    matched = {name: int((members & measured.is_matched).sum()) for name, members in inside.items()}
    without_fit = suppressed(matched, least, at_least=hidden)
    told = {
        name: Figures()
        if name in hidden
        else measured.figures(members, confidence, with_fit=name not in without_fit)
        for name, members in inside.items()
    }
    return Audit(side, least, confidence, measured.of_everyone(least, confidence), told)


def _names(market: Market, groups: Sequence[str | None] | None, side: Side) -> list[str]:
    people = market.learners if side == "learner" else market.guides
    given = market.groups if groups is None and side == "learner" else groups
    names = [NOT_ANSWERED] * people if given is None else [str(name or "").strip() for name in given]
    if len(names) != people:
        raise PairingError(f"groups holds {len(names)} names for {people} people: give one for each.")
    return names


def _members(names: list[str], takes_part: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """Who of those that take part is in each group; groups of nobody are left out."""
    called = np.array(names, dtype=object)
    inside = {name: takes_part & (called == name) for name in sorted(set(names))}
    return {name: members for name, members in inside.items() if members.any()}


def suppressed(sizes: dict[str, int], least: int, at_least: frozenset[str] = frozenset()) -> frozenset[str]:
    """The groups of which nothing may be told, so that the sum of all does not tell it either.

    Every group below the least, the groups of at_least, and of the others the smallest, until those hidden are
    several and have as many people together as one group needs. A group of nobody hides nobody.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < least} | set(at_least)
    others = sorted((size, name) for name, size in sizes.items() if name not in hidden and size)
    while hidden and others and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < least):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def wilson(count: int, of: int, confidence: float = 0.95) -> Estimate:
    """A share with Wilson's score interval."""
    z = float(ndtri((1 + confidence) / 2))
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if count == 0 else float(middle - half)
    return Estimate(share, low, 1.0 if count == of else float(middle + half))


def mean_of(
    values: Floats, confidence: float = 0.95, *, lowest: float = -np.inf, highest: float = np.inf
) -> Estimate:
    """A mean with Student's t interval, cut where no value can lie; without one for a single value."""
    mean = float(values.mean())
    if len(values) < 2:
        return Estimate(mean, mean, mean)
    half = float(stdtrit(len(values) - 1, (1 + confidence) / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    return Estimate(mean, max(lowest, mean - half), min(highest, mean + half))


@dataclass(frozen=True, eq=False)
class _Measured:
    """One side's people: who takes part, who is matched, and the mean fit, worst fit and best rank of each."""

    takes_part: NDArray[np.bool_]
    is_matched: NDArray[np.bool_]
    mean_fit: Floats
    worst_fit: Floats
    rank: Floats

    @classmethod
    def of(cls, market: Market, matching: Matching, side: Side) -> "_Measured":
        is_learner = side == "learner"
        places = market.learner_places if is_learner else market.guide_places
        own = matching.pairs[:, 0 if is_learner else 1]
        count = np.bincount(own, minlength=len(places))
        worst, rank = np.full(len(places), np.inf), np.full(len(places), np.inf)
        np.minimum.at(worst, own, matching.fit)
        np.minimum.at(rank, own, ranks_obtained(market, matching.pairs, side))
        total = np.bincount(own, weights=matching.fit, minlength=len(places))
        return cls(places > 0, count > 0, total / np.maximum(count, 1), worst, rank)

    def of_everyone(self, least: int, confidence: float) -> Figures:
        if self.takes_part.sum() < least:
            return Figures()
        return self.figures(self.takes_part, confidence, with_fit=int(self.is_matched.sum()) >= least)

    def figures(self, members: NDArray[np.bool_], confidence: float, *, with_fit: bool) -> Figures:
        people, matched = int(members.sum()), members & self.is_matched
        rate = wilson(int(matched.sum()), people, confidence)
        if not with_fit or not matched.any():
            return Figures(people, int(matched.sum()), rate)
        fits = self.mean_fit[matched]
        return Figures(
            people,
            int(matched.sum()),
            rate,
            mean_of(fits, confidence, lowest=min(0.0, fits.min()), highest=max(1.0, fits.max())),
            float(self.worst_fit[matched].min()),
            mean_of(self.rank[matched], confidence, lowest=1.0),
        )


def ranks_obtained(market: Market, pairs: Integers, side: Side) -> Floats:
    """For each pair, how many allowed others this person would rather have, plus one.

    By the ranks that the side gives in this market; where it gives none, by fit.
    """
    ranks = market.learner_ranks if side == "learner" else market.guide_ranks
    fit, own = market.fit, market.fit_of(pairs[:, 0], pairs[:, 1])
    if ranks is not None:
        allowed = ranks.kept(~np.isnan(market.fit_of(ranks.learner, ranks.guide)))
        fit = replace(allowed, value=-allowed.value)
        own = fit.of(pairs[:, 0], pairs[:, 1])
    rows = pairs[:, 0 if side == "learner" else 1]
    better = better_than(fit if side == "learner" else turned(fit), rows, own)
    return np.asarray(1.0 + better, np.float64)
