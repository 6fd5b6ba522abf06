"""Finding somebody oneself, as its pages and the API show it."""

import pytest
from django.test import Client

from alongside.activity import jobs
from alongside.activity.models import Job
from alongside.matching.actions import decline_proposal
from alongside.matching.models import InLine, Proposal
from alongside.matching.recommending import start_recommending
from alongside.people.models import Level
from alongside.programmes.models import Enrolment, Programme
from tests.accounts.test_api import api_client
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Amara looks for somebody herself among three."""
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice", learners_per_guide=1)
    learner = enrol(programme, "Somebody", "learner", wants=("Delegating",), department="Theatres")
    of_somebody = learner.person.skills.all()
    of_somebody.update(person=cast.mentee)
    Enrolment.objects.filter(pk=learner.pk).update(person=cast.mentee)
    lead = Level.objects.create(organisation=cast.organisation, name="Lead", rank=1)
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Delegating",), job_title="Matron", level=lead)
    enrol(programme, "Lars Holm", "guide", offers=("Statistics",), languages=["sv"])
    enrol(programme, "Ines Rocha", "guide", offers=("Delegating",), biography="I missed treating people.")
    start_recommending(programme)
    jobs.run(Job.objects.get(kind="matching.recommend").pk)
    return programme


@pytest.fixture
def mentee(cast: Cast) -> Client:
    return cast.client("mentee")


def address(cast: Cast, programme: Programme, name: str = "", then: str = "") -> str:
    page = cast.address(f"programmes/{programme.public_id}/guides/")
    return f"{page}{of(programme, name).public_id}/{then}" if name else page


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person").get(person__name__startswith=name)


def names(answer: object) -> list[str]:
    return [card.guide.person.name for card in answer.context["rows"]]


def test_whom_we_would_ask_first_comes_with_reasons_and_without_a_number(
    cast: Cast, programme: Programme, mentee: Client
) -> None:
    page = mentee.get(address(cast, programme))
    assert [card.guide.person.name for card in page.context["recommended"]][-1] == "Lars Holm"
    assert "Ruth can help with Delegating, which you want to learn." in page.text
    assert "1 of 1 places free" in page.text
    assert "0.7" not in page.text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("q=ruth", ["Ruth Adeyemi"]),
        ("q=matron", ["Ruth Adeyemi"]),
        ("q=treating", ["Ines Rocha"]),
        ("q=deleg", ["Ines Rocha", "Ruth Adeyemi"]),
        ("skill=Statistics", ["Lars Holm"]),
        ("language=sv", ["Lars Holm"]),
        ("free=on", ["Ines Rocha", "Lars Holm", "Ruth Adeyemi"]),
        ("q=nobody+of+this+name", []),
    ],
)
def test_guides_are_found_by_words_and_filters_in_the_address(
    cast: Cast, programme: Programme, mentee: Client, wanted: str, found: list[str]
) -> None:
    page = mentee.get(f"{address(cast, programme)}?{wanted}")
    assert names(page) == found
    assert page.context["recommended"] == []


def test_guides_are_found_by_level_and_by_a_free_place(
    cast: Cast, programme: Programme, mentee: Client
) -> None:
    level = Level.objects.get(name="Lead").public_id
    assert names(mentee.get(f"{address(cast, programme)}?level={level}")) == ["Ruth Adeyemi"]
    mentee.post(address(cast, programme, "Ruth", "request/"), {"message": "Delegating"})
    assert "Ruth Adeyemi" not in names(mentee.get(f"{address(cast, programme)}?free=on"))


def test_one_asks_reads_that_it_waits_and_takes_it_back(
    cast: Cast, programme: Programme, mentee: Client
) -> None:
    empty = mentee.post(address(cast, programme, "Ruth", "request/"), {"message": " "})
    assert empty.status_code == 422
    page = mentee.post(
        address(cast, programme, "Ruth", "request/"), {"message": "About delegating"}, follow=True
    )
    assert "You asked Ruth. They decide next." in page.text
    assert "About delegating" in page.text
    assert "You have asked" in mentee.get(address(cast, programme)).text
    proposal = Proposal.objects.get(is_request=True)
    mentee.post(cast.address(f"suggestions/{proposal.public_id}/request-withdrawal/"))
    assert "Ask Ruth" in mentee.get(address(cast, programme, "Ruth")).text


def test_after_a_no_others_are_shown_and_that_guide_no_more(
    cast: Cast, programme: Programme, mentee: Client
) -> None:
    mentee.post(address(cast, programme, "Ruth", "request/"), {"message": "About delegating"})
    proposal = Proposal.objects.get(is_request=True)
    decline_proposal(proposal, by=proposal.guide.person, reason="No time at all")
    page = mentee.get(cast.address(f"suggestions/{proposal.public_id}/"))
    assert "It does not work out with Ruth this time." in page.text
    assert "See others who fit you" in page.text
    assert "No time at all" not in page.text
    assert "Ruth" not in mentee.get(address(cast, programme)).text
    assert mentee.get(address(cast, programme, "Ruth")).status_code == 404
    assert (
        "No time at all"
        in cast.client("manager")
        .get(cast.address(f"programmes/{programme.public_id}/matching/answers/"))
        .text
    )


def test_for_a_full_guide_one_waits_in_line(cast: Cast, programme: Programme, mentee: Client) -> None:
    Enrolment.objects.filter(pk=of(programme, "Ruth").pk).update(paused_until="2999-01-01")
    assert "Wait in line" in mentee.get(address(cast, programme, "Ruth")).text
    page = mentee.post(address(cast, programme, "Ruth", "line/"), follow=True)
    assert "Leave the line" in page.text
    assert "Full; you are in line" in mentee.get(address(cast, programme)).text
    mentee.post(address(cast, programme, "Ruth", "line/leaving/"))
    assert not InLine.objects.exists()


def test_the_way_there_is_on_today_and_on_ones_own_page(
    cast: Cast, programme: Programme, mentee: Client
) -> None:
    assert address(cast, programme) in mentee.get(cast.address()).text
    own = programme.enrolments.get(person=cast.mentee)
    assert address(cast, programme) in mentee.get(cast.address(f"sign-ups/{own.public_id}/")).text


def test_guides_strangers_and_the_team_find_no_such_page(cast: Cast, programme: Programme) -> None:
    for part in ("mentor", "manager", "stranger", "admin"):
        assert cast.client(part).get(address(cast, programme)).status_code == 404, part


def test_the_api_recommends_and_asks_as_the_pages_do(cast: Cast, programme: Programme) -> None:
    client, home = api_client(cast.mentee), f"/api/v1/o/northfield/programmes/{programme.public_id}"
    rows = client.get(f"{home}/recommendations").json()
    assert {row["person"]["name"] for row in rows} == {"Ruth Adeyemi", "Ines Rocha", "Lars Holm"}
    assert "fit" not in rows[0]
    one = f"{home}/guides/{of(programme, 'Ruth').public_id}/request"
    asked = [
        client.post(one, {"message": "Delegating"}, content_type="application/json") for _twice in range(2)
    ]
    assert [answer.status_code for answer in asked] == [201, 201]
    assert asked[0].json()["id"] == asked[1].json()["id"]
    assert asked[0].json()["message"] == "Delegating"
    suggestion = f"/api/v1/o/northfield/suggestions/{asked[0].json()['id']}/request-withdrawal"
    assert client.post(suggestion).json()["state"] == "expired"
    assert api_client(cast.manager).get(f"{home}/recommendations").status_code == 404
