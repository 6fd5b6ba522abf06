"""What went wrong with a table, in sentences that can be translated where a reader's language is known.

This room knows no settings and no request, and is used by the command line as well as by pages.
A sentence is therefore kept as English text with named values; ``str(sentence)`` is English, and
``sentence.translated(gettext)`` is whatever language the caller's ``gettext`` speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Translate = Callable[[str], str]


def gettext_noop(sentence: str) -> str:
    """Mark an English sentence for the translators, and give it back as it is."""
    return sentence


_ = gettext_noop


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence with ``%(name)s`` places and the values that belong there."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.translated(gettext_noop)

    def translated(self, translate: Translate) -> str:
        """Return the sentence in the language of ``translate``, with its values in place."""
        return translate(self.text) % self.values if self.values else translate(self.text)


def say(sentence: str, **values: object) -> Sentence:
    """Return a sentence marked earlier with ``_`` together with its values."""
    return Sentence(sentence, values)


class TableError(Exception):
    """The whole file cannot be used: what is wrong with it, and what to do about it."""

    def __init__(self, message: Sentence, cure: Sentence) -> None:
        super().__init__(str(message), str(cure))
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return self.translated(gettext_noop)

    def translated(self, translate: Translate) -> str:
        """Return message and cure in the language of ``translate``."""
        return f"{self.message.translated(translate)} {self.cure.translated(translate)}"


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell cannot be used: where it is as the spreadsheet shows it, what is wrong, and the cure."""

    row: int
    column: str
    value: str
    message: Sentence
    cure: Sentence

    def __str__(self) -> str:
        return self.translated(gettext_noop)

    def translated(self, translate: Translate) -> str:
        """Return the place, the message and the cure as one line in the language of ``translate``."""
        return translate(_("Row %(row)s, “%(column)s”: %(message)s %(cure)s")) % {
            "row": self.row,
            "column": self.column,
            "message": self.message.translated(translate),
            "cure": self.cure.translated(translate),
        }


SAVE_AGAIN = Sentence(
    _("Open it in your spreadsheet program, save it as .xlsx or .csv, and upload that file.")
)
