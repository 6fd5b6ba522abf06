"""A note for oneself is read by nobody else: on no page, in no answer, file, mail or event."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cast import Cast

from alongside.accounts.actions import create_api_token
from alongside.activity.models import Event
from alongside.relationships.actions import change_note, write_note
from alongside.relationships.models import Note, Relationship

pytestmark = pytest.mark.any_database

SECRET = "I was afraid of the panel"


@pytest.fixture
def note(cast: Cast, django_capture_on_commit_callbacks) -> Note:
    with django_capture_on_commit_callbacks(execute=True):
        note = write_note(cast.pair, by=cast.mentee, body=SECRET)
        return change_note(note, by=cast.mentee, body=f"{SECRET}.")


def addresses(note: Note, cast: Cast) -> set[str]:
    """Every address inside an organisation, with the note's, the pair's and the programme's id in it."""
    routes = {route for route in _routes(get_resolver().url_patterns) if route.startswith("o/")}
    things = [note, cast.pair, cast.mentoring, cast.mentee]
    filled = {_filled(route, thing.public_id, cast) for route in routes for thing in things}
    return {address for address in filled if "<" not in address}


def _filled(route: str, public_id: str, cast: Cast) -> str:
    named = {"organisation": "northfield", "programme_id": cast.mentoring.public_id, "public_id": public_id}
    for name, value in named.items():
        route = re.sub(rf"<\w+:{name}>", value, route)
    return f"/{route}"


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def words_of(answer: HttpResponse) -> bytes:
    """What an answer says; of a workbook or an archive, what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("part", ["mentor", "manager", "admin", "coach", "stranger", "outsider"])
def test_no_page_shows_it_to_anybody_else(note: Note, cast: Cast, part: str) -> None:
    client = cast.client(part)
    asked = addresses(note, cast)
    assert f"/o/northfield/notes/{note.public_id}/" in asked
    for address in sorted(asked):
        assert SECRET.encode() not in words_of(client.get(address)), address


def test_its_author_reads_it(note: Note, cast: Cast) -> None:
    page = cast.client("mentee").get(cast.address(f"relationships/{cast.pair.public_id}/notes/"))
    assert SECRET in page.content.decode()


@pytest.mark.parametrize("part", ["mentor", "manager", "admin", "coach", "stranger", "outsider"])
def test_the_api_shows_it_to_nobody_else(note: Note, cast: Cast, part: str) -> None:
    person = getattr(cast, part)
    _token, secret = create_api_token(person, by=person, name="Test", scopes=["read", "write"])
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    home = f"/api/v1/o/northfield/relationships/{cast.pair.public_id}"
    for path in ("", "/notes", "/sessions", "/actions"):
        assert SECRET.encode() not in client.get(home + path).content
    one = f"/api/v1/o/northfield/notes/{note.public_id}"
    assert client.patch(one, {"body": "Mine"}, content_type="application/json").status_code == 404
    assert client.delete(one).status_code == 404
    assert Note.objects.filter(pk=note.pk).exists()


def test_no_mail_is_sent_and_no_event_holds_its_words(note: Note) -> None:
    assert mail.outbox == []
    events = Event.objects.filter(subject_id=note.public_id)
    assert {event.verb for event in events} == {"note.written", "note.changed"}
    assert SECRET not in str(list(events.values()))


def test_it_stays_private_after_the_end(note: Note, cast: Cast) -> None:
    Relationship.objects.update(state="ended_early")
    assert not Note.objects.visible_to(cast.mentor).exists()
    assert Note.objects.visible_to(cast.mentee).get() == note
