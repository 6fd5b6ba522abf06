"""Whoever looks again says what matters more to them; the matching counts it, and nobody else ever learns it."""

import pytest
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme
from tests.promises.test_wishes_stay_private import everything_read_by
from tests.routes import know

from alongside.accounts.actions import create_api_token
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.again.actions import say_emphasis
from alongside.matching.again.models import Emphasis
from alongside.matching.models import Scenario
from alongside.privacy.routes import ROUTES, Audience
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

SKILLS, DEPARTMENT = "skills", "different:department"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor could have Lars, who knows what she seeks, or Ines of another department, who weighs a little more."""
    programme = make_matching_programme(cast.organisation, cast.manager)
    programme.criteria.filter(kind="skills").update(weight=2)
    programme.criteria.filter(kind="different").update(weight=3)
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Theatres")
    enrol(programme, "Ines", "guide", offers=("Budgets",), department="Imaging")
    return programme


def noor(programme: Programme) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name="Noor")


def mentor_of_noor(scenario: Scenario) -> str:
    return scenario.pairs.get(learner__person__name="Noor").guide.person.name


def test_what_somebody_chose_counts_twice_in_the_next_run(programme: Programme, cast: Cast) -> None:
    assert mentor_of_noor(drafted(programme, cast.manager)) == "Ines"
    own = noor(programme)
    say_emphasis(own, by=own.person, criteria=[SKILLS])
    assert mentor_of_noor(drafted(programme, cast.manager)) == "Lars"
    say_emphasis(own, by=own.person, criteria=[])
    assert mentor_of_noor(drafted(programme, cast.manager)) == "Ines"


def test_the_figures_of_a_run_are_those_that_everybody_reads(programme: Programme, cast: Cast) -> None:
    own = noor(programme)
    say_emphasis(own, by=own.person, criteria=[SKILLS])
    pair = drafted(programme, cast.manager).pairs.get()
    points = sum(row["points"] for row in pair.contributions)
    assert pair.fit == pytest.approx(points)
    assert {row["most"] for row in pair.contributions} == {0.4, 0.6}


def test_two_at_most_and_only_what_counts_there(programme: Programme) -> None:
    own = noor(programme)
    with pytest.raises(RuleBroken, match="has changed"):
        say_emphasis(own, by=own.person, criteria=["same:location"])
    with pytest.raises(RuleBroken, match="two at most"):
        say_emphasis(own, by=own.person, criteria=[SKILLS, DEPARTMENT, "same:location"])
    assert not Emphasis.objects.exists()


def test_it_is_said_by_oneself_and_forgotten_with_leaving(programme: Programme, cast: Cast) -> None:
    own = noor(programme)
    with pytest.raises(NotAllowed):
        say_emphasis(own, by=cast.manager, criteria=[SKILLS])
    say_emphasis(own, by=own.person, criteria=[SKILLS])
    withdraw(own, by=own.person)
    assert not Emphasis.objects.exists()


@pytest.mark.parametrize("part", ["manager", "admin", "mentor"])
def test_nobody_else_can_tell_that_something_was_chosen(cast: Cast, part: str) -> None:
    known = know(cast)
    cast.mentoring.criteria.create(kind="skills", weight=2)
    cast.mentoring.criteria.create(kind="different", settings={"field": "department"}, weight=3, position=1)
    own = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee)
    reader = getattr(cast, part)
    _token, secret = create_api_token(reader, by=reader, name="Test", scopes=["read"])
    private = {Audience.LINK, Audience.OWNER}
    addresses = [known.address(name) for name, audience in ROUTES.items() if audience not in private]
    before = everything_read_by(cast, part, secret, addresses)
    Emphasis.objects.create(enrolment=own, criteria=[SKILLS])
    after = everything_read_by(cast, part, secret, addresses)
    assert [address for address in before if before[address] != after[address]] == []
    page = cast.client(part).get(cast.address(f"sign-ups/{own.public_id}/what-matters/"))
    assert page.status_code == 404


def test_the_event_is_that_of_any_profile(programme: Programme) -> None:
    own = noor(programme)
    say_emphasis(own, by=own.person, criteria=[SKILLS])
    event = Event.objects.latest("pk")
    assert event.verb == "profile.changed"


def test_the_page_keeps_the_choice_and_takes_it_back(cast: Cast) -> None:
    cast.mentoring.criteria.create(kind="skills", weight=2)
    own = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentee)
    path, client = cast.address(f"sign-ups/{own.public_id}/what-matters/"), cast.client("mentee")
    assert "What should be different the next time?" in client.get(path).text
    assert client.post(path, {"criteria": [SKILLS]}).status_code == 302
    assert "This counts twice for you." in client.get(path).text
    client.post(path, {})
    assert not Emphasis.objects.exists()
