"""The engine turns a programme's people into the best pairs, with reasons, and says who is left."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.activity.actions import RuleBroken
from alongside.matching import engine
from alongside.matching.models import PairConstraint, Scenario
from alongside.matching.reading import programme_criteria, programme_rules
from alongside.people.models import Conflict, Profile
from alongside.programmes.actions import questions
from alongside.programmes.models import Programme, Rule
from alongside.questionnaires.answering import keep_answers
from alongside.questionnaires.models import Answer, Question, Response
from tests.cast import Cast, make_pair
from tests.matching.cohort import enrol


def solve(programme: Programme) -> engine.Solved:
    scenario = Scenario(
        programme=programme,
        number=1,
        objective=programme.objective,
        criteria=programme_criteria(programme),
        rules=programme_rules(programme),
    )
    return engine.solve(scenario, lambda done: None)


def names(solved: engine.Solved) -> set[tuple[str, str]]:
    return {(pair.learner.enrolment.person.name, pair.guide.enrolment.person.name) for pair in solved.pairs}


def test_people_are_matched_by_what_they_want_and_offer(programme: Programme) -> None:
    enrol(programme, "Noor", "learner", wants=("Delegating",))
    enrol(programme, "Jun", "learner", wants=("Statistics",))
    enrol(programme, "Ruth", "guide", offers=("Statistics",))
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    solved = solve(programme)
    assert names(solved) == {("Noor", "Lars"), ("Jun", "Ruth")}
    assert solved.result["gap"] == 0
    assert all(
        {"key": "skill", "skills": pair.reasons[0]["skills"]} == pair.reasons[0] for pair in solved.pairs
    )


def test_contributions_add_up_to_the_fit(programme: Programme) -> None:
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Finance")
    [pair] = solve(programme).pairs
    assert sum(row["points"] for row in pair.contributions) == pytest.approx(pair.fit)
    assert [row["most"] for row in pair.contributions] == [0.75, 0.25]
    assert {reason["key"]: reason.get("field") for reason in pair.reasons} == {
        "skill": None,
        "different_value": "department",
    }


def test_a_mentor_is_never_matched_with_their_own_report(programme: Programme) -> None:
    lars = enrol(programme, "Lars", "guide")
    enrol(programme, "Noor", "learner", manager=lars.person)
    solved = solve(programme)
    assert not solved.pairs
    assert solved.left[0].reason == {"key": "nobody_allowed", "rule": "0", "forbidden": 1, "others": 1}


def test_a_declared_conflict_keeps_two_apart(programme: Programme) -> None:
    lars, noor = enrol(programme, "Lars", "guide"), enrol(programme, "Noor", "learner")
    Conflict.objects.create(organisation=programme.organisation, one=lars.person, other=noor.person)
    assert not solve(programme).pairs


def test_people_who_have_each_other_already_are_not_matched_again(programme: Programme) -> None:
    lars = enrol(programme, "Lars", "guide", places=3)
    noor = enrol(programme, "Noor", "learner", places=2)
    programme.guides_per_learner = 2
    programme.save()
    make_pair(programme, noor.person, lars.person)
    assert not solve(programme).pairs


def test_a_mentors_load_counts_over_all_programmes(programme: Programme, cast: Cast) -> None:
    lars = enrol(programme, "Lars", "guide", places=3, capacity=2)
    for name in ("Noor", "Jun", "Mateo"):
        enrol(programme, name, "learner")
    make_pair(cast.coaching, cast.stranger, lars.person)
    assert len(solve(programme).pairs) == 1


def test_somebody_who_paused_is_left_in_peace(programme: Programme) -> None:
    lars = enrol(programme, "Lars", "guide")
    lars.paused_until = timezone.localdate() + timedelta(days=7)
    lars.save()
    enrol(programme, "Noor", "learner")
    solved = solve(programme)
    assert not solved.pairs
    assert solved.left[0].reason["key"] == "nobody_there"


def test_a_lock_holds_and_a_ban_keeps_apart(programme: Programme) -> None:
    noor = enrol(programme, "Noor", "learner", wants=("Delegating",))
    enrol(programme, "Jun", "learner", wants=("Statistics",))
    ruth = enrol(programme, "Ruth", "guide", offers=("Statistics",))
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    PairConstraint.objects.create(programme=programme, kind="lock", learner=noor, guide=ruth)
    solved = solve(programme)
    assert names(solved) == {("Noor", "Ruth"), ("Jun", "Lars")}
    assert [pair.is_locked for pair in solved.pairs if pair.guide.enrolment == ruth] == [True]
    PairConstraint.objects.update(kind="forbid")
    assert ("Noor", "Ruth") not in names(solve(programme))


def test_more_locks_than_places_are_refused_with_the_name(programme: Programme) -> None:
    ruth = enrol(programme, "Ruth", "guide")
    for name in ("Noor", "Jun"):
        PairConstraint.objects.create(
            programme=programme, kind="lock", learner=enrol(programme, name, "learner"), guide=ruth
        )
    with pytest.raises(RuleBroken, match="Ruth is locked into 2 pairs"):
        solve(programme)


def test_locks_that_a_rule_does_not_let_be_together_are_named(programme: Programme) -> None:
    Rule.objects.create(programme=programme, kind="no_guide_shared_with_manager", position=1)
    ruth = enrol(programme, "Ruth", "guide", places=3)
    jun = enrol(programme, "Jun", "learner")
    others = [enrol(programme, "Noor", "learner", manager=jun.person), enrol(programme, "Ida", "learner")]
    for learner in (jun, *others):
        PairConstraint.objects.create(programme=programme, kind="lock", learner=learner, guide=ruth)
    with pytest.raises(RuleBroken) as refused:
        solve(programme)
    assert "Jun and Ruth" in str(refused.value)
    assert "Noor and Ruth" in str(refused.value)
    assert "Ida" not in str(refused.value)


def test_somebody_left_out_learns_that_one_more_place_would_do(programme: Programme) -> None:
    ruth = enrol(programme, "Ruth", "guide", offers=("Statistics",))
    for name in ("Noor", "Jun"):
        enrol(programme, name, "learner", wants=("Statistics",))
    [left] = solve(programme).left
    assert left.reason == {"key": "competition", "people": 2, "places": 1, "wanted": 2}
    assert left.cure == {
        "guide": ruth.public_id,
        "fit": 0.875,
        "one_more_place": True,
        "rules": [],
        "needs_asking": False,
    }


def test_a_place_that_can_be_given_goes_before_one_that_has_to_be_asked_for(programme: Programme) -> None:
    enrol(programme, "Ruth", "guide", offers=("Statistics",), capacity=1)
    lars = enrol(programme, "Lars", "guide")
    for name in ("Noor", "Jun", "Mina"):
        enrol(programme, name, "learner", wants=("Statistics",))
    [left] = solve(programme).left
    assert (left.cure["guide"], left.cure["needs_asking"]) == (lars.public_id, False)
    Profile.objects.update(capacity=1)
    [left] = solve(programme).left
    assert left.cure["needs_asking"]


@pytest.mark.parametrize(("reader", "readable"), [("matches", True), ("managers", True), ("nobody", False)])
def test_an_answer_becomes_a_reason_only_for_its_readers(
    programme: Programme, reader: str, readable: bool
) -> None:
    question = Question.objects.create(
        questionnaire=programme.questionnaire, key="faith", text="Your faith", reader=reader
    )
    programme.criteria.all().delete()
    programme.criteria.create(kind="same", settings={"field": "answer:faith"}, weight=1)
    for name, role in (("Noor", "learner"), ("Lars", "guide")):
        enrolment = enrol(programme, name, role)
        enrolment.response = Response.objects.create(
            questionnaire=programme.questionnaire, person=enrolment.person
        )
        enrolment.save()
        Answer.objects.create(response=enrolment.response, question=question, value="Quaker")
    [pair] = solve(programme).pairs
    assert pair.fit == 1
    assert bool(pair.reasons) == readable
    assert bool(pair.reasons and not pair.reasons[0].get("team_only")) == (reader == "matches")
    assert readable or "Quaker" not in str((pair.reasons, pair.contributions))


@pytest.mark.parametrize("is_dropped", [True, False])
def test_an_answer_told_in_confidence_stays_so_in_later_versions(
    programme: Programme, cast: Cast, is_dropped: bool
) -> None:
    fields = {"text": "Your faith", "key": "faith", "reader": Question.Reader.NOBODY}
    questions.add_question(programme, by=cast.manager, **fields)
    programme.criteria.all().delete()
    programme.criteria.create(kind="same", settings={"field": "answer:faith"}, weight=1)
    for name, role in (("Noor", "learner"), ("Lars", "guide")):
        enrolment = enrol(programme, name, role)
        enrolment.response = keep_answers(programme.questionnaire, enrolment.person, {"faith": "Quaker"})
        enrolment.save()
    if is_dropped:
        questions.remove_question(programme, by=cast.manager, key="faith")
    else:
        questions.change_question(programme, by=cast.manager, key="faith", reader=Question.Reader.MATCHES)
    [pair] = solve(programme).pairs
    assert pair.fit == 1
    assert not pair.reasons


@pytest.mark.parametrize(("reader", "is_told"), [("managers", True), ("nobody", False)])
def test_a_rule_on_answers_that_nobody_reads_is_never_given_as_the_reason(
    programme: Programme, cast: Cast, reader: str, is_told: bool
) -> None:
    questions.add_question(programme, by=cast.manager, text="Your faith", key="faith", reader=reader)
    programme.rules.all().delete()
    programme.rules.create(kind="not_same", settings={"field": "answer:faith"})
    for name, role in (("Noor", "learner"), ("Lars", "guide")):
        enrolment = enrol(programme, name, role)
        enrolment.response = keep_answers(programme.questionnaire, enrolment.person, {"faith": "Quaker"})
        enrolment.save()
    [left] = solve(programme).left
    assert (left.reason["key"] == "nobody_allowed") == is_told
    assert bool(left.cure) == is_told


def test_the_number_of_queries_does_not_grow_with_the_people(programme: Programme) -> None:
    counts = []
    for batch in range(2):
        for number in range(3 + batch * 40):
            enrol(programme, f"Mentee {batch} {number}", "learner", wants=("Statistics",))
            enrol(programme, f"Mentor {batch} {number}", "guide", offers=("Statistics",))
        with CaptureQueriesContext(connection) as queries:
            solve(programme)
        counts.append(len(queries))
    assert counts[0] == counts[1]
