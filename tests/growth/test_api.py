"""Goals in the API: the same scope and actions as on the pages."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.activity.models import Event

HOME = "/api/v1/o/northfield/goals"


def client_of(person: Person) -> Client:
    _token, secret = create_api_token(person, by=person, name="Test", scopes=["read", "write"], days=None)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def set_one(client: Client, **more) -> dict:
    due_on = timezone.localdate() + timedelta(days=30)
    goal = {"title": "Lead a ward", "measure": "I led one", "due_on": due_on.isoformat(), **more}
    return client.post(HOME, goal, content_type="application/json")


def test_a_goal_is_set_changed_and_reached(cast: Cast) -> None:
    client = client_of(cast.mentee)
    answer = set_one(client)
    assert answer.status_code == 201
    address = f"{HOME}/{answer.json()['id']}"
    changed = client.patch(address, {"title": "Lead a team"}, content_type="application/json").json()
    assert (changed["title"], changed["measure"]) == ("Lead a team", "I led one")
    assert client.post(f"{address}/reaching").json()["state"] == "reached"
    assert client.post(f"{address}/letting-go").json()["state"] == "let_go"
    assert client.post(f"{address}/taking-up").json()["state"] == "active"
    assert client.delete(address).status_code == 204
    assert client.get(HOME).json()["count"] == 0


def test_a_goal_is_read_only_by_whom_it_is_shared_with(cast: Cast) -> None:
    mentee, mentor, manager = (client_of(person) for person in (cast.mentee, cast.mentor, cast.manager))
    address = f"{HOME}/{set_one(mentee).json()['id']}"
    assert mentor.get(address).status_code == 404
    reader = f"{address}/readers/{cast.mentor.public_id}"
    assert mentee.put(reader).status_code == 204
    assert mentor.get(address).json()["owner_name"] == "Amara Okafor"
    assert mentor.delete(address).status_code == 403
    assert manager.get(address).status_code == 404
    assert mentee.delete(reader).status_code == 204
    assert mentor.get(address).status_code == 404


def test_a_goal_is_not_shared_with_a_stranger(cast: Cast) -> None:
    client = client_of(cast.mentee)
    address = f"{HOME}/{set_one(client).json()['id']}"
    assert client.put(f"{address}/readers/{cast.stranger.public_id}").status_code == 404


def test_what_does_not_fit_is_refused(cast: Cast) -> None:
    client = client_of(cast.mentee)
    assert set_one(client, due_on="2001-01-01").status_code == 409
    assert set_one(client, title="").status_code == 422


def test_a_repeated_form_is_done_once_though_its_boundary_differs(cast: Cast) -> None:
    client = client_of(cast.mentee)
    address = f"{HOME}/{set_one(client).json()['id']}/reaching"
    answers = [
        client.generic("POST", address, body, f"multipart/form-data; boundary={edge}", **KEY)
        for edge, body in (("one", form("one")), ("other", form("other")))
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Event.objects.filter(verb="goal.reached").count() == 1


KEY = {"HTTP_IDEMPOTENCY_KEY": "once"}


def form(edge: str) -> bytes:
    part = 'Content-Disposition: form-data; name="{0}"{1}\r\n\r\nwords\r\n'
    parts = [part.format("a", ""), part.format("b", '; filename="b.txt"')]
    return "".join(f"--{edge}\r\n{one}" for one in parts).encode() + f"--{edge}--\r\n".encode()
