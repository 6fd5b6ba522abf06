"""The fairest matching: most places filled, the worst-off as well off as can be, and so on upward.

Sources: the threshold search of `floor`, the stages of `leximin`. The fairness of assignments to whoever is
worst off, and how hard it becomes with several places each: Garg et al. (2010), Kobren, Saha and McCallum
(2019), Stelmakh, Shah and Singh (2019).
"""

from dataclasses import dataclass, replace
from math import inf
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, CertificateError
from alongside.pairing.fair.between_groups import GroupFairMatching, fairest_between
from alongside.pairing.fair.choices import Choices, choices_of
from alongside.pairing.fair.floor import LOWEST, Floor, FloorProof, check_floor, highest_floor
from alongside.pairing.fair.leximin import by_stages
from alongside.pairing.fair.ordered import best_list, is_small
from alongside.pairing.fair.several import by_exchanges, promise_of
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.open_pairs import OpenPairs, open_pairs, total_without_rules
from alongside.pairing.parameters import check_whole, check_word
from alongside.pairing.proofs.certificate import check_feasible, check_proof, check_unmatched
from alongside.pairing.proofs.matching import Matching, matching_of
from alongside.pairing.total.best_total import BestTotal

Then = Literal["leximin", "total"]
Groups = Literal["mean", "rate"]
STAGES_TIMES_PEOPLE = (
    12_500_000  # all stages of 2,500 + 2,500 people; each takes time in proportion to people
)


class Stage(NamedTuple):
    """A level at which somebody must be, and how many learners at least: as many as are there."""

    fit: float
    learners: int


@dataclass(frozen=True)
class SolvedAgain:
    """That no floor is above a level, where learners are kept apart: shown by solving again without lower pairs."""

    level: int


@dataclass(frozen=True)
class Fairest:
    """Solver of the fairest matching; holds parameters only.

    It fills as many places as can be, gives as many learners as possible a guide, and then raises the floor
    (the summed fit of the worst-off matched learner). then: "leximin" leaves as few as possible at the floor,
    raises the next worst, and so on; "total" takes the highest total fit at that floor. depth: how many such
    stages; without it 12.5 million divided by the number of people, which is all for 2,500 + 2,500. seed: draws
    the order that breaks ties.

    All of this is exact where learners have one place each. Where they have several, the floor is a hard
    problem (Garg et al. 2010). In a market of up to 12 learners and 150 pairs it is solved all the same; in a
    larger one it is raised by exchanges along chains of people until none helps. The matching says with
    `floor_bound` how high any floor could be. Where learners are to be kept apart, the highest total at the floor
    is taken, whatever `then` says.

    groups: fairness between the groups that the market names, instead of between people: "mean" raises the
    lowest mean fit of a group, for each place that its people want, "rate" the lowest share of places filled;
    then comes the highest total. Beyond 2,000 pairs that is close to the best, not exact, and the matching
    says with `worst_bound` how good the worst-off group could be at most.
    """

    seed: int = 0
    depth: int | None = None
    then: Then = "leximin"
    groups: Groups | None = None

    def __post_init__(self) -> None:
        check_whole("seed", self.seed, -inf)
        check_word("then", self.then, get_args(Then))
        if self.groups is not None:
            check_word("groups", self.groups, get_args(Groups))
        if self.depth is not None:
            check_whole("depth", self.depth)

    def match(self, market: Market) -> "FairMatching | GroupFairMatching":
        """The fairest matching with the proof of its floor, the same on every run and for any order of rows.

        Raises CannotMatchError when the guides' minimum, fixed pairs and rules cannot be met.
        """
        try:
            return self._fairest(market)
        except CannotMatchError:
            BestTotal(seed=self.seed).match(market)  # cannot either, and names a smallest conflicting set
            raise

    def _fairest(self, market: Market) -> "FairMatching | GroupFairMatching":
        held = open_pairs(market, self.seed)
        if self.groups is not None:
            return fairest_between(self, market, held, self.groups)
        if len(market.apart):
            return self._kept_apart(market, held)
        choices = choices_of(held)
        promise = replace(choices, level=promise_of(choices))
        floor = highest_floor(promise)
        if (held.learner_places > 1).any() or (held.fixed_pairs * held.learner_places).any():
            return self._with_several_places(market, choices, floor)
        if self.then == "total":
            is_above = choices.of_open_pairs(promise.level >= floor.level)
            return self._with_highest_total(market, choices, floor, is_above)
        stages = by_stages(choices, floor, self._depth(market))
        settled = tuple(Stage(level / held.units, learners) for level, learners in stages.stages)
        return self._matching(market, choices, floor, stages.matched, settled, complete=stages.complete)

    def _with_several_places(self, market: Market, choices: Choices, floor: Floor) -> "FairMatching":
        if is_small(choices):
            best = best_list(choices, floor.matched, only_floor=self.then == "total")
            if best is not None:
                return self._matching(market, choices, floor, best, complete=self.then == "leximin")
        return self._matching(market, choices, floor, by_exchanges(choices, floor.matched))

    def _depth(self, market: Market) -> int:
        people = market.learners + market.guides
        return STAGES_TIMES_PEOPLE // max(1, people) if self.depth is None else self.depth

    def _kept_apart(self, market: Market, held: OpenPairs) -> "FairMatching":
        """The highest total at the highest floor, each threshold decided by a proved best total."""
        solver, promise = BestTotal(seed=self.seed), promised(held)
        best = solver.match(market)
        levels = np.concatenate([[LOWEST], np.unique(promise)])
        low, high = 0, len(levels) - 1
        while low < high:
            middle = (low + high + 1) // 2
            tried = _filled(solver, above_floor(market, held, promise >= levels[middle]), len(best))
            if tried is None:
                high = middle - 1
            else:
                best, low = tried, middle
        proof = SolvedAgain(int(levels[low]))
        fair = FairMatching(
            **vars(best) | {"solver": self}, floor_bound=0.0, proof_of_floor=proof, stages=(), complete=False
        )
        return replace(fair, floor_bound=_floor_bound(held, fair, proof.level))

    def _with_highest_total(
        self, market: Market, choices: Choices, floor: Floor, is_above: NDArray[np.bool_]
    ) -> "FairMatching":
        best = BestTotal(seed=self.seed).match(above_floor(market, choices.open, is_above))
        matched = choices.in_turn(choices.open.chosen(best.pairs))
        fair = self._matching(market, choices, floor, matched)
        return replace(fair, bound=best.bound, gap=best.gap, objective=best.objective, proof=best.proof)

    def _matching(
        self,
        market: Market,
        choices: Choices,
        floor: Floor,
        matched: NDArray[np.bool_],
        stages: tuple[Stage, ...] = (),
        *,
        complete: bool = False,
    ) -> "FairMatching":
        held = choices.open
        pairs = np.concatenate([market.fixed, held.pairs(choices.of_open_pairs(matched))])
        fair = matching_of(
            FairMatching,
            self,
            market,
            pairs,
            most=total_without_rules(market, held),
            floor_bound=0.0,
            proof_of_floor=floor.proof,
            stages=stages,
            complete=complete,
        )
        return replace(fair, floor_bound=_floor_bound(held, fair, floor.level))


@dataclass(frozen=True, eq=False, kw_only=True)
class FairMatching(Matching):
    """A matching with the proof of its floor.

    floor_bound: no matching with as many places filled and as many learners matched has a higher floor; equal
    to the floor where that is proved to be the best. stages: the levels that were settled from the floor upward
    (none after "total", nor where learners have several places). complete: whether the whole list of fits, the
    worst first, is the best there is by the method; always in small markets. bound: after "total", what no
    matching with this floor exceeds; else the total if everybody had the best there is, so that the gap says
    what fairness, rules and places cost at most.
    """

    floor_bound: float
    proof_of_floor: FloorProof | SolvedAgain
    stages: tuple[Stage, ...]
    complete: bool

    def verify(self, market: Market) -> None:
        """Check rules, places, the number filled, the floor and the bound from the market alone.

        Time: linear in the pairs, but for sorting each learner's; where learners are kept apart, that of solving
        twice. Raises CertificateError.
        """
        check_feasible(market, self.pairs)
        held = open_pairs(market, 0)
        self._check_floor(market, held)
        if self.floor_bound != _floor_bound(held, self, self.proof_of_floor.level):
            raise CertificateError("The bound of the floor is not what its proof gives.")
        self._check_stages(held)
        if self.proof is None:
            self.check_sums(market, total_without_rules(market, held))
        else:
            check_proof(above_floor(market, held, promised(held) >= self.proof_of_floor.level), self)
        check_unmatched(market, self)

    def _check_floor(self, market: Market, held: OpenPairs) -> None:
        proof, promise = self.proof_of_floor, promised(held)
        if isinstance(proof, FloorProof):
            check_floor(held, proof, promise, held.chosen(self.pairs))
            return
        solver = BestTotal()
        if len(solver.match(market)) != len(self):
            raise CertificateError("Solving again fills another number of places.")
        higher = _filled(solver, above_floor(market, held, promise > proof.level), len(self))
        if higher is not None and held.chosen(self.pairs).any():
            raise CertificateError("Solving again finds as many places filled above the floor.")

    def _check_stages(self, held: OpenPairs) -> None:
        """The stages name every level from the floor upward, with as many learners as are there."""
        levels = np.sort(held.level[held.chosen(self.pairs)])
        at = 0
        for stage in self.stages:
            level = round(stage.fit * held.units)
            if (
                not (levels[at : at + stage.learners] == level).all()
                or (levels[at + stage.learners :] == level).any()
            ):
                raise CertificateError("A stage is not what the pairs give.")
            at += stage.learners


def _filled(solver: BestTotal, market: Market, filled: int) -> Matching | None:
    """The best total with as many places filled, or None where there is none."""
    try:
        matching = solver.match(market)
    except CannotMatchError:
        return None
    return matching if len(matching) == filled else None


def above_floor(market: Market, held: OpenPairs, is_above: NDArray[np.bool_]) -> Market:
    """The market with only the fixed pairs and those open pairs."""
    edges = market.edges
    if not len(market.fixed):
        return market.changed(fit=edges.kept(is_above))
    keep = np.zeros(len(edges), np.bool_)
    for pairs in (market.fixed, held.pairs(is_above)):
        keep[edges.find(pairs[:, 0], pairs[:, 1])] = True
    return market.changed(fit=edges.kept(keep))


def promised(held: OpenPairs) -> Integers:
    """For each open pair, the highest summed level that its learner can reach with it."""
    choices = choices_of(held)
    promise = np.empty_like(held.level)
    promise[choices.pair] = promise_of(choices)
    return promise


def _floor_bound(held: OpenPairs, matching: Matching, level: int) -> float:
    """What no floor exceeds: the matching's own where it is as high as its proof allows, else the proof's level.

    Learners with a fixed pair are matched in any case, so the floor is no higher than each of them can reach.
    """
    chosen = held.chosen(matching.pairs)
    total, best = held.fixed_level.copy(), held.fixed_level.copy()
    np.add.at(total, held.learner[chosen], held.level[chosen])
    is_fixed = held.fixed_pairs > 0
    if is_fixed.any():
        is_open = held.learner_places[held.learner] > 0
        np.maximum.at(best, held.learner[is_open], promised(held)[is_open])
    is_matched = is_fixed | (np.bincount(held.learner[chosen], minlength=len(total)) > 0)
    highest = min([*best[is_fixed].tolist(), *([level] if chosen.any() else [])], default=0)
    if total[is_matched].min(initial=highest) >= highest:
        return matching.floor
    return highest / held.units
