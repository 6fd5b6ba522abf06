"""What if: one change to the people, the rules or the criteria, tried out beside the result."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alongside.cli import Problem
from alongside.pairing import (
    Beside,
    BestTotal,
    Market,
    PairingError,
    Scored,
    Table,
    compare_matchings,
    rematch,
    score,
)
from alongside.pairing.arrays import Integers
from alongside.pairing.criteria import Criterion

if TYPE_CHECKING:
    from alongside.cli.match_result import Result

PRICE_BETWEEN_EQUALS = 1e-8  # of fit: too little to count, enough to tell equally good matchings apart

FORMS = (
    "capacity of ID = 3",
    "ID leaves",
    "ID with ID",
    "ID never with ID",
    "without rule NAME",
    "weight of CRITERION = 2",
)


@dataclass(frozen=True)
class WhatIf:
    """A change and what would come of it; fits are as they count in the result itself.

    places: pairs more. helped: learners more who have anybody. beside: the other matching laid beside it.
    """

    text: str
    places: int
    helped: int
    beside: Beside


def what_if(result: "Result", text: str) -> WhatIf:
    """Try out one change; raises Problem when it is not understood or cannot be."""
    try:
        after = _solved_again(result, _changed(result, text))
    except PairingError as wrong:
        raise Problem(f"--what-if {text!r}: {wrong}") from None
    pairs = result.matching.pairs
    return WhatIf(
        text,
        len(after) - len(pairs),
        len(set(after[:, 0].tolist())) - len(set(pairs[:, 0].tolist())),
        compare_matchings(result.plain, pairs, after, fit_of=result.scored.fit_without_rules),
    )


def _solved_again(result: "Result", market: Market) -> Integers:
    """The pairs of the changed market; of equally good ones those that change the least."""
    if not isinstance(result.solver, BestTotal):
        return result.solver.match(market).pairs
    standing = result.matching.pairs
    return rematch(market, standing, solver=result.solver, price_of_change=PRICE_BETWEEN_EQUALS).pairs


def _changed(result: "Result", text: str) -> Market:
    forms: list[tuple[str, Callable[..., Market]]] = [
        (r"capacity of (?P<who>.+?) *= *(?P<number>\d+)", _capacity),
        (r"(?P<who>.+?) leaves", _leaves),
        (r"(?P<one>.+?) never with (?P<other>.+)", _never),
        (r"(?P<one>.+?) with (?P<other>.+)", _together),
        (r"without rule (?P<name>.+)", _without_rule),
        (r"weight of (?P<name>.+?) *= *(?P<number>\d+(?:\.\d+)?)", _weight),
    ]
    for pattern, change in forms:
        found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
        if found:
            return change(result, **found.groupdict())
    raise PairingError(f"It is not understood. It may be: {'; '.join(FORMS)}.")


def find(table: Table, who: str) -> int | None:
    """The row of somebody by id or, if only one person is called so, by name."""
    wanted = who.strip().strip("\"'").casefold()
    by_id = [row for row, each in enumerate(table.ids) if str(each).casefold() == wanted]
    by_name = [row for row in range(len(table)) if table.called(row).casefold() == wanted]
    return by_id[0] if by_id else by_name[0] if len(by_name) == 1 else None


def _capacity(result: "Result", who: str, number: str) -> Market:
    market, learner, guide = result.market, *_rows(result, who)
    if guide is not None:
        places = market.guide_places.copy()
        places[guide] = int(number)
        return market.changed(guide_places=places)
    places = market.learner_places.copy()
    places[learner] = int(number)
    return market.changed(learner_places=places)


def _leaves(result: "Result", who: str) -> Market:
    market, learner, guide = result.market, *_rows(result, who)
    places = market.learner_places.copy(), market.guide_places.copy()
    if learner is not None:
        places[0][learner] = 0
    if guide is not None:
        places[1][guide] = 0
    stay = market.fixed[(market.fixed[:, 0] != learner) & (market.fixed[:, 1] != guide)]
    return replace(market, learner_places=places[0], guide_places=places[1], fixed=stay)


def _never(result: "Result", one: str, other: str) -> Market:
    return result.market.changed(forbid=[_pair(result, one, other)])


def _together(result: "Result", one: str, other: str) -> Market:
    """The pair is made; rules that may be set aside for one pair are."""
    pair = _pair(result, one, other)
    for forbidden in result.scored.forbidden_by(*pair):
        if not forbidden.rule.may_be_relaxed:
            raise PairingError(f"“{forbidden.rule.name}” is never set aside: {forbidden.reason.sentence()}")
    if (result.market.fixed == pair).all(axis=1).any():
        return result.market
    fit = float(result.scored.fit_without_rules(*pair))
    return result.market.changed(allow=(*pair, fit), fix=[pair])


def _without_rule(result: "Result", name: str) -> Market:
    rules = [rule for rule in result.rules.rules if rule.name.casefold() != name.strip().casefold()]
    if len(rules) == len(result.rules.rules):
        known = "; ".join(rule.name for rule in result.rules.rules) or "none"
        raise PairingError(f"There is no rule {name!r}. The rules are: {known}.")
    scored = score(result.scored.learners, result.scored.guides, result.rules.criteria, rules)
    return _as_scored(result, scored)


def _weight(result: "Result", name: str, number: str) -> Market:
    wanted = name.strip().casefold()
    if not any(each.name.casefold() == wanted for each in result.rules.criteria):
        known = "; ".join(each.name for each in result.rules.criteria) or "none"
        raise PairingError(f"There is no criterion {name!r}. The criteria are: {known}.")

    def weighed(each: Criterion) -> Criterion:
        return replace(each, weight=float(number)) if each.name.casefold() == wanted else each

    criteria = [weighed(each) for each in result.rules.criteria]
    return _as_scored(
        result, score(result.scored.learners, result.scored.guides, criteria, result.rules.rules)
    )


def _as_scored(result: "Result", scored: Scored) -> Market:
    return scored.market(result.market.learner_places, result.market.guide_places)


def _pair(result: "Result", one: str, other: str) -> tuple[int, int]:
    """Rows of a pair, whichever of the two is named first."""
    for first, second in ((one, other), (other, one)):
        learner, guide = find(result.scored.learners, first), find(result.scored.guides, second)
        if learner is not None and guide is not None:
            return learner, guide
    raise PairingError(f"{one.strip()} and {other.strip()} are not one person of each file.")


def _rows(result: "Result", who: str) -> tuple[int | None, int | None]:
    rows = find(result.scored.learners, who), find(result.scored.guides, who)
    if rows == (None, None):
        raise PairingError(f"{who.strip()} is in neither file.")
    return rows
