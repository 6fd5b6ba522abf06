"""Each kind of programme has its words for the two sides."""

from pathlib import Path

import pytest

import alongside
from alongside.programmes.models import Programme
from alongside.programmes.words import words_for


@pytest.mark.parametrize(
    ("kind", "learner", "guide"),
    [("mentoring", "Mentee", "Mentor"), ("coaching", "Coachee", "Coach"), ("peer", "Peer", "Peer")],
)
def test_people_are_called_what_they_call_themselves(kind: str, learner: str, guide: str) -> None:
    words = words_for(kind)
    assert (str(words.of("learner")), str(words.of("guide"))) == (learner, guide)


def test_every_kind_has_words() -> None:
    assert all(words_for(kind).guides for kind in Programme.Kind.values)


def test_no_page_writes_a_word_for_somebody_small_inside_a_sentence() -> None:
    """Which language writes it so, and which declines it, only a whole sentence knows."""
    pages = Path(alongside.__file__).parent.rglob("*.html")
    assert [page.name for page in pages if "|lower" in page.read_text()] == []
