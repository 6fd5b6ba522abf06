"""An edited list of pairs comes back as locks: after a look, all of it, or nothing."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.models import PairConstraint, Scenario
from alongside.people.importing import choose_columns, confirm_import, receive_file
from alongside.people.models import Conflict, Upload
from alongside.people.purposes import Chosen
from alongside.programmes.models import Programme
from alongside.tables import write_csv
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def scenario(programme: Programme, cast: Cast) -> Scenario:
    for name in ("Noor", "Jun"):
        enrol(programme, name, "learner")
    for name in ("Lars", "Ruth"):
        enrol(programme, name, "guide")
    return drafted(programme, cast.manager)


def planned(cast: Cast, programme: Programme, content: bytes) -> Upload:
    upload = receive_file(
        by=cast.manager,
        purpose="locks",
        filename="pairs.xlsx",
        content=content,
        subject_id=programme.public_id,
    )
    return choose_columns(upload, by=cast.manager, chosen=Chosen.from_json(upload.mapping))


def rows(*pairs: tuple[str, str]) -> bytes:
    addresses = [[f"{name}@northfield.example".casefold() if name else "" for name in pair] for pair in pairs]
    return write_csv(["Mentee email", "Mentor email"], addresses)


def test_the_download_comes_back_as_locks_and_twice_is_once(scenario: Scenario, cast: Cast) -> None:
    programme = scenario.programme
    address = cast.address(f"programmes/{programme.public_id}/matching/runs/{scenario.public_id}/pairs.xlsx")
    file = cast.client("manager").get(address).content
    for outcome in ("created", "unchanged"):
        upload = planned(cast, programme, file)
        assert (upload.preview[outcome], upload.preview["errors"]) == (2, 0)
        confirm_import(upload, by=cast.manager)
        assert PairConstraint.objects.filter(kind="lock").count() == 2
    assert scenario.pairs.filter(is_locked=True).count() == 2


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (("Nobody", "Lars"), "nobody with this email address takes part"),
        (("Lars", "Noor"), "does not take that side"),
        (("", "Lars"), "the email address is missing"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_locked(
    scenario: Scenario, cast: Cast, pair: tuple[str, str], problem: str
) -> None:
    upload = planned(cast, scenario.programme, rows(("Jun", "Ruth"), pair))
    [found] = upload.preview["problems"]
    assert found["row"] == 3
    assert problem in found["message"]
    with pytest.raises(RuleBroken):
        confirm_import(upload, by=cast.manager)
    assert not PairConstraint.objects.exists()


def test_more_rows_than_places_and_conflicts_are_refused(scenario: Scenario, cast: Cast) -> None:
    full = planned(cast, scenario.programme, rows(("Noor", "Lars"), ("Jun", "Lars")))
    assert "has 1 places" in full.preview["problems"][0]["message"]
    people = {row.person.name: row.person for row in scenario.programme.enrolments.all()}
    Conflict.objects.create(organisation=cast.organisation, one=people["Noor"], other=people["Ruth"])
    apart = planned(cast, scenario.programme, rows(("Noor", "Ruth")))
    assert "cannot be matched" in apart.preview["problems"][0]["message"]


def test_only_those_who_run_the_programme_bring_locks(scenario: Scenario, cast: Cast) -> None:
    for person in (cast.mentee, cast.admin):
        with pytest.raises(NotAllowed):
            receive_file(
                by=person,
                purpose="locks",
                filename="pairs.csv",
                content=rows(("Noor", "Lars")),
                subject_id=scenario.programme.public_id,
            )
