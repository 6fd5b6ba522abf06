import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.tables import read, read_parquet, write_parquet

MENTEES = "id,name,profession,grade\na@x.org,Ana,Law,1\nb@x.org,Ben,Art,1\nc@x.org,@Cid,Law,5\n"
MENTORS = "id,name,profession,grade,capacity\nm@x.org,Mia,Law,2,1\nn@x.org,Noa,Art,3,\n"
RULES = """
[learners]
id = "id"
name = "name"
[guides]
id = "id"
name = "name"
places = {column = "capacity", otherwise = 2}
[[criteria]]
kind = "same"
field = "profession"
[[rules]]
kind = "level_gap"
field = "grade"
minimum = 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path


def match(*more: str) -> int:
    return main(["match", "mentees.csv", "mentors.csv", "--rules", "rules.toml", *more])


def test_pairs_are_written_with_fit_and_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match("--out", "pairs.csv") == 0
    with (folder / "pairs.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["mentee id"], row["mentor"], row["fit"]) for row in rows] == [
        ("a@x.org", "Mia", "1.0"),
        ("b@x.org", "Noa", "1.0"),
    ]
    assert rows[0]["reasons"] == "Both: Law (profession)."
    told = capsys.readouterr().out
    assert "2 pairs: 2 of 3 have a mentor. Total fit 2.0000." in told
    assert "Proved: no matching under these rules is better" in told
    assert "No mentor for @Cid. Nobody is allowed: “level gap: grade” rules out 2 of 2." in told
    assert "Set aside “level gap: grade” for @Cid and Noa: fit 0." in told


def test_no_cell_of_the_pairs_can_run_as_a_formula(folder: Path) -> None:
    (folder / "rules.toml").write_text(RULES.partition("[[rules]]")[0])
    assert match("--out", "pairs.csv", "--learner-places", "1", "--guide-places", "3") == 0
    assert "'@Cid" in (folder / "pairs.csv").read_text(encoding="utf-8-sig")


def test_pairs_may_be_a_workbook(folder: Path) -> None:
    assert match("--out", "pairs.xlsx") == 0
    assert read(folder / "pairs.xlsx").column("mentor") == ["Mia", "Noa"]


def test_people_and_pairs_may_be_parquet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("mentees", "mentors"):
        table = read(folder / f"{name}.csv")
        (folder / f"{name}.parquet").write_bytes(
            write_parquet(table.columns, [row.values for row in table.rows])
        )
    command = [
        "match",
        "mentees.parquet",
        "mentors.parquet",
        "--rules",
        "rules.toml",
        "--out",
        "pairs.parquet",
    ]
    assert main(command) == 0
    assert "2 pairs: 2 of 3 have a mentor." in capsys.readouterr().out
    assert read_parquet(folder / "pairs.parquet").column("mentor") == ["Mia", "Noa"]
    (folder / "mentees.parquet").write_bytes(b"PAR1 and then nothing")
    assert main(command) == 1
    assert "mentees.parquet: This Parquet file is damaged" in capsys.readouterr().err


def test_the_report_is_one_page_that_loads_nothing_and_escapes_names(folder: Path) -> None:
    (folder / "mentees.csv").write_text(MENTEES.replace("Ana", "<script>Ana"))
    assert match("--report", "report.html") == 0
    page = (folder / "report.html").read_text()
    assert "2 pairs are ready. 1 mentee has nobody." in page
    assert "&lt;script&gt;Ana" in page
    assert "<script" not in page
    assert "<link" not in page
    assert "url(" not in page.partition("</style>")[2]


def test_the_report_says_how_texts_were_compared(folder: Path) -> None:
    texts = RULES.replace('kind = "same"', 'kind = "meaning"\nby = "words"')
    (folder / "rules.toml").write_text(texts)
    assert match("--report", "report.html") == 0
    assert "Texts are compared by the words in common (tf-idf)." in (folder / "report.html").read_text()


def test_places_and_aim_may_be_given_on_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match("--learner-places", "2", "--guide-places", "2", "--first", "people") == 0
    assert "4 pairs: 2 of 3" in capsys.readouterr().out


def test_rules_are_proposed_from_the_columns_and_never_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["match", "mentees.csv", "mentors.csv", "--init", "--rules", "new.toml"]
    assert main(command) == 0
    proposed = (folder / "new.toml").read_text()
    assert 'places = {column = "capacity", otherwise = 1}' in proposed
    assert main(command) == 1
    assert "new.toml exists already" in capsys.readouterr().err
    assert main(["match", "mentees.csv", "mentors.csv", "--rules", "new.toml"]) == 0


def test_matching_without_rules_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["match", "mentees.csv", "mentors.csv"])
    assert ended.value.code == 2
    assert "--rules FILE is needed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "mentees.csv",
            MENTEES.replace("Law,1", "Law,high"),
            "mentees.csv, row 2, grade: 'high' is not a number",
        ),
        (
            "mentees.csv",
            MENTEES.replace("b@", "A@"),
            "mentees.csv, row 3, id: A@x.org stands in row 2 already",
        ),
        ("mentees.csv", MENTEES.replace("b@x.org", ""), "mentees.csv, row 3, id: it is empty"),
        ("mentees.csv", "", "mentees.csv: This file is empty."),
        (
            "mentors.csv",
            MENTORS.replace("2,1", "2,-1"),
            "mentors.csv, row 2, capacity: '-1' is not a whole number",
        ),
        ("rules.toml", "[learners", "rules.toml: It is not valid TOML"),
        ("rules.toml", "frist = 1", "rules.toml: 'frist' is not known at the top"),
        ("rules.toml", "first = 'pairs'", "first is 'pairs': use one of places, people"),
        ("rules.toml", "[criteria]\nkind = 'same'", "Write [[criteria]] in double brackets"),
        ("rules.toml", "[[criteria]]\nkind = 'sane'", "[[criteria]] number 1: The criterion of kind 'sane'"),
        ("rules.toml", "[[rules]]\nkind = 'not_same'\nfield = 'site'", "mentees.csv has no column 'site'"),
        ("rules.toml", "[learners]\nidd = 'x'", "[learners] has no setting 'idd'"),
        (
            "rules.toml",
            RULES.replace('"capacity", otherwise', '"room", otherwise'),
            "mentors.csv has no column 'room'",
        ),
        (
            "rules.toml",
            RULES + "[[rules]]\nkind = 'locked'\npairs = [['c@x.org', 'm@x.org']]",
            "c@x.org and m@x.org are locked together, but the rule “level gap: grade” forbids the pair",
        ),
    ],
)
def test_a_problem_names_file_row_field_and_cure(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, message: str
) -> None:
    (folder / file).write_text(content)
    assert match("--out", "pairs.csv") == 1
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert "should not happen" not in told
    assert not (folder / "pairs.csv").exists()


def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "nobody.csv", "mentors.csv", "--rules", "rules.toml"]) == 1
    assert "nobody.csv cannot be read: No such file or directory." in capsys.readouterr().err


def test_matching_needs_no_settings_and_no_database(folder: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "ALONGSIDE"))
    }
    source = str(Path(__file__).parents[2] / "src")
    files = [
        "mentees.csv",
        "mentors.csv",
        "--rules",
        "rules.toml",
        "--out",
        "pairs.csv",
        "--report",
        "report.html",
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "alongside", "match", *files],
        env={**environment, "PYTHONPATH": source},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {path.name for path in folder.iterdir()} == {
        "mentees.csv",
        "mentors.csv",
        "rules.toml",
        "pairs.csv",
        "report.html",
    }
