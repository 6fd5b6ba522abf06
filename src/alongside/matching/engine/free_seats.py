"""Whoever joined later into the free seats of circles that meet already, while nobody there moves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.matching.engine.circle_people import CirclePeople, circle_people
from alongside.matching.engine.topic_wishes import Sitting
from alongside.matching.engine.waiting import WORTH
from alongside.matching.first_in_line import runs_waited
from alongside.matching.reading import Cohort, Member, Settings
from alongside.pairing import BestTotal, Market
from alongside.programmes.models import Programme

CROWDED = 0.01
"""What each member above the wanted size takes from a circle, so that of two alike the smaller one grows."""


@dataclass(frozen=True)
class RunningCircle:
    """A circle that meets: its topic, who is in it, how many more it takes, and who is asked no second time.

    closed_to: enrolment rows.
    """

    topic: str
    members: list[Member]
    guide: Member | None
    room: int
    closed_to: frozenset[int]


def seat_latecomers(
    programme: Programme, rules: Settings, waiting: Sequence[Member], circles: Sequence[RunningCircle]
) -> list[tuple[int, Sitting]]:
    """Number of a circle, and who gets a free seat in it: as many as can be, then who waited, then the best fits.

    Rules and the manager's words hold towards everybody who sits there. Who is kept together with somebody that
    waits too is left for the next draft.
    """
    insiders = [member for circle in circles for member in circle.members]
    guides = {circle.guide.enrolment.pk: circle.guide for circle in circles if circle.guide}
    people = circle_people(programme, rules, Cohort([*waiting, *insiders], list(guides.values())))
    fit = _fits(programme, people, len(waiting), circles)
    if not np.isfinite(fit).any():
        return []
    times = {pk: count for pk, (count, _since) in runs_waited(programme).items()}
    waited = np.array([times.get(member.enrolment.pk, 0) for member in waiting], dtype=float)
    market = Market(
        fit + WORTH * waited[:, None],
        guide_places=[circle.room for circle in circles],
        apart=[pair for pair in people.apart if max(pair) < len(waiting)],
        learner_ids=[member.enrolment.public_id for member in waiting],
    )
    seated = BestTotal().match(market).pairs.tolist()
    found = [(column, people.wish(waiting[row]).at(circles[column].topic)) for row, column in seated]
    return [(column, sitting) for column, sitting in found if sitting]


def _fits(
    programme: Programme, people: CirclePeople, waiting: int, circles: Sequence[RunningCircle]
) -> NDArray[np.float64]:
    """Who waits × circles, as the topic suits them; NaN where they cannot join."""
    row_of = {member.enrolment.pk: row for row, member in enumerate(people.learners)}
    led_by = {member.enrolment.pk: row for row, member in enumerate(people.guides)}
    fit = people.fits(people.learners[:waiting], [circle.topic for circle in circles])
    for column, circle in enumerate(circles):
        inside = [row_of[member.enrolment.pk] for member in circle.members]
        guide = led_by[circle.guide.enrolment.pk] if circle.guide else None
        fit[:, column] -= CROWDED * max(0, len(inside) - programme.circle_size)
        for row in range(waiting):
            if people.learners[row].enrolment.pk in circle.closed_to or not _may_join(
                people, row, inside, guide
            ):
                fit[row, column] = np.nan
    return fit


def _may_join(people: CirclePeople, row: int, inside: list[int], guide: int | None) -> bool:
    if guide is not None and (row, guide) in people.apart_from_guide:
        return False
    if any((row, other) in people.apart for other in inside):  # who waits comes first
        return False
    kept_with = {other for pair in people.together if row in pair for other in pair} - {row}
    return kept_with <= set(inside)
