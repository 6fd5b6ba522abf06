"""How `alongside match` comes to its pairs: plainly, around pairs that stand, or on a cluster."""

import argparse
import os
from dataclasses import dataclass, field
from time import perf_counter

from alongside.cli.match_cluster import tell_forecast, thinned_on_cluster
from alongside.cli.match_files import pairs_from
from alongside.cli.match_result import Result
from alongside.pairing import (
    BestTotal,
    Fairest,
    Market,
    Matching,
    Rematch,
    Scored,
    Stable,
    explain_unmatched,
    forecast,
    rematch,
)
from alongside.pairing.files.rules_file import RulesFile
from alongside.pairing.proofs.matching import Solver
from alongside.pairing.total.thinning import Thinned

OBJECTIVES = ("total", "fairest", "stable")
MOST_PAIRS_FOR_EVERYBODY = 25_000_000
PAIRS_LOOKED_AT, FEWEST_EXPLAINED = 500_000_000, 5  # where a cluster searched


@dataclass(frozen=True)
class _Found:
    """The market as scored, the market as solved, and what came of it."""

    plain: Market
    market: Market
    matching: Matching
    kept: Rematch | None = None
    strangers: list[tuple[str, str]] = field(default_factory=list)
    thinned: Thinned | None = None


def solved(
    arguments: argparse.Namespace, rules: RulesFile, scored: Scored, places: list[list[int]], start: float
) -> Result:
    """The matching, checked and with everybody left over explained; start: when the clock was started."""
    solver = _solver(arguments, rules)
    found = _found(arguments, rules, scored, places, solver)
    seconds = perf_counter() - start
    matching = found.matching
    matching.verify(found.market)
    return Result(
        rules=rules,
        scored=scored,
        plain=found.plain,
        market=found.market,
        solver=solver,
        matching=matching,
        fit=found.plain.fit_of(matching.pairs[:, 0], matching.pairs[:, 1]),
        unmatched=explain_unmatched(scored, found.market, matching, most=_most_explained(found)),
        kept=found.kept,
        strangers=found.strangers,
        thinned=found.thinned,
        seconds=seconds,
    )


def _most_explained(found: _Found) -> int | None:
    """How many people left over are explained; in a large market a few, as each takes a search of its own."""
    pairs = found.market.pair_count
    if found.thinned:  # of millions, whom one search may all reach
        return max(FEWEST_EXPLAINED, PAIRS_LOOKED_AT // max(1, pairs))
    return None if pairs <= MOST_PAIRS_FOR_EVERYBODY else 100


def _found(
    arguments: argparse.Namespace, rules: RulesFile, scored: Scored, places: list[list[int]], solver: Solver
) -> _Found:
    if arguments.cluster:
        thinned = thinned_on_cluster(arguments, scored, places, solver)
        return _Found(thinned.market, thinned.market, thinned.matching, thinned=thinned)
    plain = scored.market(*places)
    tell_forecast(forecast(plain, processors=os.cpu_count() or 1))
    if not arguments.keep:
        return _Found(plain, plain, solver.match(plain))
    standing, strangers = pairs_from(arguments.keep, rules, plain)
    again = rematch(plain, standing, solver=solver, price_of_change=arguments.price_of_change)
    return _Found(plain, again.market, again.matching, again, strangers)


def _solver(arguments: argparse.Namespace, rules: RulesFile) -> Solver:
    seed = rules.solver.seed
    if arguments.objective == "fairest":
        return Fairest(seed=seed)
    if arguments.objective == "stable":
        return Stable(seed=seed)
    return BestTotal(arguments.first or rules.solver.first, seed)
