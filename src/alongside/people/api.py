"""People in the API: profiles, the scale of levels, and files brought in."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from ninja.errors import HttpError

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.people.actions import set_levels, update_profile
from alongside.people.fields import MOST_PLACES, MOST_YEARS
from alongside.people.importing import choose_columns, confirm_import, discard_upload, receive_file
from alongside.people.models import Level, Profile, Upload
from alongside.people.permissions import can_edit_profile, can_keep_directory, can_see_capacity
from alongside.people.purposes import Chosen, purpose_named
from alongside.tables import TableError

router = Router(tags=["people"])

Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""A text that a database can hold."""


class SkillOut(Schema):
    """A skill, one (a little) to five (very)."""

    name: str = Field(alias="skill.name")
    strength: int


class ProfileOut(Schema):
    """What others may know of a person before they meet."""

    id: str
    name: str
    email: str
    time_zone: str
    pronouns: str
    job_title: str
    level: str | None
    department: str
    location: str
    languages: list[str]
    years_of_experience: int | None
    biography: str
    interests: list[str]
    skills_offered: list[SkillOut]
    skills_wanted: list[SkillOut]
    capacity: int | None = Field(description="Only for the person and programme teams; null for others.")


@router.get("/people/{public_id}/profile", response=ProfileOut, summary="The profile of somebody you may see")
def profile(request: TenantRequest, public_id: str) -> dict[str, Any]:
    """Who somebody is, in their own words and the directory's."""
    return _profile(_visible(request, public_id), request.person)


class ProfileIn(Schema):
    """The words that a person says of themselves; what is left out stays."""

    pronouns: Words = Field("", max_length=40)
    job_title: Words = Field("", max_length=150)
    department: Words = Field("", max_length=150)
    location: Words = Field("", max_length=150)
    years_of_experience: int | None = Field(None, ge=0, le=MOST_YEARS)
    biography: Words = Field("", max_length=2000)
    interests: list[Words] = Field([], max_length=50)
    capacity: int | None = Field(None, ge=0, le=MOST_PLACES)


@router.patch("/people/{public_id}/profile", response=ProfileOut, summary="Change your own profile")
def change_profile(request: TenantRequest, public_id: str, changes: ProfileIn) -> dict[str, Any]:
    """Change one or several parts of a profile."""
    person = _visible(request, public_id)
    require(can_edit_profile(request.person, person) and person == request.person)
    update_profile(person, by=request.person, values=changes.dict(exclude_unset=True))
    return _profile(person, request.person)


class LevelOut(Schema):
    """One step of the organisation's scale; a higher rank is more senior."""

    id: str = Field(alias="public_id")
    name: str
    rank: int


@router.get("/levels", response=list[LevelOut], summary="The scale of levels")
def levels(request: TenantRequest) -> list[Level]:
    """The organisation's own scale, the most junior first."""
    return list(request.organisation.levels.order_by("rank"))


class LevelsIn(Schema):
    """The whole scale by name, the most junior first."""

    names: list[Words] = Field(max_length=40)


@router.put("/levels", response=list[LevelOut], summary="Set the scale of levels")
def change_levels(request: TenantRequest, scale: LevelsIn) -> list[Level]:
    """Set the scale; a name changed in its place renames the level, a level in use cannot be dropped."""
    names = [" ".join(name.split()) for name in scale.names]
    return set_levels(request.organisation, by=request.person, names=names)


class ImportOut(Schema):
    """A file on its way in: how its columns are read, what it would do, and whether it is done."""

    id: str
    filename: str
    columns: dict[str, str] = Field(description="The column of each field.")
    kept: list[str]
    preview: dict[str, Any] = Field(
        description="Counts, rows and problems; empty before the columns are chosen."
    )
    is_imported: bool
    job: str | None = Field(description="The state of the work in the background, for a long file.")


@router.post("/imports", response={201: ImportOut}, summary="Bring in a file, as far as its preview")
def bring_in(
    request: TenantRequest,
    file: File[UploadedFile],
    purpose: Form[str] = "people",
    subject: Form[str] = "",
) -> Status[dict[str, Any]]:
    """Read a CSV or Excel file; nothing is imported before it is confirmed."""
    if purpose_named(purpose) is None:
        raise HttpError(422, _("There is nothing here that reads files of this kind."))
    try:
        upload = receive_file(
            by=request.person,
            purpose=purpose,
            subject_id=subject,
            filename=file.name or "",
            content=file.read(),
        )
    except TableError as refused:
        raise HttpError(422, refused.translated(_)) from refused
    return Status(201, _import(upload))


@router.get("/imports/{public_id}", response=ImportOut, summary="A file of yours on its way in")
def one_import(request: TenantRequest, public_id: str) -> dict[str, Any]:
    """How far a file is."""
    return _import(_own(request, public_id))


class ColumnsIn(Schema):
    """The column of each field, and the columns kept under their own name."""

    columns: dict[str, str]
    kept: list[str] = []


@router.put("/imports/{public_id}/columns", response=ImportOut, summary="Say what the columns hold")
def say_columns(request: TenantRequest, public_id: str, said: ColumnsIn) -> dict[str, Any]:
    """Choose the columns, and get the preview."""
    chosen = Chosen(said.columns, tuple(said.kept))
    return _import(choose_columns(_own(request, public_id), by=request.person, chosen=chosen))


@router.post("/imports/{public_id}/confirmation", response=ImportOut, summary="Import the file as previewed")
def confirm(request: TenantRequest, public_id: str) -> dict[str, Any]:
    """Import all rows, or none; a long file goes on in the background."""
    return _import(confirm_import(_own(request, public_id), by=request.person))


@router.delete("/imports/{public_id}", response={204: None}, summary="Discard a file that was not imported")
def discard(request: TenantRequest, public_id: str) -> Status[None]:
    """Forget the file."""
    discard_upload(_own(request, public_id), by=request.person)
    return Status(204, None)


def _visible(request: TenantRequest, public_id: str) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)


def _own(request: TenantRequest, public_id: str) -> Upload:
    require(can_keep_directory(request.person))
    uploads = Upload.objects.visible_to(request.person).select_related("organisation", "job")
    return get_object_or_404(uploads, public_id=public_id)


def _profile(person: Person, by: Person) -> dict[str, Any]:
    found = Profile.objects.select_related("level").filter(person=person).first() or Profile(person=person)
    skills = list(person.skills.select_related("skill").order_by("-strength", "skill__name"))
    said = (
        "pronouns",
        "job_title",
        "department",
        "location",
        "languages",
        "years_of_experience",
        "biography",
        "interests",
    )
    return {
        "id": person.public_id,
        "name": person.name,
        "email": person.email,
        "time_zone": person.time_zone,
        **{name: getattr(found, name) for name in said},
        "level": found.level.name if found.level else None,
        "skills_offered": [one for one in skills if one.direction == "offered"],
        "skills_wanted": [one for one in skills if one.direction == "wanted"],
        "capacity": found.capacity if can_see_capacity(by, person) else None,
    }


def _import(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.public_id,
        "filename": upload.filename,
        "columns": upload.mapping.get("columns", {}),
        "kept": upload.mapping.get("kept", []),
        "preview": upload.preview,
        "is_imported": upload.applied_at is not None,
        "job": upload.job.state if upload.job else None,
    }
