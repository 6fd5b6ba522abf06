"""What a file can say about a person: each field's label, how its column is recognised, how its text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import normalised_email
from alongside.tables import Sentence
from alongside.tables.errors import gettext_noop, say
from alongside.tables.mapping import Content, Field
from alongside.tables.values import parse_language, parse_time_zone, parse_whole_number, plain, split_list
from alongside.tables.vocabulary import HEADINGS

MOST_PLACES = 50
MOST_YEARS = 70
DEFAULT_STRENGTH = 3
SKILL_WITH_STRENGTH = re.compile(r"(.*?)\s*(?:\(\s*([1-5])\s*\)|[:=]\s*([1-5]))")


class Unfit(Exception):
    """A text that cannot be what its column says, with the cure."""

    def __init__(self, message: Sentence, cure: Sentence) -> None:
        super().__init__(str(message))
        self.message = message
        self.cure = cure


@dataclass
class Terms:
    """The organisation's own words: its levels by plain name, and its spelling of each skill."""

    levels: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    skills: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WantedField:
    """A field that an import looks for, as the mapping page shows it."""

    wanted: Field
    label: str | Promise
    help_text: str | Promise = ""

    @property
    def key(self) -> str:
        """The field's own name."""
        return self.wanted.key


@dataclass(frozen=True)
class PersonField(WantedField):
    """A field of a person, with the function that reads a text of its column."""

    parse: Callable[[str, Terms], Any] = lambda text, _terms: text
    show: Callable[[Any], str] = str


def person_fields(levels: tuple[str, ...] = ()) -> list[PersonField]:
    """Every field of a person that a file can bring, in the order of the mapping page."""

    def made(
        key: str,
        label: str | Promise,
        parse: Callable[[str, Terms], Any],
        *,
        content: Content = Content.TEXT,
        help_text: str | Promise = "",
        show: Callable[[Any], str] = str,
    ) -> PersonField:
        choices = levels if content is Content.CHOICE else ()
        is_key = key == "email"
        wanted = Field(key, HEADINGS[key], content, choices, required=is_key, unique=is_key)
        return PersonField(wanted, label, help_text, parse, show)

    return [
        made("email", _("Email address"), _email, content=Content.EMAIL, help_text=_("Tells people apart.")),
        made("name", _("Full name"), _text(150)),
        made("first_name", _("First name"), _text(75)),
        made("last_name", _("Last name"), _text(75)),
        made("pronouns", _("Pronouns"), _text(40)),
        made("job_title", _("Job title"), _text(150)),
        made("level", _("Level"), _level, content=Content.CHOICE),
        made("department", _("Department"), _text(150)),
        made("location", _("Location"), _text(150)),
        made("time_zone", _("Time zone"), _time_zone, content=Content.TIME_ZONE),
        made("languages", _("Languages"), _languages, content=Content.LANGUAGES, show=", ".join),
        made("manager_email", _("Manager’s email address"), _email, content=Content.EMAIL),
        made("years_of_experience", _("Years of experience"), _number(MOST_YEARS), content=Content.NUMBER),
        made("biography", _("About the person"), _text(2000)),
        made("skills_offered", _("Can help with"), _skills, show=_show_skills),
        made("skills_wanted", _("Wants to learn"), _skills, show=_show_skills),
        made("interests", _("Interests"), lambda text, _terms: split_list(text), show=", ".join),
        made(
            "capacity",
            _("How many people at most"),
            _number(MOST_PLACES),
            content=Content.NUMBER,
            help_text=_("Places for mentees or coachees, over all programmes."),
        ),
    ]


def _text(longest: int) -> Callable[[str, Terms], str]:
    def parse(text: str, _terms: Terms) -> str:
        if len(text) > longest:
            raise Unfit(
                say(gettext_noop("this text has %(length)s characters."), length=len(text)),
                say(gettext_noop("Shorten it to %(longest)s characters."), longest=longest),
            )
        return text

    return parse


def _email(text: str, _terms: Terms) -> str:
    address = normalised_email(text.removeprefix("mailto:"))
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not an email address."), text=text[:80]),
            say(
                gettext_noop("Write one address, such as name@example.org, in plain letters without spaces.")
            ),
        ) from None
    return address


def _level(text: str, terms: Terms) -> tuple[int, str]:
    found = terms.levels.get(plain(text))
    if found is None:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a level of this organisation."), text=text[:80]),
            _cure_of_level(terms),
        )
    return found


def _cure_of_level(terms: Terms) -> Sentence:
    if not terms.levels:
        return say(gettext_noop("Add it to the levels first; there are none yet."))
    names = ", ".join(name for _pk, name in terms.levels.values())
    return say(gettext_noop("Use one of these, or add it to the levels: %(levels)s."), levels=names)


def _time_zone(text: str, _terms: Terms) -> str:
    zone = parse_time_zone(text)
    if zone is None:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a time zone."), text=text[:80]),
            say(gettext_noop("Write it as a region and a city, such as Europe/London.")),
        )
    return zone


def _languages(text: str, _terms: Terms) -> list[str]:
    codes = []
    for item in split_list(text.replace("/", ",")):
        code = parse_language(item.split("(")[0])
        if code is None:
            raise Unfit(
                say(gettext_noop("“%(text)s” is not a language that is known here."), text=item[:80]),
                say(gettext_noop("Write its English name or its code, such as German or de.")),
            )
        codes.append(code)
    return sorted(set(codes), key=codes.index)


def _number(most: int) -> Callable[[str, Terms], int]:
    def parse(text: str, _terms: Terms) -> int:
        number = parse_whole_number(text)
        if number is None or not 0 <= number <= most:
            raise Unfit(
                say(
                    gettext_noop("“%(text)s” is not a whole number from 0 to %(most)s."),
                    text=text[:80],
                    most=most,
                ),
                say(gettext_noop("Write a number such as 2.")),
            )
        return number

    return parse


def _skills(text: str, terms: Terms) -> list[tuple[str, int]]:
    """Skills with their strength of one to five: ``Python (4), SQL: 2, Writing``."""
    strengths: dict[str, int] = {}
    for item in split_list(text):
        found = SKILL_WITH_STRENGTH.fullmatch(item)
        name = found.group(1) if found else item
        if len(name) > 100:
            raise Unfit(
                say(gettext_noop("a skill has %(length)s characters."), length=len(name)),
                say(gettext_noop("Separate skills by commas; each has at most 100 characters.")),
            )
        spelling = terms.skills.setdefault(name.casefold(), name)
        strengths[spelling] = int(found.group(2) or found.group(3)) if found else DEFAULT_STRENGTH
    return sorted(strengths.items(), key=lambda skill: skill[0].casefold())


def _show_skills(skills: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({strength})" for name, strength in skills)
