"""What changes profiles and the scale of levels."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Organisation, Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.people.models import Conflict, Level, PersonSkill, Profile, Skill
from alongside.people.permissions import can_edit_profile, can_keep_directory
from alongside.people.photos import prepared_photo
from alongside.people.plan import circles

MOST_LEVELS = 40
OF_PERSON = ("name", "time_zone")


@transaction.atomic
def update_profile(person: Person, *, by: Person, values: Mapping[str, Any]) -> Profile:
    """Change what a profile says; fields that are not in ``values`` stay as they are.

    ``values`` are fields of Profile, and the person's ``name`` and ``time_zone``. A manager is a person of
    the same organisation who is not, through others, managed by this person.
    """
    require(can_edit_profile(by, person))
    hold_people([person.pk])
    profile = Profile.objects.get_or_create(person=person)[0]
    if "manager" in values:
        _refuse_circle(person, values["manager"])
    for key, value in values.items():
        setattr(person if key in OF_PERSON else profile, key, value)
    person.save(update_fields=[key for key in OF_PERSON if key in values])
    profile.save()
    record("profile.changed", by=by, subject=person)
    return profile


@transaction.atomic
def set_skills(person: Person, *, by: Person, direction: str, strengths: Mapping[str, int]) -> None:
    """Say which skills a person offers or wants, each from one to five; skills left out are dropped."""
    require(by == person)
    known = {skill.name.casefold(): skill for skill in Skill.objects.filter(organisation=person.organisation)}
    kept = []
    for name, strength in strengths.items():
        skill = known.get(name.casefold()) or Skill.objects.create(
            organisation=person.organisation, name=name
        )
        known[name.casefold()] = skill
        kept.append(skill.pk)
        PersonSkill.objects.update_or_create(
            person=person, skill=skill, direction=direction, defaults={"strength": strength}
        )
    PersonSkill.objects.filter(person=person, direction=direction).exclude(skill__in=kept).delete()
    record("skills.changed", by=by, subject=person)


@transaction.atomic
def set_characteristics(person: Person, *, by: Person, rows: Sequence[Mapping[str, Any]]) -> None:
    """Say what about oneself the matching may use, by kind, value, is_sought and is_offered; the rest is dropped.

    The event is that of any change of a profile: nobody learns from it that there is anything here.
    """
    require(by == person)
    person.protected_characteristics.exclude(kind__in=[row["kind"] for row in rows]).delete()
    for row in rows:
        kept = {name: row[name] for name in ("value", "is_sought", "is_offered")}
        person.protected_characteristics.update_or_create(kind=row["kind"], defaults=kept)
    record("profile.changed", by=by, subject=person)


@transaction.atomic
def set_photo(person: Person, *, by: Person, source: BinaryIO | None) -> Profile:
    """Show a photo on the profile, made small and free of metadata; without a source, none is shown."""
    require(by == person)
    profile = Profile.objects.get_or_create(person=person)[0]
    storage, old = profile.photo.storage, profile.photo.name
    if source is None:
        profile.photo = ""
    else:
        # Its own random name, so that an address once known does not lead to the next photo.
        profile.photo.save(f"{secrets.token_urlsafe(16)}.jpg", prepared_photo(source), save=False)
    profile.save(update_fields=["photo", "changed_at"])
    if old:
        transaction.on_commit(lambda: storage.delete(old))
    record("photo.changed", by=by, subject=person)
    return profile


@transaction.atomic
def set_levels(organisation: Organisation, *, by: Person, names: Sequence[str]) -> list[Level]:
    """Set the scale of levels, from the most junior to the most senior.

    A name rewritten in its place renames the level. A level that somebody has cannot be dropped.
    """
    require(can_keep_directory(by) and by.organisation_id == organisation.pk)
    _refuse_unclear_scale(names)
    old = list(organisation.levels.select_for_update(no_key=True).order_by("rank"))
    scale = _matched(organisation, old, names)
    _refuse_dropping_used([level for level in old if level not in scale])
    Level.objects.filter(pk__in=[level.pk for level in old if level not in scale]).delete()
    # Ranks are unique, so that the old ones make way before the new ones arrive.
    organisation.levels.update(rank=F("rank") + 1_000)
    for rank, (level, name) in enumerate(zip(scale, names, strict=True), start=1):
        level.rank, level.name = rank, name
        level.save()
    record("levels.changed", by=by, subject=by)
    return scale


def _refuse_circle(person: Person, manager: Person | None) -> None:
    if manager is None:
        return
    if manager.organisation_id != person.organisation_id:
        raise RuleBroken(_("The manager has to be somebody of your organisation."))
    rows = Profile.objects.filter(person__organisation=person.organisation).exclude(manager=None)
    manager_of = {str(one): str(other) for one, other in rows.values_list("person_id", "manager_id")}
    manager_of[str(person.pk)] = str(manager.pk)
    if any(str(person.pk) in circle for circle in circles(manager_of)):
        raise RuleBroken(
            _("Then this person would be, through others, their own manager. Choose somebody else.")
        )


def _refuse_unclear_scale(names: Sequence[str]) -> None:
    if len(names) > MOST_LEVELS:
        raise RuleBroken(_("A scale has at most %(most)s levels.") % {"most": MOST_LEVELS})
    if any(not name or len(name) > 80 for name in names):
        raise RuleBroken(_("Each level has a name of at most 80 characters."))
    if len({name.casefold() for name in names}) < len(names):
        raise RuleBroken(_("Each level can be on the scale only once."))


def _matched(organisation: Organisation, old: list[Level], names: Sequence[str]) -> list[Level]:
    """The level that each name means: by its name, else the one in its place that nobody else means."""
    by_name = {level.name.casefold(): level for level in old}
    meant = {name.casefold() for name in names}
    same_length = len(old) == len(names)
    scale = []
    for place, name in enumerate(names):
        level = by_name.get(name.casefold())
        if level is None and same_length and old[place].name.casefold() not in meant:
            level = old[place]
        scale.append(level or Level(organisation=organisation))
    return scale


def _refuse_dropping_used(dropped: list[Level]) -> None:
    for level in dropped:
        count = level.profiles.count()
        if count:
            raise RuleBroken(
                ngettext(
                    "%(count)s person is on “%(level)s”. Move them to another level first.",
                    "%(count)s people are on “%(level)s”. Move them to another level first.",
                    count,
                )
                % {"count": count, "level": level.name}
            )


@transaction.atomic
def declare_conflict(*, by: Person, one: Person, other: Person) -> Conflict:
    """Say that two people must not be matched in any programme; saying it twice, or round, is saying it once."""
    require(can_keep_directory(by) and {one.organisation_id, other.organisation_id} == {by.organisation_id})
    if one == other:
        raise RuleBroken(_("A conflict is between two people. Give another address."))
    first, second = sorted((one, other), key=lambda person: person.pk)
    conflict, is_new = Conflict.objects.get_or_create(
        one=first, other=second, defaults={"organisation": by.organisation, "declared_by": by}
    )
    if is_new:
        record("conflict.declared", by=by, subject=conflict)
    return conflict


@transaction.atomic
def withdraw_conflict(conflict: Conflict, *, by: Person) -> None:
    """The two may be matched again."""
    require(can_keep_directory(by) and conflict.organisation_id == by.organisation_id)
    record("conflict.withdrawn", by=by, subject=conflict)
    conflict.delete()
