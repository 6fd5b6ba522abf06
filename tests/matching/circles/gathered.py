"""People who put topics in order at sign-up, in a programme of circles."""

from alongside.accounts.models import Organisation, Person
from alongside.activity import jobs
from alongside.matching.actions import draft_matching, publish_scenario, read_audit
from alongside.matching.circles.models import Seat
from alongside.matching.models import Scenario
from alongside.programmes.actions.life import change_matching
from alongside.programmes.actions.topics import TOPICS
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Answer, Response
from tests.cast import make_programme
from tests.matching.cohort import enrol

WRITING, LEADING = "Writing", "Leading a team"


def make_circles(organisation: Organisation, manager: Person, **fields: object) -> Programme:
    """A running programme of circles of about four around two topics."""
    programme = make_programme(organisation, manager, "group", "Northfield Circles")
    wanted = {"circle_size": 4, "circle_has_guide": True, "circle_topics": [WRITING, LEADING], **fields}
    change_matching(programme, by=manager, criteria=[], rules=[], **wanted)
    return programme


def join(programme: Programme, name: str, *topics: str, role: str = "learner") -> Enrolment:
    """Somebody who takes part and chose these topics, the best first."""
    enrolment = enrol(programme, name, role)
    questionnaire = programme.questionnaire
    enrolment.response = Response.objects.create(questionnaire=questionnaire, person=enrolment.person)
    enrolment.save()
    question = questionnaire.questions.get(key=TOPICS)
    Answer.objects.create(response=enrolment.response, question=question, value=list(topics))
    return enrolment


def drafted(programme: Programme, manager: Person) -> Scenario:
    """A run, worked out."""
    scenario = draft_matching(programme, by=manager)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    return scenario


def offered(programme: Programme, manager: Person) -> dict[str, Seat]:
    """The seats of a published run, by name."""
    scenario = read_audit(drafted(programme, manager), by=manager)
    publish_scenario(scenario, by=manager)
    seats = Seat.objects.filter(circle__scenario=scenario).select_related("enrolment__person", "circle")
    return {seat.enrolment.person.name: seat for seat in seats}
