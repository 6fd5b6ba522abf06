"""What people said of topics when they signed up, and how well each topic suits them therefore."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.matching.reading import Member
from alongside.programmes.actions.topics import TOPICS
from alongside.questionnaires.models import Answer, Question

CHOICES = (0.9, 0.75, 0.6)
"""What the first, second and third choice is to somebody who put topics in order."""
LATER, OPEN = 0.45, 0.45
"""What any later choice is, and every topic to somebody who named none."""
WANTED = 0.1
"""What a skill of that name, sought or offered, adds: less than a step, so that one's own order always comes first."""
WORDS = {1: "first_choice", 2: "second_choice", 3: "third_choice"}


@dataclass(frozen=True)
class Sitting:
    """A member or guide at a topic: how well it suits them, which of their choices it is, and why as keys.

    choice: 1 for what they like best; None where they put nothing in order. reasons: keys; between peers, who
    meet about no topic, reasons of two with whom they speak of.
    """

    member: Member
    fit: float
    choice: int | None
    reasons: list[Any]


@dataclass(frozen=True)
class TopicWish:
    """The topics that somebody named, in their order or all alike; none means that any suits."""

    member: Member
    named: list[str]
    is_ordered: bool

    def at(self, topic: str) -> Sitting | None:
        """How the topic suits them; None for one that they left out while they named others."""
        if self.named and topic not in self.named:
            return None
        choice = self.named.index(topic) + 1 if self.named and self.is_ordered else None
        reasons = [self._reason(choice)]
        for key, skills in (("wants_skill", self.member.wanted), ("offers_skill", self.member.offered)):
            if topic.casefold() in {name.casefold() for name in skills}:
                reasons.append(key)
        return Sitting(self.member, self._worth(choice) + WANTED * (len(reasons) > 1), choice, reasons)

    def _reason(self, choice: int | None) -> str:
        if choice is None:
            return "ticked" if self.named else "open_to_all"
        return WORDS.get(choice, "later_choice")

    def _worth(self, choice: int | None) -> float:
        if choice is None:
            return CHOICES[0] if self.named else OPEN
        return CHOICES[choice - 1] if choice <= len(CHOICES) else LATER


def read_topic_wishes(members: Iterable[Member]) -> dict[int, TopicWish]:
    """What each said of topics, by enrolment row; a question that is not to count says nothing. One query."""
    people = list(members)
    responses = [member.enrolment.response_id for member in people if member.enrolment.response_id]
    answers = Answer.objects.filter(
        response__in=responses, question__key=TOPICS, question__is_used_for_matching=True
    )
    said = {
        response: (list(value), kind == Question.Kind.RANKING)
        for response, value, kind in answers.values_list("response", "value", "question__kind")
    }
    return {
        member.enrolment.pk: TopicWish(member, *said.get(member.enrolment.response_id or 0, ([], False)))
        for member in people
    }


def topic_fits(wishes: Iterable[TopicWish], topics: list[str]) -> NDArray[np.float64]:
    """People × topics, 0 to 1; NaN for a topic that somebody would not join."""
    rows = [[at.fit if (at := wish.at(topic)) else np.nan for topic in topics] for wish in wishes]
    return np.array(rows, dtype=float).reshape(-1, len(topics))


def choices_obtained(choices: Iterable[int | None]) -> dict[str, int]:
    """How many meet about their first, second, third or a later choice; who put nothing in order is not counted."""
    obtained = [choice for choice in choices if choice]
    counted = {str(place): obtained.count(place) for place in WORDS}
    return {**counted, "later": sum(choice > len(WORDS) for choice in obtained)}
