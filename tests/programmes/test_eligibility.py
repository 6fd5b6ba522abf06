"""Who may sign up by themselves: said kindly beforehand, held in page, API and file; the team lets in others."""

import pytest
from django.test import Client
from tests.cast import Cast

from alongside.accounts.actions import create_api_token
from alongside.activity.actions import RuleBroken
from alongside.people.importing import choose_columns, receive_file
from alongside.people.models import Level, Profile
from alongside.people.purposes import Chosen
from alongside.programmes.actions import enrolments
from alongside.programmes.actions.life import copy_programme
from alongside.programmes.models import Enrolment, Programme
from alongside.tables import write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels(cast: Cast) -> list[Level]:
    return [
        Level.objects.create(organisation=cast.organisation, name=name, rank=rank)
        for rank, name in enumerate(("Band 5", "Band 6", "Band 8"), start=1)
    ]


@pytest.fixture
def programme(cast: Cast, levels: list[Level]) -> Programme:
    """For mentees of the lower two bands in Leeds or York, and mentors of band 8 with five years."""
    fields = {
        "locations": ["Leeds", "York"],
        "learner_levels": [level.public_id for level in levels[:2]],
        "guide_levels": [levels[2].public_id],
        "guide_least_years": 5,
    }
    Programme.objects.filter(pk=cast.mentoring.pk).update(**fields)
    return Programme.objects.get(pk=cast.mentoring.pk)


def say(cast: Cast, level: Level | None, location: str = "Leeds", years: int | None = None) -> None:
    Profile.objects.filter(person=cast.stranger).update(
        level=level, location=location, years_of_experience=years
    )


@pytest.mark.parametrize(
    ("level", "location", "years", "role", "words"),
    [
        (0, "Leeds", None, "learner", ""),
        (2, "York", 5, "guide", ""),
        (0, "Hull", None, "learner", "for people who work in Leeds or York"),
        (2, "Leeds", 9, "learner", "Open here to these levels: Band 5, Band 6 (Mentees)."),
        (None, "Leeds", None, "learner", "Open here to these levels: Band 5, Band 6"),
        (1, "Leeds", 9, "guide", "Open here to these levels: Band 8 (Mentors)."),
        (2, "Leeds", 4, "guide", "This needs 5 years of experience (Mentors)."),
        (2, "Leeds", None, "guide", "Write in your profile how many you have"),
        (2, "Leeds", 9, "both", "Band 5, Band 6"),
    ],
)
def test_the_page_says_why_before_anything_is_asked(
    cast: Cast,
    programme: Programme,
    levels: list[Level],
    level: int | None,
    location: str,
    years: int | None,
    role: str,
    words: str,
) -> None:
    say(cast, None if level is None else levels[level], location, years)
    address = cast.address(f"join/{programme.public_id}/sign-up/")
    page = cast.client("stranger").get(address, {"role": role}).text
    assert words in page
    assert ('name="role"' in page) == (not words)
    cast.client("stranger").post(address, {"role": role})
    assert Enrolment.objects.filter(person=cast.stranger).exists() == (not words)


def test_the_api_holds_it_too(cast: Cast, programme: Programme, levels: list[Level]) -> None:
    say(cast, levels[2])
    _token, secret = create_api_token(cast.stranger, by=cast.stranger, name="own", scopes=["read", "write"])
    address = f"/api/v1/o/northfield/programmes/{programme.public_id}/enrolments"
    headers = {"Authorization": f"Bearer {secret}"}
    Programme.objects.filter(pk=programme.pk).update(state="open")
    answer = Client().post(address, {"role": "learner"}, content_type="application/json", headers=headers)
    assert answer.status_code == 409
    assert "Open here to these levels" in answer.text
    said = Client().get(address.removesuffix("/enrolments"), headers=headers).json()
    assert (said["locations"], said["guide_least_years"]) == (["Leeds", "York"], 5)


def test_a_file_is_held_to_it_by_row_and_column(
    cast: Cast, programme: Programme, levels: list[Level]
) -> None:
    rows = [
        ["new@northfield.example", "New Person", "Band 5", "Leeds"],
        ["far@northfield.example", "Far Person", "Band 5", "Hull"],
        [cast.stranger.email, cast.stranger.name, "Band 8", "York"],
    ]
    upload = receive_file(
        by=cast.manager,
        purpose="mentees",
        filename="people.csv",
        content=write_csv(["Email", "Name", "Level", "Location"], rows),
        subject_id=programme.public_id,
    )
    upload = choose_columns(upload, by=cast.manager, chosen=Chosen.from_json(upload.mapping))
    problems = [(one["row"], one["column"], one["value"]) for one in upload.preview["problems"]]
    assert problems == [(3, "Location", "Hull"), (4, "Level", "Band 8")]
    assert "add the person by hand" in upload.preview["problems"][0]["cure"]


def test_the_team_adds_anybody_by_hand_and_they_change_their_answers(
    cast: Cast, programme: Programme
) -> None:
    enrolments.enrol(programme, by=cast.manager, person=cast.stranger, role="learner")
    enrolments.apply(programme, by=cast.stranger, role="learner", answers={})
    with pytest.raises(RuleBroken, match="Leeds or York"):
        enrolments.apply(programme, by=cast.stranger, role="both", answers={})


def test_a_level_that_is_renamed_stays_open(cast: Cast, programme: Programme, levels: list[Level]) -> None:
    levels[0].name = "Newly qualified"
    levels[0].save()
    say(cast, levels[0])
    assert enrolments.apply(programme, by=cast.stranger, role="learner", answers={}).state == "applied"


def test_the_set_up_asks_and_says_it_in_plain_words(
    cast: Cast, programme: Programme, levels: list[Level]
) -> None:
    say(cast, levels[0])
    address = cast.address(f"programmes/{programme.public_id}/setup/who/")
    page = cast.client("manager").get(address).text
    assert "Whoever joins works in Leeds or York." in page
    assert "Mentees are of these levels: Band 5, Band 6." in page
    assert "Mentors have 5 years of experience or more." in page
    cast.client("manager").post(address, {"guide_levels": [levels[1].public_id], "guide_least_years": ""})
    programme.refresh_from_db()
    assert (programme.locations, programme.learner_levels) == ([], [])
    assert (programme.guide_levels, programme.guide_least_years) == ([levels[1].public_id], None)
    assert copy_programme(programme, by=cast.manager).guide_levels == programme.guide_levels
