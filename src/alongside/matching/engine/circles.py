"""Circles around topics, from a programme's people: who meets about what, and who is left over, with why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from alongside.activity.actions import RuleBroken
from alongside.matching.engine.circle_people import CirclePeople, read_circle_people
from alongside.matching.engine.topic_wishes import Sitting, choices_obtained
from alongside.matching.models import Scenario
from alongside.matching.reading import Member
from alongside.pairing import Circle, Circles, FormedCircles, Gathering, MarketError, PairingError
from alongside.pairing.telling.audit import wilson
from alongside.programmes.models import Programme

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Formed:
    """A circle: its topic, its guide if it has one, and its members."""

    topic: str
    guide: Sitting | None
    members: list[Sitting]

    @property
    def fit(self) -> float:
        """The mean fit of its members with the topic."""
        return float(np.mean([sitting.fit for sitting in self.members]))


@dataclass(frozen=True)
class SolvedCircles:
    """What a run found: circles, learners and guides left over with the reason's key, figures of the whole."""

    circles: list[Formed]
    left: list[tuple[Member, str]]
    result: dict[str, Any]


def form_circles(scenario: Scenario, report: Callable[[int], None]) -> SolvedCircles:
    """The best circles for whoever looks for one: as many people as can be, sizes as even as can be, then fit."""
    programme = scenario.programme
    people = read_circle_people(programme, scenario.rules)
    report(1)
    topics = list(programme.circle_topics)
    learner_fit = people.fits(people.learners, topics)
    guide_fit = people.fits(people.guides, topics) if programme.circle_has_guide else None
    if not people.learners or (guide_fit is not None and not people.guides):
        return _nobody(programme, people)
    found = _found(programme, _gathering(people, topics, learner_fit, guide_fit))
    report(3)
    circles = [_formed(people, circle, topics) for circle in found.circles]
    left = _left(programme, people, found, topics)
    return SolvedCircles(circles, left, _result(people, circles, left, is_proved=found.is_proved))


def _formed(people: CirclePeople, circle: Circle, topics: list[str]) -> Formed:
    """A circle that was found, with everybody's fit and why."""
    topic = topics[circle.topic]
    guide = None if circle.guide is None else people.wish(people.guides[circle.guide]).at(topic)
    members = [people.wish(people.learners[row]).at(topic) for row in circle.members]
    return Formed(topic, guide, [sitting for sitting in members if sitting])


def _gathering(people: CirclePeople, topics: list[str], fit: Table, guide_fit: Table | None) -> Gathering:
    try:
        return Gathering(
            fit,
            guide_fit,
            apart=list(people.apart),
            together=people.together,
            apart_from_guide=list(people.apart_from_guide) if guide_fit is not None else None,
            topics=topics,
            learner_ids=[member.enrolment.public_id for member in people.learners],
            guide_ids=None if guide_fit is None else [guide.enrolment.public_id for guide in people.guides],
        )
    except MarketError as problem:
        raise RuleBroken(
            _("Some people are kept together, but must not share a circle. Release one of these words.")
        ) from problem


def _found(programme: Programme, gathering: Gathering) -> FormedCircles:
    solver = Circles(
        size=programme.circle_size, smallest=programme.smallest_circle, largest=programme.largest_circle
    )
    try:
        return solver.match(gathering)
    except PairingError as problem:
        raise RuleBroken(
            _("No circles were found for these people. Change the size or the topics, and run again.")
        ) from problem


def _left(
    programme: Programme, people: CirclePeople, found: FormedCircles, topics: list[str]
) -> list[tuple[Member, str]]:
    """Learners without a circle, each with why."""
    met = {topics[circle.topic] for circle in found.circles}
    return [
        (people.learners[row], _why_left(programme, people, row, topics, met))
        for row in found.unplaced.tolist()
    ]


def _why_left(programme: Programme, people: CirclePeople, row: int, topics: list[str], met: set[str]) -> str:
    """The first that holds, the firmest before the others; ``met`` are topics that have a circle."""
    named = set(people.wish(people.learners[row]).named or topics)
    of_topic = [column for column, one in enumerate(people.guides) if _leads(people, one, topics) & named]
    if programme.circle_has_guide and not of_topic:
        return "no_guide_for_topics"
    if of_topic and all((row, column) in people.apart_from_guide for column in of_topic):
        return "no_guide_allowed"
    if any(row in pair for pair in people.together):
        return "together_in_circles"
    if named & met:
        is_apart = any(row in pair for pair in people.apart)
        return "apart_in_circles" if is_apart else "circles_full"
    return "too_few_for_topics"


def _leads(people: CirclePeople, guide: Member, topics: list[str]) -> set[str]:
    return set(people.wish(guide).named or topics)


def _nobody(programme: Programme, people: CirclePeople) -> SolvedCircles:
    left = [(member, "no_guide_for_topics") for member in people.learners]
    return SolvedCircles([], left, _result(people, [], left, is_proved=True))


def _result(
    people: CirclePeople, circles: list[Formed], left: list[tuple[Member, str]], *, is_proved: bool
) -> dict[str, Any]:
    return figures_of(people.learners, circles) | {
        "guides": len(people.guides),
        "guide_places": len(people.guides),
        "gap": 0.0 if is_proved else None,
    }


def figures_of(learners: list[Member], circles: list[Formed]) -> dict[str, Any]:
    """What can be said of any groups: how many are in one, how well they fit, and who fares how."""
    fits = [sitting.fit for circle in circles for sitting in circle.members]
    placed = {sitting.member.enrolment.pk: sitting.fit for circle in circles for sitting in circle.members}
    return {
        "learners": len(learners),
        "guides": 0,
        "guide_places": 0,
        "matched": len(fits),
        "matched_learners": len(fits),
        **circle_figures(fits, [sitting.choice for circle in circles for sitting in circle.members]),
        "audit": _audit(learners, placed) if learners else {},
    }


def circle_figures(fits: list[float], choices: list[int | None]) -> dict[str, Any]:
    """What a run keeps of the members' fits with their topics, 0 to 1, and of their choices."""
    return {
        "mean": float(np.mean(fits)) if fits else 0.0,
        "lowest": min(fits, default=0.0),
        "half_between": [float(each) for each in np.quantile(fits, [0.25, 0.75])] if fits else [0, 0],
        "choices": choices_obtained(choices),
    }


def _audit(learners: list[Member], placed: dict[int, float]) -> dict[str, Any]:
    """How each group of learners fares, as the audit of pairs keeps it; groups of fewer than five are not told."""
    fields = {}
    for name in ("department", "level", "location"):
        groups: dict[str, list[Member]] = {}
        for member in learners:
            groups.setdefault(str(member.value(name) or "").strip(), []).append(member)
        if len(groups) > 1 and all(len(group) >= LEAST_TOLD for group in groups.values()):
            fields[name] = {group: _figures(members, placed) for group, members in groups.items()}
    return {"learner": {"everyone": _figures(learners, placed), "fields": fields}}


LEAST_TOLD = 5


def _figures(members: list[Member], placed: dict[int, float]) -> dict[str, Any]:
    if len(members) < LEAST_TOLD:
        return {}
    matched = sum(member.enrolment.pk in placed for member in members)
    rate = wilson(matched, len(members))
    return {
        "people": len(members),
        "matched": matched,
        "rate": [round(each, 4) for each in (rate.value, rate.low, rate.high)],
    }
