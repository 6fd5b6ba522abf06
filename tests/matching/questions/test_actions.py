"""Asking the programme team about a suggested match: between who asks and the team, and nobody else."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery
from alongside.matching.actions import decline_proposal
from alongside.matching.by_link.links import link_token
from alongside.matching.models import Proposal, TeamQuestion
from alongside.matching.questions.actions import answer_question, ask_team
from alongside.programmes.models import Programme, ProgrammeManager
from tests.cast import Cast
from tests.matching.cohort import enrol, published

SECRET = "Is Quillfeather also his neighbour?"


@pytest.fixture
def proposal(programme: Programme, cast: Cast) -> Proposal:
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",))
    return published(programme, cast.manager)[0]


def test_a_question_reaches_the_team_and_its_answer_who_asked(proposal: Proposal, cast: Cast) -> None:
    question = ask_team(proposal, by=proposal.learner.person, text=SECRET)
    page = cast.address(f"programmes/{proposal.programme.public_id}/matching/answers/")
    client = cast.client("manager")
    assert SECRET in client.get(page).text
    client.post(cast.address(f"questions/{question.public_id}/answer/"), {"answer": "No, she is not."})
    assert SECRET not in client.get(page).text
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("No, she is not.", cast.manager)
    told = Delivery.objects.filter(event__verb__startswith="question.").order_by("pk")
    assert [row.recipient for row in told] == [cast.manager, proposal.learner.person]
    assert not [row for row in told if "Quillfeather" in row.text + row.subject or "she is not" in row.text]


def test_the_other_side_never_learns_of_it(proposal: Proposal, cast: Cast) -> None:
    question = ask_team(proposal, by=proposal.learner.person, text=SECRET)
    guide = proposal.guide.person
    assert not TeamQuestion.objects.visible_to(guide).exists()
    place = f"answers/{link_token(guide, proposal.programme)}/"
    page = cast.client(None).get(cast.address(place)).text
    assert "Lars" not in page
    assert "Noor" in page
    assert "Quillfeather" not in page
    with pytest.raises(NotAllowed):
        answer_question(question, by=guide, answer="Mine.")


def test_who_runs_the_programme_does_not_read_what_is_asked_about_themselves(
    proposal: Proposal, cast: Cast
) -> None:
    guide = proposal.guide.person
    ProgrammeManager.objects.create(programme=proposal.programme, person=guide, is_deputy=True)
    question = ask_team(proposal, by=proposal.learner.person, text=SECRET)
    assert not TeamQuestion.objects.overseen_by(guide).exists()
    assert [row.recipient for row in Delivery.objects.filter(event__verb="question.asked")] == [cast.manager]
    with pytest.raises(NotAllowed):
        answer_question(question, by=guide, answer="Mine.")


def test_asking_twice_is_asking_once_and_what_is_over_is_asked_no_more(proposal: Proposal) -> None:
    learner = proposal.learner.person
    assert ask_team(proposal, by=learner, text=SECRET) == ask_team(proposal, by=learner, text=f" {SECRET} ")
    decline_proposal(proposal, by=proposal.guide.person)
    proposal.refresh_from_db()
    with pytest.raises(RuleBroken, match="is over"):
        ask_team(proposal, by=learner, text="And now?")


def test_one_asks_from_the_mail_and_reads_the_answer_there(proposal: Proposal, cast: Cast) -> None:
    learner, client = proposal.learner.person, cast.client(None)
    place = cast.address(f"answers/{link_token(learner, proposal.programme)}/")
    client.post(f"{place}{proposal.public_id}/question/", {"text": SECRET})
    question = TeamQuestion.objects.get()
    assert question.asked_by == learner
    answer_question(question, by=cast.manager, answer="No, she is not.")
    page = client.get(place).text
    assert "No, she is not." in page
    empty = client.post(f"{place}{proposal.public_id}/question/", {"text": ""}, follow=True)
    assert "Write a question" in empty.text
