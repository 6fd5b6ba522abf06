"""The directory as a list: found by words and filters, and taken away as a file that can be brought in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.people.fields import person_fields
from alongside.people.models import PersonSkill
from alongside.tables import write_xlsx

ORDERS = {
    "name": ("name", "pk"),
    "department": ("profile__department", "name", "pk"),
    "level": ("-profile__level__rank", "name", "pk"),
}
NOT_EXPORTED = {"first_name", "last_name"}


def find_people(by: Person, wanted: Mapping[str, Any]) -> QuerySet[Person]:
    """The people that ``by`` may see and that fit the words and filters, with what a list shows of them."""
    people = Person.objects.visible_to(by).filter(left_at=None).select_related("profile", "profile__level")
    for word in (wanted.get("q") or "").split():
        people = people.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(profile__job_title__icontains=word)
        )
    for key in ("department", "location", "level"):
        if wanted.get(key):
            people = people.filter(**{f"profile__{key}": wanted[key]})
    return people.order_by(*ORDERS[wanted.get("order") or "name"])


def people_workbook(by: Person, people: QuerySet[Person]) -> bytes:
    """The people as a workbook whose columns an import understands. Six queries, however many people."""
    fields = [one for one in person_fields() if one.key not in NOT_EXPORTED and _may_take(by, one.key)]
    skills = _skills_of(people)
    rows = (_row(person, skills[person.pk], [one.key for one in fields]) for person in _complete(people))
    return write_xlsx([str(one.label) for one in fields], rows, _("People"))


def _may_take(by: Person, key: str) -> bool:
    return key != "capacity" or by.may_start_programmes


def _complete(people: QuerySet[Person]) -> Iterator[Person]:
    return people.select_related("profile", "profile__level", "profile__manager").iterator()


def _skills_of(people: QuerySet[Person]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = PersonSkill.objects.filter(person__in=people.order_by()).order_by("skill__name")
    for person, direction, name, strength in rows.values_list(
        "person_id", "direction", "skill__name", "strength"
    ):
        found[person][f"skills_{direction}"].append(f"{name} ({strength})")
    written: dict[int, dict[str, str]] = defaultdict(dict)
    for person, by_direction in found.items():
        written[person] = {key: ", ".join(names) for key, names in by_direction.items()}
    return written


def _row(person: Person, skills: dict[str, str], keys: list[str]) -> list[Any]:
    known: dict[str, Any] = {
        "email": person.email,
        "name": person.name,
        "time_zone": person.time_zone,
        **skills,
    }
    profile = getattr(person, "profile", None)
    if profile:
        known |= {
            "pronouns": profile.pronouns,
            "job_title": profile.job_title,
            "level": profile.level.name if profile.level else "",
            "department": profile.department,
            "location": profile.location,
            "languages": ", ".join(profile.languages),
            "manager_email": profile.manager.email if profile.manager else "",
            "years_of_experience": profile.years_of_experience,
            "biography": profile.biography,
            "interests": ", ".join(profile.interests),
            "capacity": profile.capacity,
        }
    return [known.get(key, "") for key in keys]
