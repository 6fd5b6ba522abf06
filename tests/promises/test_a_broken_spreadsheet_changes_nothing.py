"""Promise: a broken spreadsheet ends in a clear message, and the directory is as it was before."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.people.files import everything, imported, make_levels, planned
from tests.tables.broken import CORPUS, LEVELS, Spreadsheet

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken
from alongside.people.importing import confirm_import
from alongside.tables import TableError

BROKEN = {name: made for name, made in CORPUS.items() if made.stage != "fine"}
FINE = {name: made for name, made in CORPUS.items() if made.stage == "fine"}


def message_for(spreadsheet: Spreadsheet, cast: Cast) -> str:
    """What a person reads who brings this file in and confirms whatever can be confirmed."""
    try:
        upload = planned(spreadsheet.make(), cast.admin, filename=spreadsheet.name)
    except TableError as refused:
        return str(refused)
    except RuleBroken as refused:
        return str(refused.message)
    with pytest.raises(RuleBroken):
        confirm_import(upload, by=cast.admin)
    return " ".join(
        f"Row {problem['row']}, {problem['column']}: {problem['message']} {problem['cure']}"
        for problem in upload.preview["problems"]
    )


def test_the_corpus_holds_at_least_forty_broken_spreadsheets() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_each_ends_in_a_clear_message_and_the_directory_is_as_before(name: str, cast: Cast) -> None:
    make_levels(cast.organisation, *LEVELS)
    before = everything(cast.organisation)
    message = message_for(BROKEN[name], cast)
    assert BROKEN[name].says.casefold() in message.casefold()
    assert everything(cast.organisation) == before


@pytest.mark.parametrize("name", FINE)
def test_a_file_that_only_looks_odd_is_imported_whole(name: str, cast: Cast) -> None:
    make_levels(cast.organisation, *LEVELS)
    upload = imported(FINE[name].make(), cast.admin)
    assert upload.applied_at
    ben = Person.objects.get(organisation=cast.organisation, email="ben@northfield.example")
    assert (ben.profile.level.name, ben.profile.manager.email) == ("Junior", "ann@northfield.example")
