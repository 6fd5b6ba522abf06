"""The studio of circles, page by page."""

import pytest
from django.test import Client
from django.urls import reverse

from alongside.matching.models import Circle, PairConstraint
from tests.cast import Cast
from tests.matching.circles.gathered import WRITING, drafted, join, make_circles

PAGES = ("scenario", "scenario_audit", "scenario_unmatched", "scenario_name", "scenario_publication")


@pytest.fixture
def run(cast: Cast, client: Client):
    programme = make_circles(cast.organisation, cast.manager)
    for name in ("Ana", "Ben", "Cleo", "Dan"):
        join(programme, name, WRITING)
    join(programme, "Lars", WRITING, role="guide")
    client.force_login(cast.manager.user)
    return drafted(programme, cast.manager)


def test_every_page_of_a_run_opens(cast: Cast, client: Client, run) -> None:
    place = [cast.organisation.slug, run.programme.public_id]
    drafted(run.programme, cast.manager)
    for name in PAGES:
        assert client.get(reverse(name, args=[*place, run.public_id]), follow=True).status_code == 200
    for name in ("scenarios", "scenario_comparison", "pair_words", "matching", "programme_proposals"):
        assert client.get(reverse(name, args=place), follow=True).status_code == 200
    assert client.get(reverse("matchings", args=place[:1]), follow=True).status_code == 200


def test_two_are_kept_apart_or_together_from_the_page_of_their_circle(
    cast: Cast, client: Client, run
) -> None:
    circle = Circle.objects.get()
    one, other = circle.seats.filter(is_guide=False)[:2]
    address = reverse("circle_apart", args=[cast.organisation.slug, circle.public_id])
    same = client.post(address, {"one": one.public_id, "other": one.public_id})
    assert same.status_code == 422
    for pair in ((one, other), (other, one)):
        client.post(address, {"one": pair[0].public_id, "other": pair[1].public_id})
    assert PairConstraint.objects.filter(kind="forbid").count() == 1
    together = reverse("circle_together", args=[cast.organisation.slug, circle.public_id])
    page = client.post(together, {"one": one.public_id, "other": other.public_id}, follow=True)
    assert PairConstraint.objects.get().kind == "lock"
    assert f"Kept together with {other.enrolment.person.name}" in page.content.decode()


def test_the_studio_asks_no_more_for_more_circles(
    cast: Cast, client: Client, run, django_assert_max_num_queries
) -> None:
    for number in range(16):
        join(run.programme, f"Person {number}", WRITING)
    for name in ("Mia", "Nils", "Olga"):
        join(run.programme, name, WRITING, role="guide")
    newest = drafted(run.programme, cast.manager)
    assert newest.circles.count() > 2
    with django_assert_max_num_queries(45):
        address = reverse(
            "scenario", args=[cast.organisation.slug, run.programme.public_id, newest.public_id]
        )
        assert client.get(address).status_code == 200
