"""A programme goes from an idea to open in four steps, and says in plain words what it will be."""

import pytest
from tests.cast import Cast

from alongside.activity.actions import RuleBroken
from alongside.programmes.actions import life
from alongside.programmes.models import Programme

pytestmark = pytest.mark.django_db

WHO = {
    "sign_up_opens_on": "2026-04-01",
    "sign_up_closes_on": "2026-04-24",
    "places": "120",
    "is_open_to_join": "on",
}
MATCHING = {
    "way": "team",
    "guides_per_learner": "1",
    "learners_per_guide": "3",
    "objective": "people",
    "rule_not_in_line": "on",
}
RHYTHM = {
    "rhythm_in_days": "14",
    "session_minutes": "60",
    "starts_on": "2026-05-01",
    "ends_on": "2026-10-30",
    "answer_within_days": "10",
}


def weights(**given: int) -> dict[str, str]:
    names = (
        "skills",
        "other_department",
        "same_department",
        "same_location",
        "levels",
        "languages",
        "time_zones",
    )
    return {f"weight_{name}": str(given.get(name, 0)) for name in (*names, "interests")}


def test_four_steps_make_a_programme_that_can_open(cast: Cast) -> None:
    client = cast.client("manager")
    first = client.post(cast.address("programmes/new/"), {"name": "Northfield Next"})
    programme = Programme.objects.get(name="Northfield Next")
    assert first.headers["Location"].endswith(f"{programme.public_id}/setup/kind/")
    base = cast.address(f"programmes/{programme.public_id}/")
    kind = {"kind": "mentoring", "name": "Northfield Next", "purpose": "For everyone."}
    for step, answers in (
        ("kind", kind),
        ("who", WHO),
        ("matching", MATCHING | weights(skills=5)),
        ("rhythm", RHYTHM),
    ):
        answer = client.post(f"{base}setup/{step}/", answers)
        assert answer.status_code == 302, answer.content.decode()
    assert client.post(f"{base}opening/").status_code == 302
    programme.refresh_from_db()
    assert programme.state == Programme.State.OPEN
    assert list(programme.criteria.values_list("kind", "weight")) == [("skills", 5)]
    assert list(programme.rules.values_list("kind", flat=True)) == ["not_in_line"]
    assert programme.objective == "people"


def test_the_summary_follows_what_is_typed_and_saves_nothing(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/setup/rhythm/summary/")
    page = cast.client("manager").post(address, RHYTHM | {"rhythm_in_days": "7"})
    assert b"They meet every week, from 1 May to 30 October" in page.content
    cast.mentoring.refresh_from_db()
    assert cast.mentoring.rhythm_in_days == 14


def test_dates_in_the_wrong_order_are_refused_beside_the_field(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/setup/rhythm/")
    page = cast.client("manager").post(address, RHYTHM | {"ends_on": "2026-04-01"})
    assert b"has to end after it starts" in page.content
    assert b'aria-invalid="true"' in page.content


def test_a_half_set_up_programme_does_not_open(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Half")
    with pytest.raises(RuleBroken, match="four steps"):
        life.open_programme(programme, by=cast.manager)


def test_opening_twice_is_opening_once(cast: Cast) -> None:
    programme = life.create_programme(by=cast.manager, name="Twice")
    life.change_programme(programme, by=cast.manager, step=4)
    life.open_programme(programme, by=cast.manager)
    opened_at = programme.opened_at
    assert life.open_programme(programme, by=cast.manager).opened_at == opened_at


def test_a_copy_has_the_rules_and_nobody_in_it(cast: Cast) -> None:
    life.set_criteria(cast.mentoring, [("same", {"field": "answer:profession"}, 10)])
    copy = life.copy_programme(cast.mentoring, by=cast.manager)
    assert list(copy.criteria.values_list("kind", "settings", "weight")) == [
        ("same", {"field": "answer:profession"}, 10)
    ]
    assert not copy.enrolments.exists()
    assert copy.state == Programme.State.DRAFT


def test_the_setup_keeps_criteria_that_it_cannot_show(cast: Cast) -> None:
    life.set_criteria(cast.mentoring, [("same", {"field": "answer:profession"}, 10)])
    address = cast.address(f"programmes/{cast.mentoring.public_id}/setup/matching/")
    assert cast.client("manager").post(address, MATCHING | weights(languages=2)).status_code == 302
    assert set(cast.mentoring.criteria.values_list("kind", "weight")) == {("languages", 2), ("same", 10)}


def test_only_those_who_may_start_programmes_do(cast: Cast) -> None:
    assert cast.client("mentee").post(cast.address("programmes/new/"), {"name": "Mine"}).status_code == 403


def test_a_deputy_runs_the_programme_too(cast: Cast) -> None:
    base = cast.address(f"programmes/{cast.mentoring.public_id}/")
    assert cast.client("mentor").get(base).status_code == 403
    cast.client("manager").post(f"{base}deputies/", {"email": cast.mentor.email})
    assert cast.client("mentor").get(base).status_code == 200


def test_answers_to_the_programmes_own_questions_can_count(cast: Cast) -> None:
    questions = (
        ("profession", "Your profession?", "short_text", "everybody"),
        ("identity", "Whom would you like to share it with?", "short_text", "learners"),
        ("characteristics", "What describes you?", "choices", "guides"),
    )
    for key, text, kind, asked in questions:
        cast.mentoring.questionnaire.questions.create(key=key, text=text, kind=kind, asked=asked)
    life.set_criteria(cast.mentoring, [("same", {"field": "answer:profession", "missing": 0}, 3)])
    address = cast.address(f"programmes/{cast.mentoring.public_id}/setup/matching/")
    page = cast.client("manager").get(address).text
    assert "The same answer: Your profession?" in page
    assert "Never the same answer: Your profession?" in page
    chosen = {
        "weight_answer_profession": "5",
        "weight_wish_identity_characteristics": "2",
        "rule_not_profession": "on",
    }
    cast.client("manager").post(address, MATCHING | weights() | chosen)
    assert list(cast.mentoring.criteria.values_list("kind", "settings", "weight")) == [
        ("same", {"field": "answer:profession", "missing": 0}, 5),
        ("wish", {"wish": "answer:identity", "among": "answer:characteristics"}, 2),
    ]
    assert ("not_same", {"field": "answer:profession"}) in cast.mentoring.rules.values_list(
        "kind", "settings"
    )
