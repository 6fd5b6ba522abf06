"""Parameters of solvers, checked when a solver is made."""

from collections.abc import Sequence
from math import inf
from numbers import Integral, Real

from alongside.pairing.errors import SettingsError


def check_word(name: str, value: object, known: Sequence[str]) -> None:
    """Raise SettingsError unless a parameter is one of the known words."""
    if not isinstance(value, str) or value not in known:
        raise SettingsError(f"{name} is {value!r}: use one of {', '.join(known)}.")


def check_whole(name: str, value: object, least: float = 0) -> None:
    """Raise SettingsError unless a parameter is a whole number of the least or more."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        allowed = "a whole number" if least == -inf else f"a whole number of {least} or more"
        raise SettingsError(f"{name} is {value!r}: use {allowed}.")


def check_number(name: str, value: object) -> None:
    """Raise SettingsError unless a parameter is a finite number of 0 or more."""
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= float(value) < inf:
        raise SettingsError(f"{name} is {value!r}: use a number of 0 or more.")
