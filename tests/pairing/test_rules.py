import numpy as np
import pytest

from alongside.pairing import SettingsError, Table, score
from alongside.pairing.rules import KINDS, Rule, from_settings


def forbidden(rule: Rule, learners: Table, guides: Table) -> list[list[bool]]:
    return np.isnan(score(learners, guides, [], [rule]).fit).tolist()


def why(rule: Rule, learners: Table, guides: Table) -> str:
    return score(learners, guides, [], [rule]).forbidden_by(0, 0)[0].reason.sentence()


def people(ids: str, **columns: list) -> Table:
    return Table(ids.split(), columns)


def test_the_same_department_is_forbidden_and_an_unknown_one_is_not() -> None:
    rule = from_settings({"kind": "not_same", "field": "department"})
    learners, guides = people("a b", department=["Law", ""]), people("c d", department=["law", "Art"])
    assert forbidden(rule, learners, guides) == [[True, False], [False, False]]
    assert why(rule, learners, guides) == "The same department: law."


def test_only_the_same_site_is_allowed() -> None:
    rule = from_settings({"kind": "same", "field": "site"})
    learners, guides = people("a", site=["Oslo"]), people("c d e", site=["Bergen", "Oslo", None])
    assert forbidden(rule, learners, guides) == [[True, False, False]]


def test_level_limits_hold_on_both_ends() -> None:
    levels = ["Low", "Middle", "High", "Top"]
    rule = from_settings(
        {"kind": "level_gap", "field": "level", "levels": levels, "minimum": 1, "maximum": 2}
    )
    learners, guides = people("a", level=["low"]), people("c d e f", level=levels)
    assert forbidden(rule, learners, guides) == [[True, False, False, True]]
    assert why(rule, learners, guides) == "Low is too low for Low: at least 1 levels above are asked for."


def test_a_language_must_be_shared() -> None:
    rule = from_settings({"kind": "shared_language"})
    learners, guides = people("a", languages=[["en"]]), people("c d e", languages=["de", "EN;fr", ""])
    assert forbidden(rule, learners, guides) == [[True, False, False]]
    assert why(rule, learners, guides) == "They share no languages."


def test_working_hours_must_be_shared() -> None:
    rule = from_settings({"kind": "shared_hours", "at_least": 3})
    learners, guides = people("a", time_zone=["UTC"]), people("c d", time_zone=["UTC+6", "UTC+5"])
    assert forbidden(rule, learners, guides) == [[True, False]]
    assert why(rule, learners, guides) == "They share 2 working hours a day; at least 3 are asked for."


def test_managers_and_reports_are_forbidden_both_ways() -> None:
    rule = from_settings({"kind": "not_in_line"})
    learners = people("ana ben", manager=["cleo", ""])
    guides = people("cleo dan ben", manager=["", "ben", ""])
    assert forbidden(rule, learners, guides) == [[True, False, False], [False, True, True]]


def test_the_managers_manager_is_forbidden_on_request() -> None:
    learners, guides = people("ana", manager=["ben"]), people("cleo eve", manager=["", ""])
    line = {"ben": "cleo"}
    near = from_settings({"kind": "not_in_line", "line": line})
    far = from_settings({"kind": "not_in_line", "line": line, "managers_manager": True})
    assert forbidden(near, learners, guides) == [[False, False]]
    assert forbidden(far, learners, guides) == [[True, False]]


def test_a_manager_and_their_report_are_kept_from_sharing_a_guide() -> None:
    rule = from_settings({"kind": "no_guide_shared_with_manager"})
    learners = people("ana ben cleo", manager=["ben", "zoe", "cleo"])
    assert score(learners, people("dan"), [], [rule]).apart == [(0, 1)]


def test_conflicts_hold_both_ways_and_exclusions_one_way() -> None:
    learners, guides = people("ana ben"), people("ben ana")
    conflicts = from_settings({"kind": "conflicts", "pairs": [["ana", "ben"]]})
    excluded = from_settings({"kind": "excluded", "pairs": [["ana", "ben"]]})
    assert forbidden(conflicts, learners, guides) == [[True, True], [True, True]]
    assert forbidden(excluded, learners, guides) == [[True, True], [True, False]]


def test_nobody_is_matched_with_themselves() -> None:
    assert np.isnan(score(people("ana ben"), people("ben"), []).fit).tolist() == [[False], [True]]


def test_locked_pairs_become_fixed() -> None:
    locked = from_settings({"kind": "locked", "pairs": [["ben", "cleo"]]})
    assert score(people("ana ben"), people("cleo"), [], [locked]).fixed == [(1, 0)]


def test_a_locked_stranger_is_named() -> None:
    locked = from_settings({"kind": "locked", "pairs": [["zoe", "cleo"]]})
    with pytest.raises(SettingsError, match="zoe, cleo names zoe, who is not in the market"):
        score(people("ana"), people("cleo"), [], [locked])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_described(kind: str) -> None:
    assert KINDS[kind].__doc__
    assert not KINDS[kind].__doc__.startswith(f"{KINDS[kind].__name__}(")


def test_mail_addresses_are_one_whatever_their_capitals() -> None:
    learners = people("Ana@x.org ben@x.org", manager=["BEN@x.org", "cleo@x.org"])
    guides = people("ana@x.org Cleo@x.org", manager=["", ""])
    rule = from_settings({"kind": "not_in_line"})
    assert forbidden(rule, learners, guides) == [[True, False], [True, True]]
    shared = from_settings({"kind": "no_guide_shared_with_manager"})
    assert score(learners, guides, [], [shared]).apart == [(0, 1)]
