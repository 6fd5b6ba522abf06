"""Bring people in from a CSV or Excel file: says what would happen, asks, and then imports all of it or nothing.

Columns are recognised by name and by content. Name one yourself with --column "HEADING=FIELD", leave one out
with --column "HEADING=", and keep one under its own name with --keep HEADING.

Example:
    alongside import people.xlsx --organisation northfield --by rosa@northfield.example --look
    alongside import people.csv --organisation northfield --by rosa@northfield.example --yes
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.cli import Problem
from alongside.cli.environment import prepare, start_django, use_data

if TYPE_CHECKING:
    from alongside.accounts.models import Person
    from alongside.people.models import Upload
    from alongside.people.purposes import Chosen

PROBLEMS_SHOWN = 20
BAR_CHARACTERS = 40


def configure(parser: argparse.ArgumentParser) -> None:
    """Which file, into which organisation, in whose name."""
    parser.add_argument("file", type=Path, help="a .csv or .xlsx file")
    parser.add_argument("--organisation", required=True, metavar="SLUG", help="its short name, as northfield")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="in whose name; somebody who may import")
    parser.add_argument(
        "--column", action="append", default=[], metavar="HEADING=FIELD", help="say what it holds"
    )
    parser.add_argument("--keep", action="append", default=[], metavar="HEADING", help="keep it as it is")
    asking = parser.add_mutually_exclusive_group()
    asking.add_argument("--look", action="store_true", help="only say what would happen")
    asking.add_argument("--yes", action="store_true", help="import without asking")
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read, plan, ask, import."""
    use_data(arguments.data)
    start_django()
    prepare()
    from alongside.activity.actions import NotAllowed, RuleBroken
    from alongside.tables import TableError

    try:
        return _import(arguments)
    except OSError as problem:
        raise Problem(f"{arguments.file} cannot be read: {problem.strerror}.") from problem
    except TableError as refused:
        raise Problem(f"{arguments.file}: {refused}") from refused
    except NotAllowed as refused:
        raise Problem(f"{arguments.by} may not import people. Name an admin with --by.") from refused
    except RuleBroken as broken:
        raise Problem(str(broken.message)) from broken


def _import(arguments: argparse.Namespace) -> int:
    from alongside.people.importing import apply_import, choose_columns, discard_upload, receive_file

    by = _person(arguments.organisation, arguments.by)
    content = arguments.file.read_bytes()
    upload = receive_file(by=by, purpose="people", filename=arguments.file.name, content=content)
    is_done = False
    try:
        choose_columns(upload, by=by, chosen=_chosen(upload, arguments))
        _say_plan(upload)
        if upload.preview["errors"]:
            return 1
        if not arguments.look and (arguments.yes or _agreed()):
            apply_import(upload, by=by, progress=_bar)
            is_done = True
            print("All rows are imported.")
    finally:
        if not is_done:
            discard_upload(upload, by=by)
    return 0


def _person(slug: str, email: str) -> "Person":
    from alongside.accounts.models import Organisation, Person, normalised_email

    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Problem(f"There is no organisation called {slug}. Found it with: alongside organisation --help")
    people = Person.objects.select_related("organisation").filter(organisation=organisation, left_at=None)
    person = people.filter(email=normalised_email(email)).first()
    if person is None:
        raise Problem(f"Nobody in {slug} has the address {email}.")
    return person


def _chosen(upload: "Upload", arguments: argparse.Namespace) -> "Chosen":
    """The proposed columns, with those that were named on the command line."""
    from alongside.people.fields import person_fields
    from alongside.people.purposes import Chosen

    chosen = Chosen.from_json(upload.mapping)
    columns = dict(chosen.columns)
    known = [one.key for one in person_fields()]
    for said in arguments.column:
        heading, _equals, field = said.rpartition("=")
        if field and field not in known:
            raise Problem(f"There is no field called {field}. Fields are: {', '.join(known)}.")
        columns = {key: column for key, column in columns.items() if column != heading}
        if field:
            columns[field] = heading
    columns = {key: column for key, column in columns.items() if column not in arguments.keep}
    return Chosen(columns, tuple(dict.fromkeys([*chosen.kept, *arguments.keep])))


def _say_plan(upload: "Upload") -> None:
    preview = upload.preview
    for field, column in upload.mapping["columns"].items():
        print(f"  {column} → {field}")
    for notice in preview["notices"]:
        print(notice)
    print(
        f"Rows: {preview['rows']}. To add: {preview['created']}, to change: {preview['changed']}, "
        f"to leave alone: {preview['unchanged']}, cells to correct: {preview['errors']}."
    )
    for problem in preview["problems"][:PROBLEMS_SHOWN]:
        place = f"Row {problem['row']}, {problem['column']}"
        print(f"{place}: {problem['message']} {problem['cure']}", file=sys.stderr)
    if preview["errors"]:
        print("Nothing was imported. Correct the cells first.", file=sys.stderr)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Problem("Nobody is here to be asked. Say --yes to import, or --look to see the plan only.")
    return input("Import the file? [y/N] ").strip().lower() in {"y", "yes"}


def _bar(done: int, total: int) -> None:
    """Draw how far the work is, where somebody can see it."""
    if not sys.stderr.isatty() or not total:
        return
    filled = BAR_CHARACTERS * done // total
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{' ' * (BAR_CHARACTERS - filled)}] {100 * done // total:3} %{end}")
    sys.stderr.flush()
