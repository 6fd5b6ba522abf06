"""What goes wrong with the input of a matching, in one small family."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alongside.pairing.total.conflicts import Demand


class PairingError(ValueError):
    """Something about the input is wrong; the message names it and the cure."""


class AnswerError(PairingError):
    """An answer cannot be read; the message names the row, the column and the cure."""


class SettingsError(PairingError):
    """A criterion or rule is declared wrongly; the message names the setting and the cure."""


class MarketError(PairingError):
    """The market's arrays contradict each other or themselves."""


class CannotMatchError(PairingError):
    """What a market asks cannot be met together.

    conflict: a smallest set of demands that cannot, where it is known (see ``conflicts``).
    """

    def __init__(self, message: str, conflict: "Sequence[Demand]" = ()) -> None:
        super().__init__(message)
        self.conflict = tuple(conflict)


class CertificateError(PairingError):
    """A matching breaks its market, or its proof does not hold."""
