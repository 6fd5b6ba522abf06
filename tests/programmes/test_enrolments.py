"""People sign up, are approved or kindly declined, wait, and leave without a reason."""

from io import BytesIO

import pytest
from django.core import mail
from openpyxl import load_workbook
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.people.models import Profile
from alongside.programmes.actions import enrolments, life, questions
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Question
from alongside.tables import read

pytestmark = pytest.mark.django_db(transaction=True)


def sign_up(cast: Cast, **fields: object) -> Enrolment:
    return enrolments.apply(cast.mentoring, by=cast.stranger, **{"role": "learner", "answers": {}, **fields})


def test_signing_up_asks_the_questions_of_ones_side_and_tells_what_is_next(cast: Cast) -> None:
    both = {"kind": Question.Kind.SHORT_TEXT, "is_required": True}
    questions.add_question(
        cast.mentoring, by=cast.manager, text="Your hope", key="hope", asked="learners", **both
    )
    questions.add_question(
        cast.mentoring, by=cast.manager, text="Your offer", key="offer", asked="guides", **both
    )
    address = cast.address(f"join/{cast.mentoring.public_id}/sign-up/")
    client = cast.client("stranger")
    page = client.get(address).content.decode()
    assert "Your hope" in page
    assert "Your offer" not in page
    assert client.post(address, {"role": "learner"}).status_code == 200
    assert client.post(address, {"role": "learner", "answer_hope": "To lead"}).status_code == 302
    enrolment = Enrolment.objects.get(person=cast.stranger)
    assert enrolment.state == Enrolment.State.APPLIED
    assert enrolment.response is not None
    assert list(enrolment.response.answers.values_list("value", flat=True)) == ["To lead"]
    assert "We tell you" in mail.outbox[0].body


def test_signing_up_twice_is_once(cast: Cast) -> None:
    assert sign_up(cast).pk == sign_up(cast).pk
    assert len(mail.outbox) == 1


def test_who_was_approved_for_one_side_is_looked_at_again_for_the_other(cast: Cast) -> None:
    enrolments.approve(sign_up(cast), by=cast.manager)
    assert sign_up(cast, answers={}).state == Enrolment.State.APPROVED
    assert sign_up(cast, role="guide").state == Enrolment.State.APPLIED


def test_changing_sides_is_no_way_past_the_waiting_list(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(places=1, needs_approval=False)
    cast.mentoring.refresh_from_db()
    assert sign_up(cast, role="guide").state == Enrolment.State.APPROVED
    assert sign_up(cast, role="learner").state == Enrolment.State.WAITING


def test_who_is_matched_keeps_their_side(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="matched already"):
        enrolments.apply(cast.mentoring, by=cast.mentee, role="guide", answers={})


def test_who_comes_when_the_places_are_taken_waits(cast: Cast) -> None:
    cast.mentoring.places = 1
    cast.mentoring.save()
    assert sign_up(cast).state == Enrolment.State.WAITING


def test_a_programme_for_other_departments_says_so(cast: Cast) -> None:
    Profile.objects.filter(person=cast.stranger).update(department="Estates")
    cast.mentoring.departments = ["Nursing"]
    cast.mentoring.save()
    cast.stranger.refresh_from_db()
    with pytest.raises(RuleBroken, match="other departments"):
        sign_up(cast)


def test_nobody_joins_a_programme_that_takes_no_people(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(is_open_to_join=False)
    cast.mentoring.refresh_from_db()
    with pytest.raises(NotAllowed):
        sign_up(cast)


def test_a_decline_tells_kindly_and_keeps_its_reason_out_of_the_mail(cast: Cast) -> None:
    enrolment = sign_up(cast)
    enrolments.decline(enrolment, by=cast.manager, reason="We had 90 sign-ups for 60 places.")
    assert "90 sign-ups" not in mail.outbox[-1].body
    page = cast.client("stranger").get(cast.address(f"sign-ups/{enrolment.public_id}/"))
    assert b"90 sign-ups" in page.content


def test_approving_twice_tells_once(cast: Cast) -> None:
    enrolment = sign_up(cast)
    enrolments.approve(enrolment, by=cast.manager)
    enrolments.approve(enrolment, by=cast.manager)
    assert len(mail.outbox) == 2


def test_only_the_team_decides(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        enrolments.approve(sign_up(cast), by=cast.stranger)


def test_everybody_who_waits_is_approved_at_once(cast: Cast) -> None:
    sign_up(cast)
    address = cast.address(f"programmes/{cast.mentoring.public_id}/approvals/")
    assert cast.client("manager").post(address, {"everybody": "yes"}).status_code == 302
    assert Enrolment.objects.get(person=cast.stranger).state == Enrolment.State.APPROVED


def test_leaving_needs_no_reason_and_one_can_come_back(cast: Cast) -> None:
    enrolment = sign_up(cast)
    address = cast.address(f"sign-ups/{enrolment.public_id}/withdrawal/")
    assert cast.client("stranger").post(address).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.WITHDRAWN
    assert sign_up(cast).state == Enrolment.State.APPLIED


def test_an_answer_for_matching_only_is_read_by_nobody_else(cast: Cast) -> None:
    questions.add_question(cast.mentoring, by=cast.manager, text="Identity", key="identity", reader="nobody")
    cast.mentoring.refresh_from_db()
    enrolment = sign_up(cast, answers={"identity": "a marker in the answer"})
    own = cast.client("stranger").get(cast.address(f"sign-ups/{enrolment.public_id}/"))
    theirs = cast.client("manager").get(cast.address(f"sign-ups/{enrolment.public_id}/"))
    file = cast.client("manager").get(cast.address(f"programmes/{cast.mentoring.public_id}/sign-ups.xlsx"))
    assert b"a marker in the answer" in own.content
    assert theirs.status_code == 200
    assert b"a marker in the answer" not in theirs.content
    table = read(file.content)
    assert [row for row in table.rows if cast.stranger.name in str(row)]
    assert "a marker in the answer" not in str(table.rows)


def test_a_changed_question_leaves_the_answers_given_before(cast: Cast) -> None:
    questions.add_question(cast.mentoring, by=cast.manager, text="Your hope", key="hope")
    enrolment = sign_up(cast, answers={"hope": "To lead"})
    before = cast.mentoring.questionnaire
    questions.change_question(cast.mentoring, by=cast.manager, key="hope", text="What do you hope for?")
    cast.mentoring.refresh_from_db()
    assert cast.mentoring.questionnaire != before
    enrolment.refresh_from_db()
    assert enrolment.response is not None
    answer = enrolment.response.answers.get()
    assert (answer.question.text, answer.value) == ("Your hope", "To lead")


def test_two_who_change_the_questions_at_once_lose_neither_change(cast: Cast) -> None:
    questions.add_question(cast.mentoring, by=cast.manager, text="Your hope", key="hope")
    sign_up(cast, answers={"hope": "To lead"})
    as_both_saw_it = [Programme.objects.get(pk=cast.mentoring.pk) for _manager in range(2)]
    questions.add_question(as_both_saw_it[0], by=cast.manager, text="Your fear", key="fear")
    questions.add_question(as_both_saw_it[1], by=cast.manager, text="Your time", key="time")
    cast.mentoring.refresh_from_db()
    asked = cast.mentoring.questionnaire.questions.values_list("key", flat=True)
    assert set(asked) == {"hope", "fear", "time"}


def test_an_answer_told_in_confidence_stays_so_when_the_team_opens_the_question(cast: Cast) -> None:
    fields = {"text": "Your faith", "key": "faith", "reader": Question.Reader.NOBODY}
    questions.add_question(cast.mentoring, by=cast.manager, **fields)
    sign_up(cast, answers={"faith": "Quaker"})
    questions.change_question(cast.mentoring, by=cast.manager, key="faith", reader=Question.Reader.MANAGERS)
    address = cast.address(f"programmes/{cast.mentoring.public_id}/sign-ups.xlsx")
    workbook = load_workbook(BytesIO(cast.client("manager").get(address).content))
    cells = [cell for row in workbook.active.iter_rows(values_only=True) for cell in row]
    assert "Your faith" in cells
    assert "Quaker" not in cells


def test_an_invitation_asks_and_decides_nothing(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/invitations/")
    assert cast.client("manager").post(address, {"email": cast.stranger.email}).status_code == 302
    assert mail.outbox[-1].to == [cast.stranger.email]
    assert f"/join/{cast.mentoring.public_id}/" in str(mail.outbox[-1].body)
    assert not Enrolment.objects.filter(person=cast.stranger).exists()


def test_who_takes_part_already_is_not_invited_again(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/invitations/")
    answer = cast.client("manager").post(address, {"email": cast.mentee.email})
    assert answer.status_code == 409
    assert mail.outbox == []


def test_adding_somebody_who_is_matched_changes_nothing(cast: Cast) -> None:
    before = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentor)
    after = enrolments.enrol(cast.mentoring, by=cast.manager, person=cast.mentor, role="learner")
    assert (after.pk, after.role, after.state) == (before.pk, "guide", Enrolment.State.MATCHED)


def test_a_step_saved_while_somebody_closes_the_programme_leaves_it_closed(cast: Cast) -> None:
    held = Programme.objects.get(pk=cast.mentoring.pk)
    life.close_programme(cast.mentoring, by=cast.manager)
    life.change_programme(held, by=cast.manager, step=4, rhythm_in_days=7)
    held.refresh_from_db()
    assert held.state == Programme.State.CLOSED


def test_a_programme_with_nobody_leads_to_the_files(cast: Cast) -> None:
    cast.mentoring.enrolments.all().delete()
    page = cast.client("manager").get(cast.address(f"programmes/{cast.mentoring.public_id}/sign-ups/"))
    assert "Nobody takes part yet." in page.content.decode()
    assert "Approve everybody who waits" not in page.content.decode()


def test_a_side_that_is_missing_is_named(cast: Cast) -> None:
    cast.mentoring.enrolments.filter(role="guide").delete()
    page = cast.client("manager").get(cast.address(f"programmes/{cast.mentoring.public_id}/sign-ups/"))
    assert "Mentors: nobody yet." in page.content.decode()
