"""Late joiners of a running programme: matched, suggested, and answered so far by some of them."""

import random
from datetime import date

from alongside.demo.directory import Directory
from alongside.demo.programmes import enrol
from alongside.demo.seed import at_nine, public_id
from alongside.matching import engine
from alongside.matching.models import PairConstraint, Proposal, Scenario
from alongside.matching.reading import programme_criteria, programme_rules
from alongside.matching.reasons import for_the_pair
from alongside.matching.solving import keep
from alongside.programmes.models import Enrolment, Programme

LATE = 5
ANSWER_DAYS = 10


def late_joiners(directory: Directory, chance: random.Random, today: date) -> None:
    """Five people joined late. One said yes to Henrik, who has not answered; one match was declined."""
    programme = Programme.objects.get(name="Northfield Forward", organisation=directory.organisation)
    people = [person for person in directory.between(0, 4) if not person.enrolments.exists()][:LATE]
    approved = Enrolment.State.APPROVED
    first = enrol(programme, people, chance, role="learner", state=approved)[0]
    henrik = programme.enrolments.get(person=directory.named("Henrik Lindqvist"))
    priya = directory.named("Priya Raghunathan")
    PairConstraint.objects.create(
        public_id=public_id(chance),
        programme=programme,
        kind=PairConstraint.Kind.LOCK,
        learner=first,
        guide=henrik,
        created_by=priya,
        created_at=at_nine(today, -2),
    )
    scenario = Scenario.objects.create(
        public_id=public_id(chance),
        programme=programme,
        number=1,
        criteria=programme_criteria(programme),
        rules=programme_rules(programme),
        created_by=priya,
        created_at=at_nine(today, -2),
    )
    keep(scenario, engine.solve(scenario, lambda _done: None))
    _suggest(scenario, chance, today)


def _suggest(scenario: Scenario, chance: random.Random, today: date) -> None:
    """Offer every pair two days ago; Henrik's mentee has said yes, and another mentor has said no."""
    pairs = scenario.pairs.select_related("learner__person", "guide__person").order_by("learner__public_id")
    for pair in pairs:
        type(pair).objects.filter(pk=pair.pk).update(public_id=public_id(chance))
        Proposal.objects.create(
            public_id=public_id(chance),
            programme=scenario.programme,
            scenario=scenario,
            learner=pair.learner,
            guide=pair.guide,
            reasons=for_the_pair(pair.reasons),
            learner_accepted_at=at_nine(today, -1) if pair.is_locked else None,
            offered_at=at_nine(today, -2),
            expires_at=at_nine(today, ANSWER_DAYS - 2),
        )
    Scenario.objects.filter(pk=scenario.pk).update(
        state=Scenario.State.PUBLISHED, solved_at=at_nine(today, -2), published_at=at_nine(today, -2)
    )
    no = scenario.proposals.filter(learner_accepted_at=None).order_by("learner__public_id").first()
    if no:
        no.state, no.declined_by, no.answered_at = (
            Proposal.State.DECLINED,
            no.guide.person,
            at_nine(today, -1),
        )
        no.decline_reason = "I shall be away until the summer, and would not do this justice."
        no.save()
