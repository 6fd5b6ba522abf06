"""A file of mentees or mentors becomes sign-ups, and a file of leavers ends what ran, kindly."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from tests.cast import Cast
from tests.cohorts import GRADES, shared_data
from tests.people.files import csv_of, make_levels

from alongside.accounts.models import Person
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.people.importing import choose_columns, confirm_import, receive_file
from alongside.people.models import Upload
from alongside.people.purposes import Chosen
from alongside.programmes.actions.enrolments import apply, withdraw
from alongside.programmes.actions.questions import add_question, change_question
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Answer, Question, Response
from alongside.relationships.models import Relationship

pytestmark = pytest.mark.django_db

HEADINGS = ["Name", "E-mail", "Department", "Profession"]
ANN = ("Ann Archer", "ann@northfield.example", "Nursing", "Policy")
BEN = ("Ben Böhm", "ben@northfield.example", "Estates", "Finance")


def planned(
    cast: Cast, content: bytes, purpose: str, *, kept: tuple[str, ...] = (), **columns: str
) -> Upload:
    subject = "" if purpose == "leavers" else cast.mentoring.public_id
    upload = receive_file(
        by=cast.manager, purpose=purpose, subject_id=subject, filename="file.csv", content=content
    )
    proposed = Chosen.from_json(upload.mapping)
    chosen = Chosen({**proposed.columns, **columns}, kept or proposed.kept)
    return choose_columns(upload, by=cast.manager, chosen=chosen)


def brought_in(cast: Cast, content: bytes, purpose: str, **options: Any) -> Upload:
    return confirm_import(planned(cast, content, purpose, **options), by=cast.manager)


def answers(enrolment: Enrolment) -> dict[str, object]:
    return dict(Answer.objects.filter(response=enrolment.response).values_list("question__key", "value"))


def of(email: str) -> Enrolment:
    return Enrolment.objects.select_related("person__profile", "response").get(person__email=email)


def test_a_file_of_mentees_adds_people_and_their_approved_sign_ups(cast: Cast) -> None:
    upload = brought_in(cast, csv_of(ANN, BEN, headings=HEADINGS), "mentees", kept=("Profession",))
    ann = of(ANN[1])
    assert (ann.role, ann.state, ann.person.profile.department) == ("learner", "approved", "Nursing")
    assert answers(ann) == {"profession": "Policy"}
    assert (upload.preview["created"], upload.preview["errors"]) == (2, 0)
    assert mail.outbox == []


def test_a_kept_column_becomes_a_question_that_nobody_reads(cast: Cast) -> None:
    brought_in(cast, csv_of(ANN, headings=HEADINGS), "mentees", kept=("Profession",))
    question = Question.objects.get(key="profession", questionnaire__programmes=cast.mentoring)
    assert (question.text, question.asked, question.reader) == ("Profession", "learners", "nobody")
    page = cast.client("manager").get(cast.address(f"sign-ups/{of(ANN[1]).public_id}/"))
    assert b"Policy" not in page.content


def test_the_file_of_the_other_side_answers_the_same_question(cast: Cast) -> None:
    brought_in(cast, csv_of(ANN, headings=HEADINGS), "mentees", kept=("Profession",))
    upload = brought_in(cast, csv_of(BEN, headings=HEADINGS), "mentors")
    assert upload.mapping["columns"]["answer_profession"] == "Profession"
    cast.mentoring.refresh_from_db()
    assert cast.mentoring.questionnaire is not None
    assert cast.mentoring.questionnaire.questions.get(key="profession").asked == "everybody"
    assert answers(of(ANN[1])) == {"profession": "Policy"}
    assert answers(of(BEN[1])) == {"profession": "Finance"}


def test_who_is_in_both_files_takes_both_sides(cast: Cast) -> None:
    brought_in(cast, csv_of(ANN, headings=HEADINGS), "mentees", kept=("Profession",))
    brought_in(cast, csv_of(ANN, headings=HEADINGS), "mentors")
    assert of(ANN[1]).role == Enrolment.Role.BOTH
    assert Enrolment.objects.filter(person__email=ANN[1]).count() == 1


def test_a_column_may_say_the_side(cast: Cast) -> None:
    rows = ((*ANN, "Mentor"), (*BEN, "mentee"))
    brought_in(cast, csv_of(*rows, headings=[*HEADINGS, "Role"]), "participants")
    assert (of(ANN[1]).role, of(BEN[1]).role) == ("guide", "learner")


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    content = csv_of(ANN, BEN, headings=HEADINGS)
    brought_in(cast, content, "mentees", kept=("Profession",))
    before = list(Enrolment.objects.order_by("pk").values()), list(Answer.objects.order_by("pk").values())
    again = brought_in(cast, content, "mentees")
    assert (again.preview["unchanged"], again.preview["changed"], again.preview["created"]) == (2, 0, 0)
    after = list(Enrolment.objects.order_by("pk").values()), list(Answer.objects.order_by("pk").values())
    assert after == before


def test_an_answer_already_given_stays_in_the_version_that_was_answered(cast: Cast) -> None:
    brought_in(cast, csv_of(ANN, headings=HEADINGS), "mentees", kept=("Profession",))
    first = Response.objects.get(person__email=ANN[1])
    row = (*ANN[:3], "Law", "Chess")
    brought_in(cast, csv_of(row, headings=[*HEADINGS, "Pastime"]), "mentees", kept=("Pastime",))
    assert answers(of(ANN[1])) == {"profession": "Law", "pastime": "Chess"}
    assert list(first.answers.values_list("value", flat=True)) == ["Policy"]


def test_who_left_the_programme_is_not_brought_back_by_a_file(cast: Cast) -> None:
    content = csv_of(ANN, headings=HEADINGS)
    brought_in(cast, content, "mentees", kept=("Profession",))
    withdraw(of(ANN[1]), by=of(ANN[1]).person)
    brought_in(cast, content, "mentees")
    assert of(ANN[1]).state == Enrolment.State.WITHDRAWN


def test_somebody_who_waits_for_a_decision_is_approved_by_the_file(cast: Cast) -> None:
    Enrolment.objects.create(programme=cast.mentoring, person=cast.stranger, role="learner")
    row = ("Silvia Neumann", cast.stranger.email, "", "")
    upload = brought_in(cast, csv_of(row, headings=HEADINGS), "mentees")
    assert of(cast.stranger.email).state == Enrolment.State.APPROVED
    assert upload.preview["changed"] == 1


def test_a_cell_that_cannot_be_used_is_named_and_nothing_is_written(cast: Cast) -> None:
    rows = ((*ANN, "boss"), (*BEN, ""))
    upload = planned(cast, csv_of(*rows, headings=[*HEADINGS, "Role"]), "participants")
    problems = {(one["row"], one["column"]) for one in upload.preview["problems"]}
    assert problems == {(2, "Role"), (3, "Role")}
    with pytest.raises(RuleBroken, match="corrected first"):
        confirm_import(upload, by=cast.manager)
    assert not Person.objects.filter(email=ANN[1]).exists()


@pytest.mark.parametrize("part", ["mentee", "admin", "stranger", "outsider"])
def test_only_who_runs_the_programme_brings_in_its_people(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        receive_file(
            by=getattr(cast, part),
            purpose="mentees",
            subject_id=cast.mentoring.public_id,
            filename="file.csv",
            content=csv_of(ANN, headings=HEADINGS),
        )


def test_a_closed_programme_takes_no_file(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(state="closed")
    address = cast.address(f"imports/?purpose=mentees&subject={cast.mentoring.public_id}")
    assert cast.client("manager").get(address).status_code == 403


def test_leavers_end_their_pairs_and_the_others_are_told_kindly(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    content = csv_of((cast.mentor.email, "2026-03-31"), headings=["E-mail", "Left on"])
    with django_capture_on_commit_callbacks(execute=True):
        brought_in(cast, content, "leavers")
    cast.pair.refresh_from_db()
    cast.mentor.refresh_from_db()
    assert cast.pair.state == Relationship.State.ENDED_EARLY
    assert cast.mentor.left_at is not None
    assert cast.mentor.left_at.date().isoformat() == "2026-03-31"
    assert cast.mentor.enrolments.get().state == Enrolment.State.WITHDRAWN
    assert cast.mentee.enrolments.get().state == Enrolment.State.APPROVED
    assert [message.to for message in mail.outbox] == [[cast.mentee.email]]
    assert cast.client("mentor").get(cast.address("people/")).status_code == 404


def test_a_leaver_whom_nobody_knows_is_named(cast: Cast) -> None:
    rows = (("nobody@northfield.example", ""), (cast.mentor.email, "31.12.2999"))
    upload = planned(cast, csv_of(*rows, headings=["E-mail", "Left on"]), "leavers")
    assert [one["row"] for one in upload.preview["problems"]] == [2, 3]


def test_the_last_admin_does_not_leave_by_file(cast: Cast) -> None:
    upload = planned(cast, csv_of((cast.admin.email,), headings=["E-mail"]), "leavers")
    with pytest.raises(RuleBroken, match="at least one admin"):
        confirm_import(upload, by=cast.manager)
    cast.admin.refresh_from_db()
    assert cast.admin.left_at is None


def test_the_files_of_a_mentoring_scheme_come_in_as_they_are(cast: Cast) -> None:
    data = shared_data()
    if data is None:
        pytest.skip("the published cohorts are not beside this repository")
    make_levels(cast.organisation, *GRADES)
    folder = data / "mentor-match" / "small"
    kept = ("profession", "identity to match")
    first = brought_in(cast, (folder / "mentees.csv").read_bytes(), "mentees", kept=kept)
    second = brought_in(cast, (folder / "mentors.csv").read_bytes(), "mentors", kept=("characteristics",))
    assert (first.preview["created"], second.preview["created"]) == (50, 50)
    assert first.mapping["columns"]["department"] == "organisation"
    mentee = of("mentee.00@gov.uk")
    assert (mentee.person.name, mentee.person.profile.department) == ("mentee 00", "Department of Virtue")
    assert mentee.person.profile.level.name == "HEO"
    assert answers(mentee) == {"profession": "Security", "identity_to_match": "Bisexual or pansexual"}
    assert Enrolment.objects.filter(programme=cast.mentoring, role="guide", state="approved").count() == 50


def test_a_file_does_not_carry_what_was_told_in_confidence_to_an_opened_question(cast: Cast) -> None:
    for key, text in (("faith", "Faith"), ("hope", "Hope")):
        add_question(cast.mentoring, by=cast.manager, key=key, text=text, reader=Question.Reader.NOBODY)
    apply(cast.mentoring, by=cast.stranger, role="learner", answers={"faith": "Quaker", "hope": "To lead"})
    change_question(cast.mentoring, by=cast.manager, key="faith", reader=Question.Reader.MANAGERS)
    file = csv_of(
        ("Silvia Neumann", "silvia@northfield.example", "To rest"), headings=["Name", "E-mail", "Hope"]
    )
    brought_in(cast, file, "mentees")
    assert answers(of("silvia@northfield.example")) == {"hope": "To rest"}
