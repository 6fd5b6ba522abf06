"""How close words of a search are to what people say of themselves, and the working hours that people share."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.errors import PairingError
from alongside.pairing.people.answers import as_utc_hours
from alongside.pairing.people.hours import WINTER_AND_SUMMER, hours_shared
from alongside.pairing.people.meaning import embedded, word_weights

KEPT_AS = np.dtype("<f2")
"""Of a number in a vector its first three digits: enough for an order, and a quarter of the room."""


def vector_of(text: str) -> bytes:
    """A text as a vector of length 1, to be kept; some milliseconds each, so never for many in a request."""
    return embedded(text).astype(KEPT_AS).tobytes()


def stacked(vectors: Sequence[bytes]) -> NDArray[np.float32]:
    """Kept vectors as the rows of one table."""
    joined = np.frombuffer(b"".join(vectors), KEPT_AS)
    return joined.reshape(len(vectors), -1 if vectors else 0).astype(np.float32)


def closeness_by_meaning(words: str, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each text, by its vector, means what the words mean: 0 nothing of it, 1 the same."""
    if not len(vectors):
        return np.zeros(0, np.float32)
    return np.clip(vectors @ embedded(words).astype(np.float32), 0, 1)


def closeness_by_words(words: str, texts: Sequence[str]) -> NDArray[np.float64]:
    """How many of its words each text has in common with these, rare words counting more: 0 none, 1 all (tf-idf)."""
    weights = word_weights([*texts, words])
    asked = weights[words]
    return np.array([sum(asked[word] * weights[text].get(word, 0) for word in asked) for text in texts])


def hours_in_common(zone: str, zones: Iterable[str]) -> dict[str, int]:
    """Whole working hours that somebody in a time zone shares each day with those in each of the zones.

    Hours of eight-hour working days, on the worse of a winter and a summer day. A zone that is none is left out.
    """
    read = as_utc_hours(WINTER_AND_SUMMER)
    found: dict[str, int] = {}
    for other in set(zones):
        try:
            found[other] = int(hours_shared([read(zone)], [read(other)])[0, 0])
        except (ValueError, PairingError):
            continue
    return found
