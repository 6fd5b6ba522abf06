"""What goes wrong with the input of a matching, in one small family."""


class PairingError(ValueError):
    """Something about the input is wrong; the message names it and the cure."""


class AnswerError(PairingError):
    """An answer cannot be read; the message names the row, the column and the cure."""


class SettingsError(PairingError):
    """A criterion or rule is declared wrongly; the message names the setting and the cure."""


class MarketError(PairingError):
    """The market's arrays contradict each other or themselves."""


class CannotMatchError(PairingError):
    """The locked pairs and the rules cannot be met together."""


class CertificateError(PairingError):
    """A matching breaks its market, or its proof does not hold."""
