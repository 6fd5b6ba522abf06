"""The pages of people, through a browser's requests."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from alongside.accounts.models import Person
from alongside.activity.models import Job
from alongside.people import importing
from alongside.people.models import Level, Profile, Upload
from alongside.tables import read
from tests.cast import Cast
from tests.people.files import csv_of, everything, imported, make_levels

ANN = ("Ann Archer", "ann@northfield.example", "Senior", "", 2)
BEN = ("Ben Böhm", "ben@northfield.example", "Junior", "ann@northfield.example", 0)


def choose_file(client: Client, cast: Cast, content: bytes, name: str = "people.csv"):
    return client.post(
        cast.address("imports/"),
        {"file": SimpleUploadedFile(name, content), "purpose": "people", "subject": ""},
        follow=True,
    )


def confirm(client: Client, cast: Cast, upload: Upload):
    return client.post(cast.address(f"imports/{upload.public_id}/confirmation/"), follow=True)


def photo(width: int = 900, height: int = 600) -> SimpleUploadedFile:
    image = Image.new("RGB", (width, height), "teal")
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0)}
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", content.getvalue(), "image/jpeg")


def test_a_file_goes_from_upload_to_people_in_four_steps(cast: Cast) -> None:
    make_levels(cast.organisation, "Junior", "Senior")
    client = cast.client("admin")
    page = choose_file(client, cast, csv_of(ANN, BEN))
    assert "What does each column hold?" in page.content.decode()
    upload = Upload.objects.get()
    form = page.context["form"]
    page = client.post(page.request["PATH_INFO"], {one.html_name: one.initial for one in form}, follow=True)
    assert "2 rows are ready to import" in page.content.decode()
    page = confirm(client, cast, upload)
    assert "2 rows are imported" in page.content.decode()
    assert Person.objects.filter(email="ben@northfield.example").exists()


def test_a_file_that_cannot_be_read_says_why_beside_the_field(cast: Cast) -> None:
    page = choose_file(cast.client("admin"), cast, b"%PDF-1.7", "people.xlsx")
    assert "a PDF document" in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()


def test_what_is_wrong_is_shown_by_row_and_field_and_can_be_downloaded(cast: Cast) -> None:
    make_levels(cast.organisation, "Junior", "Senior")
    client = cast.client("admin")
    page = choose_file(client, cast, csv_of((*ANN[:2], "=Archduke", "", -1)))
    form = page.context["form"]
    page = client.post(page.request["PATH_INFO"], {one.html_name: one.initial for one in form}, follow=True)
    text = page.content.decode()
    assert "2 cells have to be corrected first" in text
    assert "suggest=%3DArchduke" in text
    workbook = client.get(cast.address(f"imports/{Upload.objects.get().public_id}/file/")).content
    table = read(workbook)
    assert table.column("Value") == ["=Archduke", "-1"]
    assert table.column("Row") == ["2", "2"]


def test_two_columns_for_one_field_are_refused_in_place(cast: Cast) -> None:
    client = cast.client("admin")
    page = choose_file(client, cast, csv_of(ANN))
    page = client.post(
        page.request["PATH_INFO"], {"column_0": "name", "column_1": "email", "column_3": "email"}
    )
    assert "This is chosen for “E-mail” already." in page.content.decode()


def test_a_long_import_shows_its_progress_and_can_be_cancelled(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(importing, "ROWS_WRITTEN_AT_ONCE", 1)
    make_levels(cast.organisation, "Junior", "Senior")
    client = cast.client("admin")
    upload = imported(csv_of(ANN, BEN), cast.admin)
    address = cast.address(f"imports/{upload.public_id}/")
    assert "<progress" in client.get(address).content.decode()
    fragment = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<progress" in fragment
    assert "<html" not in fragment
    page = client.post(f"{address}cancellation/", follow=True)
    assert "You cancelled the import. Nothing was changed." in page.content.decode()
    assert Job.objects.get().state == Job.State.CANCELLED
    assert client.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"


def test_a_file_can_be_discarded(cast: Cast) -> None:
    client = cast.client("admin")
    choose_file(client, cast, csv_of(ANN))
    client.post(cast.address(f"imports/{Upload.objects.get().public_id}/removal/"))
    assert not Upload.objects.exists()


@pytest.mark.parametrize("part", ["mentee", "mentor", "coach", "stranger"])
def test_members_do_not_get_at_directory_levels_or_imports(cast: Cast, part: str) -> None:
    client = cast.client(part)
    for path in ("people/", "people/file/", "levels/", "imports/"):
        assert client.get(cast.address(path)).status_code == 403


def test_a_file_is_only_there_for_who_brought_it(cast: Cast) -> None:
    choose_file(cast.client("admin"), cast, csv_of(ANN))
    address = cast.address(f"imports/{Upload.objects.get().public_id}/columns/")
    assert cast.client("manager").get(address).status_code == 404
    assert cast.client("outsider").get(address).status_code == 404


def test_people_are_found_by_words_and_filters_in_the_address(cast: Cast) -> None:
    make_levels(cast.organisation, "Junior", "Senior")
    imported(
        csv_of(
            (*ANN, "Theatres"),
            (*BEN, "Wards"),
            headings=["Name", "E-mail", "Level", "Manager", "Places", "Dept"],
        ),
        cast.admin,
    )
    client = cast.client("admin")
    senior = Level.objects.get(name="Senior").public_id
    for query in ("q=archer", "q=ANN@north", "department=Theatres", f"level={senior}"):
        people = client.get(cast.address(f"people/?{query}")).context["page"].object_list
        assert [person.name for person in people] == ["Ann Archer"], query
    fragment = client.get(cast.address("people/?q=ben"), headers={"hx-request": "true"}).content.decode()
    assert "Ben Böhm" in fragment
    assert "<html" not in fragment


def test_the_list_downloads_as_a_file_that_changes_nothing_when_it_is_imported(cast: Cast) -> None:
    make_levels(cast.organisation, "Junior", "Senior")
    headings = [
        "Name",
        "E-mail",
        "Level",
        "Manager e-mail",
        "Capacity",
        "Languages",
        "Can help with",
        "About",
    ]
    imported(
        csv_of((*ANN, "German, en", "Python (5), SQL", "=1+1"), (*BEN, "", "", ""), headings=headings),
        cast.admin,
    )
    before = everything(cast.organisation)
    content = cast.client("manager").get(cast.address("people/file/")).content
    again = imported(content, cast.admin)
    assert (again.preview["errors"], again.preview["created"], again.preview["changed"]) == (0, 0, 0)
    assert everything(cast.organisation) == before


def test_an_admin_who_runs_no_programme_does_not_see_how_many_somebody_takes(cast: Cast) -> None:
    Profile.objects.filter(person=cast.mentor).update(capacity=7)
    address = cast.address(f"people/{cast.mentor.public_id}/")
    assert "Takes at most" not in cast.client("admin").get(address).content.decode()
    assert "Takes at most" in cast.client("manager").get(address).content.decode()
    columns = read(cast.client("admin").get(cast.address("people/file/")).content).columns
    assert "How many people at most" not in columns


@pytest.mark.parametrize("path", ["people/", "imports/"])
def test_lists_take_as_many_queries_for_many_rows_as_for_few(cast: Cast, path: str) -> None:
    client = cast.client("admin")
    counts = []
    for rows in (3, 300):
        people = [(f"P {number}", f"p{number}@x.example", "", "", 1) for number in range(rows)]
        imported(csv_of(*people), cast.admin)
        with CaptureQueriesContext(connection) as queries:
            client.get(cast.address(path))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def profile_fields(**changed: object) -> dict[str, object]:
    formsets = {f"{one}-{key}": value for one in ("offered", "wanted") for key, value in FORMSET.items()}
    return {"name": "Amara Okafor", "time_zone": "Africa/Lagos", **formsets, **changed}


FORMSET = {"TOTAL_FORMS": 3, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 20}


def test_people_write_their_own_profile(cast: Cast) -> None:
    client = cast.client("mentee")
    skill = {
        "offered-0-name": "Python",
        "offered-0-strength": 5,
        "wanted-0-name": "python",
        "wanted-0-strength": 1,
    }
    said = {
        "biography": "From nursing to data.",
        "languages": "Yoruba, en",
        "interests": "Chess, chess",
        **skill,
    }
    page = client.post(
        cast.address(f"people/{cast.mentee.public_id}/profile/"), profile_fields(**said), follow=True
    )
    text = page.content.decode()
    for words in ("From nursing to data.", "Yoruba, English", "Chess", "5 of 5", "Lagos"):
        assert words in text
    assert cast.mentee.skills.count() == 2
    assert cast.mentee.organisation.skills.count() == 1


def test_a_photo_is_made_small_and_loses_where_it_was_taken(cast: Cast) -> None:
    client = cast.client("mentee")
    client.post(cast.address(f"people/{cast.mentee.public_id}/profile/"), profile_fields(photo=photo()))
    response = client.get(cast.address(f"people/{cast.mentee.public_id}/photo/"))
    content = b"".join(response.streaming_content)
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (512, 512)
        assert not shown.getexif()
    assert b"Secret Camera" not in content


def test_a_photo_is_served_only_to_who_may_see_the_person(cast: Cast) -> None:
    cast.client("mentee").post(
        cast.address(f"people/{cast.mentee.public_id}/profile/"), profile_fields(photo=photo())
    )
    address = cast.address(f"people/{cast.mentee.public_id}/photo/")
    assert cast.client("manager").get(address).status_code == 200
    assert cast.client("stranger").get(address).status_code == 404
    assert cast.client("outsider").get(address).status_code == 404
    assert cast.client(None).get(address).status_code == 302


def test_what_is_no_photo_is_refused_and_nothing_is_saved(cast: Cast) -> None:
    wrong = SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    page = cast.client("mentee").post(
        cast.address(f"people/{cast.mentee.public_id}/profile/"),
        profile_fields(photo=wrong, biography="Hello"),
    )
    assert "not a photo that can be read" in page.content.decode()
    assert Profile.objects.get(person=cast.mentee).biography == ""


def test_an_admin_corrects_the_directory_but_not_the_words_of_a_person(cast: Cast) -> None:
    Profile.objects.filter(person=cast.mentee).update(biography="Mine", capacity=3)
    said = {
        "name": "Amara O.",
        "time_zone": "UTC",
        "manager_email": cast.mentor.email,
        "biography": "Yours",
        "capacity": 0,
    }
    cast.client("admin").post(cast.address(f"people/{cast.mentee.public_id}/profile/"), said)
    profile = Profile.objects.get(person=cast.mentee)
    assert (profile.person.name, profile.manager, profile.biography, profile.capacity) == (
        "Amara O.",
        cast.mentor,
        "Mine",
        3,
    )


def test_a_circle_of_managers_is_refused_on_the_page_too(cast: Cast) -> None:
    Profile.objects.filter(person=cast.mentor).update(manager=cast.mentee)
    said = {"name": "Amara", "time_zone": "UTC", "manager_email": cast.mentor.email}
    page = cast.client("admin").post(cast.address(f"people/{cast.mentee.public_id}/profile/"), said)
    assert "their own manager" in page.content.decode()


def test_nobody_edits_the_profile_of_somebody_else(cast: Cast) -> None:
    address = cast.address(f"people/{cast.mentee.public_id}/profile/")
    assert cast.client("manager").get(address).status_code == 403
    assert cast.client("stranger").get(address).status_code == 404


def test_the_scale_is_written_a_line_each(cast: Cast) -> None:
    client = cast.client("admin")
    client.post(cast.address("levels/"), {"names": "Junior\n\n Senior \n"})
    senior = Level.objects.get(name="Senior")
    Profile.objects.filter(person=cast.mentor).update(level=senior)
    client.post(cast.address("levels/"), {"names": "Trainee\nSenior\nDirector"})
    assert list(Level.objects.values_list("name", flat=True)) == ["Trainee", "Senior", "Director"]
    client.post(cast.address("levels/"), {"names": "Trainee\nLead\nDirector"})
    senior.refresh_from_db()
    assert (senior.name, senior.rank) == ("Lead", 2)
    page = client.post(cast.address("levels/"), {"names": "Trainee\nDirector"})
    assert "1 person is on “Lead”" in page.content.decode()
    client.post(cast.address("levels/"), {"names": "Director\nLead\nTrainee"})
    assert list(Level.objects.values_list("name", flat=True)) == ["Director", "Lead", "Trainee"]
    page = client.post(cast.address("levels/"), {"names": "Lead\nlead"})
    assert "only once" in page.content.decode()


def test_levels_of_a_file_are_suggested_for_the_scale(cast: Cast) -> None:
    page = cast.client("admin").get(cast.address("levels/?suggest=Archduke&suggest=Duke"))
    assert "Archduke\nDuke" in page.content.decode()


def test_a_file_with_new_levels_leads_to_their_order_and_back(cast: Cast) -> None:
    client = cast.client("admin")
    page = choose_file(client, cast, csv_of(ANN, BEN))
    columns = {one.html_name: one.initial for one in page.context["form"]}
    page = client.post(page.request["PATH_INFO"], columns, follow=True)
    text = page.content.decode()
    assert "Put the levels into their order first." in text
    assert "none yet" in text
    upload = Upload.objects.get()
    ordering = cast.address(f"levels/?suggest=Senior&suggest=Junior&file={upload.public_id}")
    assert "Which of these levels comes first?" in client.get(ordering).content.decode()
    page = client.post(ordering, {"names": "Junior\nSenior"}, follow=True)
    assert page.request["PATH_INFO"] == cast.address(f"imports/{upload.public_id}/")
    assert "2 rows are ready to import" in page.content.decode()


def test_nobody_checks_the_file_of_somebody_else_by_way_of_the_levels(cast: Cast) -> None:
    choose_file(cast.client("admin"), cast, csv_of(ANN, BEN))
    ordering = cast.address(f"levels/?file={Upload.objects.get().public_id}")
    page = cast.client("manager").post(ordering, {"names": "Junior"}, follow=True)
    assert page.request["PATH_INFO"] == cast.address("levels/")
    assert Upload.objects.get().preview == {}
