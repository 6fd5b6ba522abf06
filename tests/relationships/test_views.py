"""The pages where people work together, over HTTP."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_pair, make_programme

from alongside.growth.actions import set_goal, share_goal
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import (
    add_action,
    begin_relationship,
    log_session,
    mark_missed,
    plan_session,
    write_note,
)
from alongside.relationships.models import Action, Note, Relationship, Session


def page(cast: Cast, part: str, path: str = "", relationship: Relationship | None = None) -> str:
    pair = relationship or cast.pair
    answer = cast.client(part).get(cast.address(f"relationships/{pair.public_id}/{path}"))
    assert answer.status_code == 200
    return answer.content.decode()


def fill(cast: Cast) -> None:
    now = timezone.now()
    log_session(
        cast.pair, by=cast.mentee, starts_at=now - timedelta(days=9), minutes=50, topic="The rota story"
    )
    missed = log_session(cast.pair, by=cast.mentee, starts_at=now - timedelta(days=2), minutes=60)
    mark_missed(missed, by=cast.mentor)
    plan_session(cast.pair, by=cast.mentor, starts_at=now + timedelta(days=1), minutes=60)
    write_note(cast.pair, by=cast.mentee, body="I was afraid.")
    write_note(cast.pair, by=cast.mentor, body="Bring the messy version.", audience="pair")
    add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Ask Noor", due_on=timezone.localdate())
    due_on = timezone.localdate() + timedelta(days=30)
    goal = set_goal(by=cast.mentee, title="Lead a ward", measure="I led one", due_on=due_on)
    share_goal(goal, by=cast.mentee, reader=cast.mentor)


@pytest.mark.parametrize(
    "path",
    ["", "sessions/", "goals/", "actions/", "notes/", "sessions/planning/", "sessions/log/", "ending/"],
)
@pytest.mark.parametrize("is_full", [False, True])
def test_every_page_opens_for_both_and_for_nobody_else(cast: Cast, path: str, is_full: bool) -> None:
    if is_full:
        fill(cast)
    for part in ("mentee", "mentor"):
        assert "Amara" in page(cast, part, path)
    for part in ("coach", "stranger", "admin", "outsider"):
        address = cast.address(f"relationships/{cast.pair.public_id}/{path}")
        assert cast.client(part).get(address).status_code == 404


def test_the_overview_says_who_what_is_next_and_who_reads(cast: Cast) -> None:
    fill(cast)
    html = page(cast, "mentee")
    for words in (
        "Amara and Henrik",
        "Mentor",
        "1 held",
        "1. The rota story",
        "Tomorrow",
        "Ask Noor",
        "Due today",
    ):
        assert words in html
    assert "Only you. Not Henrik, not the programme team." in html
    assert "I was afraid." in html
    assert "I was afraid." not in page(cast, "mentor")


def test_coaching_is_said_in_its_own_words(cast: Cast) -> None:
    html = page(cast, "coach", relationship=cast.coaching_pair)
    assert "Coachee" in html
    assert "Mentee" not in html


def test_why_they_were_matched_speaks_to_the_reader(cast: Cast) -> None:
    Relationship.objects.update(reasons=[{"key": "skill", "skills": ["Delegating"]}])
    assert "Henrik can help with Delegating, which you want to learn." in page(cast, "mentee")
    assert "You can help with Delegating, which Amara wants to learn." in page(cast, "mentor")


def test_a_session_is_planned_in_ones_own_time_zone(cast: Cast) -> None:
    cast.mentee.time_zone = "America/New_York"
    cast.mentee.save()
    day = timezone.localdate() + timedelta(days=10)
    form = {"day": day.isoformat(), "time": "09:00", "minutes": 60, "way": "video", "topic": "Rota"}
    cast.client("mentee").post(cast.address(f"relationships/{cast.pair.public_id}/sessions/planning/"), form)
    assert Session.objects.get().starts_at.hour in {13, 14}
    assert "09:00" in page(cast, "mentee")


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"minutes": "-5"}, "greater than or equal to 5"),
        ({"day": "2020-01-01"}, "This time has passed"),
        ({"day": "9999-12-31"}, "two years"),
        ({"day": "soon"}, "valid date"),
        ({"time": "25:99"}, "valid time"),
        ({"way": "by owl"}, "valid choice"),
        ({"topic": "x" * 201}, "at most 200"),
    ],
)
def test_a_wrong_plan_says_what_is_wrong_and_keeps_the_rest(cast: Cast, wrong: dict, problem: str) -> None:
    day = timezone.localdate() + timedelta(days=10)
    form = {
        "day": day.isoformat(),
        "time": "09:00",
        "minutes": "60",
        "way": "phone",
        "topic": "Rota",
        **wrong,
    }
    address = cast.address(f"relationships/{cast.pair.public_id}/sessions/planning/")
    html = cast.client("mentee").post(address, form).content.decode()
    assert problem in html
    assert str(form["topic"]) in html
    assert not Session.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(cast: Cast) -> None:
    cast.mentee.time_zone = "Europe/London"
    cast.mentee.save()
    form = {"day": "2026-03-29", "time": "01:30", "minutes": 60, "way": "video"}
    address = cast.address(f"relationships/{cast.pair.public_id}/sessions/log/")
    assert "clocks skip" in cast.client("mentee").post(address, form).content.decode()


def test_a_planned_session_is_moved_and_cancelled_on_its_page(cast: Cast) -> None:
    session = plan_session(
        cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=2), minutes=60
    )
    client, address = cast.client("mentor"), cast.address(f"sessions/{session.public_id}/")
    assert "Move this session" in client.get(address).content.decode()
    day = timezone.localdate() + timedelta(days=5)
    client.post(f"{address}time/", {"day": day.isoformat(), "time": "10:00", "minutes": 30})
    session.refresh_from_db()
    assert (session.starts_at.date(), session.minutes) == (day, 30)
    assert (
        "has passed"
        in client.post(
            f"{address}time/", {"day": "2020-01-01", "time": "10:00", "minutes": 30}
        ).content.decode()
    )
    client.post(f"{address}cancellation/")
    session.refresh_from_db()
    assert session.state == "cancelled"


def test_a_session_whose_time_has_come_asks_whether_it_was_held(cast: Cast) -> None:
    session = plan_session(
        cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=2), minutes=60
    )
    Session.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    client, address = cast.client("mentor"), cast.address(f"sessions/{session.public_id}/")
    assert "Did you meet?" in client.get(address).content.decode()
    client.post(f"{address}holding/", {"minutes": 55})
    session.refresh_from_db()
    assert (session.state, session.minutes) == ("held", 55)


def test_an_empty_note_is_refused_with_words(cast: Cast) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/notes/")
    answer = cast.client("mentee").post(address, {"audience": "me", "body": ""})
    assert "This field is required" in answer.content.decode()
    assert not Note.objects.exists()


def test_a_note_is_written_changed_shared_and_deleted(cast: Cast) -> None:
    client, home = cast.client("mentee"), cast.address(f"relationships/{cast.pair.public_id}/notes/")
    client.post(home, {"audience": "me", "body": "First words"})
    note = Note.objects.get()
    address = cast.address(f"notes/{note.public_id}/")
    assert cast.client("mentor").get(address).status_code == 404
    client.post(address, {"body": "Better words"})
    client.post(f"{address}sharing/")
    assert "Better words" in page(cast, "mentor", "notes/")
    assert cast.client("mentor").get(address).status_code == 403
    assert cast.client("mentor").post(f"{address}deletion/").status_code == 403
    client.post(f"{address}deletion/")
    assert not Note.objects.exists()


def test_a_tick_works_with_and_without_scripts(cast: Cast) -> None:
    action = add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Ask Noor")
    client, address = cast.client("mentee"), cast.address(f"actions/{action.public_id}/")
    fragment = client.post(f"{address}completion/", headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith("<li")
    assert "checked" in fragment
    back = client.post(f"{address}reopening/", {"back": cast.address("growth/")})
    assert back.url == cast.address("growth/")
    elsewhere = client.post(f"{address}completion/", {"back": "https://evil.example/"})
    assert "evil" not in elsewhere.url


def test_a_next_step_can_only_be_given_to_somebody_inside(cast: Cast) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/actions/")
    html = cast.client("mentee").post(address, {"text": "Do it", "owner": cast.stranger.pk}).content.decode()
    assert "valid choice" in html
    assert not Action.objects.exists()


def test_ending_is_one_button_and_says_so_kindly(cast: Cast) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/ending/")
    assert "nobody’s fault" in cast.client("mentee").get(address).content.decode()
    cast.client("mentee").post(address)
    cast.pair.refresh_from_db()
    assert cast.pair.state == "ended_early"
    html = page(cast, "mentor")
    assert "This has ended" in html
    assert "Plan a session" not in html


def test_a_pause_is_shown_and_taken_back(cast: Cast) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/")
    cast.client("mentee").post(f"{address}pause/")
    assert "Go on together" in page(cast, "mentor")
    cast.client("mentor").post(f"{address}resumption/")
    assert "Go on together" not in page(cast, "mentor")


def test_the_list_leads_straight_to_the_only_pair(cast: Cast) -> None:
    answer = cast.client("mentee").get(cast.address("relationships/"))
    assert answer.url.endswith(f"{cast.pair.public_id}/")
    make_pair(cast.coaching, cast.mentee, cast.coach)
    html = cast.client("mentee").get(cast.address("relationships/")).content.decode()
    assert "You and Henrik" in html
    assert "You and Mei-Ling" in html


@pytest.mark.parametrize("path", ["", "sessions/", "actions/", "notes/"])
def test_queries_do_not_grow_with_the_rows(cast: Cast, path: str, django_assert_max_num_queries) -> None:
    fill(cast)
    for number in range(40):
        starts_at = timezone.now() - timedelta(days=20 + number)
        Session.objects.create(relationship=cast.pair, state="held", starts_at=starts_at)
        Note.objects.create(relationship=cast.pair, author=cast.mentor, audience="pair", body=str(number))
        Action.objects.create(relationship=cast.pair, owner=cast.mentor, text=str(number))
    client = cast.client("mentee")
    with django_assert_max_num_queries(30):
        client.get(cast.address(f"relationships/{cast.pair.public_id}/{path}"))


def test_sessions_are_numbered_from_the_first_one(cast: Cast) -> None:
    fill(cast)
    numbers = re.findall(r"Session (\d+)|>(\d+)\. ", page(cast, "mentee", "sessions/"))
    assert [one or other for one, other in numbers] == ["2", "1"]


def test_a_circle_shows_everybody_in_it(cast: Cast) -> None:
    group = make_programme(cast.organisation, cast.manager, "group", "Circle")
    guide = Enrolment.objects.create(programme=group, person=cast.mentor, role="guide", state="approved")
    for person in (cast.mentee, cast.coachee):
        learner = Enrolment.objects.create(programme=group, person=person, role="learner", state="approved")
        circle = begin_relationship(group, learner=learner, guide=guide, reasons=[], by=cast.manager)
    html = page(cast, "mentee", relationship=circle)
    assert "Amara, Daniel and Henrik" in html
    assert "Not Daniel and Henrik, not the programme team." in html
    write_note(circle, by=cast.mentee, body="For all of us", audience="pair")
    for part in ("coachee", "mentor"):
        assert "For all of us" in page(cast, part, "notes/", relationship=circle)


def test_only_you_leads_to_its_limits_without_losing_what_one_writes(cast: Cast) -> None:
    html = page(cast, "mentee")
    link = re.search(r'<a href="([^"]+)#limits" target="_blank"[^>]*>Only you\. Not Henrik', html)
    assert link is not None
    assert "The law can demand" in cast.client("mentee").get(link.group(1)).content.decode()


def test_after_an_early_end_one_says_what_one_has_learnt_where_it_counts(cast: Cast) -> None:
    cast.client("mentor").post(cast.address(f"relationships/{cast.pair.public_id}/ending/"))
    html = page(cast, "mentee")
    assert "What have you learnt for the next one?" in html
    for path in (f"people/{cast.mentee.public_id}/profile/", "profile/matching/"):
        assert f'href="{cast.address(path)}"' in html
        assert cast.client("mentee").get(cast.address(path)).status_code == 200
    cast.client("manager").post(
        cast.address(
            f"sign-ups/{Enrolment.objects.get(person=cast.mentee, programme=cast.mentoring).public_id}/withdrawal/"
        )
    )
    assert "What have you learnt" not in page(cast, "mentee")


def test_after_the_end_one_finds_the_way_out_of_being_matched_again(cast: Cast) -> None:
    cast.client("mentee").post(cast.address(f"relationships/{cast.pair.public_id}/ending/"))
    html = page(cast, "mentor")
    assert "Northfield Forward looks for somebody new for you." in html
    enrolment = Enrolment.objects.get(programme=cast.mentoring, person=cast.mentor)
    assert cast.address(f"sign-ups/{enrolment.public_id}/") in html
