"""The directory as it stands, in the form in which a file's rows can be compared with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from alongside.accounts.models import Organisation, Person
from alongside.people.fields import Terms
from alongside.people.models import Level, PersonSkill, Profile, Skill
from alongside.tables.values import plain

PROFILE_TEXTS = ("pronouns", "job_title", "department", "location", "biography")
PROFILE_VALUES = (*PROFILE_TEXTS, "languages", "interests", "years_of_experience", "capacity", "other")


@dataclass
class Directory:
    """The people of an organisation by address, each with what is known of them, by field."""

    organisation: Organisation
    terms: Terms = field(default_factory=Terms)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)


def read_directory(organisation: Organisation) -> Directory:
    """Return the whole directory with five queries, however many people it has."""
    directory = Directory(organisation)
    levels = {level.pk: level for level in Level.objects.filter(organisation=organisation)}
    directory.terms.levels = {plain(level.name): (level.pk, level.name) for level in levels.values()}
    names = Skill.objects.filter(organisation=organisation).values_list("name", flat=True)
    directory.terms.skills = {name.casefold(): name for name in names}
    addresses: dict[int, str] = {}
    for pk, email, name, time_zone in Person.objects.filter(organisation=organisation).values_list(
        "pk", "email", "name", "time_zone"
    ):
        addresses[pk] = email
        directory.ids[email] = pk
        directory.people[email] = {"name": name, "time_zone": time_zone}
    _add_profiles(directory, addresses, levels)
    _add_skills(directory, addresses)
    return directory


def _add_profiles(directory: Directory, addresses: dict[int, str], levels: dict[int, Level]) -> None:
    rows = Profile.objects.filter(person__organisation=directory.organisation)
    for profile in rows.values("person_id", "level_id", "manager_id", *PROFILE_VALUES):
        known = directory.people[addresses[profile["person_id"]]]
        known.update({key: profile[key] for key in PROFILE_VALUES})
        level = levels.get(profile["level_id"])
        known["level"] = (level.pk, level.name) if level else None
        known["manager_email"] = addresses.get(profile["manager_id"], "")


def _add_skills(directory: Directory, addresses: dict[int, str]) -> None:
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    rows = PersonSkill.objects.filter(person__organisation=directory.organisation)
    for person, direction, name, strength in rows.values_list(
        "person_id", "direction", "skill__name", "strength"
    ):
        found[addresses[person], f"skills_{direction}"].append((name, strength))
    for (email, key), skills in found.items():
        directory.people[email][key] = sorted(skills, key=lambda skill: skill[0].casefold())
