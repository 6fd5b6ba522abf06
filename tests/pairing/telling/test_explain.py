from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    Market,
    MarketError,
    Matching,
    Scored,
    Table,
    explain_left,
    explain_unmatched,
    score,
)
from alongside.pairing.criteria import Criterion, Same
from alongside.pairing.markets.comparison import Comparison, pair_by_pair
from alongside.pairing.reasons import Reason
from alongside.pairing.rules import Excluded, LevelLimits, NotSame, Rule
from alongside.pairing.telling.changes import Change
from alongside.pairing.telling.explain import Unmatched


@dataclass(frozen=True, kw_only=True)
class GivenFit(Criterion):
    kind: ClassVar[str] = "given"
    matrix: np.ndarray

    @property
    def name(self) -> str:
        return "given"

    def compare(self, learners: Table, guides: Table) -> Comparison:
        return pair_by_pair(self.matrix)

    def reason(self, value: float, learner, guide) -> Reason:
        return Reason("near", {"field": "given", "learner": value, "guide": value})


@dataclass(frozen=True, kw_only=True)
class GivenMarks(Rule):
    kind: ClassVar[str] = "given"
    matrix: np.ndarray = field(repr=False)

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        return pair_by_pair(self.matrix)

    def reason(self, learner, guide) -> Reason:
        return Reason("excluded")


class NeverRelaxed(GivenMarks):
    may_be_relaxed: ClassVar[bool] = False


@dataclass
class Case:
    scored: Scored
    market: Market
    solver: BestTotal
    matching: Matching

    def unmatched(self) -> list[Unmatched]:
        return explain_unmatched(self.scored, self.market, self.matching)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    learners, guides = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = learners, guides
    tables = [Table([f"{side}{row}" for row in range(n)], {}) for side, n in (("l", learners), ("g", guides))]
    rules = [
        GivenMarks(label="one", matrix=random.random(shape) < 0.5),
        GivenMarks(label="two", matrix=random.random(shape) < 0.3),
        NeverRelaxed(label="never", matrix=random.random(shape) < 0.2),
    ]
    scored = score(*tables, [GivenFit(matrix=random.integers(0, 5, shape) / 4)], rules)
    market = scored.market(random.integers(0, 3, learners), random.integers(0, 3, guides))
    solver = BestTotal(draw(st.sampled_from(["places", "people"])))
    return Case(scored, market, solver, solver.match(market))


def counts(case: Case, matching: Matching) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.bincount(matching.pairs[:, 0], minlength=case.market.learners),
        np.bincount(matching.pairs[:, 1], minlength=case.market.guides),
    )


def made(case: Case, change: Change) -> Matching:
    changed = change.apply(case.market)
    matching = case.solver.match(changed)
    matching.verify(changed)
    return matching


@given(case=cases())
@settings(max_examples=300, deadline=None)
def test_the_change_matches_the_person_and_drops_nobody(case: Case) -> None:
    before = counts(case, case.matching)
    for person in case.unmatched():
        for change in person.changes:
            after = counts(case, made(case, change))
            own = 0 if person.side == "learner" else 1
            assert after[own][person.row] > before[own][person.row]
            for side in (0, 1):
                assert ((after[side] > 0) >= (before[side] > 0)).all()
            if case.solver.first == "places":
                assert (after[0] >= before[0]).all()
                assert sum(after[0]) == sum(before[0]) + 1


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_no_smaller_change_would_do(case: Case) -> None:
    before = counts(case, case.matching)
    for person in case.unmatched():
        sizes = {change.size for change in person.changes}
        assert len(sizes) <= 1
        for change in single_changes(case, person):
            if sizes != {1}:
                after = counts(case, made(case, change))
                assert any((after[side] < before[side]).any() for side in (0, 1))


def single_changes(case: Case, person: Unmatched) -> list[Change]:
    """Everything that one place more for the other, or one rule less for one pair, could do for the person."""
    found = []
    others = range(case.market.guides if person.side == "learner" else case.market.learners)
    for other in others:
        learner, guide = (person.row, other) if person.side == "learner" else (other, person.row)
        fit = case.scored.fit_without_rules(learner, guide)
        rules = tuple(each.rule for each in case.scored.forbidden_by(learner, guide))
        own = 0 if person.side == "learner" else 1
        keeps = tuple(map(tuple, case.matching.pairs[case.matching.pairs[:, own] == person.row].tolist()))
        place_for = "guide" if person.side == "learner" else "learner"
        already = (case.matching.pairs == [learner, guide]).all(axis=1).any()
        if not rules and not already:
            found.append(Change(learner, guide, fit, place_for, (), keeps, False, Reason("excluded")))
        elif len(rules) == 1 and rules[0].may_be_relaxed:
            found.append(Change(learner, guide, fit, None, rules, keeps, True, Reason("excluded")))
    return [change for change in found if possible(case, change)]


def possible(case: Case, change: Change) -> bool:
    try:
        change.apply(case.market)
    except MarketError:  # the pair itself has no place
        return False
    return True


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_everyone_with_a_place_left_is_explained(case: Case) -> None:
    learners, guides = counts(case, case.matching)
    told = {(person.side, person.row): person.places_left for person in case.unmatched()}
    wanting = case.market.learner_places - learners
    assert told == {
        **{("learner", row): wanting[row] for row in np.flatnonzero(wanting)},
        **{
            ("guide", row): case.market.guide_places[row]
            for row in np.flatnonzero((guides == 0) & (case.market.guide_places > 0))
        },
    }
    assert all(person.reason.sentence() for person in case.unmatched())


def told(learners: Table, guides: Table, rules: list[Rule], **places) -> list[Unmatched]:
    scored = score(learners, guides, [Same(field="field")], rules)
    market = scored.market(**places)
    return explain_unmatched(scored, market, BestTotal().match(market))


LEARNERS = Table(["ana", "ben"], {"field": ["Law", "Art"], "level": [1, 5]}, names=["Ana", "Ben"])
GUIDES = Table(["cleo"], {"field": ["Law"], "level": [4]}, names=["Cleo"])


def test_competition_names_the_guide_and_asks_for_one_place_more() -> None:
    (ben,) = told(LEARNERS, GUIDES, [])
    assert ben.row == 1
    assert ben.reason.sentence() == (
        "Everyone allowed is taken: 2 people want 2 places, and there is room for 1 with Cleo."
    )
    assert ben.changes[0].reason.sentence() == "Cleo takes one more: fit 0."


def test_a_rule_that_leaves_nobody_is_named_with_the_pair_to_set_it_aside_for() -> None:
    (ben,) = told(LEARNERS, GUIDES, [LevelLimits(field="level", minimum=1)], guide_places=[2])
    assert ben.reason.sentence() == "Nobody is allowed: “level gap: level” rules out 1 of 1."
    assert ben.changes[0].reason.sentence() == "Set aside “level gap: level” for Ben and Cleo: fit 0."


def test_an_excluded_pair_is_never_advised() -> None:
    (ben,) = told(LEARNERS, GUIDES, [Excluded(pairs=[["ben", "cleo"]])], guide_places=[2])
    assert ben.changes == ()


def test_a_rule_and_a_place_are_told_together_when_both_are_needed() -> None:
    (ben,) = told(LEARNERS, GUIDES, [NotSame(field="level"), LevelLimits(field="level", minimum=1)])
    assert ben.changes[0].size == 2
    assert ben.changes[0].reason.sentence() == (
        "Set aside “level gap: level” for Ben and Cleo, and Cleo takes one more: fit 0."
    )


def test_a_place_left_free_for_somebody_kept_apart_says_so() -> None:
    table = Table(["ana", "ben"], {"field": ["Law", "Law"]})
    scored = score(table, GUIDES, [Same(field="field")])
    market = Market(scored.fit, guide_places=[2], apart=[[0, 1]], learner_ids=["ana", "ben"])
    (left,) = explain_unmatched(scored, market, BestTotal().match(market))
    assert left.reason.key == "kept_apart"
    assert left.changes == ()


def test_a_matching_that_cannot_be_is_not_explained() -> None:
    market = Market(np.ones((2, 1)), guide_places=[2], fixed=[[0, 0], [1, 0]], apart=[[0, 1]])
    with pytest.raises(CannotMatchError, match="Unlock or ease any one of them"):
        BestTotal().match(market)


def test_one_person_may_be_explained_and_no_more_than_asked() -> None:
    learners = Table(["ana", "ben", "cid"], {"field": ["Law", "Art", "Art"]})
    scored = score(learners, GUIDES, [Same(field="field")])
    market = scored.market()
    matching = BestTotal().match(market)
    every = explain_unmatched(scored, market, matching)
    assert explain_unmatched(scored, market, matching, most=1) == every[:1]
    assert explain_left(scored, market, matching, "learner", 1) == every[0]
    assert explain_left(scored, market, matching, "learner", 0) is None
