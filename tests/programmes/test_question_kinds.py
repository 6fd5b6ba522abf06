"""Every kind of question is answered without JavaScript, kept, said in words, brought in, sent and matched by."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story

from alongside.people.fields import Unfit
from alongside.programmes.actions.life import change_matching
from alongside.programmes.actions.questions import add_question
from alongside.programmes.bringing.fields import read_answer
from alongside.programmes.matching_choices import criteria_for
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.answering import keep_answers
from alongside.questionnaires.forms import checked_answers
from alongside.questionnaires.models import Question

pytestmark = pytest.mark.django_db

SKILLS = ["Delegating", "Finance", "Speaking"]

KINDS: list[tuple[str, list[str], dict[str, Any], Any, str]] = [
    ("short_text", [], {"answer_it": "Tea"}, "Tea", "Tea"),
    ("choice", ["One", "Two"], {"answer_it": "Two"}, "Two", "Two"),
    ("choices", SKILLS, {"answer_it": ["Finance", "Speaking"]}, ["Finance", "Speaking"], "Finance, Speaking"),
    ("number", [], {"answer_it": "12"}, 12.0, "12"),
    ("scale", ["never", "always"], {"answer_it": "4"}, 4, "4"),
    ("yes_no", [], {"answer_it": "no"}, False, "No"),
    ("date", [], {"answer_it": "2027-03-31"}, "2027-03-31", "31 March 2027"),
    ("languages", [], {"answer_it": "German, Welsh"}, ["de", "cy"], "German, Welsh"),
    (
        "graded",
        SKILLS,
        {"answer_it_0": "4", "answer_it_1": "", "answer_it_2": "1"},
        {"Delegating": 4, "Speaking": 1},
        "Delegating 4, Speaking 1",
    ),
    (
        "ranking",
        SKILLS,
        {"answer_it_0": "3", "answer_it_1": "", "answer_it_2": "1"},
        ["Speaking", "Delegating"],
        "Speaking, Delegating",
    ),
]


def ask(programme: Programme, cast: Cast, kind: str, options: list[str], **fields: Any) -> Question:
    wanted = {"text": "What is it?", "key": "it", **fields}
    question = add_question(programme, by=cast.manager, kind=kind, options=options, **wanted)
    programme.refresh_from_db()
    return question


def post(cast: Cast, client: Client, **answers: Any) -> Any:
    address = cast.address(f"join/{cast.mentoring.public_id}/sign-up/")
    return client.post(address, {"role": "learner", **answers})


@pytest.mark.parametrize(("kind", "options", "sent", "kept", "words"), KINDS, ids=[each[0] for each in KINDS])
def test_an_answer_is_kept_shown_again_and_said_in_words(
    cast: Cast, kind: str, options: list[str], sent: dict[str, Any], kept: Any, words: str
) -> None:
    ask(cast.mentoring, cast, kind, options, is_required=True, reader="matches")
    client = cast.client("stranger")
    assert post(cast, client).status_code == 200
    assert post(cast, client, **sent).status_code == 302
    enrolment = Enrolment.objects.get(person=cast.stranger)
    assert enrolment.response
    answer = enrolment.response.answers.get()
    assert (answer.value, answer.in_words) == (kept, words)
    assert words in cast.client("manager").get(cast.address(f"sign-ups/{enrolment.public_id}/")).text
    questions = [answer.question]
    assert checked_answers(questions, {"it": kept}) == {"it": kept}


@pytest.mark.any_database
def test_a_place_is_given_once(cast: Cast) -> None:
    ask(cast.mentoring, cast, "ranking", SKILLS)
    page = post(cast, cast.client("stranger"), answer_it_0="1", answer_it_1="1").content.decode()
    assert "Two of these have the same place" in page


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("graded", {"Delegating": 6}),
        ("graded", {"Juggling": 3}),
        ("graded", ["Delegating"]),
        ("ranking", ["Juggling"]),
        ("ranking", ["Finance", "Finance"]),
        ("languages", ["Klingonese"]),
        ("date", "tomorrow"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_api_too(cast: Cast, kind: str, wrong: Any) -> None:
    with pytest.raises(ValidationError):
        checked_answers([ask(cast.mentoring, cast, kind, SKILLS)], {"it": wrong})


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("graded", "delegating 4; Speaking (2), Finance", {"Delegating": 4, "Speaking": 2, "Finance": 3}),
        ("ranking", "Speaking; Finance; speaking", ["Speaking", "Finance"]),
        ("languages", "German, cy", ["de", "cy"]),
        ("date", "31.3.2027", "2027-03-31"),
    ],
)
def test_a_cell_of_a_file_is_read_as_its_question_wants(kind: str, text: str, kept: Any) -> None:
    assert read_answer(Question(kind=kind, options=SKILLS), text) == kept


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "text"), [("graded", "Juggling 3"), ("languages", "Klingonese"), ("date", "x")]
)
def test_a_cell_that_does_not_fit_says_how_to_mend_it(kind: str, text: str) -> None:
    with pytest.raises(Unfit):
        read_answer(Question(kind=kind, options=SKILLS), text)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "lines", "problem"),
    [
        ("graded", "One", "at least two"),
        ("ranking", "One\nOne", "at least two"),
        ("scale", "never", "two lines"),
        ("choice", "\n".join(map(str, range(101))), "more than 100"),
        ("scale", "never\nalways", ""),
        ("date", "ignored", ""),
    ],
)
def test_the_manager_is_told_what_a_list_needs(cast: Cast, kind: str, lines: str, problem: str) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/questions/")
    given = {"text": "New?", "kind": kind, "asked": "everybody", "reader": "managers", "options_text": lines}
    page = cast.client("manager").post(address, given)
    assert page.status_code == (200 if problem else 302)
    assert problem in page.content.decode()


@pytest.mark.any_database
def test_both_ends_of_a_scale_have_their_words(cast: Cast) -> None:
    ask(cast.mentoring, cast, "scale", ["never", "always"])
    page = cast.client("stranger").get(cast.address(f"join/{cast.mentoring.public_id}/sign-up/"))
    assert "<span>never</span><span>always</span>" in page.content.decode()


def test_every_new_kind_counts_in_a_matching(cast: Cast) -> None:
    programme = make_matching_programme(cast.organisation, cast.manager)
    asked: list[tuple[str, str, str, list[str]]] = [
        ("tongue", "languages", "everybody", []),
        ("values", "ranking", "everybody", ["Candour", "Calm", "Care", "Cheer"]),
        ("begin", "date", "everybody", []),
        ("wants", "graded", "learners", SKILLS),
        ("knows", "graded", "guides", SKILLS),
    ]
    for key, kind, side, options in asked:
        ask(programme, cast, kind, options, key=key, text=f"{key}?", asked=side, reader="managers")
    choices = criteria_for(programme)
    own = [one for one in choices if one.name.startswith(("answer_", "grades_"))]
    assert [str(one.label) for one in own] == [
        "Languages in common: tongue?",
        "The first three in common: values?",
        "Dates close together: begin?",
        "What “wants?” asks for is met by “knows?”",
    ]
    criteria = [(one.kind, one.settings, 1) for one in own]
    change_matching(programme, by=cast.manager, criteria=criteria, rules=[])
    learner, guide = enrol(programme, "Lea Learns", "learner"), enrol(programme, "Gus Guides", "guide")
    _answer(
        learner,
        {"tongue": ["de", "cy"], "values": ["Calm", "Care", "Cheer", "Candour"], "begin": "2027-03-31"}
        | {"wants": {"Finance": 5}},
    )
    _answer(
        guide,
        {"tongue": ["cy"], "values": ["Candour", "Care", "Calm"], "begin": "2027-04-15"}
        | {"knows": {"Finance": 4}},
    )
    pair = drafted(programme, cast.manager).pairs.get()
    worth = [row["points"] / row["most"] for row in pair.contributions]
    assert worth == pytest.approx([1, 2 / 3, 0.5, 0.8], abs=1e-3)
    assert all(reason.get("team_only") for reason in pair.reasons)


def _answer(enrolment: Enrolment, answers: dict[str, Any]) -> None:
    assert enrolment.programme.questionnaire
    enrolment.response = keep_answers(enrolment.programme.questionnaire, enrolment.person, answers)
    enrolment.save()


@pytest.mark.any_database
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_kind_is_answered_by_keyboard(browser: Browser, live_server: LiveServer, cast: Cast) -> None:
    for kind, options, *_sent in KINDS:
        ask(cast.mentoring, cast, kind, options, key=kind, text=f"Tell us: {kind}")
    story = Story(browser, live_server, 390)
    story.be(cast.stranger.email)
    story.page.goto(f"{live_server.url}{cast.address(f'join/{cast.mentoring.public_id}/sign-up/')}")
    story.is_accessible()
    ranking = story.page.get_by_role("group", name="Tell us: ranking")
    for thing, place in (("Speaking", "1"), ("Finance", "2")):
        ranking.get_by_label(thing).focus()
        ranking.get_by_label(thing).press(place)
    story.page.get_by_role("group", name="Tell us: graded").get_by_label("Delegating").select_option("4")
    story.page.get_by_label("Tell us: languages").fill("German")
    story.page.set_viewport_size({"width": 1280, "height": 900})
    story.is_accessible()
    story.page.get_by_role("button", name="Sign up").press("Enter")
    expect(story.page.get_by_text("Speaking, Finance")).to_be_visible()
    expect(story.page.get_by_text("Delegating 4")).to_be_visible()
    story.is_accessible()
