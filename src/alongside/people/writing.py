"""Write a planned import into the directory, in a few large steps that hold or fall together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.bulk import wrote_in_bulk
from alongside.people.directory import PROFILE_VALUES, Directory
from alongside.people.models import PersonSkill, Profile, Skill
from alongside.people.plan import KEPT, Draft, PeoplePlan, is_same

BATCH = 1_000
DIRECTIONS = {"skills_offered": PersonSkill.Direction.OFFERED, "skills_wanted": PersonSkill.Direction.WANTED}


def write_people(plan: PeoplePlan, *, may_go_on: Callable[[], None] = lambda: None) -> None:
    """Create and change the people of a plan without errors. Call it inside a transaction.

    ``may_go_on`` is asked between the steps, and raises where the person has cancelled.
    """
    directory = plan.directory
    hold_people([directory.ids[draft.email] for draft in plan.drafts if draft.email in directory.ids])
    changing = [draft for draft in plan.drafts if _differs(draft, directory)]
    _write_names(changing, directory)
    may_go_on()
    _write_profiles(changing, directory)
    may_go_on()
    _write_skills(changing, directory)
    wrote_in_bulk(Person, Profile, PersonSkill)
    may_go_on()


def _differs(draft: Draft, directory: Directory) -> bool:
    known = directory.people.get(draft.email)
    if known is None:
        return True
    return any(not is_same(key, value, known.get(key)) for key, value in draft.values.items())


def _write_names(drafts: list[Draft], directory: Directory) -> None:
    organisation = directory.organisation
    new = [
        Person(
            organisation=organisation,
            email=draft.email,
            name=draft.values["name"],
            time_zone=draft.values.get("time_zone", organisation.time_zone),
            language=organisation.language,
        )
        for draft in drafts
        if draft.email not in directory.ids
    ]
    known = Person.objects.in_bulk(
        [directory.ids[draft.email] for draft in drafts if draft.email in directory.ids]
    )
    for draft in drafts:
        if draft.email in directory.ids:
            person = known[directory.ids[draft.email]]
            person.name = draft.values.get("name", person.name)
            person.time_zone = draft.values.get("time_zone", person.time_zone)
    Person.objects.bulk_create(
        known.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["name", "time_zone"],
    )
    for person in Person.objects.bulk_create(new, batch_size=BATCH):
        directory.ids[person.email] = person.pk


def _write_profiles(drafts: list[Draft], directory: Directory) -> None:
    stored = Profile.objects.filter(person__organisation=directory.organisation)
    known = {profile.person_id: profile for profile in stored.iterator()}
    profiles = []
    for draft in drafts:
        person = directory.ids[draft.email]
        profile = known.get(person) or Profile(person_id=person)
        _fill(profile, draft.values, directory)
        profiles.append(profile)
    existing = [profile for profile in profiles if profile.pk]
    Profile.objects.bulk_create(
        existing,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*PROFILE_VALUES, "level", "manager", "changed_at"],
    )
    Profile.objects.bulk_create([profile for profile in profiles if not profile.pk], batch_size=BATCH)


def _fill(profile: Profile, values: dict[str, Any], directory: Directory) -> None:
    for key in PROFILE_VALUES:
        if key in values and key != KEPT:
            setattr(profile, key, values[key])
    if KEPT in values:
        profile.other = {**profile.other, **values[KEPT]}
    if "level" in values:
        profile.level_id = values["level"][0]
    if "manager_email" in values:
        profile.manager_id = directory.ids[values["manager_email"]]


def _write_skills(drafts: list[Draft], directory: Directory) -> None:
    skills = _skills(drafts, directory)
    for key, direction in DIRECTIONS.items():
        said = [draft for draft in drafts if key in draft.values]
        people = [directory.ids[draft.email] for draft in said]
        for place in range(0, len(people), BATCH):
            PersonSkill.objects.filter(
                direction=direction, person_id__in=people[place : place + BATCH]
            ).delete()
        PersonSkill.objects.bulk_create(
            [
                PersonSkill(
                    person_id=directory.ids[draft.email],
                    skill_id=skills[name],
                    direction=direction,
                    strength=strength,
                )
                for draft in said
                for name, strength in draft.values[key]
            ],
            batch_size=BATCH,
        )


def _skills(drafts: list[Draft], directory: Directory) -> dict[str, int]:
    """Return the id of every skill by the organisation's spelling, after adding the new ones."""
    wanted = {name for draft in drafts for key in DIRECTIONS for name, _strength in draft.values.get(key, [])}
    known = dict(Skill.objects.filter(organisation=directory.organisation).values_list("name", "pk"))
    new = [Skill(organisation=directory.organisation, name=name) for name in sorted(wanted - known.keys())]
    for skill in Skill.objects.bulk_create(new, batch_size=BATCH):
        known[skill.name] = skill.pk
    return known
