"""Criteria and rules declared as data: a kind and its settings, from a file or a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from alongside.pairing.errors import SettingsError

Declared = TypeVar("Declared")

CALLED = {
    str: "text in quotes",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    Sequence: "a list",
    Mapping: "a table of names and values",
    Callable: "a function",
}


def declared(kinds: Mapping[str, type[Declared]], settings: Mapping[str, Any], what: str) -> Declared:
    """The criterion or rule that the settings declare; raises SettingsError naming what is wrong."""
    if not isinstance(settings, Mapping):
        raise SettingsError(f"{what} is {settings!r}: give it a kind and settings.")
    given = dict(settings)
    kind = given.pop("kind", None)
    if not isinstance(kind, str) or kind not in kinds:
        raise SettingsError(f"{what} of kind {kind!r} is not known. Kinds are: {', '.join(sorted(kinds))}.")
    hints = get_type_hints(kinds[kind])
    known = {each.name: each for each in fields(kinds[kind])}  # type: ignore[arg-type]
    for name, value in given.items():
        if name not in known:
            raise SettingsError(
                f"{what} {kind!r} has no setting {name!r}. It has: {', '.join(sorted(known))}."
            )
        if not _is_meant(value, hints[name]):
            raise SettingsError(f"{what} {kind!r}: {name} is {value!r}: use {_called(hints[name])}.")
    needed = [name for name, each in known.items() if each.default is each.default_factory is MISSING]
    lacking = [name for name in needed if name not in given]
    if lacking:
        raise SettingsError(f"{what} {kind!r} lacks a setting: {', '.join(lacking)}.")
    try:
        return kinds[kind](**given)
    except SettingsError as wrong:
        raise SettingsError(f"{what} {kind!r}: {wrong}") from None


def _is_meant(value: object, hint: Any) -> bool:  # noqa: ANN401 (a type, or what typing makes of one)
    """Whether a value is of the type that a setting is declared with."""
    options = _options(hint)
    if isinstance(value, bool) or value is None:
        return type(value) in options
    if isinstance(value, str):
        return str in options
    return any(isinstance(value, option if option is not float else int | float) for option in options)


def _called(hint: Any) -> str:  # noqa: ANN401 (a type, or what typing makes of one)
    return " or ".join(CALLED[option] for option in _options(hint) if option is not NoneType)


def _options(hint: Any) -> list[type]:  # noqa: ANN401 (a type, or what typing makes of one)
    """The types that a hint allows, without what is inside them."""
    members = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return [get_origin(member) or member for member in members]
