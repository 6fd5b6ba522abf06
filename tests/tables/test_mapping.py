"""The proposed mapping is right where a person would be sure, and silent where nobody could be."""

from __future__ import annotations

from pathlib import Path

import pytest

from alongside.tables import Row, Table, mapping
from alongside.tables.mapping import Content, Field, propose
from alongside.tables.vocabulary import HEADINGS

FIELDS = [
    Field("email", HEADINGS["email"], Content.EMAIL, required=True, unique=True),
    Field("name", HEADINGS["name"]),
    Field("first_name", HEADINGS["first_name"]),
    Field("last_name", HEADINGS["last_name"]),
    Field("level", HEADINGS["level"], Content.CHOICE, choices=("Junior", "Senior", "Director")),
    Field("manager_email", HEADINGS["manager_email"], Content.EMAIL),
    Field("languages", HEADINGS["languages"], Content.LANGUAGES),
    Field("time_zone", HEADINGS["time_zone"], Content.TIME_ZONE),
    Field("capacity", HEADINGS["capacity"], Content.NUMBER),
    Field("skills_offered", HEADINGS["skills_offered"]),
]
ROWS = [
    ("ann@x.example", "Ann", "Archer", "Senior", "", "English, German", "Europe/Berlin", "2"),
    ("ben@x.example", "Ben", "Berg", "Junior", "ann@x.example", "English", "Europe/Berlin", "0"),
    ("cem@x.example", "Cem", "Celik", "Junior", "ann@x.example", "Turkish", "Europe/Paris", "1"),
    ("dora@x.example", "Dora", "Dunn", "Director", "ann@x.example", "en", "UTC", "3"),
]
KEYS = ("email", "first_name", "last_name", "level", "manager_email", "languages", "time_zone", "capacity")


def table(*columns: str) -> Table:
    return Table(
        list(columns), [Row(number, row[: len(columns)]) for number, row in enumerate(ROWS, start=2)]
    )


@pytest.mark.parametrize(
    "columns",
    [
        (
            "E-mail",
            "First name",
            "Last name",
            "Level",
            "Manager's e-mail",
            "Languages",
            "Time zone",
            "Capacity",
        ),
        (
            "E-Mail-Adresse",
            "Vorname",
            "Nachname",
            "Stufe",
            "E-Mail der Führungskraft",
            "Sprachen",
            "Zeitzone",
            "Kapazität",
        ),
        (
            "Adresse e-mail",
            "Prénom",
            "Nom",
            "Niveau",
            "Responsable",
            "Langues parlées",
            "Fuseau horaire",
            "Capacité",
        ),
        (
            "Correo electrónico",
            "Nombre",
            "Apellidos",
            "Nivel",
            "Jefe directo",
            "Idiomas",
            "Zona horaria",
            "Capacidad",
        ),
        (
            "E-mailadres",
            "Voornaam",
            "Achternaam",
            "Schaal",
            "Leidinggevende",
            "Talen",
            "Tijdzone",
            "Capaciteit",
        ),
        (
            "emailAddress",
            "FIRST_NAME",
            "last_name",
            "Your grade",
            "line_manager_email",
            "languages spoken",
            "TZ",
            "Max mentees",
        ),
        (
            "Emial adress",
            "Firstname",
            "Lastname",
            "Senority",
            "Line manger email",
            "Langauges",
            "Timezone",
            "Capcity",
        ),
    ],
)
def test_headings_are_understood_in_five_languages_and_with_slips(columns: tuple[str, ...]) -> None:
    assert propose(table(*columns), FIELDS).columns == dict(zip(KEYS, columns, strict=True))


def test_content_tells_what_a_heading_does_not() -> None:
    proposed = propose(table("A", "B", "C", "D", "E", "F", "G", "H"), FIELDS)
    assert proposed.columns == {"email": "A", "level": "D", "languages": "F", "time_zone": "G"} | {
        "manager_email": "E"
    }
    assert proposed.unmapped == ["B", "C", "H"]
    assert str(proposed.matches["email"].reason) == "Its values look like it."


def test_a_heading_that_is_only_similar_and_contradicted_by_its_values_is_left_to_the_person() -> None:
    contradicted = Table(
        ["E-mail wanted", "English level"], [Row(2, ("yes", "good")), Row(3, ("no", "fair"))]
    )
    assert propose(contradicted, FIELDS).columns == {}


def test_an_exact_heading_stands_with_a_doubt_where_its_values_look_otherwise() -> None:
    match = propose(Table(["Level"], [Row(2, ("Archduke",))]), FIELDS).matches["level"]
    assert match.confidence == 0.5
    assert "look like something else" in str(match.reason)


def test_two_columns_that_fit_alike_are_left_to_the_person() -> None:
    proposed = propose(Table(["Name", "Full name"], [Row(2, ("Ann", "Ann Archer"))]), FIELDS)
    assert proposed.columns == {}
    assert proposed.ambiguous == {"name": ["Name", "Full name"]}


def test_no_column_is_used_twice_and_no_field_gets_two() -> None:
    proposed = propose(
        table("Mail", "Name", "Name 2", "Grade", "Supervisor", "Language", "Zone", "Places"), FIELDS
    )
    assert len(set(proposed.columns.values())) == len(proposed.columns)


def test_confidence_is_a_share_and_every_match_has_a_reason() -> None:
    for match in propose(table("E-mail", "Vorname", "C", "Grade"), FIELDS).matches.values():
        assert 0.5 <= match.confidence <= 1
        assert str(match.reason).endswith(".")


def test_headings_belong_to_one_field_only_within_a_mapping() -> None:
    wanted = {field.key for field in FIELDS}
    seen: dict[str, str] = {}
    for key in wanted:
        for heading in HEADINGS[key]:
            assert seen.setdefault(heading.casefold(), key) == key


def test_the_module_needs_no_django() -> None:
    for source in Path(mapping.__file__).parent.glob("*.py"):
        assert "django" not in source.read_text().replace("no Django", "")
