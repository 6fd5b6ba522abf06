"""Mails go out once, whatever breaks on the way."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone
from tests.cast import Cast

from alongside.activity.actions import Message, record
from alongside.activity.channels import LONGEST_SENDING, MOST_ATTEMPTS, send_waiting
from alongside.activity.models import Delivery


class OutOfReach(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected


class RefusesHenrik(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages: Any) -> int:
        if any("henrik" in message.to[0] for message in messages):
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


def tell(cast: Cast, *parts: str) -> None:
    messages = [Message(getattr(cast, part), "Hello", "Something happened.") for part in parts]
    record("test.told", by=cast.manager, subject=cast.manager, tell=messages)


def out_of_reach() -> Any:
    return override_settings(EMAIL_BACKEND=f"{__name__}.OutOfReach")


def test_a_mail_is_sent_once_however_often_the_worker_runs(cast: Cast) -> None:
    tell(cast, "mentee")
    assert [send_waiting(), send_waiting()] == [1, 0]
    assert len(mail.outbox) == 1


def test_every_mail_says_who_runs_it_and_why_one_gets_it(cast: Cast) -> None:
    tell(cast, "mentee")
    send_waiting()
    assert "Northfield Health" in mail.outbox[0].body
    assert "You get this because" in mail.outbox[0].body


def test_a_mail_that_could_not_be_sent_waits_longer_each_time(cast: Cast) -> None:
    tell(cast, "mentee")
    with out_of_reach():
        send_waiting()
        assert send_waiting() == 0
        first = Delivery.objects.get()
        Delivery.objects.update(due_at=timezone.now())
        send_waiting()
    second = Delivery.objects.get()
    assert (first.attempts, second.attempts) == (1, 2)
    assert second.due_at - timezone.now() > timedelta(minutes=3)
    Delivery.objects.update(due_at=timezone.now())
    assert send_waiting() == 1


def test_a_mail_is_given_up_in_the_end_and_leaves_no_text(cast: Cast) -> None:
    tell(cast, "mentee")
    with out_of_reach():
        for _attempt in range(MOST_ATTEMPTS):
            Delivery.objects.update(due_at=timezone.now())
            send_waiting()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.text) == (Delivery.State.FAILED, "")


@override_settings(EMAIL_BACKEND=f"{__name__}.RefusesHenrik")
def test_one_refused_address_holds_up_nobody_else(cast: Cast) -> None:
    tell(cast, "mentee", "mentor", "coach")
    assert send_waiting() == 2
    assert {message.to[0] for message in mail.outbox} == {cast.mentee.email, cast.coach.email}


def test_the_log_names_no_address(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    tell(cast, "mentee")
    with out_of_reach():
        send_waiting()
    assert "SMTPServerDisconnected" in caplog.text
    assert cast.mentee.email not in caplog.text


def test_what_another_worker_is_sending_is_left_to_it(cast: Cast) -> None:
    tell(cast, "mentee")
    Delivery.objects.update(state=Delivery.State.SENDING, claimed_at=timezone.now())
    assert send_waiting() == 0


def test_what_a_dead_worker_left_goes_out_with_the_same_message_id(cast: Cast) -> None:
    tell(cast, "mentee")
    Delivery.objects.update(
        state=Delivery.State.SENDING, claimed_at=timezone.now() - LONGEST_SENDING - timedelta(seconds=1)
    )
    assert send_waiting() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{Delivery.objects.get().public_id}@alongside>"
