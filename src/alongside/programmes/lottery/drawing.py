"""The draw itself, pure: the same seed and the same list give the same order, here and in ten lines of anybody's.

The seed is committed to before people are counted: its SHA-256 is published when the lottery is declared, the
seed itself when it is drawn (commitment and opening, Blum 1983). Lots are ordered by the SHA-256 of seed and
number, which nobody who does not know the seed can foresee, and in which no number is preferred.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

FIRST = "first"
"""Written behind the number of whoever waits already, and is drawn before the others."""


@dataclass(frozen=True)
class Entry:
    """One in the list: an opaque number, and whether it goes before the others."""

    number: str
    goes_first: bool = False

    @property
    def line(self) -> str:
        """As the published list has it."""
        return f"{self.number} {FIRST}" if self.goes_first else self.number


def new_seed() -> str:
    """256 bits of the system's randomness, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def written(entries: Iterable[Entry]) -> str:
    """The list as it is published and hashed: one line each, in the order of the numbers."""
    lines = (entry.line for entry in sorted(entries, key=lambda entry: entry.number))
    return "".join(f"{line}\n" for line in lines)


def drawn_in_order(seed: str, entries: Iterable[Entry]) -> list[Entry]:
    """Everybody in the order in which they are drawn: whoever goes first, then the others, each by lot."""
    return sorted(entries, key=lambda entry: (not entry.goes_first, digest(f"{seed} {entry.number}")))
