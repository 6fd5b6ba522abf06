"""Pairs that already run come in from a file: after a look, all at once, or not at all."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast, make_pair, make_person

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.people.importing import choose_columns, confirm_import, receive_file
from alongside.people.models import Profile, Upload
from alongside.people.purposes import Chosen
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.bringing_pairs import write_pairs
from alongside.relationships.models import Participant, Relationship
from alongside.relationships.pairs_plan import plan_pairs
from alongside.tables import read, write_csv, write_xlsx

HEADINGS = ["Mentee", "Mentor", "Started", "Last met"]


def planned(cast: Cast, *rows: tuple, by=None, content: bytes | None = None) -> Upload:
    file = content or write_csv(HEADINGS, [[str(cell) for cell in row] for row in rows])
    subject = cast.mentoring.public_id
    upload = receive_file(
        by=by or cast.manager, purpose="pairs", filename="pairs.csv", content=file, subject_id=subject
    )
    return choose_columns(upload, by=cast.manager, chosen=Chosen.from_json(upload.mapping))


def imported(cast: Cast, *rows: tuple, content: bytes | None = None) -> Upload:
    return confirm_import(planned(cast, *rows, content=content), by=cast.manager)


def problems(cast: Cast, *rows: tuple) -> list[str]:
    return [
        f"{one['row']} {one['column']}: {one['message']}" for one in planned(cast, *rows).preview["problems"]
    ]


def everything() -> list:
    return [
        list(rows.order_by("pk").values())
        for rows in (Relationship.objects.all(), Participant.objects.all(), Enrolment.objects.all())
    ]


def test_a_pair_comes_in_with_its_start_and_last_meeting(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        imported(cast, ("silvia@northfield.example", "Daniel Osei", "3/11/2025", "2026-10-31"))
    pair = Relationship.objects.get(origin="import")
    assert (str(pair.started_on), str(pair.last_met_on)) == ("2025-11-03", "2026-10-31")
    assert [person.name for person in pair.people] == ["Silvia Neumann", "Daniel Osei"]
    assert {row.state for row in Enrolment.objects.filter(participations__relationship=pair)} == {"matched"}
    assert mail.outbox == []


def test_a_workbook_is_read_as_well(cast: Cast) -> None:
    rows = [["Silvia Neumann", "Daniel Osei", timezone.localdate() - timedelta(days=40), None]]
    imported(cast, content=write_xlsx(HEADINGS, rows, "Pairs"))
    assert Relationship.objects.get(origin="import").started_on == timezone.localdate() - timedelta(days=40)


def test_importing_twice_changes_nothing(cast: Cast) -> None:
    file = [("Silvia Neumann", "Daniel Osei", "2025-11-03", ""), ("Amara Okafor", "Henrik Lindqvist", "", "")]
    first = imported(cast, *file)
    assert (first.preview["created"], first.preview["unchanged"]) == (1, 1)
    before = everything()
    again = imported(cast, *file)
    assert (again.preview["created"], again.preview["unchanged"]) == (0, 2)
    assert everything() == before


def test_nothing_is_written_before_it_is_confirmed(cast: Cast) -> None:
    before = everything()
    planned(cast, ("Silvia Neumann", "Daniel Osei", "2025-11-03", ""))
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("Silvia Neumann", "Nobody Known", "", ""), "2 Mentor: this person is not in the directory."),
        (("", "Daniel Osei", "", ""), "2 Mentee: the cell is empty."),
        (("Daniel Osei", "daniel@northfield.example", "", ""), "2 Mentor: both are the same person."),
        (("Silvia Neumann", "Daniel Osei", "31/02/2026", ""), "2 Started: “31/02/2026” is not a date."),
        (("Silvia Neumann", "Daniel Osei", "", "2999-01-01"), "2 Last met: this date lies in the future."),
        (("Silvia Neumann", "Daniel Osei", "2026-03-01", "2026-02-01"), "they would have last met before"),
        (("Silvia Neumann", "Xaver Outside", "", ""), "not in the directory"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(cast: Cast, row: tuple, problem: str) -> None:
    [found] = problems(cast, row)
    assert problem in found


def test_a_file_with_one_wrong_row_writes_nothing(cast: Cast) -> None:
    before = everything()
    upload = planned(cast, ("Silvia Neumann", "Daniel Osei", "", ""), ("Otto Admin", "Nobody", "", ""))
    with pytest.raises(RuleBroken):
        confirm_import(upload, by=cast.manager)
    assert everything() == before


def test_a_name_that_two_people_share_asks_for_the_address(cast: Cast) -> None:
    twin = make_person(cast.organisation, "Twin One")
    twin.name = "Daniel Osei"
    twin.save()
    [found] = problems(cast, ("Silvia Neumann", "Daniel Osei", "", ""))
    assert "several people" in found


def test_a_pair_twice_in_the_file_is_named_with_its_first_row(cast: Cast) -> None:
    row = ("Silvia Neumann", "Daniel Osei", "", "")
    assert problems(cast, row, row) == ["3 Mentee: this pair is in the file twice, also in row 2."]


def test_nobody_gets_more_than_the_programme_allows(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(learners_per_guide=2)
    rows = [(name, "Henrik Lindqvist", "", "") for name in ("Silvia Neumann", "Otto Admin")]
    assert problems(cast, *rows) == ["3 Mentor: this person would be in 3 pairs."]


def test_nobody_guides_more_than_they_said_over_all_programmes(cast: Cast) -> None:
    make_pair(cast.coaching, cast.stranger, cast.mentor)
    Profile.objects.update_or_create(person=cast.mentor, defaults={"capacity": 2})
    assert problems(cast, ("Silvia Neumann", "Henrik Lindqvist", "", "")) == [
        "2 Mentor: this person has as many people as they take, over all programmes."
    ]
    Programme.objects.filter(pk=cast.coaching.pk).update(kind="flash")
    assert problems(cast, ("Silvia Neumann", "Henrik Lindqvist", "", "")) == []
    Programme.objects.filter(pk=cast.coaching.pk).update(kind="coaching")
    Profile.objects.filter(person=cast.mentor).update(capacity=3)
    assert problems(cast, ("Silvia Neumann", "Henrik Lindqvist", "", "")) == []


def test_a_plan_that_others_were_quicker_than_fills_nobody_over(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(learners_per_guide=1)
    cast.mentoring.refresh_from_db()
    table = read(write_csv(HEADINGS[:2], [["Otto Admin", "Daniel Osei"]]))
    columns = {"learner": "Mentee", "guide": "Mentor"}
    plan = plan_pairs(cast.mentoring, table, columns, lambda done, total: None)
    imported(cast, ("Silvia Neumann", "Daniel Osei", "", ""))
    before = everything()
    with pytest.raises(RuleBroken, match="too many for Daniel Osei"):
        write_pairs(plan, by=cast.manager)
    assert everything() == before


def test_who_guides_and_learns_is_signed_up_for_both(cast: Cast) -> None:
    imported(cast, ("Silvia Neumann", "Daniel Osei", "", ""), ("Daniel Osei", "Otto Admin", "", ""))
    assert Enrolment.objects.get(programme=cast.mentoring, person=cast.coachee).role == "both"


def test_only_those_who_run_the_programme_bring_pairs(cast: Cast) -> None:
    for person in (cast.mentee, cast.admin, cast.outsider):
        with pytest.raises(NotAllowed):
            planned(cast, ("Silvia Neumann", "Daniel Osei", "", ""), by=person)
