"""Why two people fit, kept as a key with parameters and said as a sentence in the reader's language.

A reason is ``{"key": "skill", "skills": ["Delegating"]}``: a key of ``SENTENCES`` and what its sentence names.
``key:field`` is the sentence for one field in particular.
``learner`` and ``guide`` are filled in when it is read, because the reader knows them by name; with
``"turned": true`` each stands for the other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from alongside.programmes.criteria import FIELDS

Reason = Mapping[str, Any]

SENTENCES: dict[str, Any] = {
    "skill": gettext_lazy("%(guide)s can help with %(skills)s, which %(learner)s wants to learn."),
    "same_value": gettext_lazy("Both have this in common (%(field)s): %(value)s."),
    "different_value": gettext_lazy(
        "They bring different views (%(field)s): %(learner_value)s and %(guide_value)s."
    ),
    "different_value:department": gettext_lazy(
        "They work in different departments: %(learner_value)s and %(guide_value)s."
    ),
    "level_gap": gettext_lazy("%(guide)s has been where %(learner)s wants to go."),
    "level_below": gettext_lazy("%(guide)s sees work from where %(learner)s no longer stands."),
    "experience": gettext_lazy("%(guide)s has %(years)s more experience than %(learner)s."),
    "language": gettext_lazy("Both speak %(languages)s."),
    "time_zone": gettext_lazy("Their working days overlap by %(hours)s."),
    "close_number": gettext_lazy("They are close in this: %(field)s."),
    "wish": gettext_lazy("They share what %(learner)s wished for: %(field)s."),
    "interest": gettext_lazy("Both are interested in %(interests)s."),
    "text": gettext_lazy("What they wrote about themselves is close."),
    "kept_together": gettext_lazy("The programme team chose this match."),
    "already_running": gettext_lazy("They were already meeting when the programme began."),
}

TO_BOTH: dict[str, Any] = {
    "same_value": gettext_lazy("You have this in common (%(field)s): %(value)s."),
    "language": gettext_lazy("You both speak %(languages)s."),
    "time_zone": gettext_lazy("Your working days overlap by %(hours)s."),
    "close_number": gettext_lazy("You are close in this: %(field)s."),
    "interest": gettext_lazy("You are both interested in %(interests)s."),
    "text": gettext_lazy("What you both wrote about yourselves is close."),
    "already_running": gettext_lazy("You were already meeting when the programme began."),
}

TO_LEARNER: dict[str, Any] = TO_BOTH | {
    "skill": gettext_lazy("%(guide)s can help with %(skills)s, which you want to learn."),
    "different_value": gettext_lazy(
        "You bring different views (%(field)s): %(learner_value)s for you, %(guide_value)s for %(guide)s."
    ),
    "different_value:department": gettext_lazy(
        "You work in different departments: you in %(learner_value)s, %(guide)s in %(guide_value)s."
    ),
    "level_gap": gettext_lazy("%(guide)s has been where you want to go."),
    "level_below": gettext_lazy("%(guide)s sees work from where you no longer stand."),
    "experience": gettext_lazy("%(guide)s has %(years)s more experience than you."),
    "wish": gettext_lazy("You share what you wished for: %(field)s."),
}

TO_GUIDE: dict[str, Any] = TO_BOTH | {
    "skill": gettext_lazy("You can help with %(skills)s, which %(learner)s wants to learn."),
    "different_value": gettext_lazy(
        "You bring different views (%(field)s): %(guide_value)s for you, %(learner_value)s for %(learner)s."
    ),
    "different_value:department": gettext_lazy(
        "You work in different departments: you in %(guide_value)s, %(learner)s in %(learner_value)s."
    ),
    "level_gap": gettext_lazy("You have been where %(learner)s wants to go."),
    "level_below": gettext_lazy("You see work from where %(learner)s no longer stands."),
    "experience": gettext_lazy("You have %(years)s more experience than %(learner)s."),
    "wish": gettext_lazy("You share what %(learner)s wished for: %(field)s."),
}

READERS: dict[str, dict[str, Any]] = {
    "team": SENTENCES,
    "learner": SENTENCES | TO_LEARNER,
    "guide": SENTENCES | TO_GUIDE,
}


TURNED = {"team": "team", "learner": "guide", "guide": "learner"}
"""To whom a reason speaks that says of the guide what it usually says of the learner, as between peers."""


def reason_sentences(
    reasons: Iterable[Reason], *, learner: str, guide: str, reader: str = "team"
) -> list[str]:
    """Each reason as one sentence, in the order given; a reason without a sentence is left out."""
    sentences = (reason_sentence(reason, learner=learner, guide=guide, reader=reader) for reason in reasons)
    return [sentence for sentence in sentences if sentence]


def reason_sentence(reason: Reason, *, learner: str, guide: str, reader: str = "team") -> str:
    """One reason in words; empty when its key or one of its parameters is missing.

    ``reader`` is ``learner`` or ``guide`` to be spoken to as "you"; ``team`` speaks of both by name.
    """
    if reason.get("turned"):
        learner, guide, reader = guide, learner, TURNED[reader]
    key, said = reason.get("key", ""), READERS[reader]
    sentence = said.get(f"{key}:{reason.get('field')}") or said.get(key)
    if sentence is None:
        return ""
    named = {**_in_words(reason), "learner": learner, "guide": guide}
    try:
        return str(sentence) % named
    except KeyError:
        return ""


def _in_words(reason: Reason) -> dict[str, str]:
    """Parameters ready for a sentence: lists joined, years and hours with their unit, languages by name."""
    words: dict[str, str] = {}
    for name, value in reason.items():
        if name == "years":
            words[name] = ngettext("%(count)d year", "%(count)d years", value) % {"count": value}
        elif name == "hours":
            words[name] = ngettext("%(count)d hour", "%(count)d hours", value) % {"count": value}
        elif name == "field":
            words[name] = str(FIELDS.get(value, value))
        elif name == "languages":
            words[name] = get_text_list([language_name(code) for code in value], _("and"))
        elif isinstance(value, list):
            words[name] = get_text_list([str(item) for item in value], _("and"))
        else:
            words[name] = str(value)
    return words


def language_name(code: str) -> str:
    """A language as the reader's own language calls it; the code itself where it is not known."""
    try:
        return str(get_language_info(code.casefold())["name_translated"])
    except KeyError:
        return code
