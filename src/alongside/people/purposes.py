"""What files are brought in for: each feature says here what it wants from a table and what it does with it.

People know no higher feature, so a feature registers its purpose, once, when it starts::

    purposes.register(Purpose(key="pairs", title=_("Pairs that already run"), may=..., fields=..., plan=..., write=...))

Pages, progress, all-or-nothing and the remembered mapping are the same for every purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from alongside.accounts.models import Organisation, Person
from alongside.people.fields import WantedField
from alongside.people.models import Upload
from alongside.people.plan import Plan, Progress
from alongside.tables import Table


@dataclass(frozen=True)
class Chosen:
    """How a file's columns are read: the column of each field, and columns kept under their own name."""

    columns: dict[str, str]
    kept: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {"columns": self.columns, "kept": list(self.kept)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Chosen:
        """The stored form, read back."""
        return cls(stored.get("columns", {}), tuple(stored.get("kept", ())))


@dataclass(frozen=True)
class Purpose:
    """One reason to bring in a file.

    ``subject_id`` is the public id of what the file is for (a programme, a draft matching), or empty.
    ``plan`` reads only. ``write`` runs inside a transaction, asks its last argument between long steps (it
    raises where the import was cancelled) and returns the address to go on to, or an empty text.
    """

    key: str
    title: str | Promise
    explanation: str | Promise
    may: Callable[[Person, str], bool]
    fields: Callable[[Organisation, str], Sequence[WantedField]]
    plan: Callable[[Upload, Table, Chosen, Progress], Plan]
    write: Callable[[Plan, Upload, Person, Callable[[], None]], str]
    keeps_other_columns: bool = False
    leads_to: str | Promise = ""
    """What the button says that goes on to the address."""


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Add a purpose."""
    _purposes[purpose.key] = purpose


def purpose_named(key: str) -> Purpose | None:
    """The purpose with this key, or None."""
    return _purposes.get(key)


def offered_to(person: Person) -> list[Purpose]:
    """The purposes that somebody may bring a file for, without saying what else it is about."""
    return [purpose for purpose in _purposes.values() if purpose.may(person, "")]
