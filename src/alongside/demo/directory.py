"""The 240 people of Northfield Health: posts, reporting lines, languages, skills."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from alongside.accounts.models import Organisation, Person, User
from alongside.demo.seed import public_id
from alongside.demo.vocabulary import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    INTERESTS,
    LANGUAGES,
    LEVELS,
    POSTS,
    SITES,
    SKILLS,
    Post,
)
from alongside.people.models import Level, PersonSkill, Profile, Skill

PEOPLE = 240

NAMED = (
    ("Priya Raghunathan", Post("Head of people development", "Corporate", 7)),
    ("Rosa Delgado", Post("Head of digital workplace", "Corporate", 7)),
    ("Henrik Lindqvist", Post("Head of operations", "Corporate", 8)),
    ("Mei-Ling Tan", Post("Accredited coach", "Corporate", 6)),
    ("Amara Okafor", Post("Senior physiotherapist", "Allied health", 4)),
    ("Fatima El Amrani", Post("Matron", "Nursing", 6)),
    ("Noor Al-Sayed", Post("Physiotherapist", "Allied health", 3)),
    ("Leilani Kahale", Post("Pharmacy technician", "Pharmacy", 2)),
    ("Tomás Herrera", Post("Head of community care", "Nursing", 8)),
    ("Kwame Asante", Post("Finance analyst", "Corporate", 4)),
    ("Eleni Papadaki", Post("Head of performance", "Corporate", 7)),
    ("Siobhán Kelleher", Post("Ward clerk", "Corporate", 1)),
    ("Ruth Adeyemi", Post("Head of patient services", "Corporate", 7)),
    ("Wei Zhang", Post("Night sister", "Nursing", 5)),
    ("Daniel Osei", Post("Staff nurse", "Nursing", 3)),
    ("Thandiwe Mokoena", Post("Occupational therapist", "Allied health", 3)),
)


@dataclass(frozen=True)
class Directory:
    """Who is there, with the step of each on the ladder (0 lowest)."""

    organisation: Organisation
    people: list[Person]
    ranks: dict[int, int]

    def named(self, name: str) -> Person:
        """The person of that name."""
        return next(person for person in self.people if person.name == name)

    def between(self, lowest: int, highest: int) -> list[Person]:
        """Everyone whose step on the ladder lies in the range, ends included, in the order of the directory."""
        return [person for person in self.people if lowest <= self.ranks[person.pk] <= highest]


def fill(chance: random.Random) -> Directory:
    """Write the organisation and everybody in it."""
    organisation = Organisation.objects.create(
        slug="northfield", name="Northfield Health", time_zone="Europe/London"
    )
    levels = Level.objects.bulk_create(
        Level(public_id=public_id(chance), organisation=organisation, name=name, rank=rank)
        for rank, name in enumerate(LEVELS)
    )
    posts = dict(_everybody(chance))
    people = _people(organisation, list(posts), chance)
    ranks = {person.pk: posts[person.name].rank for person in people}
    _profiles(people, posts, levels, chance)
    _skills(organisation, people, ranks, chance)
    return Directory(organisation, people, ranks)


def _everybody(chance: random.Random) -> Iterator[tuple[str, Post]]:
    """The named people, then invented ones until there are enough; no name twice."""
    yield from NAMED
    pairs = [f"{given} {family}" for given in GIVEN_NAMES for family in FAMILY_NAMES]
    for name in chance.sample(pairs, PEOPLE - len(NAMED)):
        # The lower half of the ladder is the larger half of a hospital.
        yield name, min(chance.choice(POSTS), chance.choice(POSTS), key=lambda post: post.rank)


def _people(organisation: Organisation, names: list[str], chance: random.Random) -> list[Person]:
    addresses = [f"{name.casefold().replace(' ', '.')}@northfield.example" for name in names]
    # Nobody has a password: the demonstration is entered by its own door.
    no_password = make_password(None)
    users = User.objects.bulk_create(User(email=address, password=no_password) for address in addresses)
    return Person.objects.bulk_create(
        Person(
            public_id=public_id(chance),
            organisation=organisation,
            user=user,
            email=address,
            name=name,
            time_zone="Europe/London",
            is_organisation_admin=name == "Rosa Delgado",
            may_start_programmes=name == "Priya Raghunathan",
        )
        for name, address, user in zip(names, addresses, users, strict=True)
    )


def _profiles(
    people: list[Person], posts: dict[str, Post], levels: list[Level], chance: random.Random
) -> None:
    """A profile each; the manager is somebody two or more steps up, in the same department where there is one."""
    profiles = []
    for person in people:
        post = posts[person.name]
        above = [other for other in people if posts[other.name].rank >= post.rank + 2]
        near = [other for other in above if posts[other.name].department == post.department]
        profiles.append(
            Profile(
                person=person,
                job_title=post.title,
                department=post.department,
                level=levels[post.rank],
                location=chance.choice(SITES),
                languages=list(chance.choice(LANGUAGES)),
                manager=chance.choice(near or above) if above else None,
                years_of_experience=chance.randint(1, 6) + 3 * post.rank,
                interests=chance.sample(INTERESTS, 2),
                capacity=chance.choice((1, 2, 2, 3)) if post.rank >= 5 else None,
            )
        )
    Profile.objects.bulk_create(profiles)


def _skills(
    organisation: Organisation, people: list[Person], ranks: dict[int, int], chance: random.Random
) -> None:
    skills = Skill.objects.bulk_create(Skill(organisation=organisation, name=name) for name in SKILLS)
    rows = []
    for person in people:
        offered = chance.sample(skills, min(5, 1 + ranks[person.pk] // 2))
        wanted = chance.sample([skill for skill in skills if skill not in offered], 3)
        for direction, chosen in (("offered", offered), ("wanted", wanted)):
            rows += [
                PersonSkill(person=person, skill=skill, direction=direction, strength=chance.randint(2, 5))
                for skill in chosen
            ]
    PersonSkill.objects.bulk_create(rows)
