"""What is written in confidence is found nowhere by those it is not for: no page, file, answer, mail, event or log."""

import io
import logging
import zipfile

import pytest
from django.core import mail
from django.http import HttpResponse
from tests.cast import Cast
from tests.routes import MARKER, know

from alongside.accounts.actions import create_api_token
from alongside.activity.models import Delivery, Event
from alongside.api import api
from alongside.privacy.routes import ROUTES, Audience

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

NOT_FOR_THEM = ("coachee", "coach", "manager", "admin", "stranger", "outsider")
"""Everybody but the two of the pair whose notes, goals, next steps and topics hold the marker."""


def lists_of_the_api() -> list[str]:
    """Every address of the API that reads without naming one thing."""
    paths = api.get_openapi_schema()["paths"]
    return [path for path, asked in paths.items() if "get" in asked and path.count("{") == 1]


def text_of(answer: HttpResponse) -> str:
    """All that an answer says; a workbook is opened first."""
    content = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + str(answer.headers)


def test_the_two_of_the_pair_see_what_they_wrote(cast: Cast) -> None:
    known = know(cast)
    for name in ("relationship_notes", "relationship_sessions", "relationship_actions"):
        assert MARKER in text_of(cast.client("mentee").get(known.address(name))), name


@pytest.mark.parametrize("part", NOT_FOR_THEM)
def test_no_page_or_file_shows_it_to_anybody_else(cast: Cast, part: str) -> None:
    known, client = know(cast), cast.client(part)
    leaks = [
        name
        for name, audience in ROUTES.items()
        if audience is not Audience.LINK  # a link from a mail is only in the hands of whom it was sent to
        if MARKER in text_of(client.get(known.address(name), {"find": MARKER[:5]}))
    ]
    assert leaks == []


@pytest.mark.parametrize("part", NOT_FOR_THEM)
def test_the_api_shows_it_to_nobody_else(cast: Cast, part: str) -> None:
    know(cast)
    person = cast.everybody()[part]
    _token, secret = create_api_token(person, by=person, name="reading", scopes=["read", "write"])
    headers = {"Authorization": f"Bearer {secret}"}
    for path in lists_of_the_api():
        answer = cast.client(None).get(path.format(organisation=person.organisation.slug), headers=headers)
        assert answer.status_code in {200, 403}, path
        assert MARKER not in text_of(answer), path


def test_no_mail_event_or_log_repeats_it(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    known, client = know(cast), cast.client("mentee")
    with caplog.at_level(logging.DEBUG):
        for name in ROUTES:
            client.get(known.address(name))
    told = [message.subject + str(message.body) for message in mail.outbox]
    told += [delivery.subject + delivery.text for delivery in Delivery.objects.all()]
    told += [f"{event.verb}{event.subject_type}{event.subject_id}" for event in Event.objects.all()]
    told += [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [text for text in told if MARKER in text]


def test_an_address_that_is_not_there_repeats_nothing(cast: Cast) -> None:
    know(cast)
    answer = cast.client("manager").get(cast.address(f"notes/{MARKER}/"))
    assert answer.status_code == 404
    assert MARKER not in answer.content.decode().replace(answer.request["PATH_INFO"], "")
