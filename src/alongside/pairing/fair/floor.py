"""The highest floor: as many places filled as can be, and the worst pair of them as good as can be.

Method: threshold search over the fits (bottleneck assignment; Edmonds and Fulkerson 1970; Burkard, Dell'Amico
and Martello 2009, chapter 6), each threshold decided by augmenting paths. Where the places cannot be filled
above a threshold, a cut of the network says so (Ford and Fulkerson 1956; for one place each, Hall 1935 and
Kőnig 1931), and also up to which lower threshold they cannot.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, CertificateError
from alongside.pairing.fair.choices import Choices
from alongside.pairing.fair.filling import Lists, Places, Reached, fill
from alongside.pairing.markets.open_pairs import OpenPairs

Flags = NDArray[np.bool_]
Of = Literal["places", "learners", "minimum"]
LOWEST = int(np.iinfo(np.int64).min)
AT_A_TIME = 2  # levels tried at once; the result depends on it, so it does not follow the processors


@dataclass(frozen=True, eq=False)
class Cut:
    """Why no more can be reached: these learners can only go to these guides.

    learners, guides: flags by row of the market. of: what it speaks of: all places that can be filled, the
    learners who can have a guide at all, or the guides' minimum that can be met.
    """

    learners: Flags
    guides: Flags
    of: Of = "places"

    def most(self, held: OpenPairs, is_in: Flags) -> int:
        """A number of such pairs that cannot be exceeded, worked out from the market alone.

        A pair either belongs to a learner outside, or to a guide inside, or leads from one to the other.
        """
        learner_places = one_each(held) if self.of == "learners" else held.learner_places
        guide_places = held.guide_minimum if self.of == "minimum" else held.guide_places
        leaving = self.learners[held.learner] & ~self.guides[held.guide] & is_in
        outside = int(learner_places[~self.learners].sum())
        return outside + int(guide_places[self.guides].sum()) + int(leaving.sum())


@dataclass(frozen=True, eq=False)
class FloorProof:
    """Why no floor is above a level.

    filled: proves that no more places can be filled. covered: that no more learners can have a guide; None
    where that is not claimed. above: that less can be reached with pairs above the level.
    """

    level: int
    filled: Cut
    covered: Cut | None
    above: Cut


@dataclass(frozen=True, eq=False)
class Floor:
    """The most filled matching with the highest floor: which pairs of the choices, and the proof."""

    matched: Flags
    proof: FloorProof

    @property
    def level(self) -> int:
        """The level of the worst pair."""
        return self.proof.level


def check_floor(held: OpenPairs, proof: FloorProof, promise: Integers, chosen: Flags) -> None:
    """Raise CertificateError unless the cuts prove what is claimed of the chosen pairs.

    promise: of each open pair, the level that counts.
    """
    every = np.ones(len(promise), np.bool_)
    if proof.filled.of != "places" or proof.filled.most(held, every) != chosen.sum():
        raise CertificateError("The proof does not show that no more places can be filled.")
    covered = proof.covered
    if covered and (covered.of != "learners" or covered.most(held, every) != needed(held, covered, chosen)):
        raise CertificateError("The proof does not show that no more learners can have a guide.")
    if covered is None and not _is_covering(held):
        raise CertificateError("Nothing shows that no more learners can have a guide.")
    if chosen.any() and proof.above.most(held, promise > proof.level) >= needed(held, proof.above, chosen):
        raise CertificateError("The proof does not show that no floor is higher.")


def _is_covering(held: OpenPairs) -> bool:
    """Whether the most filled matching needs no proof of its learners: one place each, or a minimum to meet first."""
    return bool((held.learner_places <= 1).all() or held.guide_minimum.any())


def one_each(held: OpenPairs) -> Integers:
    """One place for each learner who has no guide yet and wants one."""
    return np.where(held.fixed_pairs > 0, 0, np.minimum(held.learner_places, 1))


def needed(held: OpenPairs, cut: Cut, chosen: Flags) -> int:
    """How many of what the cut speaks of these pairs reach."""
    if cut.of == "minimum":
        return int(held.guide_minimum.sum())
    if cut.of == "places":
        return int(chosen.sum())
    is_matched = np.bincount(held.learner[chosen], minlength=len(held.learner_places)) > 0
    return int((is_matched & (held.fixed_pairs == 0)).sum())


def most_filled(choices: Choices) -> tuple[Flags, Cut]:
    """A matching with as many places filled as can be, and the cut that proves it.

    Raises CannotMatchError when the guides' minimum cannot be met.
    """
    matched = np.zeros(len(choices.level), np.bool_)
    filled = _fill(choices, LOWEST, matched)[-1]
    if filled.of == "minimum":
        raise CannotMatchError(
            "The guides' minimum numbers of learners cannot all be met: lower some of them."
        )
    return matched, filled


def highest_floor(choices: Choices) -> Floor:
    """The highest level at which as many places are filled, and as many learners matched, as without any.

    Raises CannotMatchError when the guides' minimum cannot be met.
    """
    matched = np.zeros(len(choices.level), np.bool_)
    reached = _fill(choices, LOWEST, matched)
    if reached[-1].of == "minimum":
        raise CannotMatchError(
            "The guides' minimum numbers of learners cannot all be met: lower some of them."
        )
    covered, filled = reached if len(reached) > 1 else (None, reached[0])
    if not matched.any():
        return Floor(matched, FloorProof(LOWEST, filled, covered, filled))
    high = _no_floor_beyond(choices, int(matched.sum()))
    matched, above = _raised(choices, matched, _without_choice(choices, high), high)
    return Floor(matched, FloorProof(int(choices.level[matched].min()), filled, covered, above))


def _raised(choices: Choices, matched: Flags, above: Cut, high: int) -> tuple[Flags, Cut]:
    """The same number filled at the highest floor up to `high`, and the cut that proves it.

    Two levels are tried at a time, each on a thread of its own.
    """
    low, failed = int(choices.level[matched].min()), np.zeros_like(matched)

    def attempt(level: int) -> tuple[int, Flags, Cut | None]:
        tried = _larger(failed, matched & (choices.level >= level))
        return level, tried, _short(choices, _fill(choices, level, tried), tried, matched)

    with ThreadPoolExecutor(AT_A_TIME) as threads:
        while low < high:
            for level, tried, short in list(threads.map(attempt, _between(low, high))):
                if short is not None:
                    above, failed = short, tried
                    high = max(low, _next_below(choices, above, level))
                    break
                matched, low = tried, int(choices.level[tried].min())
    return matched, above


def _between(low: int, high: int) -> list[int]:
    """Levels above `low` that part what is left as evenly as can be, the lowest first."""
    parts = AT_A_TIME + 1
    return sorted({low + -(-part * (high - low) // parts) for part in range(1, parts)})


def _short(choices: Choices, cuts: list[Cut], tried: Flags, matched: Flags) -> Cut | None:
    """The cut of what was reached before and is not now."""
    for cut in cuts:
        if cut.of == "places" and tried.sum() < matched.sum():
            return cut
        if cut.of == "learners" and _covered(choices, tried) < _covered(choices, matched):
            return cut
        if cut.of == "minimum":
            return cut
    return None


def _covered(choices: Choices, matched: Flags) -> int:
    starts, count = choices.start[:-1], np.concatenate([[0], np.cumsum(matched)])
    is_matched = count[choices.start[1:]] > count[starts]
    return int((is_matched & (one_each(choices.open)[np.argsort(choices.open.learner_turn)] > 0)).sum())


def _larger(one: Flags, other: Flags) -> Flags:
    return (one if one.sum() > other.sum() else other).copy()


def _fill(choices: Choices, least: int, matched: Flags) -> list[Cut]:
    """Fill as many places as possible at or above a level, in place, as many learners as possible first.

    Returns the cuts: of the learners where any has several places, and of the places; or that of the minimum
    where it cannot be met. Learners and guides who are matched on the way stay so (Mendelsohn and Dulmage 1958).
    """
    lists, cuts = choices.above(least), []
    has_minimum = bool(choices.minimum.any())
    if has_minimum:
        keep_at_most(lists, matched, choices.minimum, by_guide=True)
        reached = fill(lists, Places(choices.places.learner, choices.minimum), matched)
        if matched.sum() < choices.minimum.sum():
            return [_cut(choices, reached, "minimum")]
    elif (choices.places.learner > 1).any():
        one = one_each(choices.open)[np.argsort(choices.open.learner_turn)]
        keep_at_most(lists, matched, one, by_guide=False)
        cuts.append(_cut(choices, fill(lists, Places(one, choices.places.guide), matched), "learners"))
    return [*cuts, _cut(choices, fill(lists, choices.places, matched), "places")]


def _cut(choices: Choices, reached: Reached, of: Of) -> Cut:
    held = choices.open
    learners, guides = reached.learner >= 0, reached.guide >= 0
    return Cut(learners[held.learner_turn], guides[held.guide_turn], of)


def _without_choice(choices: Choices, level: int) -> Cut:
    """The learners who have fewer guides above a level than places, and no guide."""
    lists = choices.above(level + 1)
    learners = lists.stop - lists.start[:-1] < choices.places.learner
    held = choices.open
    return Cut(learners[held.learner_turn], np.zeros(len(held.guide_turn), np.bool_))


def _no_floor_beyond(choices: Choices, filled: int) -> int:
    """A level that no floor exceeds: each place of a learner filled with the best guides there are."""
    best = _best_levels(choices.start, choices.level, choices.places.learner)
    return int(np.partition(best, len(best) - filled)[len(best) - filled])


def _next_below(choices: Choices, cut: Cut, level: int) -> int:
    """The highest level below this one of a pair that leaves the cut: above it the cut holds as it is."""
    held = choices.open
    learner_at, guide_at = np.argsort(held.learner_turn), np.argsort(held.guide_turn)
    lists = choices.above(level)
    return int(_best_leaving(lists, choices.level, cut.learners[learner_at], cut.guides[guide_at]))


@njit(nogil=True, cache=True)
def _best_leaving(lists: Lists, level: Integers, learners: Flags, guides: Flags) -> int:
    best = np.iinfo(np.int64).min
    for learner in range(len(lists.stop)):
        if learners[learner]:
            for pair in range(lists.stop[learner], lists.start[learner + 1]):
                if level[pair] <= best:
                    break
                if not guides[lists.guide[pair]]:
                    best = level[pair]
                    break
    return best


@njit(nogil=True, cache=True)
def _best_levels(start: Integers, level: Integers, places: Integers) -> Integers:
    """The levels of each learner's best guides, as many as there are places."""
    count = 0
    for learner in range(len(places)):
        count += min(places[learner], start[learner + 1] - start[learner])
    best = np.empty(count, np.int64)
    at = 0
    for learner in range(len(places)):
        for place in range(min(places[learner], start[learner + 1] - start[learner])):
            best[at] = level[start[learner] + place]
            at += 1
    return best


@njit(nogil=True, cache=True)
def keep_at_most(lists: Lists, matched: Flags, most: Integers, by_guide: bool) -> None:  # noqa: FBT001, compiled
    """Of the matched pairs keep no more than `most` of each learner, or of each guide, in place."""
    count = np.zeros(len(most), np.int64)
    for learner in range(len(lists.stop)):
        for pair in range(lists.start[learner], lists.stop[learner]):
            who = lists.guide[pair] if by_guide else learner
            if matched[pair]:
                matched[pair] = count[who] < most[who]
                count[who] += 1
