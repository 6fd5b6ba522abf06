"""The standing cast: who tries every route, and whom the behaviours are told about."""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from alongside.accounts.models import Organisation, Person, User
from alongside.people.models import Profile
from alongside.programmes.models import Enrolment, Programme, ProgrammeManager
from alongside.questionnaires.models import Questionnaire
from alongside.relationships.models import Participant, Relationship


@dataclass(frozen=True)
class Cast:
    """One organisation with a running mentoring and a running coaching programme, and somebody outside it.

    Amara is mentored by Henrik; Daniel is coached by Mei-Ling; Priya manages both programmes; Otto
    administers the organisation; Silvia belongs to it and takes part in nothing; Xaver belongs elsewhere.
    """

    organisation: Organisation
    mentoring: Programme
    coaching: Programme
    pair: Relationship
    coaching_pair: Relationship
    mentee: Person
    mentor: Person
    coachee: Person
    coach: Person
    manager: Person
    admin: Person
    stranger: Person
    outsider: Person

    def everybody(self) -> dict[str, Person]:
        """The people by their part."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in parts.items() if isinstance(value, Person)}

    def client(self, part: str | None) -> Client:
        """A browser signed in as that part, or as nobody."""
        client = Client()
        if part is not None:
            client.force_login(
                getattr(self, part).user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    def address(self, path: str = "") -> str:
        """An address inside the organisation."""
        return f"/o/{self.organisation.slug}/{path}"


def make_person(organisation: Organisation, name: str, **fields_: object) -> Person:
    """A person with an account and an empty profile."""
    email = f"{name.split(maxsplit=1)[0].casefold()}@{organisation.slug}.example"
    user = User.objects.create_user(email, "correct horse battery staple")
    person = Person.objects.create(organisation=organisation, user=user, email=email, name=name, **fields_)
    Profile.objects.create(person=person)
    return person


def make_programme(organisation: Organisation, manager: Person, kind: str, name: str) -> Programme:
    """A running programme with its manager and an empty questionnaire."""
    today = timezone.localdate()
    programme = Programme.objects.create(
        organisation=organisation,
        name=name,
        kind=kind,
        state=Programme.State.RUNNING,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=120),
        questionnaire=Questionnaire.objects.create(organisation=organisation, title=name),
        setup_step=4,
    )
    ProgrammeManager.objects.create(programme=programme, person=manager)
    return programme


def make_pair(programme: Programme, learner: Person, guide: Person) -> Relationship:
    """An active relationship of two, with the enrolments behind it."""
    pair = Relationship.objects.create(
        programme=programme, started_on=timezone.localdate() - timedelta(days=30)
    )
    for person, role in ((learner, "learner"), (guide, "guide")):
        enrolment, _ = Enrolment.objects.get_or_create(
            programme=programme, person=person, defaults={"role": role, "state": Enrolment.State.MATCHED}
        )
        Participant.objects.create(relationship=pair, person=person, enrolment=enrolment, role=role)
    return pair


def make_cast() -> Cast:
    """The whole cast, in the database."""
    organisation = Organisation.objects.create(slug="northfield", name="Northfield Health")
    elsewhere = Organisation.objects.create(slug="southgate", name="Southgate College")
    elsewhere_roles = {"is_organisation_admin": True, "may_start_programmes": True}
    manager = make_person(organisation, "Priya Raghunathan", may_start_programmes=True)
    mentee, mentor = make_person(organisation, "Amara Okafor"), make_person(organisation, "Henrik Lindqvist")
    coachee, coach = make_person(organisation, "Daniel Osei"), make_person(organisation, "Mei-Ling Tan")
    mentoring = make_programme(organisation, manager, Programme.Kind.MENTORING, "Northfield Forward")
    coaching = make_programme(organisation, manager, Programme.Kind.COACHING, "Northfield Coaching")
    return Cast(
        organisation=organisation,
        mentoring=mentoring,
        coaching=coaching,
        pair=make_pair(mentoring, mentee, mentor),
        coaching_pair=make_pair(coaching, coachee, coach),
        mentee=mentee,
        mentor=mentor,
        coachee=coachee,
        coach=coach,
        manager=manager,
        admin=make_person(organisation, "Otto Admin", is_organisation_admin=True),
        stranger=make_person(organisation, "Silvia Neumann"),
        outsider=make_person(elsewhere, "Xaver Outside", **elsewhere_roles),
    )
