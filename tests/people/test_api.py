"""People in the API: the same scopes and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.accounts.models import Person
from alongside.people.models import Profile, Upload
from tests.accounts.test_api import api_client, patch
from tests.cast import Cast
from tests.people.files import csv_of, everything, make_levels

HOME = "/api/v1/o/northfield"
ANN = ("Ann Archer", "ann@x.example", "Senior", "", 2)


def send(client: Client, content: bytes, **fields: str) -> Any:
    return client.post(f"{HOME}/imports", {"file": SimpleUploadedFile("people.csv", content), **fields})


def test_a_file_is_brought_in_looked_at_and_confirmed(cast: Cast) -> None:
    make_levels(cast.organisation, "Junior", "Senior")
    client = api_client(cast.admin)
    sent = send(client, csv_of(ANN))
    assert sent.status_code == 201
    assert sent.json()["columns"]["manager_email"] == "Manager e-mail"
    address = f"{HOME}/imports/{sent.json()['id']}"
    body = {"columns": sent.json()["columns"], "kept": []}
    previewed = client.put(f"{address}/columns", body, content_type="application/json")
    assert previewed.json()["preview"]["created"] == 1
    assert not Person.objects.filter(email="ann@x.example").exists()
    assert client.post(f"{address}/confirmation").json()["is_imported"]
    assert client.get(address).json()["is_imported"]
    assert Person.objects.get(email="ann@x.example").profile.level.name == "Senior"


def test_what_cannot_be_read_or_imported_says_why_and_changes_nothing(cast: Cast) -> None:
    client = api_client(cast.admin)
    before = everything(cast.organisation)
    refused = send(client, b"%PDF-1.7")
    assert refused.status_code == 422
    assert "PDF" in refused.json()["detail"]
    assert send(client, csv_of(ANN), purpose="nothing").status_code == 422
    address = f"{HOME}/imports/{send(client, csv_of(ANN)).json()['id']}"
    assert client.post(f"{address}/confirmation").status_code == 409
    wrong = client.put(f"{address}/columns", {"columns": {}}, content_type="application/json")
    assert wrong.status_code == 409
    assert client.delete(address).status_code == 204
    assert not Upload.objects.exists()
    assert everything(cast.organisation) == before


def test_imports_are_for_who_keeps_the_directory_and_for_who_sent_them(cast: Cast) -> None:
    assert send(api_client(cast.mentee), csv_of(ANN)).status_code == 403
    address = f"{HOME}/imports/{send(api_client(cast.admin), csv_of(ANN)).json()['id']}"
    assert api_client(cast.manager).get(address).status_code == 404


def test_a_profile_is_read_by_who_may_see_the_person_and_changed_by_its_owner(cast: Cast) -> None:
    Profile.objects.filter(person=cast.mentor).update(capacity=3, biography="Twenty years at sea.")
    address = f"{HOME}/people/{cast.mentor.public_id}/profile"
    assert api_client(cast.mentor).get(address).json()["capacity"] == 3
    assert api_client(cast.admin).get(address).json()["capacity"] is None
    assert api_client(cast.stranger).get(address).status_code == 404
    changed = patch(api_client(cast.mentor), address, {"capacity": 1})
    assert (changed.json()["capacity"], changed.json()["biography"]) == (1, "Twenty years at sea.")
    assert patch(api_client(cast.admin), address, {"biography": "Not mine"}).status_code == 403
    assert patch(api_client(cast.mentor), address, {"capacity": -1}).status_code == 422


def test_the_scale_is_read_by_everybody_and_set_by_who_keeps_the_directory(cast: Cast) -> None:
    body = {"names": ["Junior", " Senior  Lead "]}
    address = f"{HOME}/levels"
    assert api_client(cast.mentee).put(address, body, content_type="application/json").status_code == 403
    scale = api_client(cast.manager).put(address, body, content_type="application/json").json()
    assert [(level["name"], level["rank"]) for level in scale] == [("Junior", 1), ("Senior Lead", 2)]
    assert api_client(cast.mentee).get(address).json() == scale
