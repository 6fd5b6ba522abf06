"""Promise: a matching says why, to everybody in their own words, and to nobody what is not theirs to read."""

import io
import re

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

from alongside.accounts.models import Person
from alongside.matching.models import Proposal
from alongside.matching.overview import contribution_rows, in_points, left_rows
from alongside.matching.reading import questions_by_key
from alongside.people.models import PersonSkill
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Answer, Question, Response


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Amara wants what Henrik offers, and both gave an answer that nobody reads."""
    programme = make_matching_programme(cast.organisation, cast.manager)
    question = Question.objects.create(
        questionnaire=programme.questionnaire,
        key="faith",
        text="What do you believe in?",
        reader=Question.Reader.NOBODY,
    )
    programme.criteria.create(kind="same", settings={"field": "answer:faith"}, weight=2, position=2)
    enrol(programme, "Somebody Else", "learner", wants=("Delegating",))
    for person, role, direction in (
        (cast.mentee, "learner", PersonSkill.Direction.WANTED),
        (cast.mentor, "guide", PersonSkill.Direction.OFFERED),
    ):
        response = Response.objects.create(questionnaire=programme.questionnaire, person=person)
        Answer.objects.create(response=response, question=question, value="Quakerism")
        programme.enrolments.create(person=person, role=role, state="approved", response=response)
        skill = cast.organisation.skills.get(name="Delegating")
        person.skills.create(skill=skill, direction=direction, strength=5)
    return programme


@pytest.fixture
def proposal(programme: Programme, cast: Cast) -> Proposal:
    [proposal] = published(programme, cast.manager)
    assert proposal.learner.person == cast.mentee
    return proposal


def test_every_pair_has_reasons_and_points_that_add_up(programme: Programme, cast: Cast) -> None:
    [pair] = drafted(programme, cast.manager).pairs.all()
    assert pair.reasons
    assert sum(row.points for row in contribution_rows(pair, questions_by_key(programme))) == in_points(
        pair.fit
    )


def test_everybody_without_a_match_has_a_reason_and_a_cure(programme: Programme, cast: Cast) -> None:
    scenario = drafted(programme, cast.manager)
    [left] = left_rows(scenario, scenario.unmatched.select_related("enrolment__person"), {})
    assert left.why.startswith("All who could help are full")
    assert left.cure == "Give Henrik Lindqvist one more place"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("mentee", "Henrik can help with Delegating, which you want to learn."),
        ("mentor", "You can help with Delegating, which Amara wants to learn."),
    ],
)
def test_both_sides_read_the_reason_said_to_them_and_no_number(
    proposal: Proposal, cast: Cast, part: str, reason: str
) -> None:
    page = cast.client(part).get(cast.address(f"suggestions/{proposal.public_id}/")).text
    main = page.partition("<h1")[2].partition("</main>")[0]
    assert reason in main
    words = re.sub(
        r"<[^>]+>|\d+ \w+ \d{4}", " ", main
    )  # the page without its markup and the last day to answer
    assert not re.search(r"\d", words)


def test_an_answer_that_nobody_reads_is_nowhere(proposal: Proposal, cast: Cast) -> None:
    scenario = proposal.scenario
    run = f"programmes/{proposal.programme.public_id}/matching/runs/{scenario.public_id}/"
    addresses = {
        "manager": [run, f"{run}pairs.xlsx", f"matched-pairs/{scenario.pairs.get().public_id}/"],
        "mentee": [f"suggestions/{proposal.public_id}/"],
        "mentor": [f"suggestions/{proposal.public_id}/"],
    }
    for part, paths in addresses.items():
        for path in paths:
            assert "Quaker" not in _words(cast.client(part).get(cast.address(path)))


def test_the_mail_says_that_something_waits_and_never_with_whom(proposal: Proposal, cast: Cast) -> None:
    sent = {
        delivery.recipient: f"{delivery.subject} {delivery.text}"
        for delivery in _told(proposal, cast.mentee, cast.mentor)
    }
    assert "suggested match waits" in sent[cast.mentee]
    assert "Henrik" not in sent[cast.mentee]
    assert "Amara" not in sent[cast.mentor]
    assert not any("Delegating" in text for text in sent.values())


def _words(response: HttpResponse) -> str:
    if response["Content-Type"].startswith("text/html"):
        return response.text
    return str(list(load_workbook(io.BytesIO(response.content)).active.values))


def _told(proposal: Proposal, *people: Person) -> list:
    return [
        delivery
        for person in people
        for delivery in person.deliveries.filter(event__verb="scenario.published")
    ]
