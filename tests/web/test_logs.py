"""The log never holds what opens an account."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from alongside.accounts.actions import invite
from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.web.logs import WithoutSecrets

pytestmark = pytest.mark.django_db


def test_the_console_leaves_secrets_out() -> None:
    console = settings.LOGGING["handlers"]["console"]
    assert [settings.LOGGING["filters"][name]["()"] for name in console["filters"]] == [
        f"{WithoutSecrets.__module__}.{WithoutSecrets.__name__}"
    ]


def test_a_refused_invitation_is_logged_without_its_secret(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    newcomer = Person.objects.create(
        organisation=cast.organisation, name="New Person", email="new@northfield.example"
    )
    invite(newcomer, by=cast.admin)
    text = Delivery.objects.get().text
    secret = text.partition("/invitations/")[2].partition("/")[0]
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.WARNING):
        refused = Client(enforce_csrf_checks=True).post(reverse("invitation", args=[secret]))
    assert refused.status_code == 403
    assert "/invitations/…/" in caplog.text
    assert secret not in caplog.text
