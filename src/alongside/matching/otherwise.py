"""What a pair costs, what ending it would cost, and what would have to change for another result, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.activity.actions import RuleBroken
from alongside.matching import engine
from alongside.matching.engine import Cost, Otherwise
from alongside.matching.first_in_line import COUNTS_FOR
from alongside.matching.models import ScenarioPair
from alongside.matching.overview import in_points
from alongside.matching.reading import Member


@dataclass(frozen=True)
class Told:
    """What is said of a pair: what keeping it costs, what ending it costs and brings, and what would change it."""

    together: str
    apart: list[str]
    changes: list[str]
    can_be_apart: bool = True


def otherwise_of(pair: ScenarioPair) -> Told | str:
    """Everything about what else could be with the people of today; or why nothing can be told."""
    try:
        found = engine.otherwise(pair.scenario, pair.learner_id, pair.guide_id)
    except RuleBroken as broken:
        return broken.message
    if found is None:
        return _(
            "What else could be cannot be told at once: these two could not be a pair today, or too many people "
            "take part. A new run shows it."
        )
    changes = _changes(pair, found) if pair.scenario.objective in COUNTS_FOR else []
    return Told(_together(found), list(_apart(pair, found)), changes, found.apart is not None)


def _together(found: Otherwise) -> str:
    cost = found.together
    if cost.learners:
        sentence = ngettext(
            "Keeping them together leaves %(count)d person more without a match today.",
            "Keeping them together leaves %(count)d people more without a match today.",
            cost.learners,
        )
        return sentence % {"count": cost.learners}
    points = in_points(cost.fit)
    if not points:
        return _("Keeping them together costs nothing today.")
    sentence = ngettext(
        "Keeping them together costs %(count)d point in all today.",
        "Keeping them together costs %(count)d points in all today.",
        points,
    )
    return sentence % {"count": points}


def _apart(pair: ScenarioPair, found: Otherwise) -> list[str]:
    if found.apart is None:
        return [_("They cannot be kept apart: without them the other locks cannot be kept.")]
    learner, guide = pair.learner.person.short_name, pair.guide.person.short_name
    told = [_apart_costs(found.apart)]
    told += [_would_have(learner, *each) for each in found.learner_instead] or [
        _("%(name)s would have nobody else.") % {"name": learner}
    ]
    told += [_would_have(guide, *each) for each in found.guide_instead]
    if found.others:
        sentence = ngettext(
            "%(count)d other person would meet somebody else.",
            "%(count)d other people would meet somebody else.",
            found.others,
        )
        told.append(sentence % {"count": found.others})
    return told


def _apart_costs(cost: Cost) -> str:
    if cost.learners:
        sentence = ngettext(
            "Keeping them apart leaves %(count)d person more without a match.",
            "Keeping them apart leaves %(count)d people more without a match.",
            cost.learners,
        )
        return sentence % {"count": cost.learners}
    points = in_points(cost.fit)
    if not points:
        return _("Keeping them apart costs nothing: another matching is as good.")
    sentence = ngettext(
        "Keeping them apart costs %(count)d point in all.",
        "Keeping them apart costs %(count)d points in all.",
        points,
    )
    return sentence % {"count": points}


def _would_have(name: str, other: Member, fit: float) -> str:
    return _("%(name)s would have %(other)s, fit %(fit)d.") % {
        "name": name,
        "other": other.enrolment.person.name,
        "fit": in_points(fit),
    }


def _changes(pair: ScenarioPair, found: Otherwise) -> list[str]:
    """How far a fit would have to fall or rise for another result; for totals, where a fit alone can do it."""
    if found.apart is None or found.apart.learners:
        return [_("No fit alone would end this pair: without it somebody else has no match.")]
    if not in_points(found.apart.fit):
        return [_("A slightly better fit elsewhere would bring another result.")]
    told = [_would_fall(found.fit, found.apart.fit)]
    learner, guide = pair.learner.person.short_name, pair.guide.person.short_name
    for name, partners in ((learner, found.learner_instead), (guide, found.guide_instead)):
        for other, fit in partners:
            needed = fit + found.apart.fit
            if needed <= 1:
                told.append(
                    _("%(name)s would have %(other)s if their fit were above %(needed)d; it is %(fit)d.")
                    % {
                        "name": name,
                        "other": other.enrolment.person.name,
                        "needed": in_points(needed),
                        "fit": in_points(fit),
                    }
                )
    return told


def _would_fall(fit: float, cost: float) -> str:
    if fit < cost:
        return _("However low their own fit, they would stay a pair: everybody else would lose more.")
    return _("They stay a pair while their own fit is above %(needed)d; it is %(fit)d.") % {
        "needed": in_points(fit - cost),
        "fit": in_points(fit),
    }
