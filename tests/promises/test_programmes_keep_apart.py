"""Who runs one programme sees nothing of another; who takes part learns no wish, request or reason of anybody else."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, make_person
from tests.promises.test_secrets_stay_secret import text_of
from tests.routes import MARKER, Known, know

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.activity.models import Delivery, Event
from alongside.api import api
from alongside.matching.models import InLine, Proposal
from alongside.privacy.routes import ROUTES, Audience
from alongside.programmes.models import Enrolment, Programme, ProgrammeManager

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

REASON = "quillfeather"
"""Why the mentor said no to the mentee."""
NOT_THERE = {403, 404, 405}


@pytest.fixture
def known(cast: Cast) -> Known:
    """One of everything; the mentor has said no to the mentee in a programme where she asked him herself."""
    known = know(cast)
    request = Proposal.objects.get(is_request=True)
    Proposal.objects.create(
        programme=request.programme,
        learner=request.learner,
        guide=request.guide,
        is_request=True,
        message=MARKER,
        state=Proposal.State.DECLINED,
        declined_by=cast.mentor,
        decline_reason=REASON,
        expires_at=timezone.now(),
    )
    InLine.objects.create(learner=request.learner, guide=request.guide)
    return known


@pytest.fixture
def other_manager(cast: Cast, known: Known) -> Person:
    """Quentin, who runs the coaching programme and nothing else."""
    quentin = make_person(cast.organisation, "Quentin Moss")
    ProgrammeManager.objects.create(programme=cast.coaching, person=quentin)
    return quentin


@pytest.fixture
def fellow(cast: Cast, known: Known) -> Person:
    """Fran, who seeks somebody in every programme in which the mentee does."""
    fran = make_person(cast.organisation, "Fran Field")
    for programme in Programme.objects.filter(enrolments__person=cast.mentee):
        Enrolment.objects.create(programme=programme, person=fran, role="learner", state="approved")
    return fran


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def api_of(person: Person) -> Client:
    _token, secret = create_api_token(person, by=person, name="trying", scopes=["read", "write"])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def ids_of(known: Known) -> set[str]:
    """The public ids of everything that there is an address for."""
    words = {"key", "step"}
    return {each for found in known.by_route.values() for name, each in found.items() if name not in words}


def paths_of_the_api(known: Known) -> Iterator[tuple[str, str]]:
    """Every way of asking the API for every one of these things, the same id wherever one is wanted."""
    slug = known.cast.organisation.slug
    for path, asked in api.get_openapi_schema()["paths"].items():
        filled = path.replace("{organisation}", slug)
        ids = sorted(ids_of(known)) if "{" in filled else [""]
        for one in ids:
            for method in asked:
                yield method, re.sub(r"\{\w+\}", one, filled)


def told(client: Client, requests: Iterator[tuple[str, str]]) -> Iterator[tuple[str, int, str]]:
    """What each request is answered: its own address is not counted."""
    for method, path in requests:
        answer = getattr(client, method)(path, {}, content_type="application/json")
        yield f"{method} {path}", answer.status_code, text_of(answer).replace(path, "")


def test_who_runs_one_programme_gets_nowhere_in_another(known: Known, other_manager: Person) -> None:
    client, found = browser(other_manager), []
    for name in (name for name, audience in ROUTES.items() if audience is Audience.TEAM):
        for method in ("get", "post"):
            answer = getattr(client, method)(known.address(name), known.answers.get(name, {}))
            if answer.status_code not in NOT_THERE:
                found.append(f"{method} {name}: {answer.status_code}")
    assert found == []


def test_ones_own_programme_is_no_way_into_another(known: Known, other_manager: Person) -> None:
    """The address names a programme that one runs, and a run, pair or sign-up of one that one does not."""
    client, mine, found = browser(other_manager), known.cast.coaching.public_id, []
    for name, parts in known.by_route.items():
        is_mixed = {"programme_id", "public_id"} & set(parts) and len(parts) > 1
        if ROUTES[name] is not Audience.TEAM or not is_mixed or {"key", "step"} & set(parts):
            continue
        mixed = {"programme_id" if "programme_id" in parts else "public_id": mine}
        known.by_route[name] = {**parts, **mixed}
        for method in ("get", "post"):
            answer = getattr(client, method)(known.address(name), known.answers.get(name, {}))
            leads_away = answer.status_code == 302 and name == "deputy_removal"
            if answer.status_code not in NOT_THERE and not leads_away:
                found.append(f"{method} {name}: {answer.status_code}")
    assert found == []


def test_no_page_or_answer_names_the_people_of_another_programme(known: Known, other_manager: Person) -> None:
    """The directory names everybody to who runs a programme; nothing says that they take part in another."""
    names, client = ("Amara", "Henrik"), browser(other_manager)
    left_out = {
        Audience.ACQUAINTED,
        Audience.LINK,
    }  # a link is a person's own, and shows what it was sent for
    for name in (name for name, audience in ROUTES.items() if audience not in left_out):
        answer = text_of(client.get(known.address(name), {"find": "Amara"[1:], "search": "Henrik"[1:]}))
        assert not [each for each in names if each in answer], name
    for asked, _status, answer in told(api_of(other_manager), paths_of_the_api(known)):
        secrets = (MARKER, REASON) if "/people" in asked else (*names, MARKER, REASON)
        assert not [each for each in secrets if each in answer], asked


def test_who_seeks_somebody_learns_nothing_of_who_else_does(known: Known, fellow: Person) -> None:
    client = browser(fellow)
    for name in (name for name, audience in ROUTES.items() if audience is not Audience.LINK):
        answer = text_of(client.get(known.address(name), {"find": "Amara"[1:], "q": "Amara"[1:]}))
        assert not [each for each in ("Amara", MARKER, REASON) if each in answer], name
    for asked, status, answer in told(api_of(fellow), paths_of_the_api(known)):
        assert status < 500, asked
        assert not [each for each in ("Amara", MARKER, REASON) if each in answer], asked


def test_why_somebody_said_no_is_never_told_to_whom_they_said_it(known: Known, cast: Cast) -> None:
    client = cast.client("mentee")
    assert [name for name in ROUTES if REASON in text_of(client.get(known.address(name)))] == []
    for asked, _status, answer in told(api_of(cast.mentee), paths_of_the_api(known)):
        assert REASON not in answer, asked
    mails = [f"{each.subject}{each.text}" for each in Delivery.objects.all()]
    events = [f"{each.verb}{each.subject_id}" for each in Event.objects.all()]
    assert not [text for text in mails + events if REASON in text]


@pytest.mark.parametrize("is_about_them", [False, True])
def test_who_runs_the_programme_reads_no_reason_that_is_about_themselves(
    known: Known, cast: Cast, is_about_them: bool
) -> None:
    declined = Proposal.objects.get(state="declined")
    if is_about_them:
        Enrolment.objects.filter(pk=declined.learner_id).update(person=cast.manager)
    address = cast.address(f"programmes/{declined.programme.public_id}/matching/answers/")
    lists = f"/api/v1/o/northfield/programmes/{declined.programme.public_id}/suggestions"
    for answer in (cast.client("manager").get(address), api_of(cast.manager).get(lists)):
        assert answer.status_code == 200
        assert (REASON in answer.text) != is_about_them
