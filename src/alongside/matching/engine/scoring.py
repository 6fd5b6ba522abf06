"""A programme's people, criteria, rules and the manager's words on pairs, as the library scores them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from alongside.activity.actions import RuleBroken
from alongside.matching.apart import UNLESS_LOCKED, kept_apart
from alongside.matching.models import PairConstraint, Scenario
from alongside.matching.reading import PROFILE_FIELDS, Cohort, Member, Settings, questions_by_key
from alongside.matching.reasons import (
    MOST_REASONS,
    WORTH_NAMING,
    Reason,
    audience_of,
    field_label,
    fields_of,
    reason_for_people,
)
from alongside.pairing import PairingError
from alongside.pairing.arrays import Floats
from alongside.pairing.criteria import from_settings as criterion_from
from alongside.pairing.people.answers import Table
from alongside.pairing.rules import Conflicts, Excluded, Rule
from alongside.pairing.rules import from_settings as rule_from
from alongside.pairing.scoring import Contribution, Forbidden, Scored, score
from alongside.people.models import Level, Profile
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question

SAID_OF_ONE = frozenset({"skill", "level_gap", "level_below", "experience", "wish"})
"""Reasons that are another thing the other way round; all the others say the same of both."""


@dataclass(frozen=True)
class Pair:
    """A pair of a solved scenario, ready to be kept."""

    learner: Member
    guide: Member
    fit: float
    contributions: list[dict[str, Any]]
    reasons: list[Reason]
    is_locked: bool
    breaks_rule: bool


@dataclass(frozen=True)
class Scoring:
    """A programme's people with the fit of every pair, for solving and for asking about single pairs.

    turned: in one pool without sides, what each guide's row would be to each learner's; a pair's fit is the mean
    of both ways.
    """

    scenario: Scenario
    cohort: Cohort
    scored: Scored
    locked: set[tuple[int, int]]
    questions: Mapping[str, Question]
    turned: Scored | None = None

    @property
    def is_pool(self) -> bool:
        """Whether everybody is in one pool without sides."""
        return self.turned is not None

    def pair(self, learner: int, guide: int, *, with_answers: bool = True) -> Pair:
        """Everything about one pair, by the rows of both in the cohort.

        Without answers no reason says more than a profile does: for somebody to whom no match is offered yet.
        """
        ways = [self.scored.contributions(learner, guide)]
        if self.turned:
            ways.append(self.turned.contributions(guide, learner))
        criteria = [row for row in self.scenario.criteria if row["weight"]]
        whole = sum(row["weight"] for row in criteria)
        contributions = [
            _contribution(row, found, whole) for row, *found in zip(criteria, *ways, strict=True)
        ]
        return Pair(
            learner=self.cohort.learners[learner],
            guide=self.cohort.guides[guide],
            fit=round(sum(each.points for way in ways for each in way) / len(ways), 6),
            contributions=contributions,
            reasons=self._reasons(criteria, ways, with_answers=with_answers),
            is_locked=(learner, guide) in self.locked,
            breaks_rule=bool(self.forbidden_by(learner, guide)),
        )

    def forbidden_by(self, learner: int, guide: int) -> list[Forbidden]:
        """Every rule that forbids the pair, in one pool either way round."""
        found = self.scored.forbidden_by(learner, guide)
        return found + (self.turned.forbidden_by(guide, learner) if self.turned else [])

    def tells_a_secret(self, rule: str) -> bool:
        """Whether a rule, by its label, looks at answers that nobody reads: that it forbids a pair would tell them."""
        if not rule.isdigit():
            return False
        settings = self.scenario.rules[int(rule)]["settings"]
        return audience_of(settings, self.questions) == Question.Reader.NOBODY

    def fit_without_rules(self, learner: int, guide: int) -> float:
        """The fit that the pair has, or would have if no rule forbade it."""
        fit = float(self.scored.fit_without_rules(learner, guide))
        return (fit + float(self.turned.fit_without_rules(guide, learner))) / 2 if self.turned else fit

    def _reasons(
        self, criteria: list[dict[str, Any]], ways: list[list[Contribution]], *, with_answers: bool
    ) -> list[Reason]:
        """The best of what speaks for the pair, most points first; nothing that nobody may read."""
        said = [
            (row, each, place > 0)
            for place, way in enumerate(ways)
            for row, each in zip(criteria, way, strict=True)
        ]
        reasons = [
            _turned(reason) if is_turned else reason
            for row, each, is_turned in sorted(said, key=lambda said: -said[1].points)
            if each.answered and each.value >= WORTH_NAMING and each.points > 0
            if with_answers or PROFILE_FIELDS.issuperset(fields_of(row["settings"]))
            if (reason := _reason(row, each, self.questions))
            if not is_turned or reason["key"] in SAID_OF_ONE
        ]
        return reasons[:MOST_REASONS]


def score_cohort(scenario: Scenario, cohort: Cohort, *, with_locks: bool = True) -> Scoring:
    """The fit of every pair under the scenario's criteria and rules, and the manager's words on pairs.

    A rule is labelled with its position in the scenario, by which pages find its words again. Without locks
    every pair is judged as if the manager kept none together.
    """
    programme = scenario.programme
    levels = list(Level.objects.filter(organisation=programme.organisation_id).values_list("name", flat=True))
    criteria = [_declared(row, levels) for row in scenario.criteria if row["weight"]]
    rules = [
        {**_declared(row, levels), "label": str(position)}
        for position, row in enumerate(scenario.rules)
        if row.get("is_on", True)
    ]
    names = {*PROFILE_FIELDS, *(name for row in [*criteria, *rules] for name in fields_of(row))}
    learners, guides = _table(cohort.learners, names), _table(cohort.guides, names)
    locks = _locks(scenario, cohort) if with_locks else set()
    weighed = [criterion_from(row) for row in criteria]
    kept = [*(rule_from(_with_line(row)) for row in rules), *_apart(scenario, cohort, locks)]
    try:
        scored = score(learners, guides, weighed, kept)
        turned = score(guides, learners, weighed, kept) if programme.is_pool else None
    except PairingError as problem:
        raise RuleBroken(_("The criteria or rules do not work out: %(why)s") % {"why": problem}) from None
    if turned:
        scored.fit[:] = (scored.fit + turned.fit.T) / 2  # not a number where either way is forbidden
    scoring = Scoring(scenario, cohort, scored, locks, questions_by_key(programme), turned)
    _allow_locked(scoring)
    return scoring


def ruled_out(programme: Programme, rules: Settings, cohort: Cohort) -> NDArray[np.bool_]:
    """Learners × guides: whom the rules that are on forbid each other, whatever speaks for them."""
    levels = list(Level.objects.filter(organisation=programme.organisation_id).values_list("name", flat=True))
    declared = [_declared(row, levels) for row in rules if row.get("is_on", True)]
    names = {*PROFILE_FIELDS, *(name for row in declared for name in fields_of(row))}
    learners, guides = _table(cohort.learners, names), _table(cohort.guides, names)
    marks = np.zeros((len(cohort.learners), len(cohort.guides)), np.bool_)
    try:
        for row in declared:
            forbidden = rule_from(_with_line(row)).forbids(learners, guides)
            if forbidden is not None:
                marks |= forbidden.block(slice(None)).astype(np.bool_)
    except PairingError as problem:
        raise RuleBroken(_("The criteria or rules do not work out: %(why)s") % {"why": problem}) from None
    return marks


def fit_by_weights(scoring: Scoring, learners: list[int], criteria: list[dict[str, Any]]) -> Floats:
    """The fit of these learners, by their rows, with every guide under other criteria; no rule forbids a pair."""
    organisation = scoring.scenario.programme.organisation_id
    levels = list(Level.objects.filter(organisation=organisation).values_list("name", flat=True))
    declared = [_declared(row, levels) for row in criteria]
    names = {name for row in declared for name in fields_of(row)} | PROFILE_FIELDS
    some = _table([scoring.cohort.learners[row] for row in learners], names)
    found = score(some, _table(scoring.cohort.guides, names), [criterion_from(row) for row in declared], [])
    return found.fit


def _declared(row: Mapping[str, Any], levels: list[str]) -> dict[str, Any]:
    """A criterion or rule as the library declares it, with the organisation's own ladder where it needs one."""
    settings = {"kind": row["kind"], **row["settings"]}
    if "weight" in row:
        settings["weight"] = row["weight"]
    if row["kind"] == "level_gap":
        settings.setdefault("field", "level")
        if settings["field"] == "level":
            settings["levels"] = levels
    return settings


def _with_line(settings: dict[str, Any]) -> dict[str, Any]:
    """Who manages whom among managers themselves, for the rule that looks two steps up."""
    if settings["kind"] != "not_in_line" or not settings.get("managers_manager"):
        return settings
    managers = Profile.objects.exclude(manager=None).filter(person__reports__isnull=False)
    return {**settings, "line": dict(managers.values_list("person__public_id", "manager__public_id"))}


def _table(members: list[Member], names: set[str]) -> Table:
    columns = {name: [member.value(name) for member in members] for name in sorted(names)}
    ids = [member.enrolment.person.public_id for member in members]
    return Table(ids, columns, rows=[member.enrolment.person.name for member in members])


def _locks(scenario: Scenario, cohort: Cohort) -> set[tuple[int, int]]:
    """Locked pairs by their rows in the cohort; those who have each other already are not in it any more."""
    learners = {member.enrolment.pk: row for row, member in enumerate(cohort.learners)}
    guides = {member.enrolment.pk: row for row, member in enumerate(cohort.guides)}
    words = scenario.programme.pair_constraints.filter(kind=PairConstraint.Kind.LOCK)
    pairs = list(words.values_list("learner", "guide"))
    if scenario.programme.is_pool:
        pairs += [(other, one) for one, other in pairs]
    return {(learners[one], guides[other]) for one, other in pairs if one in learners and other in guides}


def _apart(scenario: Scenario, cohort: Cohort, locks: set[tuple[int, int]]) -> list[Rule]:
    """Pairs that may not be matched, as rules; a lock wins over an earlier no or ending, and over nothing else."""
    ids = {
        member.enrolment.person_id: member.enrolment.person.public_id
        for member in [*cohort.learners, *cohort.guides]
    }
    locked = {
        (cohort.learners[one].enrolment.person_id, cohort.guides[other].enrolment.person_id)
        for one, other in locks
    }
    excluded: list[tuple[str, str]] = []
    conflicts: list[tuple[str, str]] = []
    for (learner, guide), why in kept_apart(scenario.programme).items():
        if learner not in ids or guide not in ids or (why in UNLESS_LOCKED and (learner, guide) in locked):
            continue
        (conflicts if why == "conflict" else excluded).append((ids[learner], ids[guide]))
    return [Excluded(pairs=excluded, label="apart"), Conflicts(pairs=conflicts, label="conflict")]


def _allow_locked(scoring: Scoring) -> None:
    """A lock sets aside the rules that may be relaxed for one pair; the others make it impossible."""
    cohort, locks = scoring.cohort, scoring.locked
    for learner, guide in sorted(locks):
        firm = [each for each in scoring.forbidden_by(learner, guide) if not each.rule.may_be_relaxed]
        if firm:
            message = _(
                "%(learner)s and %(guide)s are locked together, but must not be matched. Release the lock."
            )
            raise RuleBroken(message % names_of(cohort.learners[learner], cohort.guides[guide]))
        scoring.scored.fit[learner, guide] = scoring.fit_without_rules(learner, guide)
    _refuse_too_many_locks(cohort.learners, [learner for learner, _guide in locks], "as_learner")
    _refuse_too_many_locks(cohort.guides, [guide for _learner, guide in locks], "as_guide")


def _refuse_too_many_locks(members: list[Member], rows: list[int], side: str) -> None:
    for row, count in Counter(rows).items():
        if count > getattr(members[row].places, side):
            name = members[row].enrolment.person.name
            message = _("%(name)s is locked into %(count)d pairs, but has fewer places. Release one of them.")
            raise RuleBroken(message % {"name": name, "count": count})


def _contribution(row: Mapping[str, Any], found: list[Contribution], whole: float) -> dict[str, Any]:
    """What one criterion gave out of the most that it could, for the programme team; in one pool, both ways."""
    return {
        "kind": row["kind"],
        "settings": row["settings"],
        "points": round(float(np.mean([each.points for each in found])), 6),
        "most": round(row["weight"] / whole, 6),
        "answered": any(each.answered for each in found),
    }


def _turned(reason: Reason) -> Reason:
    """What is said of the guide is said of the learner."""
    return {**reason, "turned": True}


def _reason(row: Mapping[str, Any], found: Contribution, questions: Mapping[str, Question]) -> Reason | None:
    audience = audience_of(row["settings"], questions)
    if audience == Question.Reader.NOBODY:
        return None
    reason = reason_for_people(
        row["kind"],
        row["settings"],
        found.reason.key,
        found.reason.parameters,
        field_label(row["settings"], questions),
    )
    if reason and audience == Question.Reader.MANAGERS:
        return {**reason, "team_only": True}
    return reason


def names_of(learner: Member, guide: Member) -> dict[str, str]:
    """Both names, for a message."""
    return {"learner": learner.enrolment.person.name, "guide": guide.enrolment.person.name}
