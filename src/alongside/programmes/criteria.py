"""What the kinds of criteria and rules are called, for every page that shows them.

The kinds and their settings are the matching library's; a test holds this list to it. A field is a name of
``FIELDS``, the key of a question (``answer:profession``), or a column of the directory (``other:grade``).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Settings = Mapping[str, Any]

FIELDS: dict[str, Any] = {
    "skills_wanted": _("skills wanted"),
    "skills_offered": _("skills offered"),
    "languages": _("languages"),
    "time_zone": _("time zone"),
    "level": _("level"),
    "department": _("department"),
    "location": _("location"),
    "job_title": _("job title"),
    "years_of_experience": _("years of experience"),
    "interests": _("interests"),
    "manager": _("manager"),
}

CRITERIA: dict[str, Any] = {
    "skills": _("What one wants to learn, the other can help with"),
    "same": _("Same %(field)s"),
    "different": _("Different %(field)s"),
    "level_gap": _("Levels between the two"),
    "near": _("Close in %(field)s"),
    "shared": _("In common: %(field)s"),
    "languages": _("Languages in common"),
    "time_zones": _("Working hours in common"),
    "combination": _("Good together: %(field)s"),
    "wish": _("A wish that is met: %(field)s"),
    "ranked_wish": _("People they wish for: %(field)s"),
    "meaning": _("What they write is alike: %(field)s"),
    "custom": _("A measure of your own: %(field)s"),
}

RULES: dict[str, Any] = {
    "not_in_line": _("Not one’s own manager or report"),
    "no_guide_shared_with_manager": _("Nobody meets the same person as their own manager"),
    "not_same": _("Not the same %(field)s"),
    "same": _("Only the same %(field)s"),
    "shared": _("Something in common: %(field)s"),
    "shared_language": _("At least one language in common"),
}

LOOKS_AT: dict[str, tuple[str, ...]] = {
    "skills": ("skills_wanted", "skills_offered"),
    "level_gap": ("level",),
    "languages": ("languages",),
    "shared_language": ("languages",),
    "time_zones": ("time_zone",),
    "shared_hours": ("time_zone",),
    "not_in_line": ("manager",),
    "no_guide_shared_with_manager": ("manager",),
}
"""What kinds look at whose settings name no field."""


def criterion_label(kind: str, settings: Settings, questions: Mapping[str, str]) -> str:
    """A criterion in a few words. ``questions`` are the programme's, their text by key."""
    if kind == "skills" and settings.get("wanted") and not settings.get("label"):
        named = {name: field_name(settings[name], questions) for name in ("wanted", "offered")}
        return str(_("What “%(wanted)s” asks for is met by “%(offered)s”")) % named
    return settings.get("label") or _filled(CRITERIA.get(kind, kind), settings, questions)


def rule_label(kind: str, settings: Settings, questions: Mapping[str, str]) -> str:
    """A rule in a few words."""
    if settings.get("label"):
        return str(settings["label"])
    if kind == "level_gap":
        return _levels(settings)
    if kind == "shared_hours":
        hours = round(settings.get("at_least", 2))
        sentence = ngettext(
            "At least %(count)d working hour in common", "At least %(count)d working hours in common", hours
        )
        return sentence % {"count": hours}
    return _filled(RULES.get(kind, kind), settings, questions)


def field_name(name: str, questions: Mapping[str, str]) -> str:
    """What a field is called: the question's text, or the name of what a profile holds."""
    key = name.rpartition(":")[2]
    return questions.get(key) or str(FIELDS.get(key, key.replace("_", " ")))


def _filled(sentence: Any, settings: Settings, questions: Mapping[str, str]) -> str:  # noqa: ANN401  lazy
    name = settings.get("field") or settings.get("wish") or settings.get("wishes") or ""
    return str(sentence) % {"field": field_name(name, questions)}


def _levels(settings: Settings) -> str:
    """How far the guide stands above the learner or, where the junior guides, below."""
    least, most = settings.get("minimum"), settings.get("maximum")
    if (least or 0) < 0 if most is None else most < 0:
        return _levels_below(None if most is None else -most, None if least is None else -least)
    if least is None:
        sentence = ngettext("At most %(most)d level above", "At most %(most)d levels above", round(most or 0))
    elif most is None:
        sentence = ngettext("At least %(least)d level above", "At least %(least)d levels above", round(least))
    else:
        sentence = ngettext(
            "From %(least)d to %(most)d level above", "From %(least)d to %(most)d levels above", round(most)
        )
    return sentence % {"least": round(least or 0), "most": round(most or 0)}


def _levels_below(least: float | None, most: float | None) -> str:
    if least is None:
        sentence = ngettext("At most %(most)d level below", "At most %(most)d levels below", round(most or 0))
    elif most is None:
        sentence = ngettext("At least %(least)d level below", "At least %(least)d levels below", round(least))
    else:
        sentence = ngettext(
            "From %(least)d to %(most)d level below", "From %(least)d to %(most)d levels below", round(most)
        )
    return sentence % {"least": round(least or 0), "most": round(most or 0)}
