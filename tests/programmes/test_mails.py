"""A team reads every mail of its programme beforehand, and sends it to itself first."""

import pytest
from django.core import mail
from tests.cast import Cast

from alongside.programmes.mails import mails

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_mail_stands_on_the_page_as_its_reader_gets_it(cast: Cast) -> None:
    page = cast.client("manager").get(cast.address(f"programmes/{cast.mentoring.public_id}/mails/"))
    for each in mails():
        assert str(each.write(cast.mentoring, cast.manager).subject) in page.content.decode()


def test_a_sample_goes_to_who_asks_and_to_nobody_else(cast: Cast) -> None:
    for each in mails():
        mail.outbox.clear()
        address = cast.address(f"programmes/{cast.mentoring.public_id}/mails/{each.key}/sample/")
        assert cast.client("manager").post(address).status_code == 302
        (sent,) = mail.outbox
        assert sent.to == [cast.manager.email]
        assert sent.subject.startswith("Sample: ")


def test_a_mail_that_there_is_not_is_not_sent(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/mails/nonsense/sample/")
    assert cast.client("manager").post(address).status_code == 404
    assert mail.outbox == []
