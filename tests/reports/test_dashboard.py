"""A manager sees how far people got and who needs a hand: dates and counts, never a word."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.cast import Cast, make_pair, make_person

from alongside.programmes.models import Enrolment
from alongside.relationships.actions import (
    add_action,
    end_relationship,
    log_session,
    plan_session,
    write_note,
)
from alongside.relationships.models import Relationship
from alongside.reports.dashboard import averages, funnel


def address(cast: Cast, rest: str = "") -> str:
    return cast.address(f"programmes/{cast.mentoring.public_id}/dashboard/{rest}")


def page(cast: Cast, query: str = "") -> str:
    answer = cast.client("manager").get(address(cast) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def more_pairs(cast: Cast, count: int) -> list[Relationship]:
    return [
        make_pair(
            cast.mentoring,
            make_person(cast.organisation, f"Learner{n} Nr{n}"),
            make_person(cast.organisation, f"Guide{n} Nr{n}"),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("part", "status"),
    [("mentee", 403), ("mentor", 403), ("stranger", 404), ("admin", 404), ("outsider", 404)],
)
def test_the_dashboard_is_for_those_who_run_the_programme(cast: Cast, part: str, status: int) -> None:
    assert cast.client(part).get(address(cast)).status_code == status
    assert cast.client(part).get(address(cast, "pairs.xlsx")).status_code == status


def test_nothing_that_a_pair_wrote_is_shown(cast: Cast) -> None:
    now = timezone.now()
    log_session(
        cast.pair, by=cast.mentee, starts_at=now - timedelta(days=2), minutes=45, topic="SECRET topic"
    )
    plan_session(
        cast.pair, by=cast.mentee, starts_at=now + timedelta(days=2), minutes=45, topic="SECRET plan"
    )
    write_note(cast.pair, by=cast.mentee, body="SECRET note", audience="pair")
    add_action(cast.pair, by=cast.mentee, owner=cast.mentee, text="SECRET step")
    html = page(cast, "?show=all")
    assert "Amara Okafor" in html
    assert "SECRET" not in html
    assert b"SECRET" not in cast.client("manager").get(address(cast, "pairs.xlsx")).content


def test_the_funnel_counts_people_not_pairs(cast: Cast) -> None:
    log_session(cast.pair, by=cast.mentee, starts_at=timezone.now() - timedelta(days=2), minutes=45)
    make_pair(cast.mentoring, make_person(cast.organisation, "Noor Haddad"), cast.mentor)
    Enrolment.objects.create(programme=cast.mentoring, person=cast.stranger, role="learner", state="applied")
    numbers = {stage.word: stage.number for stage in funnel(cast.mentoring, "learner")}
    assert list(numbers.values()) == [3, 2, 2, 1, 0]
    assert [stage.number for stage in funnel(cast.mentoring, "guide")] == [1, 1, 1, 1, 0]


def test_no_average_stands_for_fewer_than_five(cast: Cast) -> None:
    for pair in [cast.pair, *more_pairs(cast, 3)]:
        log_session(pair, by=pair.people[0], starts_at=timezone.now() - timedelta(days=2), minutes=40)
    assert averages(cast.mentoring).sessions is None
    assert averages(cast.mentoring).minutes is None
    [pair] = [make_pair(cast.mentoring, cast.coachee, cast.coach)]
    log_session(pair, by=cast.coach, starts_at=timezone.now() - timedelta(days=2), minutes=90)
    assert averages(cast.mentoring).sessions == 1
    assert averages(cast.mentoring).minutes == 50


def test_silent_pairs_come_first_and_can_be_shown_alone(cast: Cast) -> None:
    quiet = make_pair(cast.mentoring, cast.coachee, cast.coach)
    Relationship.objects.filter(pk=quiet.pk).update(last_met_on=timezone.localdate() - timedelta(days=50))
    Relationship.objects.filter(pk=cast.pair.pk).update(last_met_on=timezone.localdate())
    html = page(cast)
    assert html.index("Daniel Osei") < html.index("Amara Okafor")
    assert "One pair has not met for longer than agreed." in html
    alone = page(cast, "?show=silent")
    assert "Daniel Osei" in alone
    assert "Amara Okafor" not in alone


def test_pairs_are_found_by_name_and_a_strange_filter_is_harmless(cast: Cast) -> None:
    make_pair(cast.mentoring, cast.coachee, cast.coach)
    html = page(cast, "?show=%27nothing&find=mei")
    assert "Mei-Ling Tan" in html
    assert "Amara Okafor" not in html


def test_a_reason_of_ending_is_a_code_for_the_manager(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentee, reason="no_time")
    assert "There is not enough time" in page(cast, "?show=over")


def test_the_list_is_taken_away_as_a_workbook(cast: Cast) -> None:
    log_session(cast.pair, by=cast.mentee, starts_at=timezone.now() - timedelta(days=2), minutes=45)
    body = cast.client("manager").get(address(cast, "pairs.xlsx")).content
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("Mentee", "Mentor")
    assert rows[1][:3] == ("Amara Okafor", "Henrik Lindqvist", "Active")
    assert rows[1][5:7] == (1, 45)


def test_a_manager_ends_a_pair_without_reading_it(cast: Cast) -> None:
    client, ending = cast.client("manager"), cast.address(f"relationships/{cast.pair.public_id}/ending/")
    assert "Amara" in client.get(ending).content.decode()
    assert client.post(ending, {"reason": "boring"}).status_code == 200
    answer = client.post(ending, {"reason": "left"})
    assert answer.url == address(cast)
    assert client.get(cast.address(f"relationships/{cast.pair.public_id}/")).status_code == 404


def test_queries_do_not_grow_with_the_pairs(cast: Cast, django_assert_max_num_queries) -> None:
    client = cast.client("manager")
    more_pairs(cast, 60)
    with django_assert_max_num_queries(25):
        client.get(address(cast))
