from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import PairingError, SettingsError, Table, criteria, rules, score
from alongside.pairing.files.rules_file import read_rules

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(),
    st.sampled_from(["", "field", "number", "zone", "2"]),
    st.lists(
        st.one_of(st.text(max_size=3), st.integers(), st.lists(st.text(max_size=2), max_size=3)), max_size=3
    ),
    st.dictionaries(st.sampled_from(["1", "2", "x", "learner"]), st.one_of(st.floats(), st.text(max_size=2))),
    st.lists(st.dates(), max_size=2),
)
COLUMNS = {
    "field": ["Law", "Art"],
    "number": [1, None],
    "zone": ["UTC", "Europe/Berlin"],
    "languages": ["en", "de"],
    "time_zone": ["UTC", ""],
    "manager": ["ana", ""],
    "skills_wanted": ["a: 2", "b"],
    "skills_offered": ["a", "b: 9"],
}
PEOPLE = Table(["ana", "ben"], COLUMNS), Table(["cleo", "ana"], COLUMNS)


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_is_declared_works_or_is_refused_in_words(data: st.DataObject) -> None:
    module = data.draw(st.sampled_from([criteria, rules]))
    kind = data.draw(st.sampled_from(sorted(module.KINDS)))
    names = [name for name in module.KINDS[kind].__dataclass_fields__ if name != "kind"]
    chosen = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=4))
    field = {"field": "field"} if "field" in names else {}
    try:
        made = module.from_settings({"kind": kind, **field, **chosen})
        scored = score(*PEOPLE, [made] if module is criteria else [], [made] if module is rules else [])
    except PairingError:
        return
    assert ((scored.fit >= 0) & (scored.fit <= 1) | np.isnan(scored.fit)).all()
    for learner, guide in product(range(2), range(2)):
        for each in (*scored.contributions(learner, guide), *scored.forbidden_by(learner, guide)):
            assert each.reason.sentence().endswith(".")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('kind = "same"\nfield = 3', "field is 3: use text in quotes."),
        ('kind = "same"\nfield = "x"\nweight = "high"', "weight is 'high': use a number."),
        ('kind = "same"\nfield = "x"\nweight = true', "weight is True: use a number."),
        ('kind = "level_gap"\nfield = "x"\nlevels = "A"', "levels is 'A': use a list."),
        ('kind = "level_gap"\nfield = "x"\nlevels = ["A", "a"]', "levels holds 'a' twice"),
        ('kind = "level_gap"\nfield = "x"\nvalues = {two = 1.0}', "values holds 'two' = 1.0: write it as"),
        ('kind = "shared"\nfield = "x"\nenough = 0', "enough is 0: use a number above 0."),
        ('kind = "time_zones"\ndays = []', "days must be a list of dates"),
        (
            'kind = "combination"\nfield = "x"\ntable = [{learner = "a"}]',
            "write learner, guide and value for each.",
        ),
        ("kind = 3", "The criterion of kind 3 is not known."),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(line: str, message: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        read_rules(f"[[criteria]]\n{line}")
    assert message in str(wrong.value)
    assert "[[criteria]] number 1" in str(wrong.value)


def test_days_may_be_written_as_dates() -> None:
    file = read_rules('[[rules]]\nkind = "shared_hours"\ndays = [2026-03-20]')
    assert file.rules[0].days == [date(2026, 3, 20)]


def test_pairs_must_hold_two_ids() -> None:
    with pytest.raises(SettingsError, match="write two ids for each pair"):
        rules.from_settings({"kind": "locked", "pairs": ["ab"]})
