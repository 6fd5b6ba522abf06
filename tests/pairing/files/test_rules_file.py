from pathlib import Path

import numpy as np
import pytest

import alongside.pairing
from alongside.pairing import BestTotal, criteria, rules, score
from alongside.pairing.files.proposing import propose_rules
from alongside.pairing.files.rules_file import People, RulesFile, read_rules
from tests.cohorts import cohort

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "matching-from-files.md"

MENTEES = {
    "Email": ["a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"],
    "First name": ["Ana", "Ben", "Cid", "Dee", "Eve"],
    "Grade": ["Junior", "Senior", "Junior", "Lead", "Junior"],
    "Department": ["Law", "Art", "Law", "Law", "Art"],
    "Line manager": ["m@x.org", "", "", "b@x.org", "b@x.org"],
    "Languages": ["en; de", "en", "fr", "en; fr", "de"],
    "Time zone": ["Europe/London", "UTC", "Europe/Berlin", "Europe/London", "UTC+1"],
    "Interests": ["Chess; Music", "Music", "Cars; Chess", "", "Music; Cars"],
    "Years": ["1", "4", "2", "9", "3"],
    "Skills wanted": ["Finance; Speaking", "Finance", "Speaking", "", "Finance"],
    "About me": ["I have worked here for a very long time, and I would like to learn how to lead a team."]
    * 5,
}
MENTORS = {
    **{name: MENTEES[name] for name in MENTEES if name != "Skills wanted"},
    "Email": ["m@x.org", "n@x.org", "o@x.org", "p@x.org", "q@x.org"],
    "I can help with": ["Finance", "Speaking", "", "Finance; Speaking", "Speaking"],
    "How many mentees": ["1", "2", "", "3", "1"],
}


def proposed() -> tuple[str, RulesFile]:
    text = propose_rules(MENTEES, MENTORS, "mentees.csv", "mentors.csv")
    return text, read_rules(text)


def test_each_column_is_proposed_by_what_it_looks_like() -> None:
    _, file = proposed()
    assert [(each.kind, each.name) for each in file.criteria] == [
        ("different", "Department"),
        ("languages", "Languages"),
        ("time_zones", "Time zone"),
        ("shared", "Interests"),
        ("near", "Years"),
        ("skills", "Skills wanted"),
    ]
    assert [rule.kind for rule in file.rules] == [
        "not_in_line",
        "no_guide_shared_with_manager",
        "shared_language",
    ]
    assert (file.learners.id, list(file.learners.name)) == ("Email", ["First name"])
    assert file.guides.places == {"column": "How many mentees", "otherwise": 1}


def test_long_texts_are_proposed_as_a_note_that_reads_once_it_counts() -> None:
    about = [
        "I want to become better at speaking in front of many people, and at telling them what matters."
    ] * 2
    text = propose_rules(
        {"id": ["1", "2"], "about": about}, {"id": ["x", "y"], "about": about}, "a.csv", "b.csv"
    )
    noted = text.partition("How alike two long texts are")[2]
    assert read_rules(text).criteria == ()
    entry = "\n".join(line.removeprefix("# ") for line in noted.splitlines()[1:6])
    assert [each.kind for each in read_rules(entry).criteria] == ["meaning"]


def test_what_needs_a_decision_is_proposed_as_a_note() -> None:
    text, _ = proposed()
    assert "# Put the levels in order, the lowest first" in text
    assert '# levels = ["Junior", "Lead", "Senior"]' in text
    assert '# kind = "not_same"\n# field = "Department"' in text


def test_proposed_rules_match_the_files_they_were_proposed_from() -> None:
    _, file = proposed()
    rows = list(range(2, 7))
    learners = file.learners.table(MENTEES, rows, "mentees.csv")
    guides = file.guides.table(MENTORS, rows, "mentors.csv")
    scored = score(learners, guides, file.criteria, file.rules)
    market = scored.market(file.learners.places_of(learners), file.guides.places_of(guides))
    matching = BestTotal().match(market)
    matching.verify(market)
    assert len(matching) == 5
    assert np.isnan(scored.fit[0, 0])  # Ana's own manager


def test_rules_are_proposed_for_the_schemes_cohort() -> None:
    people = cohort("small")
    file = read_rules(propose_rules(people.learners.columns, people.guides.columns, "a.csv", "b.csv"))
    assert {each.kind for each in file.criteria} >= {"same", "wish"}


def test_files_with_nothing_in_common_say_what_to_name() -> None:
    text = propose_rules({"a": ["1", "2"]}, {"b": ["x", "y"]}, "a.csv", "b.csv")
    assert '# field = "a column of both files"' in text
    assert read_rules(text).criteria == ()


def test_people_without_an_id_column_are_told_apart_by_their_row() -> None:
    table = People(name=["first", "last"]).table({"first": ["Ana", ""], "last": ["Li", ""]}, [2, 3], "a.csv")
    assert list(table.ids) == ["row 2", "row 3"]
    assert [table.called(0), table.called(1)] == ["Ana Li", "row 3"]


@pytest.mark.parametrize("kind", sorted({*criteria.KINDS, *rules.KINDS}))
def test_every_kind_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in DOCUMENTATION.read_text()


def test_the_example_at_the_top_of_the_library_runs() -> None:
    example = "\n".join(
        line.removeprefix("    ")
        for line in (alongside.pairing.__doc__ or "").splitlines()
        if line.startswith("    ")
    )
    ran: dict = {}
    exec(example, ran)
    assert ran["scored"].contributions(0, 0)[0].reason.sentence() == "Both: Law (field)."
    assert ran["matching"].gap == 0
