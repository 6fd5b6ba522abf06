from pathlib import Path

import pytest

from alongside.cli import main
from alongside.tables import read

MENTEES = """id,name,profession,site
a@x.org,Ana,Law,North
b@x.org,Ben,Art,North
c@x.org,Cid,Law,South
"""
MENTORS = "id,name,profession,site\nm@x.org,Mia,Law,North\nn@x.org,Noa,Art,East\n"
RULES = """
[learners]
id = "id"
name = "name"
[guides]
id = "id"
name = "name"
[[criteria]]
kind = "same"
field = "profession"
weight = 3
[[criteria]]
kind = "same"
field = "site"
"""
RULE = '[[rules]]\nkind = "not_same"\nfield = "site"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    code = main(["match", "mentees.csv", "mentors.csv", "--rules", "rules.toml", *more])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["match", "mentees.csv", "mentors.csv", "--rules", "rules.toml", *more]) == 1
    return capsys.readouterr().err


def test_a_pair_is_explained_by_what_counted_and_what_else_there_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(capsys, "--explain", "A@x.org")
    assert "Ana, mentee:\n  With Mia, fit 100 of 100.\n" in told
    assert "     75  profession: Both: Law (profession)." in told
    assert "Nobody who is allowed fits Ana better than Mia." in told
    assert "The next best for Mia is Cid: the whole would lose 25 points." in told
    assert "Mia would have Cid if their fit were above 100 rather than 75." in told


def test_somebody_without_a_match_is_explained_by_name_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(capsys, "--explain", "cid")
    assert "Cid, mentee:\n  Places left: 1. Everyone allowed is taken: 3 people want 3 places" in told
    assert "Mia takes one more: fit 75." in told


def test_a_full_mentor_is_told_what_a_place_is_worth(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(capsys, "--explain", "m@x.org")
    assert "One place more: +1 pair, total fit +0.7500." in told
    assert "One place fewer: -1 pair, total fit -1.0000." in told


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("capacity of m@x.org = 2", "Pairs filled: +1. Mentees with a mentor: +1."),
        ("capacity of Mia=2", "Pairs filled: +1. Mentees with a mentor: +1."),
        ("n@x.org leaves", "Pairs filled: -1. Mentees with a mentor: -1."),
        ("Cid with Mia", "Mentees: 1 better off, 1 worse off; 1 newly matched, 1 no longer."),
        ("Mia with Cid", "Mentees: 1 better off, 1 worse off; 1 newly matched, 1 no longer."),
        ("Ana never with Mia", "Total fit -0.2500."),
        ("capacity of Mia = 2", "Pairs: 2 the same, 0 ended, 1 new."),
        ("weight of profession = 0", "Pairs: 2 the same, 0 ended, 0 new."),
    ],
)
def test_a_change_is_tried_out_and_the_result_stays(
    folder: Path, capsys: pytest.CaptureFixture[str], change: str, answer: str
) -> None:
    told = asked(capsys, "--what-if", change, "--out", "pairs.csv")
    assert f"What if {change}:" in told
    assert answer in told.partition("What if")[2]
    assert read(folder / "pairs.csv").column("mentee") == ["Ana", "Ben"]


def test_a_rule_may_be_tried_without(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.toml").write_text(RULES + RULE)
    told = asked(capsys, "--what-if", "without rule not same: site")
    assert "Total fit +0.2500." in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("more mentors", "It is not understood. It may be: capacity of ID = 3;"),
        ("capacity of zoe = 3", "zoe is in neither file."),
        ("Ana with Ben", "Ana and Ben are not one person of each file."),
        ("without rule of thumb", "There is no rule 'of thumb'. The rules are: none."),
        ("weight of age = 3", "There is no criterion 'age'."),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_cure(
    folder: Path, capsys: pytest.CaptureFixture[str], change: str, message: str
) -> None:
    assert message in refused(capsys, "--what-if", change)


def test_other_pairs_are_laid_beside(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.toml").write_text(RULES + RULE)
    (folder / "old.csv").write_text("mentee id,mentor id\nA@x.org,m@x.org\nz@x.org,n@x.org\n")
    told = asked(capsys, "--compare", "old.csv")
    assert "With old.csv instead:\n  Pairs: 0 the same, 2 ended, 1 new." in told
    assert "Pairs that break a rule: 1." in told
    assert "Pairs of people who are not in the files: 1." in told


def test_pairs_that_stand_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.csv").write_text("mentee id,mentor id\nc@x.org,m@x.org\n")
    told = asked(capsys, "--keep", "old.csv", "--out", "pairs.csv")
    assert "Pairs that stood: 1 kept, 0 ended. New pairs: 1." in told
    assert read(folder / "pairs.csv").column("mentee") == ["Ben", "Cid"]
    assert "Pairs that stood: 0 kept, 1 ended." in asked(
        capsys, "--keep", "old.csv", "--price-of-change", "0.2"
    )
    told = asked(capsys, "--keep", "old.csv", "--price-of-change", "0.3", "--out", "pairs.csv")
    assert "Total fit 1.5000." in told  # as scored, without the price
    assert "Pairs that stood: 1 kept" in asked(capsys, "--keep", "old.csv", "--price-of-change", "highest")


def test_a_price_of_change_needs_pairs_that_stand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["match", "mentees.csv", "mentors.csv", "--rules", "rules.toml", "--price-of-change", "1"])
    assert ended.value.code == 2


def test_groups_fare_as_they_do_and_few_people_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(capsys, "--by", "site", "--least", "1")
    assert "everyone: 2 of 3 matched, 67 (21 to 94) %; mean fit 88" in told
    assert "not shown, so that no group of fewer than 5 can be worked out." in asked(capsys, "--by", "site")
    assert "mentees.csv has no column 'age'" in refused(capsys, "--by", "age")


@pytest.mark.parametrize(
    ("option", "file", "message"),
    [
        ("--compare", "mentee,mentor\na,b\n", "has no column 'mentee id', as --out writes it"),
        ("--keep", "", "This file is empty."),
    ],
)
def test_a_file_of_pairs_that_is_none_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, file: str, message: str
) -> None:
    (folder / "old.csv").write_text(file)
    assert message in refused(capsys, option, "old.csv")


def test_nobody_is_explained_who_is_in_neither_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--explain zoe: nobody in the two files" in refused(capsys, "--explain", "zoe")


def test_the_report_holds_every_answer_and_draws_without_a_script(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rules.toml").write_text(RULES + RULE)
    (folder / "old.csv").write_text("mentee id,mentor id\nc@x.org,m@x.org\n")
    asks = [
        "--compare",
        "old.csv",
        "--what-if",
        "Mia leaves",
        "--explain",
        "Ana",
        "--by",
        "site",
        "--least",
        "1",
    ]
    asked(capsys, *asks, "--report", "report.html")
    page = (folder / "report.html").read_text()
    for heading in (
        "or better</h2>",
        "are among the three best for the mentee",
        "How mentees fare by site",
        "With old.csv instead",
        "What if Mia leaves",
        "Why Ana (mentee) has",
        "What each rule costs",
    ):
        assert heading in page
    assert "<svg" in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("objective", "proof"),
    [
        ("total", "Proved: no matching under these rules is better"),
        (
            "fairest",
            "The worst-off mentee has 100. Proved: no matching that fills as many places has a better",
        ),
        ("stable", "Proved: no mentee and mentor who are not a pair would both rather have each other."),
    ],
)
def test_each_objective_says_what_it_proves(
    folder: Path, capsys: pytest.CaptureFixture[str], objective: str, proof: str
) -> None:
    (folder / "rules.toml").write_text(RULES.replace('field = "site"', 'field = "profession"'))
    asks = ["--explain", "Ana", "--what-if", "Mia leaves", "--report", "report.html"]
    told = asked(capsys, "--objective", objective, *asks)
    assert proof in told
    assert "Without this pair" in told
    page = (folder / "report.html").read_text()
    assert (proof in page) == (objective != "total")
    assert ("gap 0" in page) == (objective == "total")


def test_what_belongs_to_the_total_is_refused_for_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "match",
                "mentees.csv",
                "mentors.csv",
                "--rules",
                "rules.toml",
                "--objective",
                "stable",
                "--first",
                "people",
            ]
        )
    assert ended.value.code == 2
