"""Guides found by words: who has the words themselves first, then whose texts mean much the same, closest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db.models import Count, Max, Min
from numpy.typing import NDArray

from alongside.matching import engine
from alongside.matching.searching.keeping import digest_of
from alongside.matching.searching.models import TextMeaning
from alongside.matching.searching.texts import GuideTexts, texts_of
from alongside.programmes.models import Enrolment, EnrolmentQuerySet

LEAST_IN_MEANING, LEAST_IN_WORDS = 0.35, 0.2
"""From which closeness on a text is about what was asked for; tried on skills and job titles of many trades."""

OF_THE_CLOSEST = 0.75
"""What is far less close than the closest is not what was meant."""


@dataclass(frozen=True)
class Found:
    """A guide, by their enrolment, and what of their profile speaks for them; empty where their name does."""

    pk: int
    because: str = ""


def found_by_words(learner: Enrolment, guides: EnrolmentQuerySet, words: str) -> list[Found]:
    """The guides who have every one of the words, then whose texts are close to them, closest first.

    Three queries however many guides, and a fourth when texts came or went.
    Before a new text's vector is kept, its guide is found by words alone.
    """
    everybody = texts_of(guides)
    asked = words.casefold().split()
    closeness = _closeness(learner, everybody, words)
    found: list[tuple[bool, float, Found]] = []
    for guide in everybody:
        closest = max(guide.texts, key=lambda text: closeness.get(text, 0), default="")
        points = closeness.get(closest, 0)
        has_words = all(word in guide.everything for word in asked)
        if has_words:
            found.append((False, -points, Found(guide.pk, _holding(guide, asked, closest))))
        elif points:
            found.append((True, -points, Found(guide.pk, closest)))
    return [each for _near, _points, each in sorted(found, key=lambda row: row[:2])]


def _closeness(learner: Enrolment, guides: list[GuideTexts], words: str) -> Mapping[str, float]:
    """How close each text is to the words; what is not close enough is left out."""
    texts = sorted({text for guide in guides for text in guide.texts})
    if engine.model_is_installed():
        points, least = _by_meaning(learner.programme.organisation_id, texts, words), LEAST_IN_MEANING
    else:
        shares = engine.closeness_by_words(words, texts).tolist()
        points, least = dict(zip(texts, shares, strict=True)), LEAST_IN_WORDS
    least = max(least, OF_THE_CLOSEST * max(points.values(), default=0))
    return {text: each for text, each in points.items() if each >= least}


def _by_meaning(organisation: int, texts: list[str], words: str) -> dict[str, float]:
    stamp = TextMeaning.objects.filter(organisation=organisation).aggregate(
        Count("pk"), Max("pk"), Min("digest"), Max("digest")
    )
    rows, vectors = _kept(organisation, *stamp.values())
    known = {text: rows[digest] for text in texts if (digest := digest_of(text)) in rows}
    points = engine.closeness_by_meaning(words, vectors)[list(known.values())]
    return dict(zip(known, points.tolist(), strict=True))


@lru_cache(maxsize=4)
def _kept(organisation: int, *_stamp: object) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Vectors of an organisation with their rows by digest; kept in mind until one comes or goes, as the stamp says."""
    rows = TextMeaning.objects.filter(organisation=organisation).values_list("digest", "vector")
    kept = {digest: bytes(vector) for digest, vector in rows}
    return {digest: row for row, digest in enumerate(kept)}, engine.stacked(list(kept.values()))


def _holding(guide: GuideTexts, asked: list[str], closest: str) -> str:
    """The text with most of the words; where none has any, since they are the name's, the closest."""
    counts = {text: sum(word in text.casefold() for word in asked) for text in guide.texts}
    most = max(counts.values(), default=0)
    return next((text for text, count in counts.items() if count == most), "") if most else closest
