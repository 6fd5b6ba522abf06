"""From what the matching library says of a pair to reasons that people read, and who may read each.

A reason is kept as ``{"key": …, parameters…}`` and said by ``programmes.reasons``. One that tells an answer
which its question does not show to matches carries ``"team_only": true``: the pair never receives it. One
that tells an answer which nobody reads is never written at all.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes.criteria import FIELDS
from alongside.programmes.reasons import language_name
from alongside.questionnaires.models import Question

Reason = dict[str, Any]
Settings = Mapping[str, Any]

MOST_REASONS = 4
WORTH_NAMING = 0.5
"""The least value of a criterion, 0 to 1, that is named as a reason for the match."""

FIELD_SETTINGS = (
    "field",
    "guide_field",
    "wish",
    "wishes",
    "guide_wishes",
    "among",
    "only_if",
    "wanted",
    "offered",
)
"""The settings of criteria and rules that name a field."""


def for_the_pair(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons that both people may read."""
    return [reason for reason in reasons if not reason.get("team_only")]


def for_the_team(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons that only the programme team may read."""
    return [reason for reason in reasons if reason.get("team_only")]


def fields_of(settings: Settings) -> list[str]:
    """The fields that a criterion or rule looks at, by the names in its settings."""
    return [settings[name] for name in FIELD_SETTINGS if settings.get(name)]


def field_label(settings: Settings, questions: Mapping[str, Question]) -> str:
    """What the criterion's field is called: the question, or the name of a profile's field, as a key."""
    names = fields_of(settings)
    if not names:
        return ""
    key = names[0].rpartition(":")[2]
    return questions[key].text if key in questions else key


def audience_of(settings: Settings, questions: Mapping[str, Question]) -> str:
    """Who may read what this criterion found: ``matches``, ``managers`` or ``nobody``, by the strictest answer."""
    readers = {
        question.reader
        for name in fields_of(settings)
        if (question := questions.get(name.rpartition(":")[2]))
    }
    strictest_first = [Question.Reader.NOBODY, Question.Reader.MANAGERS]
    return next(
        (reader.value for reader in strictest_first if reader in readers), Question.Reader.MATCHES.value
    )


def reason_for_people(
    kind: str, settings: Settings, key: str, parameters: Mapping[str, Any], label: str
) -> Reason | None:
    """The library's reason as one of ``programmes.reasons``; None where there is nothing good to say."""
    field = settings.get("label") or label
    if key == ("levels_above" if wants_below(settings) else "levels_below"):
        return None
    said: dict[str, Callable[[], Reason]] = {
        "same": lambda: {"key": "same_value", "field": field, "value": parameters["answer"]},
        "different": lambda: {
            "key": "different_value",
            "field": field,
            "learner_value": parameters["learner"],
            "guide_value": parameters["guide"],
        },
        "levels_above": lambda: {"key": "level_gap"},
        "levels_below": lambda: {"key": "level_below"},
        "skills_met": lambda: {"key": "skill", "skills": list(parameters["answers"])},
        "shared": lambda: _shared(kind, settings, list(parameters["answers"]), field),
        "hours_shared": lambda: {"key": "time_zone", "hours": int(parameters["count"])},
        "near": lambda: _near(settings, parameters, field),
        "wish_met": lambda: {"key": "wish", "field": field},
        "combination": lambda: {"key": "close_number", "field": field},
        "close_in_meaning": lambda: {"key": "text"},
        "close_in_words": lambda: {"key": "text"},
    }
    return said[key]() if key in said else None


def wants_below(settings: Settings) -> bool:
    """Whether a criterion about levels seeks a guide who stands below, as in reverse mentoring."""
    worth = settings.get("values") or {settings.get("best", 1): 1}
    return float(max(worth, key=worth.__getitem__)) < 0


def _shared(kind: str, settings: Settings, answers: list[str], field: str) -> Reason:
    if kind == "languages" or settings.get("field") == "languages":
        return {"key": "language", "languages": answers}
    if settings.get("field") == "interests":
        return {"key": "interest", "interests": answers}
    return {"key": "same_value", "field": field, "value": answers}


def _near(settings: Settings, parameters: Mapping[str, Any], field: str) -> Reason:
    years = round(float(parameters["guide"]) - float(parameters["learner"]))
    if settings.get("field") == "years_of_experience" and years > 0:
        return {"key": "experience", "years": years}
    return {"key": "close_number", "field": field}


def reason_tags(reason: Reason) -> list[str]:
    """A reason in a few words for a table, at most two tags; none when it has no short form."""
    tags: dict[str, Callable[[], list[str]]] = {
        "skill": lambda: list(reason["skills"]),
        "language": lambda: [language_name(code) for code in reason["languages"]],
        "interest": lambda: list(reason["interests"]),
        "same_value": lambda: _listed(reason["value"]),
        "different_value": lambda: [_("Different %(field)s") % {"field": _field(reason)}],
        "time_zone": lambda: [
            ngettext("%(count)d shared hour", "%(count)d shared hours", reason["hours"])
            % {"count": reason["hours"]}
        ],
        "experience": lambda: [
            ngettext("%(count)d year ahead", "%(count)d years ahead", reason["years"])
            % {"count": reason["years"]}
        ],
        "level_gap": lambda: [_("Some levels ahead")],
        "level_below": lambda: [_("Closer to the daily work")],
        "wish": lambda: [_field(reason)],
        "close_number": lambda: [_field(reason)],
    }
    made = tags.get(reason.get("key", ""))
    return made()[:2] if made else []


def _field(reason: Reason) -> str:
    return str(FIELDS.get(reason["field"], reason["field"]))


def _listed(value: str | list[str]) -> list[str]:
    return list(value) if isinstance(value, list) else [value]
