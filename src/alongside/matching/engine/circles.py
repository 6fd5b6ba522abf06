"""Circles around topics, from a programme's people: who meets about what, and who is left over, with why."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from alongside.activity.actions import RuleBroken
from alongside.matching.apart import kept_apart
from alongside.matching.engine.topic_wishes import (
    Sitting,
    TopicWish,
    choices_obtained,
    read_topic_wishes,
    topic_fits,
)
from alongside.matching.models import Scenario
from alongside.matching.reading import Member, read_cohort
from alongside.pairing import Circle, Circles, FormedCircles, Gathering, PairingError
from alongside.pairing.telling.audit import wilson
from alongside.programmes.models import Programme

ROUNDS = 12
"""How often a circle whose mentor must not meet a member is sought again without that topic for the member."""
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


@dataclass(frozen=True)
class _People:
    """Who can be gathered, and whom to keep apart: rows of learners, and of learner and guide."""

    learners: list[Member]
    guides: list[Member]
    wishes: dict[int, TopicWish]
    apart: list[tuple[int, int]]
    apart_from_guide: set[tuple[int, int]]

    def wish(self, member: Member) -> TopicWish:
        """What they said of topics."""
        return self.wishes[member.enrolment.pk]

    def fits(self, members: list[Member], topics: list[str]) -> Table:
        """Members × topics, 0 to 1; NaN for a topic that somebody would not join."""
        return topic_fits([self.wish(member) for member in members], topics)

    def formed(self, circle: Circle, topics: list[str]) -> Formed:
        """A circle that was found, with everybody's fit and why."""
        topic = topics[circle.topic]
        guide = None if circle.guide is None else self.wish(self.guides[circle.guide]).at(topic)
        members = [self.wish(self.learners[row]).at(topic) for row in circle.members]
        return Formed(topic, guide, [sitting for sitting in members if sitting])


def form_circles(scenario: Scenario, report: Callable[[int], None]) -> SolvedCircles:
    """The best circles for whoever looks for one: as many people as can be, sizes as even as can be, then fit."""
    programme = scenario.programme
    people = _people(programme)
    report(1)
    topics = list(programme.circle_topics)
    learner_fit = people.fits(people.learners, topics)
    guide_fit = people.fits(people.guides, topics) if programme.circle_has_guide else None
    if not people.learners or (guide_fit is not None and not people.guides):
        return _nobody(programme, people)
    found, is_proved = _found(programme, people, topics, learner_fit, guide_fit)
    report(3)
    circles = [people.formed(circle, topics) for circle in found.circles]
    left = _left(programme, people, found, topics)
    return SolvedCircles(circles, left, _result(people, circles, left, is_proved=is_proved))


def _people(programme: Programme) -> _People:
    cohort = read_cohort(programme)
    guides = cohort.guides if programme.circle_has_guide else []
    able = [member for member in guides if member.places.as_guide >= programme.largest_circle]
    learners = [one for one in cohort.learners if one.enrolment.role != "both" or one not in able]
    apart = kept_apart(programme)

    def are_apart(one: Member, other: Member) -> bool:
        pair = one.enrolment.person_id, other.enrolment.person_id
        return pair in apart or pair[::-1] in apart or _in_line(one, other) or _in_line(other, one)

    return _People(
        learners,
        able,
        read_topic_wishes([*learners, *able]),
        [(i, j) for i, j in combinations(range(len(learners)), 2) if are_apart(learners[i], learners[j])],
        {
            (i, j)
            for i, learner in enumerate(learners)
            for j, guide in enumerate(able)
            if learner.enrolment.person_id == guide.enrolment.person_id or are_apart(learner, guide)
        },
    )


def _in_line(one: Member, other: Member) -> bool:
    """Whether the other is the one's own manager."""
    return one.profile is not None and one.profile.manager_id == other.enrolment.person_id


def _found(
    programme: Programme, people: _People, topics: list[str], learner_fit: Table, guide_fit: Table | None
) -> tuple[FormedCircles, bool]:
    """The circles, and whether nothing better is possible.

    The library keeps members apart from each other; a member is kept from a mentor by seeking again without
    that topic for the member, which may keep them from more than is needed, and so proves nothing any more.
    """
    solver = Circles(
        size=programme.circle_size, smallest=programme.smallest_circle, largest=programme.largest_circle
    )
    fit = learner_fit.copy()
    for step in range(ROUNDS):
        try:
            found = solver.match(_gathering(people, topics, fit, guide_fit))
        except PairingError as problem:
            raise RuleBroken(
                _("No circles were found for these people. Change the size or the topics, and run again.")
            ) from problem
        clashes = [
            (row, circle.topic)
            for circle in found.circles
            for row in circle.members
            if (row, circle.guide) in people.apart_from_guide
        ]
        if not clashes:
            return found, found.is_proved and step == 0
        for row, topic in clashes:
            fit[row, topic] = np.nan
    raise RuleBroken(_("Too many people are kept apart from the mentors. Keep fewer apart, and run again."))


def _gathering(people: _People, topics: list[str], fit: Table, guide_fit: Table | None) -> Gathering:
    return Gathering(
        fit,
        guide_fit,
        apart=people.apart or None,
        topics=topics,
        learner_ids=[member.enrolment.public_id for member in people.learners],
        guide_ids=None if guide_fit is None else [guide.enrolment.public_id for guide in people.guides],
    )


def _left(
    programme: Programme, people: _People, found: FormedCircles, topics: list[str]
) -> list[tuple[Member, str]]:
    """Learners without a circle, each with why."""
    led = {topics[circle.topic] for circle in found.circles}
    left = []
    for row in found.unplaced.tolist():
        member = people.learners[row]
        named = set(people.wish(member).named or topics)
        is_apart = any(row in pair for pair in people.apart)
        could_lead = any(set(people.wish(one).named or topics) & named for one in people.guides)
        if programme.circle_has_guide and not could_lead:
            left.append((member, "no_guide_for_topics"))
        elif is_apart and named & led:
            left.append((member, "apart_in_circles"))
        elif named & led:
            left.append((member, "circles_full"))
        else:
            left.append((member, "too_few_for_topics"))
    return left


def _nobody(programme: Programme, people: _People) -> SolvedCircles:
    left = [(member, "no_guide_for_topics") for member in people.learners]
    return SolvedCircles([], left, _result(people, [], left, is_proved=True))


def _result(
    people: _People, circles: list[Formed], left: list[tuple[Member, str]], *, is_proved: bool
) -> dict[str, Any]:
    fits = [sitting.fit for circle in circles for sitting in circle.members]
    placed = {sitting.member.enrolment.pk: sitting.fit for circle in circles for sitting in circle.members}
    return {
        "learners": len(people.learners),
        "guides": len(people.guides),
        "guide_places": len(people.guides),
        "matched": len(fits),
        "matched_learners": len(fits),
        "mean": float(np.mean(fits)) if fits else 0.0,
        "lowest": min(fits, default=0.0),
        "half_between": [float(each) for each in np.quantile(fits, [0.25, 0.75])] if fits else [0, 0],
        "choices": choices_obtained([sitting.choice for circle in circles for sitting in circle.members]),
        "gap": 0.0 if is_proved else None,
        "audit": _audit(people.learners, placed) if people.learners else {},
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
