"""The page of a job, for whoever started it."""

from tests.cast import Cast

from alongside.activity.jobs import start, work
from alongside.activity.models import Job

work("test.shown", title="Matching 40 people")(lambda _job: {})


def address(cast: Cast, **state: object) -> str:
    job = start("test.shown", by=cast.manager, input={})
    Job.objects.filter(pk=job.pk).update(**state)
    return cast.address(f"jobs/{job.public_id}/")


def test_a_running_job_shows_how_far_it_is_and_asks_again(cast: Cast) -> None:
    page = cast.client("manager").get(address(cast, state="running", done=30, total=120)).content.decode()
    assert "25 per cent" in page
    assert 'hx-trigger="every 1s"' in page
    assert "http-equiv" in page


def test_a_job_that_is_over_stops_asking(cast: Cast) -> None:
    page = cast.client("manager").get(address(cast, state="failed", error="Row 3 has no name."))
    assert "Row 3 has no name." in page.content.decode()
    assert "hx-trigger" not in page.content.decode()


def test_htmx_gets_the_part_that_changes(cast: Cast) -> None:
    part = cast.client("manager").get(address(cast), headers={"HX-Request": "true"}).content.decode()
    assert "Matching 40 people" in part
    assert "<html" not in part


def test_a_job_is_cancelled_from_its_page(cast: Cast) -> None:
    client = cast.client("manager")
    answer = client.post(f"{address(cast)}cancellation/", follow=True)
    assert "Cancelled" in answer.content.decode()


def test_a_job_exists_for_its_starter_only(cast: Cast) -> None:
    page = address(cast)
    for part in ("mentee", "admin", "outsider"):
        assert cast.client(part).get(page).status_code == 404
        assert cast.client(part).post(f"{page}cancellation/").status_code == 404


def test_what_cannot_be_done_leads_back_to_where_one_came_from(cast: Cast) -> None:
    client, nobody = cast.client("manager"), {"email": "nobody@northfield.example", "role": "learner"}
    adding = cast.address(f"programmes/{cast.mentoring.public_id}/additions/")
    here = f"http://testserver{cast.address()}"
    page = client.post(adding, nobody, headers={"referer": here})
    assert page.status_code == 409
    assert f'href="{here}"' in page.text
    page = client.post(adding, nobody, headers={"referer": "https://elsewhere.example/"})
    assert "elsewhere" not in page.text
