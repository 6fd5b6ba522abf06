"""The order of a short list moves the matching, and nobody else can tell one order from another, anywhere."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme
from tests.promises.test_secrets_stay_secret import lists_of_the_api
from tests.routes import know

from alongside.accounts.actions import create_api_token
from alongside.activity import jobs
from alongside.activity.models import Delivery, Event, Job
from alongside.matching.actions import draft_matching
from alongside.matching.models import Scenario
from alongside.matching.wishes.actions import close_wishes, open_wishes, say_wishes
from alongside.matching.wishes.models import Shortlist, Wish, WishRound
from alongside.privacy.routes import ROUTES, Audience
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

EVERYBODY_ELSE = ("mentor", "coachee", "coach", "manager", "admin", "stranger", "outsider")
CHANGES_EVERY_TIME = re.compile(r'"x-csrftoken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


def said(held: Shortlist, *, backwards: bool) -> None:
    """Say an order; backwards, with the first of before among those one would rather not meet."""
    order = sorted(held.wishes.values_list("public_id", flat=True))
    if backwards:
        say_wishes(held, by=held.enrolment.person, order=order[:0:-1], rather_not=order[:1])
    else:
        say_wishes(held, by=held.enrolment.person, order=order)


def everything_read_by(cast: Cast, part: str, secret: str, addresses: list[str]) -> dict[str, str]:
    """What somebody gets from every address and every list of the API, but for what differs each time."""
    client, organisation = cast.client(part), cast.everybody()[part].organisation
    found = {}
    for path in lists_of_the_api():
        address = path.format(organisation=organisation.slug)
        answer = cast.client(None).get(address, headers={"Authorization": f"Bearer {secret}"})
        found[path] = body_of(answer)
    return found | {path: body_of(client.get(path)) for path in addresses}


def body_of(answer: HttpResponse) -> str:
    """An answer without its headers, its tokens, and the moment at which a workbook was written."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist() if "docProps" not in name)
    return f"{answer.status_code} {CHANGES_EVERY_TIME.sub('', content.decode(errors='replace'))}"


@pytest.mark.parametrize("part", EVERYBODY_ELSE)
def test_nobody_else_can_tell_one_order_from_another(cast: Cast, part: str) -> None:
    known = know(cast)
    held = Shortlist.objects.get(enrolment__person=cast.mentee)
    for name in ("Lars Holm", "Ruth Adeyemi"):
        other = enrol(cast.mentoring, name, "guide")
        Wish.objects.create(shortlist=held, other=other, position=2)
    addresses = [known.address(name) for name, audience in ROUTES.items() if audience is not Audience.LINK]
    person = cast.everybody()[part]
    _token, secret = create_api_token(person, by=person, name="reading", scopes=["read", "write"])
    said(held, backwards=False)
    before = everything_read_by(cast, part, secret, addresses)
    said(held, backwards=True)
    after = everything_read_by(cast, part, secret, addresses)
    assert [path for path in before if before[path] != after[path]] == []


def test_its_owner_reads_the_order(cast: Cast) -> None:
    known = know(cast)
    held = Shortlist.objects.get(enrolment__person=cast.mentee)
    Wish.objects.create(shortlist=held, other=enrol(cast.mentoring, "Ruth Adeyemi", "guide"), position=2)
    pages = []
    for backwards in (False, True):
        said(held, backwards=backwards)
        pages.append(body_of(cast.client("mentee").get(known.address("shortlist"))))
    assert pages[0] != pages[1]
    assert pages[1].index("Back into the order") > pages[1].index("In this order")


def test_changing_an_order_leaves_no_trace(cast: Cast) -> None:
    know(cast)
    held = Shortlist.objects.get(enrolment__person=cast.mentee)
    said(held, backwards=False)
    kept = [list(model.objects.values()) for model in (Event, Delivery, Job)]
    said(held, backwards=True)
    assert [list(model.objects.values()) for model in (Event, Delivery, Job)] == kept


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Ada and Bo, Lars and Ruth; Cleo, whom the rule leaves nobody."""
    programme = make_matching_programme(
        cast.organisation, cast.manager, way=Programme.Way.WISHES, learners_per_guide=1
    )
    enrol(programme, "Ada Lind", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Bo Ek", "learner", wants=("Statistics",), department="Theatres")
    enrol(programme, "Cleo Lund", "learner", wants=("Statistics",), department="Estates")
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",), department="Imaging")
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), department="Imaging")
    return programme


def round_with(programme: Programme, cast: Cast, *, rather_not: bool) -> None:
    """A round in which all say what their fits say; or would rather not meet whom they do not get anyway."""
    held = open_wishes(programme, by=cast.manager, closes_on=timezone.localdate() + timedelta(days=7))
    jobs.run(held.job.pk)
    for shortlist in WishRound.objects.get(pk=held.pk).shortlists.all():
        first, *others = shortlist.wishes.values_list("public_id", flat=True)
        by = shortlist.enrolment.person
        if rather_not:
            say_wishes(shortlist, by=by, order=[first], rather_not=others)
        else:
            say_wishes(shortlist, by=by, order=[first, *others])
    close_wishes(WishRound.objects.get(pk=held.pk), by=cast.manager)


def everything_kept(programme: Programme, cast: Cast, objective: str) -> dict[str, Any]:
    """All that a run keeps and pages, files and the API are made of."""
    scenario = draft_matching(programme, by=cast.manager, objective=objective)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    assert scenario.state == Scenario.State.SOLVED
    columns = ("learner", "guide", "fit", "contributions", "reasons", "flags", "is_locked")
    return {
        "pairs": list(scenario.pairs.order_by("learner", "guide").values(*columns)),
        "left": list(scenario.unmatched.order_by("enrolment").values("enrolment", "reason", "cure")),
        "result": {name: _rounded(value) for name, value in scenario.result.items()},
        "job": (scenario.job.error, set(scenario.job.input)),
    }


def _rounded(value: object) -> object:
    return round(value, 9) if isinstance(value, float) else value


@pytest.mark.parametrize("objective", ["places", "people", "fairest", "stable"])
def test_runs_with_the_same_pairs_keep_the_same_whatever_was_wished(
    programme: Programme, cast: Cast, objective: str
) -> None:
    round_with(programme, cast, rather_not=False)
    before = everything_kept(programme, cast, objective)
    round_with(programme, cast, rather_not=True)
    after = everything_kept(programme, cast, objective)
    assert before["pairs"]
    assert before["left"]
    assert before == after


def test_a_mail_about_a_list_names_nobody_who_is_on_it(programme: Programme, cast: Cast) -> None:
    round_with(programme, cast, rather_not=False)
    names = programme.enrolments.values_list("person__name", flat=True)
    for mail in Delivery.objects.filter(event__verb__startswith="wishes."):
        others = [name for name in names if name != mail.recipient.name]
        assert not any(name.split()[0] in mail.subject + mail.text for name in others)
