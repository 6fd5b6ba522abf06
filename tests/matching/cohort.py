"""People for matching: a programme with as many of either side as a test wants."""

from alongside.accounts.models import Organisation, Person
from alongside.activity import jobs
from alongside.matching.actions import draft_matching, publish_scenario, read_audit
from alongside.matching.models import Proposal, Scenario
from alongside.people.models import PersonSkill, Profile, Skill
from alongside.programmes.models import Criterion, Enrolment, Programme, Rule
from tests.cast import make_programme


def make_matching_programme(organisation: Organisation, manager: Person, **fields: object) -> Programme:
    """A running mentoring programme that matches by skills and department."""
    programme = make_programme(organisation, manager, "mentoring", "Northfield Onwards")
    for name, value in {"learners_per_guide": 3, "guides_per_learner": 1, **fields}.items():
        setattr(programme, name, value)
    programme.save()
    Criterion.objects.create(programme=programme, kind="skills", weight=3)
    Criterion.objects.create(
        programme=programme, kind="different", settings={"field": "department"}, weight=1, position=1
    )
    Rule.objects.create(programme=programme, kind="not_in_line")
    return programme


def enrol(
    programme: Programme,
    name: str,
    role: str,
    *,
    places: int = 1,
    wants: tuple[str, ...] = (),
    offers: tuple[str, ...] = (),
    **profile: object,
) -> Enrolment:
    """Somebody of the organisation who takes part, made when there is nobody of that name."""
    email = f"{name.replace(' ', '.').casefold()}@{programme.organisation.slug}.example"
    person, is_new = Person.objects.get_or_create(
        organisation=programme.organisation, email=email, defaults={"name": name}
    )
    if is_new:
        Profile.objects.create(person=person, **profile)
    for direction, skills in (("wanted", wants), ("offered", offers)):
        for skill_name in skills:
            skill, _ = Skill.objects.get_or_create(organisation=programme.organisation, name=skill_name)
            PersonSkill.objects.create(person=person, skill=skill, direction=direction, strength=5)
    return Enrolment.objects.create(
        programme=programme,
        person=person,
        role=role,
        state=Enrolment.State.APPROVED,
        places_as_learner=places,
        places_as_guide=places,
    )


def drafted(programme: Programme, manager: Person) -> Scenario:
    """A run of the programme, worked out, and its audit read."""
    scenario = draft_matching(programme, by=manager)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    return read_audit(scenario, by=manager) if scenario.state == Scenario.State.SOLVED else scenario


def published(programme: Programme, manager: Person) -> list[Proposal]:
    """The proposals of a published run."""
    scenario = publish_scenario(drafted(programme, manager), by=manager)
    return list(scenario.proposals.order_by("learner__person__name"))
