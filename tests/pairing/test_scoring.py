from string import Formatter

import numpy as np
import pytest

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    PairingError,
    Table,
    criteria,
    folding,
    rules,
    score,
    scoring,
)
from alongside.pairing.markets import comparison
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.reasons import SENTENCES, fill
from tests.cohorts import made_cohort

CRITERIA = [criteria.Same(field="field", weight=3), criteria.Near(field="years", reach=10, weight=1)]
LEARNERS = Table(["ana", "ben"], {"field": ["Law", "Art"], "years": [1, None]})
GUIDES = Table(["cleo", "dan"], {"field": ["Law", "Law"], "years": [6, 1]})


def test_fit_is_the_weighted_mean_and_contributions_add_up_to_it() -> None:
    scored = score(LEARNERS, GUIDES, CRITERIA)
    assert scored.fit[0, 0] == pytest.approx((3 * 1 + 1 * 0.5) / 4)
    for learner in range(2):
        for guide in range(2):
            points = [each.points for each in scored.contributions(learner, guide)]
            assert sum(points) == pytest.approx(scored.fit[learner, guide])


def test_a_forbidden_pair_has_no_fit_but_keeps_the_one_it_would_have() -> None:
    scored = score(LEARNERS, GUIDES, CRITERIA, [rules.NotSame(field="field")])
    assert np.isnan(scored.fit[0]).all()
    assert scored.fit_without_rules(0, 1) == pytest.approx(1)
    assert [each.rule.kind for each in scored.forbidden_by(0, 1)] == ["not_same"]
    assert scored.forbidden_by(1, 1) == []


def test_scoring_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = [rules.NotSame(field="field")]
    whole = score(LEARNERS, GUIDES, CRITERIA, rule).fit
    monkeypatch.setattr(scoring, "BLOCK", 1)
    assert np.array_equal(score(LEARNERS, GUIDES, CRITERIA, rule).fit, whole, equal_nan=True)


@pytest.mark.parametrize("most_judged", [0, 30, 4_000_000])
def test_vectors_have_the_same_fit_as_the_matrix(most_judged: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MOST_JUDGED", most_judged)
    people = made_cohort(60)
    excluded = rules.Excluded(pairs=[[people.learners.ids[3], people.guides.ids[5]]])
    scored = score(people.learners, people.guides, people.rules.criteria, [*people.rules.rules, excluded])
    vectors = scored.vectors()
    np.testing.assert_allclose(vectors.block(slice(None)), scored.fit, atol=1e-12, equal_nan=True)
    rows, columns = np.arange(60)[:, None], np.arange(60)[None, :]
    assert np.array_equal(vectors.of(rows, columns), vectors.block(slice(None)), equal_nan=True)
    best = vectors.best(60)
    assert (best.columns >= 0).sum() == (~np.isnan(scored.fit)).sum()
    assert best.gain[0, 0] == round(np.nanmax(scored.fit[0]) * 10**9)


@pytest.mark.parametrize(("most_multiplied", "judged"), [(300, 0), (2, 1)])
def test_skills_are_multiplied_where_different_answers_are_many(
    most_multiplied: int, judged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "MOST_JUDGED", 0)
    monkeypatch.setattr(folding, "MOST_MULTIPLIED", most_multiplied)
    learners = Table(["a", "b", "c"], {"wants": ["Law:5; Art:1", "Tax", None]})
    guides = Table(["x", "y", "z"], {"offers": ["Law:2; Tax:3", None, "art"]})
    skills = criteria.Skills(wanted="wants", offered="offers", missing=0.3, weight=2)
    scored = score(learners, guides, [skills])
    vectors = scored.vectors()
    assert len(vectors.tables) == judged
    np.testing.assert_allclose(vectors.block(slice(None)), scored.fit, atol=1e-6)
    np.testing.assert_allclose(scored.fit, [[1 / 3, 0.3, 1 / 6], [0.6, 0.3, 0], [0.3, 0.3, 0.3]])


def test_a_large_market_holds_vectors_and_has_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    people = made_cohort(40)
    held = BestTotal().match(people.scored().market(1, 2))
    monkeypatch.setattr(scoring, "MOST_HELD", 0)
    market = people.scored().market(1, 2)
    assert isinstance(market.fit, Vectors)
    found = BestTotal().match(market)
    found.verify(market)
    assert (len(found), found.gap) == (len(held), 0)
    assert found.total == pytest.approx(held.total)


def test_without_criteria_every_allowed_pair_fits_alike() -> None:
    assert score(LEARNERS, GUIDES, []).fit.tolist() == [[0, 0], [0, 0]]


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(PairingError, match="weight above 0"):
        score(LEARNERS, GUIDES, [criteria.Same(field="field", weight=0)])


def test_a_locked_pair_that_a_rule_forbids_names_both() -> None:
    locked = rules.Locked(pairs=[["ana", "cleo"]])
    with pytest.raises(
        CannotMatchError, match=r"ana and cleo are locked together, but the rule “not same: field”"
    ):
        score(LEARNERS, GUIDES, CRITERIA, [locked, rules.NotSame(field="field")])


def test_a_market_carries_places_locks_and_who_is_kept_apart() -> None:
    learners = Table(["ana", "ben"], {"manager": ["ben", ""]})
    apart = [rules.Locked(pairs=[["ana", "cleo"]]), rules.NoGuideSharedWithManager()]
    market = score(learners, GUIDES, [], apart).market(guide_places=[2, 0])
    assert market.fixed.tolist() == [[0, 0]]
    assert market.apart.tolist() == [[0, 1]]
    assert market.guide_ids == ("cleo", "dan")


def test_a_column_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(PairingError, match="column 'field' holds 1 answers for 2 people"):
        Table(["a", "b"], {"field": ["x"]})


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_reason_makes_a_sentence(key: str) -> None:
    template = SENTENCES[key]
    text = template if isinstance(template, str) else "".join(template)
    named = {name: ["a", "b"] for _, name, _, _ in Formatter().parse(text) if name}
    for count in (1, 2):
        assert fill(SENTENCES[key], {**named, "count": count}).endswith(".")
