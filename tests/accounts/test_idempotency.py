"""Two requests with the same key at the same moment do the write once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from tests.accounts.test_api import api_client, patch
from tests.cast import make_cast

from alongside.accounts.models import IdempotentReply
from alongside.activity.models import Event


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done_and_both_get_its_answer() -> None:
    client = api_client(make_cast().mentee)
    together = Barrier(4)

    def send(_number: int) -> tuple[int, str]:
        alone = Client(headers={"Authorization": client.defaults["HTTP_AUTHORIZATION"]})
        together.wait()
        try:
            answer = patch(alone, "/api/v1/o/northfield/me", {"name": "Amara O."}, key="once")
            return answer.status_code, answer.json()["name"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    assert answers == [(200, "Amara O.")] * 4
    assert Event.objects.filter(verb="account.changed").count() == 1
    assert IdempotentReply.objects.get().status == 200
