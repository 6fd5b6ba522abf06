"""Who can be gathered in circles: what each said of topics, and who may or must share a circle with whom."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from alongside.activity.actions import RuleBroken
from alongside.matching.apart import UNLESS_LOCKED, PeoplePair, kept_apart
from alongside.matching.engine.scoring import names_of, ruled_out
from alongside.matching.engine.topic_wishes import TopicWish, read_topic_wishes, topic_fits
from alongside.matching.models import PairConstraint
from alongside.matching.reading import Cohort, Member, Settings, read_cohort
from alongside.programmes.models import Programme

Rows = tuple[int, int]
Words = dict[PeoplePair, str]
YIELDING = UNLESS_LOCKED | {"rule"}
"""What keeps two apart only until the manager keeps them together."""


@dataclass(frozen=True)
class CirclePeople:
    """Learners and guides with what they said of topics.

    apart: why two learners may not share a circle, by their rows, the lower first. apart_from_guide: why a guide
    may not lead a learner's circle, by the rows of learner and guide. together: rows of two learners who share a
    circle or have none. The whys are the keys of ``kept_apart``, and ``line``, ``rule``, ``oneself``, ``another``.
    """

    learners: list[Member]
    guides: list[Member]
    wishes: dict[int, TopicWish]
    apart: dict[Rows, str]
    apart_from_guide: dict[Rows, str]
    together: list[Rows]

    def wish(self, member: Member) -> TopicWish:
        """What they said of topics."""
        return self.wishes[member.enrolment.pk]

    def fits(self, members: list[Member], topics: list[str]) -> NDArray[np.float64]:
        """Members × topics, 0 to 1; NaN for a topic that somebody would not join."""
        return topic_fits([self.wish(member) for member in members], topics)


def read_circle_people(programme: Programme, rules: Settings) -> CirclePeople:
    """Everybody who looks for a circle, and who can lead one because they have room for a whole circle."""
    cohort = read_cohort(programme)
    guides = cohort.guides if programme.circle_has_guide else []
    able = [member for member in guides if member.places.as_guide >= programme.largest_circle]
    learners = [one for one in cohort.learners if one.enrolment.role != "both" or one not in able]
    return circle_people(programme, rules, Cohort(learners, able))


def circle_people(programme: Programme, rules: Settings, cohort: Cohort) -> CirclePeople:
    """These people with who may or must share a circle.

    Rules hold between a member and the mentor; where circles have none, between any two members, except that
    nobody stands above anybody else there.
    """
    words = kept_apart(programme)
    apart, apart_from_guide = _apart(words, cohort), _apart_from_guide(words, cohort)
    if programme.circle_has_guide:
        apart_from_guide = _with_rule(ruled_out(programme, rules, cohort), apart_from_guide)
    else:
        alike = [row for row in rules if row["kind"] != "level_gap"]
        marks = ruled_out(programme, alike, Cohort(cohort.learners, cohort.learners))
        apart = _with_rule(np.triu(marks | marks.T, k=1), apart)
    together = _keep_together(programme, cohort, apart, apart_from_guide)
    wishes = read_topic_wishes([*cohort.learners, *cohort.guides])
    return CirclePeople(cohort.learners, cohort.guides, wishes, apart, apart_from_guide, together)


def _with_rule(marks: NDArray[np.bool_], apart: dict[Rows, str]) -> dict[Rows, str]:
    """Whom a rule keeps apart, and whoever else is."""
    ruled = zip(*(rows.tolist() for rows in np.nonzero(marks)), strict=True)
    return {**dict.fromkeys(ruled, "rule"), **apart}


def _apart(words: Words, cohort: Cohort) -> dict[Rows, str]:
    rows = combinations(range(len(cohort.learners)), 2)
    pairs = ((row, _why_apart(words, cohort.learners[row[0]], cohort.learners[row[1]])) for row in rows)
    return {row: why for row, why in pairs if why}


def _apart_from_guide(words: Words, cohort: Cohort) -> dict[Rows, str]:
    return {
        (row, column): why
        for row, learner in enumerate(cohort.learners)
        for column, guide in enumerate(cohort.guides)
        if (why := _why_apart(words, learner, guide))
    }


def _why_apart(words: Words, one: Member, other: Member) -> str:
    """Why these two may not share a circle, whichever side they take; empty where they may."""
    pair = one.enrolment.person_id, other.enrolment.person_id
    if pair[0] == pair[1]:
        return "oneself"
    if _reports_to(one, other) or _reports_to(other, one):
        return "line"
    return words.get(pair) or words.get(pair[::-1]) or ""


def _reports_to(one: Member, other: Member) -> bool:
    return one.profile is not None and one.profile.manager_id == other.enrolment.person_id


def _keep_together(
    programme: Programme, cohort: Cohort, apart: dict[Rows, str], apart_from_guide: dict[Rows, str]
) -> list[Rows]:
    """Rows of learners whom the manager keeps together; who is kept with a guide is closed to every other.

    The manager's word sets aside a rule, an earlier no and an early end, and nothing else.
    """
    learners = {member.enrolment.pk: row for row, member in enumerate(cohort.learners)}
    guides = {member.enrolment.pk: row for row, member in enumerate(cohort.guides)}
    together, led = [], []
    for one, other in programme.pair_constraints.filter(kind=PairConstraint.Kind.LOCK).values_list(
        "learner", "guide"
    ):
        if one in learners and other in learners:
            rows = sorted((learners[one], learners[other]))
            _set_aside(apart, (rows[0], rows[1]), cohort.learners, cohort.learners)
            together.append((rows[0], rows[1]))
        elif one in learners and other in guides:
            _set_aside(apart_from_guide, (learners[one], guides[other]), cohort.learners, cohort.guides)
            led.append((learners[one], guides[other]))
    for row, wanted in led:
        for column in range(len(cohort.guides)):
            if column != wanted:
                apart_from_guide.setdefault((row, column), "another")
    return together


def _set_aside(apart: dict[Rows, str], rows: Rows, ones: list[Member], others: list[Member]) -> None:
    why = apart.get(rows)
    if why == "running":  # they meet already, and nothing is to be set aside
        return
    if why and why not in YIELDING:
        message = _(
            "%(learner)s and %(guide)s are locked together, but must not be matched. Release the lock."
        )
        raise RuleBroken(message % names_of(ones[rows[0]], others[rows[1]]))
    apart.pop(rows, None)
