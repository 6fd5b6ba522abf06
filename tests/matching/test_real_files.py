"""From the mentoring scheme's own two files, by the pages' own steps, to accepted pairs with a logged session."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.matching.actions import accept_proposal, publish_scenario
from alongside.people.importing import choose_columns, confirm_import, receive_file
from alongside.people.purposes import Chosen
from alongside.programmes.matching_form import MatchingForm
from alongside.programmes.models import Programme
from alongside.relationships.actions import log_session
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.cohorts import GRADES, made_cohort, shared_data
from tests.matching.cohort import drafted
from tests.people.files import make_levels

KEPT = {"mentees": ("profession", "identity to match"), "mentors": ("profession", "characteristics")}


def file_of(side: str) -> bytes:
    """The published file, or one made in its form."""
    data = shared_data()
    published = data / "mentor-match" / "small" / f"{side}.csv" if data else None
    if published and published.is_file():
        return published.read_bytes()
    cohort = made_cohort(50)
    columns = (cohort.learners if side == "mentees" else cohort.guides).columns
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["first name", "last name", "email address", *columns])
    for number, answers in enumerate(zip(*columns.values(), strict=True)):
        writer.writerow([side, number, f"{side}.{number}@scheme.example", *answers])
    return text.getvalue().encode()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Both files brought in, and the scheme's criteria and rules chosen in the set-up."""
    make_levels(cast.organisation, *GRADES)
    cast.mentoring.enrolments.all().delete()
    cast.mentoring.relationships.all().delete()
    for side, kept in KEPT.items():
        upload = receive_file(
            by=cast.manager,
            purpose=side,
            subject_id=cast.mentoring.public_id,
            filename=f"{side}.csv",
            content=file_of(side),
        )
        columns = Chosen.from_json(upload.mapping).columns
        chosen = Chosen(columns, tuple(column for column in kept if column not in columns.values()))
        confirm_import(choose_columns(upload, by=cast.manager, chosen=chosen), by=cast.manager)
    programme = Programme.objects.get(pk=cast.mentoring.pk)
    choose_as_the_scheme_does(programme, cast)
    programme.enrolments.filter(role="guide").update(places_as_guide=3)
    return Programme.objects.get(pk=programme.pk)


def choose_as_the_scheme_does(programme: Programme, cast: Cast) -> None:
    """Step 3 of the set-up, as somebody fills it in who knows the scheme."""
    wanted = {"The mentor is two levels above": 5, "The same answer: profession": 4, "The wish in": 2}
    form = MatchingForm(instance=programme)
    answers = {
        "way": "team",
        "guides_per_learner": 1,
        "learners_per_guide": 3,
        "objective": "places",
        "rule_not_same_department": "on",
        "minimum_gap": 1,
        "maximum_gap": 2,
    }
    for field in form.weights:
        answers[field.name] = next(
            (w for label, w in wanted.items() if str(field.label).startswith(label)), 0
        )
    assert sorted(answers[field.name] for field in form.weights)[-3:] == [2, 4, 5]
    address = cast.address(f"programmes/{programme.public_id}/setup/matching/")
    assert cast.client("manager").post(address, answers).status_code == 302


def test_from_two_files_to_a_logged_session(programme: Programme, cast: Cast) -> None:
    assert programme.enrolments.count() == 100
    scenario = drafted(programme, cast.manager)
    assert (scenario.state, scenario.result["gap"]) == ("solved", 0)
    for pair in scenario.pairs.select_related(
        "learner__person__profile__level", "guide__person__profile__level"
    ):
        learner, guide = pair.learner.person.profile, pair.guide.person.profile
        assert learner.department != guide.department
        assert 1 <= guide.level.rank - learner.level.rank <= 2
    publish_scenario(scenario, by=cast.manager)
    for proposal in scenario.proposals.select_related("programme", "learner__person", "guide__person"):
        accept_proposal(proposal, by=proposal.learner.person)
        accept_proposal(proposal, by=proposal.guide.person)
    running = Relationship.objects.filter(programme=programme)
    assert running.count() == scenario.result["pairs"] > 20
    pair = running.first()
    session = log_session(pair, by=pair.people[0], starts_at=timezone.now() - timedelta(hours=1), minutes=60)
    assert session.state == "held"
