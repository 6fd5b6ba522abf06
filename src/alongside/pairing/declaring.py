"""Criteria and rules declared as data: a kind and its settings, from a file or a database."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from alongside.pairing.errors import SettingsError

Declared = TypeVar("Declared")


def declared(kinds: Mapping[str, type[Declared]], settings: Mapping[str, Any], what: str) -> Declared:
    """The criterion or rule that the settings declare; raises SettingsError naming what is wrong."""
    given = dict(settings)
    kind = given.pop("kind", None)
    if kind not in kinds:
        raise SettingsError(f"{what} of kind {kind!r} is not known. Kinds are: {', '.join(sorted(kinds))}.")
    known = {each.name for each in fields(kinds[kind])}  # type: ignore[arg-type]
    for name in given:
        if name not in known:
            raise SettingsError(
                f"{what} {kind!r} has no setting {name!r}. It has: {', '.join(sorted(known))}."
            )
    try:
        return kinds[kind](**given)
    except TypeError as wrong:
        lacking = str(wrong).partition("argument")[2].removeprefix("s").lstrip(": ")
        raise SettingsError(f"{what} {kind!r} lacks a setting: {lacking or wrong}.") from None
    except ValueError as wrong:
        raise SettingsError(f"{what} {kind!r}: {wrong}") from None
