"""A programme with a past: published pairs that met, or did not."""

from datetime import timedelta

from django.utils import timezone

from alongside.accounts.models import Person
from alongside.matching.models import Proposal, Scenario, ScenarioPair
from alongside.people.models import Profile
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Participant, Relationship, Session

SKILLS = {"kind": "skills", "settings": {}}
DEPARTMENT = {"kind": "different", "settings": {"field": "department"}}
WEEKS = 20


def make_past(
    programme: Programme, fits: list[tuple[float, float]], held: list[int], *, pairs_each: int = 2
) -> None:
    """Pairs of one published run, 20 weeks old, so many to a mentor; fits by skills and by department.

    held: the meetings of each; their rhythm asked for ten.
    """
    scenario = Scenario.objects.create(
        programme=programme,
        number=programme.scenarios.count() + 1,
        state=Scenario.State.PUBLISHED,
        criteria=[{**SKILLS, "weight": 3}, {**DEPARTMENT, "weight": 1}],
    )
    guides = [_enrol(programme, f"Guide {number}", "guide") for number in range(-(-len(fits) // pairs_each))]
    for number, ((by_skills, by_department), meetings) in enumerate(zip(fits, held, strict=True)):
        learner, guide = _enrol(programme, f"Learner {number}", "learner"), guides[number // pairs_each]
        points = [(SKILLS, by_skills, 0.75), (DEPARTMENT, by_department, 0.25)]
        ScenarioPair.objects.create(
            scenario=scenario,
            learner=learner,
            guide=guide,
            fit=sum(fit * most for _row, fit, most in points),
            contributions=[
                {**row, "points": fit * most, "most": most, "answered": True} for row, fit, most in points
            ],
        )
        _meet(programme, scenario, learner, guide, meetings)


def _meet(
    programme: Programme, scenario: Scenario, learner: Enrolment, guide: Enrolment, meetings: int
) -> None:
    began = timezone.localdate() - timedelta(weeks=WEEKS)
    pair = Relationship.objects.create(programme=programme, started_on=began)
    for enrolment, role in ((learner, "learner"), (guide, "guide")):
        Participant.objects.create(relationship=pair, person=enrolment.person, enrolment=enrolment, role=role)
    Session.objects.bulk_create(
        Session(
            relationship=pair,
            state=Session.State.HELD,
            starts_at=timezone.now() - timedelta(days=7 * week + 1),
        )
        for week in range(meetings)
    )
    Proposal.objects.create(
        programme=programme,
        scenario=scenario,
        learner=learner,
        guide=guide,
        state=Proposal.State.ACCEPTED,
        relationship=pair,
        answered_at=timezone.now(),
        expires_at=timezone.now(),
    )


def _enrol(programme: Programme, name: str, role: str) -> Enrolment:
    email = f"{name.replace(' ', '.').casefold()}@northfield.example"
    person = Person.objects.create(organisation=programme.organisation, name=name, email=email)
    Profile.objects.create(person=person)
    return Enrolment.objects.create(
        programme=programme, person=person, role=role, state=Enrolment.State.MATCHED
    )


def telling_past(programme: Programme) -> None:
    """36 pairs: the more the mentor can help with, the more they meet; departments are even in all."""
    fits = [(0.3 + 0.02 * number, float(number % 2)) for number in range(36)]
    make_past(programme, fits, [0 if number < 8 else 3 if number < 18 else 8 for number in range(36)])
