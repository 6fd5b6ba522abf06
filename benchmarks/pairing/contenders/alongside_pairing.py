"""Alongside's own matching library, from people's answers or vectors to a verified matching."""

import numpy as np
from alongside_vectors import vectors_of
from measuring import run
from scipy import sparse as sparse_arrays

from alongside import pairing, tables
from alongside.pairing import BestTotal, Market, score
from alongside.pairing.files.rules_file import read_rules
from alongside.pairing.markets.vectors import Vectors

POINTS = 28  # of the scheme, for a fit of 1


def scheme(places, first):
    def prepare(instance):
        rules = read_rules((instance.folder / "rules.toml").read_text())
        BestTotal(first).match(Market(np.eye(4)))
        people = [side(instance.folder / f"{name}s.csv", rules) for name in ("mentee", "mentor")]

        def solve():
            scored = score(*people, rules.criteria, rules.rules)
            market = scored.market(places, places)
            matching = BestTotal(first).match(market)
            reached = [len(np.unique(matching.pairs[:, each])) for each in (0, 1)]
            total = round(matching.total * POINTS)
            return {"pairs": len(matching), "total": total, "learners": reached[0], "guides": reached[1]}

        return solve

    return prepare


def side(path, rules):
    table = tables.read(path)
    columns = {name: table.column(name) for name in table.columns}
    return rules.learners.table(columns, [row.number for row in table.rows], path.name)


def dense(instance):
    places = instance.places
    warm()

    def solve():
        market = Market(vectors_of(instance), guide_places=places)
        return Proved(BestTotal().match(market), market)

    return solve


def warm():
    """Have the code compiled by markets that are just large enough for it."""
    random = np.random.default_rng(0)
    vectors = Vectors(random.random((500, 3)), random.random((500, 3)))
    for fit in (vectors, vectors.block(slice(None)), sparse_arrays.csr_array(vectors.block(slice(None)))):
        BestTotal().match(Market(fit))


class Proved:
    """A matching, checked when it is told, after the clock has stopped."""

    def __init__(self, matching, market):
        self.matching, self.market = matching, market

    def __iter__(self):
        self.matching.verify(self.market)
        return iter((*self.matching.pairs.T, self.matching.fit))


def told(solver, market):
    return Proved(solver.match(market), market)


def machol_wien(instance):
    fit = instance.fit
    warm()
    return lambda: told(BestTotal(), Market(fit))


def best(instance):
    vectors_of(instance).best(1)

    def solve():
        found = vectors_of(instance).best(50)
        return {"pairs": int((found.columns >= 0).sum()), "total": float(found.gain.sum()) / 10**9}

    return solve


def sparse(instance):
    market = sparse_market(instance)
    warm()
    return lambda: told(BestTotal(), market)


def sparse_market(instance):
    places = instance.places
    shape = len(instance.start) - 1, len(places)
    fit = sparse_arrays.csr_array((instance.fit, instance.columns, instance.start), shape=shape)
    return Market(fit, guide_places=places)


def late(instance):
    market = sparse_market(instance)
    joiners = pairing.LateJoiners(market, BestTotal().match(market))
    columns, fit = instance.columns, instance.fit
    of_each = [slice(*instance.start[row : row + 2]) for row in range(11)]
    joiners.join("first", columns[of_each[0]], fit[of_each[0]])

    def solve():
        for row in range(1, 11):
            joiners.join(f"new {row}", columns[of_each[row]], fit[of_each[row]])
        return later(joiners)

    return solve


def later(joiners):
    """What the joiners came to, asked for after the clock has stopped."""
    matching, market = joiners.matching, joiners.market
    matching.verify(market)
    yield from (*matching.pairs.T, matching.fit)


def warm_fairest():
    fairest = pairing.Fairest(then="total")
    random = np.random.default_rng(0)
    for fit in (random.random((9, 9)), random.random((500, 500))):
        fairest.match(Market(fit)).verify(Market(fit))
    return fairest


def floor(instance):
    places = instance.places
    fairest = warm_fairest()
    return lambda: told(fairest, Market(vectors_of(instance), guide_places=places))


def floor_sparse(instance):
    market = sparse_market(instance)
    fairest = warm_fairest()
    return lambda: told(fairest, market)


def stable(instance):
    lists, start, order, places = (
        getattr(instance, name) for name in ("learner_lists", "guide_start", "guide_lists", "places")
    )
    shape = len(lists), len(places)
    ranks = np.tile(np.arange(1, 4), (3, 1))
    pairing.Stable().match(Market(np.zeros((3, 3)), learner_ranks=ranks, guide_ranks=ranks.T))

    def solve():
        rows, place = np.indices(lists.shape)
        ranks = sparse_arrays.csr_array((1 + place.ravel(), (rows.ravel(), lists.ravel())), shape=shape)
        guides = np.repeat(np.arange(shape[1]), np.diff(start))
        guide_ranks = sparse_arrays.csr_array(
            (1 + np.arange(len(order)) - start[guides], (order, guides)), shape=shape
        )
        fit = sparse_arrays.csr_array((np.zeros(ranks.nnz), ranks.indices, ranks.indptr), shape=shape)
        market = Market(fit, guide_places=places, learner_ranks=ranks, guide_ranks=guide_ranks)
        return told(pairing.Stable(), market)

    return solve


run(
    "alongside",
    {
        "scheme_once": scheme(1, "places"),
        "scheme_thrice": scheme(3, "people"),
        "dense": dense,
        "machol_wien": machol_wien,
        "best": best,
        "sparse": sparse,
        "late": late,
        "floor": floor,
        "floor_sparse": floor_sparse,
        "stable": stable,
    },
)
