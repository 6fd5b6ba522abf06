"""Keeping two learners from sharing a guide: the one rule that couples pairs and breaks the flow.

Method: the flow is solved without the rule; where two learners who are apart share a guide, the pairs are
charged a toll that makes the cheaper way out as good (Lagrangian relaxation), and what is still open is
branched on: the guide does without the one, or without the other (best first; Land and Doig 1960). Most
markets need no branch. The tree of branches is the proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from alongside.pairing.arrays import Gain, Integers
from alongside.pairing.errors import CannotMatchError
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.certificate import Branch, Impossible, Leaf, Proof, Triple, exact_sum
from alongside.pairing.total.problem import Problem, narrowed, solve

MOST_TOLL_ROUNDS = 20
MOST_BRANCHES = 2000

Forbidden = tuple[tuple[int, int], ...]


@dataclass(eq=False)
class _Node:
    """A branch of the search: pairs forbidden in it, its best relaxed pairs, and what bounds it."""

    forbidden: Forbidden
    pairs: Integers
    leaf: Leaf
    bound: int
    split: Triple | None = None
    sides: "list[_Node | None]" = field(default_factory=list)


def keep_apart(market: Market, problem: Problem, ties: Gain) -> tuple[Integers, Proof]:
    """The best pairs of the problem under the market's rule of apart, with ties broken, and their proof."""
    search = _Search(market, problem, ties)
    root = search.relaxed((), {})
    if root is None:
        raise CannotMatchError("The locked pairs and the rules cannot be met together.")
    if search.breaches(root.pairs):
        root = search.with_tolls(root)
    best = search.best_first(root)
    return best, _proof(root)


def shares_a_guide(market: Market, pairs: Integers) -> bool:
    """Whether two learners who are apart share a guide in these pairs."""
    if not len(market.apart):
        return False
    together = set(map(tuple, pairs[np.isin(pairs[:, 0], market.apart)].tolist()))
    guides: dict[int, list[int]] = {}
    for learner, guide in together:
        guides.setdefault(learner, []).append(guide)
    return any(
        (other, guide) in together for one, other in market.apart.tolist() for guide in guides.get(one, ())
    )


@dataclass(frozen=True, eq=False)
class _Search:
    market: Market
    problem: Problem
    ties: Gain

    def relaxed(self, forbidden: Forbidden, toll: Mapping[Triple, int]) -> _Node | None:
        """The best pairs where tolls stand in for the rule; None when a fixed pair is forbidden."""
        if set(forbidden) & set(map(tuple, self.market.fixed.tolist())):
            return None
        problem = self._charged(forbidden, toll)
        proved = solve(problem)
        pairs = solve(narrowed(problem, proved.price, self.ties), proved.pairs).pairs
        value = self._value(problem, proved.pairs) + sum(toll.values())
        return _Node(forbidden, pairs, Leaf(proved.price, dict(toll)), value)

    def breaches(self, pairs: Integers) -> list[Triple]:
        """Every guide who has two learners that are apart, in an order that rows do not change."""
        together = set(map(tuple, pairs.tolist()))
        found = [
            (one, other, guide)
            for one, other in self._apart()
            for guide in pairs[pairs[:, 0] == one, 1].tolist()
            if (other, guide) in together
        ]
        return sorted(found, key=self._named)

    def with_tolls(self, root: _Node) -> _Node:
        """The root with tolls raised while that lowers its bound."""
        toll: dict[Triple, int] = {}
        for _ in range(MOST_TOLL_ROUNDS):
            raised = self._raised(root, toll)
            if not raised:
                break
            toll = raised
            root = self.relaxed((), toll) or root
        return root

    def best_first(self, root: _Node) -> Integers:
        """Open the branch with the highest bound until one of its matchings reaches it.

        After MOST_BRANCHES the best matching found so far is taken; its gap then says what may be missing.
        """
        found: _Node | None = None
        open_nodes = [root]
        branches = 0
        while open_nodes and (
            found is None or _best(open_nodes).bound > self._value(self.problem, found.pairs)
        ):
            if branches > MOST_BRANCHES and found is not None:
                break
            node = _best(open_nodes) if branches <= MOST_BRANCHES else open_nodes[-1]
            open_nodes.remove(node)
            breaches = self.breaches(node.pairs)
            if not breaches:
                found = self._better(found, node)
                if self._value(self.problem, node.pairs) == node.bound:
                    continue
            open_nodes += self._branch(node, breaches[0] if breaches else self._slack(node))
            branches += 1
        if found is None:
            raise CannotMatchError(
                "Two people who must not share a guide are locked to the same one: unlock one of them."
            )
        return found.pairs

    def _better(self, found: _Node | None, node: _Node) -> _Node:
        if found is None or self._value(self.problem, node.pairs) > self._value(self.problem, found.pairs):
            return node
        return found

    def _branch(self, node: _Node, split: Triple) -> list[_Node]:
        """The two sides of a split; the likelier one last, so that hurrying opens it first."""
        node.split = split
        node.sides = [self._side(node, split, learner) for learner in split[:2]]
        return sorted((side for side in node.sides if side is not None), key=lambda side: side.bound)

    def _side(self, node: _Node, split: Triple, learner: int) -> _Node | None:
        """The branch where this learner goes without the guide; the toll that it settles is no longer due."""
        toll = {triple: amount for triple, amount in node.leaf.toll.items() if triple != split}
        return self.relaxed((*node.forbidden, (learner, split[2])), toll)

    def _raised(self, root: _Node, toll: dict[Triple, int]) -> dict[Triple, int]:
        """Tolls raised by what the cheaper way out of each breach costs; empty when none costs anything."""
        raised = dict(toll)
        for triple in self.breaches(root.pairs):
            losses = []
            for learner in triple[:2]:
                side = self.relaxed(((learner, triple[2]),), raised)
                losses.append(None if side is None else root.bound - side.bound)
            known = [loss for loss in losses if loss is not None]
            if known and min(known) > 0:
                raised[triple] = raised.get(triple, 0) + min(known)
                root = self.relaxed((), raised) or root
        return raised if raised != toll else {}

    def _slack(self, node: _Node) -> Triple:
        """A toll that nobody owes in these pairs, so that it loosens the bound."""
        together = set(map(tuple, node.pairs.tolist()))
        return next(
            triple
            for triple in sorted(node.leaf.toll, key=self._named)
            if not {(triple[0], triple[2]), (triple[1], triple[2])} & together
        )

    def _charged(self, forbidden: Forbidden, toll: Mapping[Triple, int]) -> Problem:
        """The problem with pairs taken out and tolls taken off the gains."""
        if not forbidden and not toll:
            return self.problem
        allowed = self.problem.allowed.copy()
        for learner, guide in forbidden:
            allowed[learner, guide] = False
        due = np.zeros(allowed.shape, np.int64)
        for (one, other, guide), amount in toll.items():
            due[[one, other], guide] += amount

        def gain(rows: Integers, columns: Integers) -> Integers:
            return self.problem.gain(rows, columns) - due[rows, columns]

        return replace(self.problem, allowed=allowed, gain=gain)

    def _value(self, problem: Problem, pairs: Integers) -> int:
        """The reward of pairs, with the rewards of first places."""
        places, learners = problem.places, self.market.learners
        first_guide = int(places.reward[0]) if learners else 0
        first_learner = int(places.reward[2 * learners]) if self.market.guides else 0
        of_pairs = exact_sum(problem.gain(pairs[:, 0], pairs[:, 1]))
        people = len(np.unique(pairs[:, 0])) * first_guide + len(np.unique(pairs[:, 1])) * first_learner
        return of_pairs + people

    def _apart(self) -> list[tuple[int, int]]:
        return [(int(one), int(other)) for one, other in self.market.apart]

    def _named(self, triple: Triple) -> tuple[str, str, str]:
        one, other, guide = triple
        ids = self.market.learner_ids
        return ids[one], ids[other], self.market.guide_ids[guide]


def _best(nodes: list[_Node]) -> _Node:
    """The node with the highest bound, the latest of equals."""
    return max(reversed(nodes), key=lambda node: node.bound)


def _proof(node: _Node | None) -> Proof:
    if node is None:
        return Impossible()
    if node.split is None:
        return node.leaf
    return Branch(node.split, *(_proof(side) for side in node.sides))
