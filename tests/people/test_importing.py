"""A file becomes people: after a look at what would happen, all at once, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.jobs import cancel
from alongside.activity.models import Event, Job
from alongside.people import importing
from alongside.people.importing import (
    choose_columns,
    confirm_import,
    discard_upload,
    forget_unconfirmed,
    import_in_background,
    receive_file,
)
from alongside.people.models import Profile, Upload
from alongside.people.purposes import Chosen
from alongside.tables import TableError
from tests.cast import Cast
from tests.people.files import HEADINGS, csv_of, everything, imported, make_levels, planned

ANN = ("Ann Archer", "Ann@Northfield.example ", "senior", "", 2)
BEN = ("Ben Böhm", "ben@northfield.example", "Junior", "ann@northfield.example", 0)


@pytest.fixture
def scale(cast: Cast) -> Cast:
    make_levels(cast.organisation, "Junior", "Senior")
    return cast


def test_people_of_a_file_are_in_the_directory_with_all_it_says(scale: Cast) -> None:
    columns = [*HEADINGS, "Zeitzone", "Sprachen", "Can help with", "Wants to learn", "Hobbies"]
    ann = (*ANN, "europe/berlin", "Deutsch, en", "Python (5), Writing", "Leading: 4", "Chess; Rowing")
    upload = imported(csv_of(ann, (*BEN, "", "", "python", "", ""), headings=columns), scale.admin)
    person = Person.objects.get(email="ann@northfield.example")
    profile = Profile.objects.get(person__email="ben@northfield.example")
    assert (person.name, person.time_zone, person.profile.level.name) == (
        "Ann Archer",
        "Europe/Berlin",
        "Senior",
    )
    assert (person.profile.languages, person.profile.interests) == (["de", "en"], ["Chess", "Rowing"])
    assert (profile.manager, profile.capacity) == (person, 0)
    skills = {(one.skill.name, one.direction, one.strength) for one in person.skills.select_related("skill")}
    assert skills == {("Python", "offered", 5), ("Writing", "offered", 3), ("Leading", "wanted", 4)}
    assert profile.person.skills.get().skill.name == "Python"
    assert upload.preview["created"] == 2


def test_nothing_is_written_before_it_is_confirmed(scale: Cast) -> None:
    before = everything(scale.organisation)
    upload = planned(csv_of(ANN, BEN), scale.admin)
    assert (upload.preview["created"], upload.preview["errors"]) == (2, 0)
    assert everything(scale.organisation) == before


def test_the_plan_says_who_is_new_who_changes_and_who_is_left_alone(scale: Cast) -> None:
    imported(csv_of(ANN, BEN), scale.admin)
    upload = planned(
        csv_of(("Ann Archer-Berg", *ANN[1:]), BEN, ("Cem", "cem@x.example", "", "", "")), scale.admin
    )
    preview = upload.preview
    assert (preview["created"], preview["changed"], preview["unchanged"]) == (1, 1, 1)
    changed = next(entry for entry in preview["entries"] if entry["outcome"] == "changed")
    assert changed["changes"] == [["Full name", "Ann Archer", "Ann Archer-Berg"]]


def test_an_admin_does_not_learn_from_a_preview_how_many_people_somebody_takes(scale: Cast) -> None:
    Profile.objects.filter(person=scale.mentor).update(capacity=3)
    file = b"Email,Capacity\nhenrik@northfield.example,1\n"
    upload = receive_file(by=scale.admin, purpose="people", filename="people.csv", content=file)
    assert upload.mapping["columns"]["capacity"] == "Capacity"
    choose_columns(upload, by=scale.admin, chosen=Chosen.from_json(upload.mapping))
    [entry] = upload.preview["entries"]
    assert entry["changes"] == [["How many people at most", "not shown", "1"]]


def test_an_empty_cell_leaves_what_is_known(scale: Cast) -> None:
    imported(csv_of(ANN), scale.admin)
    imported(csv_of(("", "ann@northfield.example", "", "", "")), scale.admin)
    profile = Profile.objects.get(person__email="ann@northfield.example")
    assert (profile.person.name, profile.capacity, profile.level.name) == ("Ann Archer", 2, "Senior")


def test_someone_already_in_the_directory_keeps_account_and_role(scale: Cast) -> None:
    imported(csv_of(("Otto Neu", scale.admin.email, "", "", "")), scale.admin)
    scale.admin.refresh_from_db()
    assert (scale.admin.name, scale.admin.is_organisation_admin) == ("Otto Neu", True)
    assert scale.admin.user is not None


def test_people_of_another_organisation_are_not_touched(scale: Cast) -> None:
    before = everything(scale.outsider.organisation)
    imported(csv_of(("Other Xaver", scale.outsider.email, "", "", "")), scale.admin)
    assert everything(scale.outsider.organisation) == before
    assert Person.objects.filter(email=scale.outsider.email).count() == 2


def test_columns_can_be_kept_under_their_own_name(scale: Cast) -> None:
    content = csv_of(("Ann", "ann@x.example", "Policy"), headings=["Name", "E-mail", "Profession"])
    upload = receive_file(by=scale.admin, purpose="people", filename="a.csv", content=content)
    chosen = Chosen({"name": "Name", "email": "E-mail"}, kept=("Profession",))
    confirm_import(choose_columns(upload, by=scale.admin, chosen=chosen), by=scale.admin)
    assert Profile.objects.get(person__email="ann@x.example").other == {"Profession": "Policy"}


def test_a_mapping_changed_by_hand_is_remembered_for_the_same_columns(scale: Cast) -> None:
    content = csv_of(("Ann", "ann@x.example", "Berlin"), headings=["Name", "E-mail", "Where"])
    upload = receive_file(by=scale.admin, purpose="people", filename="a.csv", content=content)
    assert "location" not in upload.mapping["columns"]
    chosen = Chosen({"name": "Name", "email": "E-mail", "location": "Where"})
    choose_columns(upload, by=scale.admin, chosen=chosen)
    again = receive_file(by=scale.manager, purpose="people", filename="b.csv", content=content)
    assert again.mapping["columns"]["location"] == "Where"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"name": "Name"}, "Email address"),
        ({"email": "E-mail", "name": "E-mail"}, "once"),
        ({"email": "E-mail", "name": "Nobody"}, "once"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(scale: Cast, columns: dict[str, str], says: str) -> None:
    upload = receive_file(by=scale.admin, purpose="people", filename="a.csv", content=csv_of(ANN))
    with pytest.raises(RuleBroken, match=says):
        choose_columns(upload, by=scale.admin, chosen=Chosen(columns))


def test_one_wrong_cell_stops_the_whole_file(scale: Cast) -> None:
    before = everything(scale.organisation)
    upload = planned(csv_of(ANN, (*BEN[:2], "Archduke", "", 1)), scale.admin)
    problem = upload.preview["problems"][0]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "Level", "Archduke")
    assert "Junior, Senior" in problem["cure"]
    assert upload.preview["unknown_levels"] == ["Archduke"]
    with pytest.raises(RuleBroken, match="1 cell has to be corrected"):
        confirm_import(upload, by=scale.admin)
    assert everything(scale.organisation) == before


def test_what_became_wrong_since_the_preview_stops_the_file_too(scale: Cast) -> None:
    imported(csv_of(ANN), scale.admin)
    upload = planned(csv_of(BEN), scale.admin)
    Person.objects.filter(email="ann@northfield.example").delete()
    before = everything(scale.organisation)
    with pytest.raises(RuleBroken):
        confirm_import(upload, by=scale.admin)
    assert everything(scale.organisation) == before


def test_confirming_twice_imports_once(scale: Cast) -> None:
    upload = imported(csv_of(ANN), scale.admin)
    before = everything(scale.organisation)
    assert confirm_import(upload, by=scale.admin).applied_at == upload.applied_at
    assert everything(scale.organisation) == before
    assert Event.objects.filter(verb="people.imported").count() == 1


def test_a_circle_that_the_file_closes_with_the_directory_is_refused(scale: Cast) -> None:
    imported(csv_of(ANN, BEN), scale.admin)
    upload = planned(csv_of((*ANN[:3], "ben@northfield.example", 2)), scale.admin)
    assert "circle" in upload.preview["problems"][0]["message"]


def test_a_member_and_a_coach_may_not_bring_files(scale: Cast) -> None:
    for person in (scale.mentee, scale.coach):
        with pytest.raises(NotAllowed):
            receive_file(by=person, purpose="people", filename="a.csv", content=csv_of(ANN))


def test_nobody_confirms_the_file_of_somebody_else(scale: Cast) -> None:
    with pytest.raises(NotAllowed):
        confirm_import(planned(csv_of(ANN), scale.admin), by=scale.manager)


def test_a_file_that_cannot_be_read_is_not_kept(scale: Cast) -> None:
    with pytest.raises(TableError):
        receive_file(by=scale.admin, purpose="people", filename="a.xlsx", content=b"%PDF-1.7")
    assert not Upload.objects.exists()


def test_the_file_is_deleted_once_it_is_imported_or_discarded(
    scale: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = imported(csv_of(ANN), scale.admin)
        dropped = planned(csv_of(BEN), scale.admin)
        stored, names = dropped.file.storage, [done.file.name, dropped.file.name]
        discard_upload(dropped, by=scale.admin)
    assert not any(stored.exists(name) for name in names)
    assert list(Upload.objects.all()) == [done]


def test_a_file_that_nobody_confirms_is_forgotten_after_a_week(scale: Cast) -> None:
    waiting, old, done = (
        planned(csv_of(BEN), scale.admin),
        planned(csv_of(BEN), scale.admin),
        imported(csv_of(ANN), scale.admin),
    )
    stored, name = old.file.storage, old.file.name
    Upload.objects.exclude(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert forget_unconfirmed() == 1
    assert not stored.exists(name)
    assert set(Upload.objects.all()) == {waiting, done}


def test_nobody_gets_an_address_that_no_mail_reaches_from_a_file(scale: Cast) -> None:
    upload = planned(csv_of(("Ben Böhm", "ben@no-mail.invalid", "Junior", "", 0)), scale.admin)
    assert "no mail reaches this address." in [one["message"] for one in upload.preview["problems"]]


def long_file(rows: int) -> bytes:
    columns = [*HEADINGS, "Department", "Job title", "Location", "Can help with"]
    made = [
        (
            f"Person {number}",
            f"p{number}@northfield.example",
            ("Junior", "Senior")[number % 2],
            f"p{number // 10}@northfield.example" if number >= 10 else "",
            number % 4,
            f"Department {number % 40}",
            "Engineer",
            "Berlin",
            f"Skill {number % 50} (4), Skill {number % 49}",
        )
        for number in range(rows)
    ]
    return csv_of(*made, headings=columns)


def test_a_long_file_is_imported_in_the_background(scale: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ROWS_WRITTEN_AT_ONCE", 5)
    upload = imported(long_file(30), scale.admin)
    assert (upload.job.state, upload.applied_at) == (Job.State.QUEUED, None)
    assert confirm_import(upload, by=scale.admin).job == upload.job
    import_in_background(upload.job)
    upload.refresh_from_db()
    assert upload.applied_at
    assert Person.objects.filter(name__startswith="Person ").count() == 30
    import_in_background(upload.job)
    assert Event.objects.filter(verb="people.imported").count() == 1


def test_an_import_that_is_cancelled_leaves_the_directory_as_it_was(
    scale: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ROWS_WRITTEN_AT_ONCE", 5)
    before = everything(scale.organisation)
    upload = imported(long_file(30), scale.admin)
    cancel(upload.job, by=scale.admin)
    with pytest.raises(importing.JobCancelled):
        import_in_background(upload.job)
    assert everything(scale.organisation) == before
    assert confirm_import(upload, by=scale.admin).job.state == Job.State.QUEUED


def test_two_thousand_more_people_are_written_with_a_few_more_queries(scale: Cast) -> None:
    counts = []
    for rows in (600, 2_600):  # the first 600 are known by then
        upload = imported(long_file(rows), scale.admin)
        with CaptureQueriesContext(connection) as queries:
            import_in_background(upload.job)
        counts.append(len(queries))
    assert Person.objects.filter(name__startswith="Person ").count() == 2_600
    assert counts[1] < counts[0] + 100


def test_planning_takes_as_many_queries_for_many_people_as_for_few(
    scale: Cast,
) -> None:
    counts = []
    planned(long_file(12), scale.admin)
    for rows in (12, 400):
        upload = receive_file(by=scale.admin, purpose="people", filename="a.csv", content=long_file(rows))
        with CaptureQueriesContext(connection) as queries:
            choose_columns(upload, by=scale.admin, chosen=Chosen.from_json(upload.mapping))
        counts.append(len(queries))
    assert counts[0] == counts[1]
