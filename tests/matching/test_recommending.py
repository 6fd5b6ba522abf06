"""Recommended guides: worked out in the background, again when somebody joins or a place is taken."""

import pytest

from alongside.activity import jobs
from alongside.activity.models import Job
from alongside.matching.actions import ask_guide
from alongside.matching.models import Recommendation
from alongside.matching.recommending import recommend_everywhere, start_recommending
from alongside.programmes.models import Criterion, Enrolment, Programme
from alongside.questionnaires.models import Answer, Question, Response
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor asks for herself; Ruth helps with what she wants to learn, Lars does not."""
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice")
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Ruth Adeyemi", "guide", places=2, offers=("Delegating",), department="Imaging")
    enrol(programme, "Lars Holm", "guide", offers=("Statistics",), department="Theatres")
    return programme


def work_it_out(programme: Programme) -> list[str]:
    """The names of the guides recommended to Noor, best first."""
    if start_recommending(programme):
        jobs.run(Job.objects.get(kind="matching.recommend", state=Job.State.QUEUED).pk)
    found = Recommendation.objects.filter(learner__person__name="Noor Al-Sayed")
    return list(found.values_list("guide__person__name", flat=True))


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.get(person__name=name)


def test_the_best_comes_first_with_reasons(programme: Programme) -> None:
    assert work_it_out(programme) == ["Ruth Adeyemi", "Lars Holm"]
    best = Recommendation.objects.earliest("rank")
    assert {"key": "skill", "skills": ["Delegating"]} in best.reasons
    assert best.rank == 1


def test_nothing_is_worked_out_twice_for_the_same_people(programme: Programme) -> None:
    work_it_out(programme)
    assert not start_recommending(programme)


def test_the_clock_works_it_out_again_when_somebody_joins(programme: Programme) -> None:
    work_it_out(programme)
    enrol(programme, "Ines Rocha", "guide", offers=("Delegating",), department="Pharmacy")
    assert recommend_everywhere() == 1
    assert recommend_everywhere() == 0, "it is under way"
    jobs.run(Job.objects.get(state=Job.State.QUEUED).pk)
    assert Recommendation.objects.filter(guide__person__name="Ines Rocha").exists()


def test_a_guide_who_pauses_or_leaves_is_recommended_no_longer(programme: Programme) -> None:
    work_it_out(programme)
    Enrolment.objects.filter(pk=of(programme, "Lars Holm").pk).update(state="withdrawn")
    assert work_it_out(programme) == ["Ruth Adeyemi"]


def test_where_the_team_matches_nothing_is_recommended(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(way="team")
    assert recommend_everywhere() == 0


def test_work_that_is_stopped_leaves_the_earlier_recommendations(programme: Programme) -> None:
    before = work_it_out(programme)
    enrol(programme, "Ines Rocha", "guide", offers=("Delegating",), department="Pharmacy")
    start_recommending(programme)
    job = Job.objects.get(kind="matching.recommend", state=Job.State.QUEUED)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run(job.pk)
    kept = Recommendation.objects.values_list("guide__person__name", flat=True)
    assert list(kept) == before
    assert len(work_it_out(programme)) == 3


def test_until_one_has_asked_no_reason_tells_an_answer(programme: Programme) -> None:
    """Not even one that its question shows to matches: who is recommended is no match yet."""
    question = Question.objects.create(
        questionnaire=programme.questionnaire, key="hope", text="Your hope", reader="matches"
    )
    Criterion.objects.create(programme=programme, kind="same", settings={"field": "answer:hope"}, weight=9)
    for enrolment in programme.enrolments.all():
        response = Response.objects.create(questionnaire=programme.questionnaire, person=enrolment.person)
        Answer.objects.create(response=response, question=question, value="Research")
        Enrolment.objects.filter(pk=enrolment.pk).update(response=response)
    work_it_out(programme)
    assert "Research" not in str(list(Recommendation.objects.values_list("reasons", flat=True)))
    asked = ask_guide(of(programme, "Ruth Adeyemi"), by=of(programme, "Noor Al-Sayed").person, message="Why")
    assert "Research" in str(asked.reasons)
