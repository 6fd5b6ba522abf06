import numpy as np
import pytest

from alongside.pairing import AnswerError, PairingError, SettingsError, Table, criteria, score
from alongside.pairing.criteria import KINDS, Criterion, from_settings


def fits(criterion: Criterion, learners: dict, guides: dict) -> list[list[float]]:
    """The fit of every pair by one criterion."""
    return np.round(scored(criterion, learners, guides).fit, 3).tolist()


def scored(criterion: Criterion, learners: dict, guides: dict):
    return score(table("l", learners), table("g", guides), [criterion])


def table(prefix: str, columns: dict) -> Table:
    count = len(next(iter(columns.values())))
    return Table([f"{prefix}{row}" for row in range(count)], columns, name=prefix)


def sentence(criterion: Criterion, learners: dict, guides: dict) -> str:
    return scored(criterion, learners, guides).contributions(0, 0)[0].reason.sentence()


def test_same_ignores_capitals_and_spaces() -> None:
    same = from_settings({"kind": "same", "field": "field"})
    assert fits(same, {"field": ["Law ", "art"]}, {"field": ["law", "Art"]}) == [[1, 0], [0, 1]]
    assert sentence(same, {"field": ["Law "]}, {"field": ["law"]}) == "Both: law (field)."


def test_different_is_the_opposite_of_same() -> None:
    different = from_settings({"kind": "different", "field": "site", "guide_field": "place"})
    assert fits(different, {"site": ["Oslo"]}, {"place": ["Oslo", "Bergen"]}) == [[0, 1]]


def test_a_missing_answer_is_neutral_and_said_to_be() -> None:
    same = from_settings({"kind": "same", "field": "field"})
    assert fits(same, {"field": ["", None, "Law"]}, {"field": ["Law", float("nan")]}) == [
        [0.5, 0.5],
        [0.5, 0.5],
        [1, 0.5],
    ]
    given = scored(same, {"field": [""]}, {"field": ["Law"]}).contributions(0, 0)[0]
    assert not given.answered
    assert given.reason.sentence() == "field is not answered, so it counts neither for nor against."


def test_what_a_missing_answer_counts_can_be_stated() -> None:
    same = from_settings({"kind": "same", "field": "field", "missing": 0})
    assert fits(same, {"field": [""]}, {"field": ["Law"]}) == [[0]]
    assert sentence(same, {"field": [""]}, {"field": ["Law"]}) == "field is not answered; that counts as 0."


def test_levels_are_worth_what_the_settings_say() -> None:
    levels = ["Low", "Middle", "High"]
    gap = from_settings(
        {"kind": "level_gap", "field": "level", "levels": levels, "values": {"1": 0.75, "2": 1}}
    )
    assert fits(gap, {"level": ["low", "Middle"]}, {"level": ["Low", "Middle", "High"]}) == [
        [0, 0.75, 1],
        [0, 0, 0.75],
    ]
    assert sentence(gap, {"level": ["low"]}, {"level": ["High"]}) == "High is 2 levels above Low."
    assert sentence(gap, {"level": ["low"]}, {"level": ["Middle"]}) == "Middle is one level above Low."


def test_levels_fall_away_from_the_best_gap() -> None:
    gap = from_settings({"kind": "level_gap", "field": "level", "best": 2, "fall": 0.5})
    assert fits(gap, {"level": [1]}, {"level": [1, 2, 3, 4, 9]}) == [[0, 0.5, 1, 0.5, 0]]


def test_near_numbers_fall_to_nothing_at_reach() -> None:
    near = from_settings({"kind": "near", "field": "years", "reach": 10, "best_difference": 5})
    assert fits(near, {"years": ["2,5"]}, {"years": [7.5, 12.5, 30]}) == [[1, 0.5, 0]]


def test_shared_names_count_up_to_enough() -> None:
    shared = from_settings({"kind": "shared", "field": "interests", "enough": 2})
    learners, guides = (
        {"interests": ["Chess, Music; Hiking"]},
        {"interests": ["music", ["Hiking", "chess"], "Cars"]},
    )
    assert fits(shared, learners, guides) == [[0.5, 1, 0]]
    assert sentence(shared, learners, guides) == "In common (interests): music."


def test_one_language_in_common_is_enough() -> None:
    languages = from_settings({"kind": "languages"})
    assert fits(languages, {"languages": ["en, de"]}, {"languages": ["DE", "fr"]}) == [[1, 0]]


def test_working_hours_are_shared_by_the_worse_day_of_the_year() -> None:
    zones = from_settings({"kind": "time_zones", "enough": 8})
    learners = {"time_zone": ["Europe/London"]}
    guides = {"time_zone": ["Europe/Berlin", "America/New_York", "Australia/Sydney", "UTC", "Asia/Tokyo"]}
    assert fits(zones, learners, guides) == [[0.875, 0.375, 0, 0.875, 0]]
    assert sentence(zones, learners, guides) == "They share 7 working hours a day."


def test_hours_from_utc_are_understood() -> None:
    zones = from_settings({"kind": "time_zones", "enough": 8})
    assert fits(zones, {"time_zone": ["UTC+2", "-3"]}, {"time_zone": [2, "UTC + 1"]}) == [
        [1, 0.875],
        [0.375, 0.5],
    ]


def test_listed_combinations_have_their_value() -> None:
    table_of = [{"learner": "Shop floor", "guide": "Head office", "value": 0.8}]
    listed = from_settings({"kind": "combination", "field": "place", "table": table_of, "otherwise": 0.1})
    assert fits(listed, {"place": ["shop floor", "Depot"]}, {"place": ["head office"]}) == [[0.8], [0.1]]


def test_a_wish_is_met_when_it_is_among_the_answers() -> None:
    wish = from_settings({"kind": "wish", "wish": "identity", "among": "characteristics"})
    guides = {"characteristics": ["Deaf, Parent", "Parent", ""]}
    assert fits(wish, {"identity": ["deaf", ""]}, guides) == [[1, 0, 0.5], [0.5, 0.5, 0.5]]
    assert sentence(wish, {"identity": ["deaf"]}, guides) == "The wish is met: Deaf."


def test_a_wish_counts_only_if_another_column_says_yes() -> None:
    wish = from_settings({"kind": "wish", "wish": "identity", "among": "is", "only_if": "wanted"})
    assert fits(wish, {"identity": ["deaf", "deaf"], "wanted": ["Yes", "no"]}, {"is": ["Deaf"]}) == [
        [1],
        [0.5],
    ]


def test_skills_count_by_how_much_they_are_wanted_and_how_strong_they_are() -> None:
    skills = from_settings({"kind": "skills"})
    learners = {
        "skills_wanted": [{"Finance": 5, "Speaking": 5}, "Finance; Speaking", "Finance: 1, Speaking: 4"]
    }
    guides = {"skills_offered": ["finance", "Speaking: 2.5", ["Welding"]]}
    assert fits(skills, learners, guides) == [[0.5, 0.25, 0], [0.5, 0.25, 0], [0.2, 0.4, 0]]
    assert sentence(skills, learners, guides) == "Offers what is wanted: finance."


def test_skills_can_be_wanted_at_a_level() -> None:
    skills = from_settings({"kind": "skills", "numbers_wanted": "level"})
    learners = {"skills_wanted": ["Finance: 4; Speaking: 2", "Finance"]}
    guides = {"skills_offered": ["Finance: 2; Speaking: 5", "finance: 4", "Welding"]}
    assert fits(skills, learners, guides) == [[0.75, 0.5, 0], [0.4, 0.8, 0]]


@pytest.mark.parametrize("written", ["en: C1; de: B1", "en (C1), de (b1)", "en = C1 | de = B1"])
def test_a_language_counts_from_a_level_on(written: str) -> None:
    languages = from_settings({"kind": "languages", "level": "B2"})
    guides = {"languages": ["EN", "en: B2", "en: A2", "de: C2", {"de": "C2", "en": "C2"}]}
    assert fits(languages, {"languages": [written]}, guides) == [[1, 1, 0, 0, 1]]
    assert (
        sentence(languages, {"languages": [written]}, {"languages": ["de"]})
        == "Nothing in common at B2 or above (languages)."
    )
    assert fits(from_settings({"kind": "languages"}), {"languages": [written]}, guides) == [[1, 1, 1, 1, 1]]


def test_a_level_of_language_that_is_not_known_is_named() -> None:
    with pytest.raises(AnswerError, match="l, l0, languages: 'fluent' is not among the levels A1, A2"):
        fits(from_settings({"kind": "languages"}), {"languages": ["de: fluent"]}, {"languages": ["de"]})


def test_wishes_for_people_count_by_their_order() -> None:
    wish = from_settings({"kind": "ranked_wish", "wishes": "choices", "choices": 4})
    learners = {"choices": ["g2; G0", "", ["somebody else"]]}
    assert fits(wish, learners, {"x": [1, 2, 3]}) == [[0.75, 0, 1], [0.5, 0.5, 0.5], [0, 0, 0]]
    assert sentence(wish, {"choices": ["g1, g0"]}, {"x": [1]}) == "Wished for as choice 2 (choices)."
    assert sentence(wish, {"choices": ["g1"]}, {"x": [1]}) == "Not among those wished for (choices)."


def test_wishes_of_both_sides_count_alike() -> None:
    wish = from_settings({"kind": "ranked_wish", "wishes": "mentors", "guide_wishes": "mentees"})
    learners, guides = {"mentors": ["g0", ""]}, {"mentees": ["l1, l0", ""]}
    assert fits(wish, learners, guides) == [[0.9, 0], [1, 0.5]]
    assert (
        sentence(wish, learners, guides) == "Each wished for the other, as choice 1 and choice 2 (mentors)."
    )


def test_wishes_may_be_written_as_names() -> None:
    learners = Table(["1"], {"wishes": ["Cleo  Adler"]}, names=["Ana"])
    guides = Table(["8", "9"], {}, names=["Dan", "cleo adler"])
    assert score(learners, guides, [criteria.RankedWish(wishes="wishes")]).fit.tolist() == [[0, 1]]


def test_a_function_of_ones_own_gives_value_and_reason() -> None:
    def commute(learner: str, guide: float) -> float | None:
        return None if guide < 0 else max(0.0, 1 - abs(float(learner) - guide) / 60)

    own = criteria.Custom(field="minutes", function=commute, sentence="{learner} and {guide} minutes away.")
    assert fits(own, {"minutes": ["20", None]}, {"minutes": [50, 20, -1]}) == [[0.5, 1, 0.5], [0.5, 0.5, 0.5]]
    assert sentence(own, {"minutes": ["20"]}, {"minutes": [50]}) == "20 and 50 minutes away."
    with pytest.raises(AnswerError, match=r"minutes: the function gives 3 for 1 and 2\. Let it give"):
        fits(criteria.Custom(field="minutes", function=lambda *_: 3), {"minutes": [1]}, {"minutes": [2]})


def test_settings_name_only_functions_that_were_made_known() -> None:
    with pytest.raises(SettingsError, match=r"function is 'os\.system': use one that is known by its name"):
        from_settings({"kind": "custom", "field": "x", "function": "os.system"})
    criteria.function("first letters")(lambda learner, guide: float(learner[0] == guide[0]))
    known = from_settings({"kind": "custom", "field": "x", "function": "first letters"})
    assert fits(known, {"x": ["Ana"]}, {"x": ["Art", "Ben"]}) == [[1, 0]]


def test_values_worked_out_elsewhere_count_as_given() -> None:
    given = criteria.Given(values=np.array([[0.25, np.nan]]), label="survey")
    assert fits(given, {"x": [1]}, {"x": [1, 2]}) == [[0.25, 0.5]]
    with pytest.raises(PairingError, match=r"survey: values have shape \(1, 2\), but there are 2 learners"):
        fits(given, {"x": [1, 2]}, {"x": [1, 2]})


def test_an_unreadable_answer_names_table_row_column_and_cure() -> None:
    gap = from_settings({"kind": "level_gap", "field": "level", "levels": ["Low", "High"]})
    guides = Table(["cleo"], {"level": ["Hgih"]}, name="mentors.csv", rows=["line 2"])
    with pytest.raises(
        AnswerError, match=r"mentors\.csv, line 2, level: 'Hgih' is not among the levels Low, High\."
    ):
        score(table("l", {"level": ["Low"]}), guides, [gap])


def test_an_unknown_column_is_named_with_the_known_ones() -> None:
    with pytest.raises(PairingError, match=r"l has no column 'feild'\. Its columns are: field\."):
        score(table("l", {"field": ["a"]}), table("g", {"field": ["a"]}), [criteria.Same(field="feild")])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "sane", "field": "x"}, "'sane' is not known. Kinds are: "),
        ({"field": "x"}, "kind None is not known"),
        ({"kind": "same", "feild": "x"}, "'same' has no setting 'feild'. It has: field, "),
        ({"kind": "same"}, "'same' lacks a setting: field."),
        ({"kind": "same", "field": "x", "weight": -1}, "weight is -1: use a number of 0 or more"),
        ({"kind": "same", "field": "x", "missing": 2}, "missing is 2"),
        ({"kind": "near", "field": "x", "reach": 0}, "reach is 0: use a number above 0"),
        ({"kind": "languages", "levels": [0]}, "levels holds something else than text"),
        ({"kind": "languages", "level": "D1"}, "level is 'D1': use one of A1, A2, B1, B2, C1, C2"),
        (
            {"kind": "skills", "numbers_wanted": "levels"},
            "numbers_wanted is 'levels': use one of importance, level",
        ),
        ({"kind": "meaning", "field": "x", "by": "magic"}, "by is 'magic': use one of best, meaning, words"),
        ({"kind": "custom", "field": "x", "function": 3}, "function is 3: use text in quotes or a function"),
        ({"kind": "ranked_wish", "wishes": "x", "choices": 0}, "choices is 0: use a number above 0"),
    ],
)
def test_wrong_settings_say_what_is_wrong_and_the_cure(settings: dict, message: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        from_settings(settings)
    assert message in str(wrong.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_described(kind: str) -> None:
    assert KINDS[kind].__doc__
    assert not KINDS[kind].__doc__.startswith(f"{KINDS[kind].__name__}(")
