"""The pages of the matching, over HTTP."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from openpyxl import load_workbook

from alongside.matching.actions import accept_proposal, decline_proposal, lock_pair
from alongside.matching.models import PairConstraint, Proposal, Scenario, ScenarioPair
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, published


@pytest.fixture
def scenario(programme: Programme, cast: Cast) -> Scenario:
    """Noor fits Lars, Jun fits Ruth, and there is no place for Gwen."""
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Jun Watanabe", "learner", wants=("Statistics",), department="Imaging")
    enrol(programme, "Gwen Pritchard", "learner", wants=("Painting",), department="Imaging")
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",), department="Finance")
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), department="Imaging")
    return drafted(programme, cast.manager)


def home(cast: Cast, programme: Programme, rest: str = "") -> str:
    return cast.address(f"programmes/{programme.public_id}/matching/{rest}")


def run(cast: Cast, scenario: Scenario, rest: str = "") -> str:
    return home(cast, scenario.programme, f"runs/{scenario.public_id}/{rest}")


def pair_address(cast: Cast, pair: ScenarioPair, rest: str = "") -> str:
    return cast.address(f"matched-pairs/{pair.public_id}/{rest}")


def test_the_first_page_invites_to_draft(programme: Programme, cast: Cast) -> None:
    client = cast.client("manager")
    assert "There is nobody to match yet." in client.get(home(cast, programme)).text
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide", places=2)
    page = client.get(home(cast, programme)).text
    assert "Mentees: 1. Mentors: 1. Free places: 2." in page
    assert "Draft the matching" in page


def test_drafting_shows_progress_until_the_run_is_ready(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide")
    client = cast.client("manager")
    response = client.post(home(cast, programme, "runs/"))
    scenario = Scenario.objects.get()
    assert response.url == run(cast, scenario)
    page = client.get(response.url).text
    assert "begins in a moment" in page
    assert 'http-equiv="refresh"' in page
    fragment = client.get(response.url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert "<html" not in fragment.text
    client.post(run(cast, scenario, "stop/"))
    assert "You stopped this run." in client.get(response.url).text


def test_a_run_that_cannot_be_worked_out_says_why_and_what_to_do(programme: Programme, cast: Cast) -> None:
    ruth = enrol(programme, "Ruth", "guide")
    for name in ("Noor", "Jun"):
        lock_pair(programme, by=cast.manager, learner=enrol(programme, name, "learner"), guide=ruth)
    scenario = drafted(programme, cast.manager)
    page = cast.client("manager").get(run(cast, scenario)).text
    assert "The matching could not be worked out." in page
    assert "Ruth is locked into 2 pairs, but has fewer places." in page
    polled = cast.client("manager").get(run(cast, scenario), headers={"HX-Request": "true"})
    assert polled.headers["HX-Refresh"] == "true"


def test_the_studio_answers_how_it_went(scenario: Scenario, cast: Cast) -> None:
    page = cast.client("manager").get(run(cast, scenario)).text
    assert "2 pairs are ready." in page
    assert "One person is not." in page
    assert "Mentees: 3. Mentors: 2. Free places: 2." in page
    assert "Nothing better exists" in page
    assert "Give Lars Holm one more place" in page


def test_a_person_is_found_and_pairs_are_filtered_in_the_address(scenario: Scenario, cast: Cast) -> None:
    client, address = cast.client("manager"), run(cast, scenario)
    assert "Ruth Adeyemi</b>" not in client.get(address, {"find": "noor"}).text.partition("Not matched")[0]
    flagged = client.get(address, {"show": "flagged"})
    assert [row.pair.learner.person.name for row in flagged.context["rows"]] == ["Jun Watanabe"]
    assert not client.get(address, {"show": "locked"}).context["rows"]


def test_why_adds_up_and_names_the_rules(scenario: Scenario, cast: Cast) -> None:
    pair = scenario.pairs.get(learner__person__name="Noor Al-Sayed")
    response = cast.client("manager").get(pair_address(cast, pair), headers={"HX-Request": "true"})
    assert "Lars can help with Delegating, which Noor wants to learn." in response.text
    assert "Fit 100 of 100, added up from the top" in response.text
    assert "+75" in response.text
    assert "+25" in response.text
    assert "Not one’s own manager or report" in response.text
    assert "<html" not in response.text


def test_changed_weights_and_rules_make_a_run_of_their_own(scenario: Scenario, cast: Cast) -> None:
    answer = {"from": scenario.public_id, "objective": "people", "weight_0": 0, "weight_1": 4}
    cast.client("manager").post(home(cast, scenario.programme, "runs/"), answer)
    newest = scenario.programme.scenarios.first()
    assert newest.number == 2
    assert newest.objective == "people"
    assert [row["weight"] for row in newest.criteria] == [0, 4]
    assert [row["is_on"] for row in newest.rules] == [False]
    assert [row["weight"] for row in scenario.criteria] == [3, 1]


def test_a_run_in_which_nothing_counts_is_refused_in_place(scenario: Scenario, cast: Cast) -> None:
    answer = {"from": scenario.public_id, "objective": "people", "weight_0": 0, "weight_1": 0}
    response = cast.client("manager").post(home(cast, scenario.programme, "runs/"), answer)
    assert response.status_code == 422
    assert "Nothing counts now." in response.text
    assert Scenario.objects.count() == 1


def test_a_pair_is_locked_in_place_and_released_again(scenario: Scenario, cast: Cast) -> None:
    client, pair = cast.client("manager"), scenario.pairs.first()
    row = client.post(pair_address(cast, pair, "lock/"), headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in row.text
    words = client.get(home(cast, scenario.programme, "words/")).text
    assert "You decided about 1 pair yourself." in words
    client.post(home(cast, scenario.programme, f"words/{PairConstraint.objects.get().public_id}/release/"))
    assert not PairConstraint.objects.exists()
    assert not scenario.pairs.filter(is_locked=True).exists()


def test_a_swap_says_what_it_costs_and_keeps_both_new_pairs(scenario: Scenario, cast: Cast) -> None:
    client = cast.client("manager")
    pair = scenario.pairs.get(learner__person__name="Noor Al-Sayed")
    page = client.get(pair_address(cast, pair, "swap/")).text
    assert "Jun moves to Lars." in page
    assert "Costs 125 points in all" in page
    ruth = Enrolment.objects.get(person__name="Ruth Adeyemi")
    client.post(pair_address(cast, pair, "swap/"), {"guide": ruth.public_id})
    pairs = {(each.learner.person.name, each.guide.person.name) for each in scenario.pairs.all()}
    assert pairs == {("Noor Al-Sayed", "Ruth Adeyemi"), ("Jun Watanabe", "Lars Holm")}
    assert PairConstraint.objects.filter(kind="lock").count() == 2
    assert "You swapped once since the run" in client.get(run(cast, scenario)).text
    again = client.post(pair_address(cast, pair, "swap/"), {"guide": ruth.public_id})
    assert again.status_code == 404


def test_the_smallest_change_is_made_with_one_press(scenario: Scenario, cast: Cast) -> None:
    client, left = cast.client("manager"), scenario.unmatched.get()
    for _ in range(2):
        client.post(run(cast, scenario, f"cures/{left.public_id}/"))
    lars = Enrolment.objects.get(person__name="Lars Holm")
    assert lars.places_as_guide == 2
    assert PairConstraint.objects.get().learner.person.name == "Gwen Pritchard"
    assert drafted(scenario.programme, cast.manager).pairs.count() == 3


def test_publishing_says_first_who_is_told_what(scenario: Scenario, cast: Cast) -> None:
    client = cast.client("manager")
    page = client.get(run(cast, scenario, "publication/")).text
    assert "4 people will be told." in page
    assert "1 person without a match is told nothing." in page
    response = client.post(run(cast, scenario, "publication/"))
    assert response.url == home(cast, scenario.programme, "answers/")
    assert "2 suggested matches wait for answers." in client.get(response.url).text
    assert "2 pairs are published." in client.get(run(cast, scenario)).text


def test_a_refused_publication_says_why_and_what_to_do(scenario: Scenario, cast: Cast) -> None:
    Enrolment.objects.filter(person__name="Ruth Adeyemi").update(state="withdrawn")
    response = cast.client("manager").post(run(cast, scenario, "publication/"))
    assert response.status_code == 409
    assert "Ruth Adeyemi. Run the matching again" in response.text


def test_the_pairs_come_as_a_workbook(scenario: Scenario, cast: Cast) -> None:
    response = cast.client("manager").get(run(cast, scenario, "pairs.xlsx"))
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:5] == ("Mentee", "Mentee email", "Mentor", "Mentor email", "Fit")
    assert {row[1] for row in rows[1:]} == {
        "noor.al-sayed@northfield.example",
        "jun.watanabe@northfield.example",
    }


@pytest.mark.parametrize("part", ["mentee", "mentor", "admin", "stranger"])
def test_nobody_but_the_programme_team_finds_the_studio(scenario: Scenario, cast: Cast, part: str) -> None:
    client, pair = cast.client(part), scenario.pairs.first()
    for address in (
        home(cast, scenario.programme),
        home(cast, scenario.programme, "answers/"),
        run(cast, scenario),
        run(cast, scenario, "pairs.xlsx"),
        pair_address(cast, pair),
    ):
        assert client.get(address).status_code == 404


def test_both_sides_read_why_and_never_a_number(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    mentor = enrol(programme, "Henrik Lindqvist", "guide", offers=("Delegating",))
    mentor.person = cast.mentor
    mentor.save()
    mentor.person.skills.create(
        skill=programme.organisation.skills.get(name="Delegating"), direction="offered", strength=5
    )
    [proposal] = published(programme, cast.manager)
    page = cast.client("mentor").get(cast.address(f"suggestions/{proposal.public_id}/"))
    assert "We suggest Noor" in page.text
    assert "You can help with Delegating, which Noor wants to learn." in page.text
    said = " ".join(strip_tags(page.text.partition("<main")[2]).split())
    assert not re.search(r"8[78]", said)
    assert "Wants to learn" in page.text


@pytest.fixture
def offered(programme: Programme, cast: Cast) -> Proposal:
    """A suggested match of the cast's mentee with Lars."""
    enrolment = enrol(programme, "Somebody", "learner")
    enrolment.person = cast.mentee
    enrolment.save()
    enrol(programme, "Lars Holm", "guide")
    return published(programme, cast.manager)[0]


def test_saying_yes_on_the_page_waits_for_the_other(offered: Proposal, cast: Cast) -> None:
    client, address = cast.client("mentee"), cast.address(f"suggestions/{offered.public_id}/")
    assert client.get(cast.address("suggestions/")).url == address
    client.post(f"{address}acceptance/")
    assert "You said yes. Lars decides next." in client.get(address).text


def test_the_second_yes_leads_to_the_shared_page(offered: Proposal, cast: Cast) -> None:
    accept_proposal(offered, by=offered.guide.person)
    response = cast.client("mentee").post(cast.address(f"suggestions/{offered.public_id}/acceptance/"))
    offered.refresh_from_db()
    assert response.url == cast.address(f"relationships/{offered.relationship.public_id}/")


def test_saying_no_on_the_page_keeps_the_reason_for_the_team(offered: Proposal, cast: Cast) -> None:
    address = cast.address(f"suggestions/{offered.public_id}/")
    cast.client("mentee").post(f"{address}refusal/", {"reason": "I need somebody nearer."})
    team = cast.client("manager").get(home(cast, offered.programme, "answers/?state=declined")).text
    assert "Amara Okafor: I need somebody nearer." in team
    assert "I need somebody nearer." not in cast.client("mentee").get(address).text


def test_somebody_who_was_too_late_reads_what_happened(offered: Proposal, cast: Cast) -> None:
    decline_proposal(offered, by=offered.guide.person)
    response = cast.client("mentee").post(cast.address(f"suggestions/{offered.public_id}/acceptance/"))
    assert response.status_code == 409
    assert "This suggested match was declined." in response.text


def test_a_suggested_match_is_for_its_two_people_alone(offered: Proposal, cast: Cast) -> None:
    for part in ("manager", "admin", "stranger", "mentor"):
        address = cast.address(f"suggestions/{offered.public_id}/")
        assert cast.client(part).get(address).status_code == 404
        assert cast.client(part).post(f"{address}acceptance/").status_code == 404


def test_the_two_know_each_other_only_while_it_waits(offered: Proposal, cast: Cast) -> None:
    people = type(cast.mentee).objects
    assert people.visible_to(cast.mentee).filter(pk=offered.guide.person_id).exists()
    decline_proposal(offered, by=cast.mentee)
    assert not people.visible_to(cast.mentee).filter(pk=offered.guide.person_id).exists()


def test_the_studio_asks_as_often_for_many_pairs_as_for_few(programme: Programme, cast: Cast) -> None:
    client, counts = cast.client("manager"), []
    for batch in range(2):
        for number in range(3 + 27 * batch):
            learner = enrol(programme, f"Mentee {batch} {number}", "learner")
            guide = enrol(programme, f"Mentor {batch} {number}", "guide")
            lock_pair(programme, by=cast.manager, learner=learner, guide=guide)
            enrol(programme, f"Waiting {batch} {number}", "learner")
        drafted(programme, cast.manager)
        scenario = drafted(programme, cast.manager)
        for rest in ("", "unmatched/", "publication/", "pairs.xlsx"):
            with CaptureQueriesContext(connection) as queries:
                client.get(run(cast, scenario, rest))
            counts.append((rest, len(queries)))
    assert counts[:4] == counts[4:]


def test_the_menu_leads_to_the_matching_and_to_what_waits(
    offered: Proposal, cast: Cast, programme: Programme
) -> None:
    matching, suggestions = cast.address("matching/"), cast.address("suggestions/")
    assert programme.name in cast.client("manager").get(matching).text
    studio = cast.client("manager").get(home(cast, programme, "answers/")).text
    assert f'href="{matching}"' in studio
    assert f'href="{suggestions}"' not in studio
    assert f'href="{suggestions}"' in cast.client("mentee").get(matching).text
    assert "You run no programme" in cast.client("mentee").get(matching).text


def test_the_programme_s_own_page_leads_to_the_answers_once_it_is_published(
    scenario: Scenario, cast: Cast
) -> None:
    address = cast.address(f"programmes/{scenario.programme.public_id}/")
    assert "wait for answers" not in cast.client("manager").get(address).text
    published(scenario.programme, cast.manager)
    page = cast.client("manager").get(address).text
    assert "2 suggested matches wait for answers." in page
    assert home(cast, scenario.programme, "answers/") in page
