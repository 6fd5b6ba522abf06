"""Questions about a result, each answered once, for the screen and for the report."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.cli import Problem
from alongside.cli.match_files import pairs_from
from alongside.cli.match_result import Result
from alongside.cli.match_what_if import WhatIf, find, what_if
from alongside.pairing import (
    Audit,
    Beside,
    BestTotal,
    PairExplained,
    PlacePrice,
    RulePrice,
    Unmatched,
    audit,
    compare_matchings,
    explain_left,
    explain_pair,
    place_prices,
    rule_prices,
)
from alongside.pairing.telling.view import Side

# Beyond it the prices of a report would take longer than the matching; --what-if answers for one person.
MOST_PAIRS_PRICED = 4_000_000


@dataclass(frozen=True)
class Explained:
    """Somebody's pairs, each explained, why places are left, and what one place more or fewer would do."""

    side: Side
    row: int
    pairs: list[PairExplained]
    left: Unmatched | None
    price: PlacePrice | None


@dataclass(frozen=True)
class Compared:
    """Another file's pairs beside the result: its name, and how many of its people are in neither file."""

    file: str
    strangers: int
    beside: Beside


@dataclass(frozen=True)
class Answers:
    """Everything that was asked. audits: by the name of the column."""

    explained: list[Explained]
    compared: Compared | None
    what_ifs: list[WhatIf]
    audits: dict[str, Audit]
    places: list[PlacePrice]
    rules: list[RulePrice]


def answers_to(arguments: argparse.Namespace, result: Result) -> Answers:
    """Answer what the command asks; prices only for a report of a size at which they are quick."""
    is_priced = (
        arguments.report
        and isinstance(result.solver, BestTotal)
        and result.market.learners * result.market.guides <= MOST_PAIRS_PRICED
    )
    # Where people are kept apart, each place would take two solutions.
    has_prices = is_priced and not len(result.market.apart)
    return Answers(
        explained=[each for who in arguments.explain for each in _explained(result, who)],
        compared=_compared(arguments, result) if arguments.compare else None,
        what_ifs=[what_if(result, text) for text in arguments.what_if],
        audits={column: _audit(result, column, arguments.least) for column in arguments.by},
        places=place_prices(result.market, result.matching) if has_prices else [],
        rules=rule_prices(result.scored, result.market, result.matching) if is_priced else [],
    )


def _explained(result: Result, who: str) -> Iterable[Explained]:
    """Somebody as a learner, as a guide, or as both."""
    rows: list[tuple[Side, int | None]] = [
        ("learner", find(result.scored.learners, who)),
        ("guide", find(result.scored.guides, who)),
    ]
    if all(row is None for _side, row in rows):
        raise Problem(
            f"--explain {who}: nobody in the two files has this {result.learner} or {result.guide} id."
        )
    for side, row in rows:
        if row is not None:
            yield _explained_side(result, side, row)


def _explained_side(result: Result, side: Side, row: int) -> Explained:
    scored, market, matching = result.scored, result.market, result.matching
    own = 0 if side == "learner" else 1
    pairs = matching.pairs[matching.pairs[:, own] == row].tolist()
    has_price = isinstance(result.solver, BestTotal)
    return Explained(
        side,
        row,
        [explain_pair(scored, market, matching, *pair) for pair in pairs],
        explain_left(scored, market, matching, side, row),
        place_prices(market, matching, side)[row] if has_price else None,
    )


def _compared(arguments: argparse.Namespace, result: Result) -> Compared:
    others, strangers = pairs_from(arguments.compare, result.rules, result.plain)
    beside = compare_matchings(
        result.plain,
        result.matching.pairs,
        others,
        fit_of=result.scored.fit_without_rules,
    )
    return Compared(arguments.compare.name, len(strangers), beside)


def _audit(result: Result, column: str, least: int) -> Audit:
    groups = [str(answer or "") for answer in result.scored.learners.column(column)]
    return audit(result.plain, result.matching, groups, least=max(1, least))
