"""A wish for a mentor who shares something moves the matching, and nobody learns of it: in no page, file or figure."""

import pytest
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme
from tests.promises.test_secrets_stay_secret import lists_of_the_api, text_of
from tests.routes import know

from alongside.accounts.actions import create_api_token
from alongside.activity.models import Event
from alongside.matching.models import Scenario
from alongside.people.models import ProtectedCharacteristic
from alongside.privacy.routes import ROUTES
from alongside.programmes.models import Enrolment, Programme

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

WORD = "Quillfeather"
EVERYBODY_ELSE = ("mentor", "coachee", "coach", "manager", "admin", "stranger", "outsider")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor fits Lars a little better than Ruth: what she learns counts 5, another department 4."""
    programme = make_matching_programme(cast.organisation, cast.manager)
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",), department="Theatres")
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), department="Imaging")
    programme.criteria.filter(kind="skills").update(weight=5)
    programme.criteria.filter(kind="different").update(weight=4)
    return programme


def say(enrolment: Enrolment, *, seeks: bool = False, offers: bool = False, value: str = WORD) -> None:
    ProtectedCharacteristic.objects.create(
        person=enrolment.person, kind="ethnicity", value=value, is_sought=seeks, is_offered=offers
    )


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.get(person__name=name)


def guides_of_noor(programme: Programme, cast: Cast) -> tuple[list[str], Scenario]:
    scenario = drafted(programme, cast.manager)
    return list(scenario.pairs.values_list("guide__person__name", flat=True)), scenario


def test_it_counts_between_who_wishes_for_it_and_who_lets_it_count(programme: Programme, cast: Cast) -> None:
    say(of(programme, "Noor Al-Sayed"), seeks=True)
    assert guides_of_noor(programme, cast)[0] == ["Lars Holm"]
    say(of(programme, "Ruth Adeyemi"), offers=True, value=WORD.upper())
    found, scenario = guides_of_noor(programme, cast)
    assert found == ["Ruth Adeyemi"]
    pair = scenario.pairs.get()
    assert pair.fit == pytest.approx(sum(row["points"] for row in pair.contributions), abs=1e-6)
    assert scenario.result["mean"] == scenario.result["lowest"] == pytest.approx(pair.fit, abs=1e-6)
    for figure in ("total", "bound"):
        assert scenario.result[figure] == pytest.approx(pair.fit, abs=1e-6)


def test_it_counts_for_nobody_who_did_not_let_it(programme: Programme, cast: Cast) -> None:
    before, _scenario = guides_of_noor(programme, cast)
    say(of(programme, "Noor Al-Sayed"), offers=True)
    say(of(programme, "Ruth Adeyemi"), seeks=True)
    assert guides_of_noor(programme, cast)[0] == before


def test_one_reads_ones_own_and_takes_it_back(cast: Cast) -> None:
    client, address = cast.client("mentee"), cast.address("profile/matching/")
    page = client.post(address, {"ethnicity-value": f" {WORD} ", "ethnicity-is_sought": "on"}, follow=True)
    assert f'value="{WORD}"' in page.text
    kept = ProtectedCharacteristic.objects.get()
    assert (kept.person, kept.value, kept.is_sought, kept.is_offered) == (cast.mentee, WORD, True, False)
    client.post(address, {"ethnicity-value": WORD})
    assert not ProtectedCharacteristic.objects.exists()


def test_a_tick_without_a_word_keeps_everything_and_says_what_to_do(cast: Cast) -> None:
    client, address = cast.client("mentee"), cast.address("profile/matching/")
    client.post(address, {"age-value": "Over 55", "age-is_offered": "on"})
    page = client.post(address, {"age-value": "Over 55", "gender-is_sought": "on"})
    assert "Write a word for it, or take the ticks away." in page.text
    assert ProtectedCharacteristic.objects.get().value == "Over 55"


@pytest.mark.parametrize("part", EVERYBODY_ELSE)
def test_nobody_else_finds_it_anywhere(cast: Cast, part: str) -> None:
    known = know(cast)
    say(Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee), seeks=True, offers=True)
    client, person = cast.client(part), cast.everybody()[part]
    for name in ROUTES:
        assert WORD not in text_of(client.get(known.address(name), {"find": WORD[:5]})), name
    _token, secret = create_api_token(person, by=person, name="reading", scopes=["read", "write"])
    for path in lists_of_the_api():
        address = path.format(organisation=person.organisation.slug)
        answer = cast.client(None).get(address, headers={"Authorization": f"Bearer {secret}"})
        assert WORD not in text_of(answer), path


def test_the_log_of_events_does_not_tell_it_from_any_change_of_a_profile(cast: Cast) -> None:
    cast.client("mentee").post(
        cast.address("profile/matching/"), {"age-value": "Over 55", "age-is_offered": "on"}
    )
    assert Event.objects.latest("pk").verb == "profile.changed"
