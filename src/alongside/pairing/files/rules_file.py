"""The rules file: what to match by, as TOML that a programme manager can read and change.

first = "places"                 # or "people": everyone at least one first

[learners]
id = "email address"             # the column that tells people apart
name = ["first name", "last name"]
places = 1                       # or {column = "how many", otherwise = 1}
called = "mentee"

[guides]
id = "email address"
places = 3

[[criteria]]
kind = "same"
field = "profession"
weight = 10

[[rules]]
kind = "not_same"
field = "organisation"
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from alongside.pairing import criteria as criteria_kinds
from alongside.pairing import rules as rule_kinds
from alongside.pairing.criteria import Criterion
from alongside.pairing.errors import PairingError, SettingsError
from alongside.pairing.people.answers import Table, as_number, as_text
from alongside.pairing.proofs.objective import AIMS, First
from alongside.pairing.rules import Rule
from alongside.pairing.total.best_total import BestTotal

Declared = TypeVar("Declared")
Columns = Mapping[str, Sequence[str]]

SECTIONS = frozenset(["first", "seed", "learners", "guides", "criteria", "rules"])


@dataclass(frozen=True)
class People:
    """How one file is read: which columns tell people apart and name them, and how many places each has.

    id: a column; default: the row's number. name: one column or several. places: a number, or a column with
    the number for those who leave it empty. called: what these people are called, in the singular.
    """

    id: str = ""
    name: Sequence[str] = ()
    places: int | Mapping[str, Any] = 1
    called: str = ""

    def table(self, columns: Columns, row_numbers: Sequence[int], file: str) -> Table:
        """The file's columns as a table of people; raises PairingError for a missing or doubled id."""
        ids = self._ids(columns, row_numbers, file)
        named = Table(ids, columns, name=file, rows=[f"row {number}" for number in row_numbers])
        columns_of_names = [named.column(column) for column in self.name]
        names = [" ".join(" ".join(parts).split()) for parts in zip(*columns_of_names, strict=True)]
        called = [name or each for name, each in zip(names, ids, strict=True)] if names else ids
        return Table(ids, columns, name=file, rows=named.rows, names=called)

    def places_of(self, table: Table) -> list[int]:
        """How many places each person has."""
        if isinstance(self.places, int):
            return [self.places] * len(table)
        unknown = set(self.places) - {"column", "otherwise"}
        if unknown or "column" not in self.places:
            raise SettingsError('places is a number, or {column = "a column", otherwise = 1}.')
        otherwise = int(self.places.get("otherwise", 1))
        found = table.read(self.places["column"], _whole_number)
        return [otherwise if number is None else number for number in found]

    def _ids(self, columns: Columns, row_numbers: Sequence[int], file: str) -> list[str]:
        if not self.id:
            return [f"row {number}" for number in row_numbers]
        answers = Table(row_numbers, columns, name=file).column(self.id)  # type: ignore[arg-type]
        ids = [as_text(answer) for answer in answers]
        rows: dict[str, int] = {}
        for number, each in zip(row_numbers, ids, strict=True):
            if not each:
                raise PairingError(
                    f"{file}, row {number}, {self.id}: it is empty. Give everyone one of their own."
                )
            if each.casefold() in rows:
                first = rows[each.casefold()]
                raise PairingError(
                    f"{file}, row {number}, {self.id}: {each} stands in row {first} already. Remove one of the two."
                )
            rows[each.casefold()] = number
        return ids


@dataclass(frozen=True)
class RulesFile:
    """Everything that a rules file says."""

    solver: BestTotal
    learners: People
    guides: People
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]


def read_rules(text: str) -> RulesFile:
    """Read a rules file; raises SettingsError, which names the place and the cure."""
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError(f"It is not valid TOML: {wrong}.") from None
    for name in settings:
        if name not in SECTIONS:
            raise SettingsError(
                f"{name!r} is not known at the top. Known are: {', '.join(sorted(SECTIONS))}."
            )
    return RulesFile(
        solver=BestTotal(_first(settings), _seed(settings)),
        learners=_people(settings, "learners", "mentee"),
        guides=_people(settings, "guides", "mentor"),
        criteria=_criteria(settings),
        rules=tuple(_listed(settings, "rules", rule_kinds.from_settings)),
    )


def _first(settings: Mapping[str, Any]) -> First:
    first: First = settings.get("first", "places")
    if first not in AIMS:
        raise SettingsError(f"first is {first!r}: use one of {', '.join(AIMS)}.")
    return first


def _seed(settings: Mapping[str, Any]) -> int:
    seed = settings.get("seed", 0)
    if not isinstance(seed, int):
        raise SettingsError(f"seed is {seed!r}: use a whole number.")
    return seed


def _people(settings: Mapping[str, Any], section: str, called: str) -> People:
    given = settings.get(section, {})
    if not isinstance(given, Mapping):
        raise SettingsError(f"[{section}] must be a section with settings of its own.")
    known = [each.name for each in fields(People)]
    for name in given:
        if name not in known:
            raise SettingsError(f"[{section}] has no setting {name!r}. It has: {', '.join(known)}.")
    name = given.get("name", ())
    people = People(**{"called": called, **given, "name": [name] if isinstance(name, str) else name})
    if isinstance(people.places, int) and people.places < 0:
        raise SettingsError(f"[{section}] places is {people.places}: use 0 or more.")
    return people


def _criteria(settings: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The criteria, weighted by number, or by importance where every one says its own."""
    ranks: list[int | None] = []

    def declare(entry: Mapping[str, Any]) -> Criterion:
        given = dict(entry) if isinstance(entry, Mapping) else entry
        ranks.append(given.pop("importance", None) if isinstance(given, dict) else None)
        if ranks[-1] is not None and "weight" in given:
            raise SettingsError("it has a weight and an importance: keep one of the two.")
        return criteria_kinds.from_settings(given)

    declared = _listed(settings, "criteria", declare)
    important = [rank for rank in ranks if rank is not None]
    if not important:
        return tuple(declared)
    if len(important) < len(declared):
        raise SettingsError(
            f"[[criteria]] number {ranks.index(None) + 1} has no importance, but others have: give every one "
            "an importance, or every one a weight."
        )
    return tuple(criteria_kinds.weighted_by_importance(declared, important))


def _listed(
    settings: Mapping[str, Any], section: str, declare: Callable[[Mapping[str, Any]], Declared]
) -> list[Declared]:
    entries = settings.get(section, [])
    if not isinstance(entries, list):
        raise SettingsError(f"Write [[{section}]] in double brackets: there may be several.")
    found = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.append(declare(entry))
        except SettingsError as wrong:
            raise SettingsError(f"[[{section}]] number {number}: {wrong}") from None
    return found


def _whole_number(answer: str) -> int:
    number = as_number(answer)
    if number < 0 or number != int(number):
        raise ValueError(f"{answer!r} is not a whole number of 0 or more.")
    return int(number)
