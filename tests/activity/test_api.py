"""Background work in the API, for whoever started it."""

from tests.accounts.test_api import api_client
from tests.cast import Cast

from alongside.activity.jobs import start, work

work("test.in_the_api", title="Counting")(lambda _job: {})


def test_a_job_is_followed_and_stopped(cast: Cast) -> None:
    job = start("test.in_the_api", by=cast.manager, input={})
    client, address = api_client(cast.manager), f"/api/v1/o/northfield/jobs/{job.public_id}"
    assert client.get(address).json()["state"] == "queued"
    assert client.post(f"{address}/cancellation").json()["state"] == "cancelled"
    assert client.get("/api/v1/o/northfield/jobs").json()["count"] == 1


def test_the_job_of_another_does_not_exist(cast: Cast) -> None:
    job = start("test.in_the_api", by=cast.manager, input={})
    client = api_client(cast.admin)
    assert client.get(f"/api/v1/o/northfield/jobs/{job.public_id}").status_code == 404
    assert client.post(f"/api/v1/o/northfield/jobs/{job.public_id}/cancellation").status_code == 404
