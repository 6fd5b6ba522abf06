"""A programme in plain words, as its setup shows it while one changes it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.programmes.criteria import criterion_label, rule_label
from alongside.programmes.eligibility import Eligibility
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for


@dataclass(frozen=True)
class Fact:
    """A number that follows from the setup."""

    name: Any
    value: str


KINDS: dict[str, Any] = {
    Programme.Kind.MENTORING: gettext_lazy("%(name)s is one-to-one mentoring."),
    Programme.Kind.REVERSE: gettext_lazy(
        "%(name)s is reverse mentoring: somebody early in their career guides."
    ),
    Programme.Kind.PEER: gettext_lazy("%(name)s is mentoring between equals."),
    Programme.Kind.GROUP: gettext_lazy("%(name)s is mentoring in circles."),
    Programme.Kind.FLASH: gettext_lazy(
        "%(name)s is flash mentoring: one to three meetings about one question."
    ),
    Programme.Kind.COACHING: gettext_lazy("%(name)s is coaching."),
}


WAYS: dict[str, Any] = {
    Programme.Way.TEAM: gettext_lazy("You match people, and both sides say yes or no."),
    Programme.Way.WISHES: gettext_lazy("Both sides say whom they would like, and you match by their wishes."),
    Programme.Way.CHOICE: gettext_lazy("People ask somebody themselves, from those who suit them best."),
    Programme.Way.CHATS: gettext_lazy(
        "People ask up to three for a first chat, and choose one of them after it."
    ),
}


def sentences(
    programme: Programme,
    criteria: list[tuple[str, dict[str, Any], int]],
    rules: list[tuple[str, dict[str, Any]]],
) -> list[str]:
    """The programme, sentence by sentence; criteria with weight, rules, both by kind and settings."""
    return [
        str(KINDS[programme.kind]) % {"name": programme.name},
        _who(programme),
        _sign_up(programme),
        _way(programme),
        _matching(programme, criteria, rules),
        _rhythm(programme),
        *_sessions(programme),
    ]


def facts(programme: Programme) -> list[Fact]:
    """What it takes: time for each person, and how many mentors the places need."""
    words = words_for(programme.kind)
    found = [Fact(_("Time, each"), _time(programme))]
    if programme.places and not programme.is_pool:
        needed = _guides_needed(programme, programme.places)
        guides = programme.enrolments.filter(role__in=[Enrolment.Role.GUIDE, Enrolment.Role.BOTH]).count()
        sentence = _("%(needed)d or more, you have %(have)d") % {"needed": needed, "have": guides}
        found.append(Fact(words.guides, sentence))
    return found


def _guides_needed(programme: Programme, places: int) -> int:
    """Guides for so many learners, when all of them take as many as they may."""
    if programme.kind == Programme.Kind.FLASH:
        return -(-places * programme.monthly_as_learner // programme.monthly_as_guide)
    return -(-places * programme.guides_per_learner // programme.learners_per_guide)


def _who(programme: Programme) -> str:
    eligibility, words = Eligibility(programme), words_for(programme.kind)
    limits = []
    if programme.departments:
        departments = get_text_list(programme.departments, _("and"))
        limits.append(_("People from %(departments)s can join.") % {"departments": departments})
    if programme.locations:
        places = get_text_list(programme.locations, _("or"))
        limits.append(_("Whoever joins works in %(places)s.") % {"places": places})
    for side, levels in eligibility.levels.items():
        if levels:
            named = {"people": words.of(side, many=True), "levels": ", ".join(levels.values())}
            limits.append(_("%(people)s are of these levels: %(levels)s.") % named)
    least = programme.guide_least_years
    if least:
        sentence = ngettext(
            "%(people)s have %(count)d year of experience or more.",
            "%(people)s have %(count)d years of experience or more.",
            least,
        )
        limits.append(sentence % {"people": words.guides, "count": least})
    return " ".join([*(limits or [_("Everyone can join.")]), *_preparing(programme)])


def _preparing(programme: Programme) -> list[str]:
    words = words_for(programme.kind)
    who = {
        Programme.Preparing.LEARNERS: words.learners,
        Programme.Preparing.GUIDES: words.guides,
        Programme.Preparing.EVERYBODY: _("Everybody"),
    }.get(Programme.Preparing(programme.preparing))
    if who is None:
        return []
    named = {"who": who, "what": programme.preparation.rstrip(".")}
    return [_("Who prepares before they are matched: %(who)s. What they do: %(what)s.") % named]


def _sign_up(programme: Programme) -> str:
    opens, closes = programme.sign_up_opens_on, programme.sign_up_closes_on
    if opens and closes:
        return _("Sign-up runs from %(opens)s to %(closes)s.") % {
            "opens": _day(opens),
            "closes": _day(closes),
        }
    return _("Sign-up stays open.")


def _way(programme: Programme) -> str:
    if programme.kind == Programme.Kind.FLASH:
        return _("Mentors offer times. Mentees write a question, and book one of them.")
    if programme.meets_in_threes:
        return _("You gather peers in threes, and everybody in a group says yes or no.")
    if programme.kind == Programme.Kind.GROUP:
        drafted = _("You draft circles, and everybody in one says yes or no.")
        later = _("Whoever joins later is offered a free seat every week.")
        return f"{drafted} {later}" if programme.is_matched_weekly else drafted
    found = str(WAYS[programme.way])
    return (
        f"{found} {_('Whoever joins later is matched every week.')}" if programme.is_matched_weekly else found
    )


def _circles(programme: Programme) -> str:
    named = {
        "size": programme.circle_size,
        "topics": "; ".join(programme.circle_topics) or _("nothing yet"),
    }
    if programme.circle_has_guide:
        return _("Circles of about %(size)d and a mentor meet about: %(topics)s.") % named
    return _("Circles of about %(size)d meet without a mentor about: %(topics)s.") % named


def _in_circles(about: str, must: list[str]) -> str:
    kept = _("What is never broken in a circle: %(list)s.") % {"list": "; ".join(must)}
    return f"{about} {kept}" if must else about


def _matching(programme: Programme, criteria: list[Any], rules: list[Any]) -> str:
    questions: dict[str, str] = {}
    if programme.questionnaire_id and programme.questionnaire:
        questions = dict(programme.questionnaire.questions.values_list("key", "text"))
    strongest = sorted(criteria, key=lambda row: -row[2])
    good = [criterion_label(kind, settings, questions) for kind, settings, _weight in strongest]
    must = [rule_label(kind, settings, questions) for kind, settings in rules]
    if programme.kind == Programme.Kind.GROUP:
        return _in_circles(_circles(programme), must)
    counted = _("What counts for a match, most first: %(list)s.") % {
        "list": "; ".join(good) or _("nothing yet")
    }
    kept = _("What is never broken: %(list)s.") % {"list": "; ".join(must) or _("nothing yet")}
    return f"{counted} {kept}"


def _rhythm(programme: Programme) -> str:
    is_flash = programme.kind == Programme.Kind.FLASH
    often = _booked(programme) if is_flash else _often(programme.rhythm_in_days)
    if programme.starts_on and programme.ends_on:
        return _("%(often)s, from %(starts)s to %(ends)s.") % {
            "often": often,
            "starts": _day(programme.starts_on),
            "ends": _day(programme.ends_on),
        }
    return _("%(often)s, with no end set.") % {"often": often}


def _sessions(programme: Programme) -> list[str]:
    if programme.session_credits is None:
        return []
    sentence = ngettext(
        "Every coachee has %(count)d session.",
        "Every coachee has %(count)d sessions.",
        programme.session_credits,
    )
    return [sentence % {"count": programme.session_credits}]


def _often(days: int) -> str:
    by_word = {
        7: _("They meet every week"),
        14: _("They meet every two weeks"),
        30: _("They meet every month"),
    }
    if days in by_word:
        return by_word[days]
    return ngettext("They meet every %(count)d day", "They meet every %(count)d days", days) % {"count": days}


def _booked(programme: Programme) -> str:
    sentence = _("In a month a mentor gives at most %(given)d meetings and a mentee books at most %(booked)d")
    return sentence % {"given": programme.monthly_as_guide, "booked": programme.monthly_as_learner}


def hours_each(programme: Programme) -> int | None:
    """Hours of meeting that the programme asks of each person; nothing without an end, or a rhythm."""
    if programme.kind == Programme.Kind.FLASH:
        return None
    if not programme.starts_on or not programme.ends_on:
        return None
    meetings = max(1, (programme.ends_on - programme.starts_on).days // programme.rhythm_in_days)
    if programme.session_credits is not None:
        meetings = min(meetings, programme.session_credits)
    return round(meetings * programme.session_minutes / 60)


def _time(programme: Programme) -> str:
    hours = hours_each(programme)
    if hours is None:
        return _("%(minutes)d minutes each time") % {"minutes": programme.session_minutes}
    return ngettext("%(count)d hour in all", "%(count)d hours in all", hours) % {"count": hours}


def _day(day: date) -> str:
    return date_format(day, "j F")
