"""People from columns, frames and files."""

from pathlib import Path

import numpy as np
import pandas
import polars
import pytest

from alongside.pairing import PairingError, criteria, read_table, score, table_of
from alongside.pairing.people.answers import is_missing

COLUMNS = {
    "mail": ["a@x.org", "b@x.org", "c@x.org"],
    "first": ["Ana", "Ben", ""],
    "years": np.array([1.0, np.nan, 3.0]),
    "skills": [["Law"], None, ["Art", "Law"]],
}


def frames() -> dict:
    lists = {name: list(column) for name, column in COLUMNS.items()}
    return {"columns": COLUMNS, "pandas": pandas.DataFrame(lists), "polars": polars.DataFrame(lists)}


@pytest.mark.parametrize("kind", frames())
def test_columns_and_frames_make_the_same_table(kind: str) -> None:
    table = table_of(frames()[kind], "mail", names="first")
    assert list(table.ids) == COLUMNS["mail"]
    assert [table.called(row) for row in range(3)] == ["Ana", "Ben", "c@x.org"]
    assert [is_missing(answer) for answer in table.column("years")] == [False, True, False]
    fit = score(
        table, table, [criteria.Shared(field="skills", enough=1), criteria.Near(field="years", reach=4)]
    ).fit
    assert np.nan_to_num(fit, nan=-1).tolist() == [[-1, 0.5, 0.75], [0.5, -1, 0.5], [0.75, 0.5, -1]]


def test_marks_of_pandas_for_nothing_are_missing_answers() -> None:
    frame = pandas.DataFrame(
        {"level": pandas.array([1, None], dtype="Int64"), "day": [pandas.NaT, pandas.NaT]}
    )
    table = table_of(frame)
    assert list(table.ids) == ["0", "1"]
    assert [is_missing(answer) for answer in table.column("level")] == [False, True]
    assert [is_missing(answer) for answer in table.column("day")] == [True, True]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"mail": ["a", "a"]}, "row 1, mail: a stands in row 0 already"),
        ({"mail": ["a", ""]}, "row 1, mail: it is empty"),
        ({"mail": ["a"], "x": [1, 2]}, "column 'x' holds 2 answers for 1 people"),
        ({"x": ["a"]}, "mentors has no column 'mail'"),
    ],
)
def test_what_is_wrong_with_columns_is_named(columns: dict, message: str) -> None:
    with pytest.raises(PairingError, match=message):
        table_of(columns, "mail", name="mentors")


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mentors.csv").write_text("mail;years\na@x.org;3,5\nb@x.org;\n")
    table = read_table(tmp_path / "mentors.csv", "mail")
    assert list(table.ids) == ["a@x.org", "b@x.org"]
    assert score(table, table, [criteria.Near(field="years", reach=10)]).fit[0, 1] == 0.5
    with pytest.raises(PairingError, match="cannot be read"):
        read_table(tmp_path / "nobody.csv")
