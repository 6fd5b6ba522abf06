"""Files of people, brought in as a person would."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.accounts.models import Organisation, Person
from alongside.people.importing import choose_columns, confirm_import, receive_file
from alongside.people.models import Level, PersonSkill, Profile, Upload
from alongside.people.purposes import Chosen
from alongside.tables import write_csv

HEADINGS = ["Name", "E-mail", "Level", "Manager e-mail", "Capacity"]


def make_levels(organisation: Organisation, *names: str) -> None:
    Level.objects.bulk_create(
        Level(organisation=organisation, name=name, rank=rank) for rank, name in enumerate(names, start=1)
    )


def planned(content: bytes, by: Person, *, filename: str = "people.csv") -> Upload:
    """The file received, with the proposed columns chosen."""
    upload = receive_file(by=by, purpose="people", filename=filename, content=content)
    return choose_columns(upload, by=by, chosen=Chosen.from_json(upload.mapping))


def imported(content: bytes, by: Person) -> Upload:
    """The file planned and confirmed."""
    return confirm_import(planned(content, by), by=by)


def csv_of(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    return write_csv(headings, [[str(value) for value in row] for row in rows])


def everything(organisation: Organisation) -> list[object]:
    """All that an import could change, to compare before and after."""
    return [
        list(Person.objects.filter(organisation=organisation).order_by("pk").values()),
        list(Profile.objects.filter(person__organisation=organisation).order_by("pk").values()),
        list(Level.objects.filter(organisation=organisation).order_by("pk").values()),
        list(
            PersonSkill.objects.filter(person__organisation=organisation).values(
                "person", "skill", "strength"
            )
        ),
    ]
