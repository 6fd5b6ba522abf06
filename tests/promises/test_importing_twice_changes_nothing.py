"""Promise: importing the same file twice is importing it once."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.people.files import csv_of, everything, imported, make_levels
from tests.tables.broken import CORPUS, LEVELS

HEADINGS = ["Name", "E-mail", "Level", "Can help with", "Languages", "Capacity", "Interests"]
words = st.text(string.ascii_letters + "äöü '-=@", min_size=1, max_size=20).filter(lambda word: word.strip())
rows = st.tuples(
    words,
    st.text(string.ascii_lowercase, min_size=1, max_size=6).map("{}@northfield.example".format),
    st.sampled_from(["", *LEVELS]),
    st.lists(words, max_size=3).map(", ".join),
    st.lists(st.sampled_from(["German", "en", "français"]), max_size=3).map("; ".join),
    st.sampled_from(["", "0", "3", "3.0"]),
    st.lists(words, max_size=3).map("; ".join),
)
files = st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row[1])


@pytest.mark.parametrize("name", [name for name, made in CORPUS.items() if made.stage == "fine"])
def test_the_second_time_everybody_is_left_alone(name: str, cast: Cast) -> None:
    make_levels(cast.organisation, *LEVELS)
    imported(CORPUS[name].make(), cast.admin)
    before = everything(cast.organisation)
    again = imported(CORPUS[name].make(), cast.admin)
    assert (again.preview["created"], again.preview["changed"]) == (0, 0)
    assert everything(cast.organisation) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=files)
def test_whatever_the_file_says(cast: Cast, file: list[tuple[str, ...]]) -> None:
    make_levels(cast.organisation, *LEVELS) if not cast.organisation.levels.exists() else None
    content = csv_of(*file, headings=HEADINGS)
    imported(content, cast.admin)
    before = everything(cast.organisation)
    again = imported(content, cast.admin)
    assert (again.preview["created"], again.preview["changed"]) == (0, 0)
    assert everything(cast.organisation) == before
