"""What keeping two peers together or apart would cost the whole pool today, by what people may read."""

from dataclasses import replace

from alongside.matching.engine.costs import NEXT_TO_NOTHING, Cost, Otherwise, Partners
from alongside.matching.engine.pool import peers_for, pool_of
from alongside.matching.engine.scoring import Scoring
from alongside.pairing import PeerMatching, Peers, Pool

Pairs = set[tuple[int, int]]


def otherwise_in_pool(scoring: Scoring, pair: tuple[int, int]) -> Otherwise:
    """Costs of a pair of peers, by the rows of both. Raises ``RuleBroken`` where locks cannot be kept."""
    one, other = pair
    solver = peers_for(scoring)
    unlocked = replace(scoring, locked=scoring.locked - {pair, pair[::-1]})
    plain = pool_of(unlocked, by_what_is_read=True)
    kept = solver.match(plain.changed(fix=[pair]))
    ended = _ended(solver, plain.changed(forbid=[pair]), kept)
    made = _pairs(ended) - _pairs(kept)
    changed = {person for each in _pairs(kept) ^ _pairs(ended) for person in each}
    return Otherwise(
        fit=float(scoring.scored.fit[pair]),
        together=_together(scoring, solver, pair),
        apart=_cost(scoring, kept, ended),
        learner_instead=_partners(scoring, made, one),
        guide_instead=_partners(scoring, made, other),
        others=len(changed - {one, other}),
    )


def _ended(solver: Peers, pool: Pool, kept: PeerMatching) -> PeerMatching:
    """The best without the pair; of equally good ones the one in which the fewest people change."""
    fit = pool.fit.copy()
    for one, other in kept.pairs.tolist():
        fit[one, other] += NEXT_TO_NOTHING
        fit[other, one] = fit[one, other]
    return solver.match(Pool(fit, pool.places, pool.fixed, ids=pool.ids))


def _together(scoring: Scoring, solver: Peers, pair: tuple[int, int]) -> Cost:
    """Nothing where the best pairs of today have the pair anyway."""
    pool = pool_of(scoring)
    best = solver.match(pool)
    if (min(pair), max(pair)) in _pairs(best):
        return Cost(0, 0.0)
    return _cost(scoring, best, solver.match(pool.changed(fix=[pair])))


def _cost(scoring: Scoring, better: PeerMatching, other: PeerMatching) -> Cost:
    people = [len({person for pair in _pairs(each) for person in pair}) for each in (better, other)]
    fits = [float(scoring.scored.fit[tuple(each.pairs.T)].sum()) for each in (better, other)]
    return Cost(max(0, people[0] - people[1]), max(0.0, fits[0] - fits[1]))


def _partners(scoring: Scoring, made: Pairs, person: int) -> Partners:
    """Whom somebody meets in these pairs."""
    rows = [pair[pair[0] == person] for pair in sorted(made) if person in pair]
    return [(scoring.cohort.learners[row], float(scoring.scored.fit[person, row])) for row in rows]


def _pairs(matching: PeerMatching) -> Pairs:
    return {(one, other) for one, other in matching.pairs.tolist()}
