"""Coaching or mentoring? Four questions that help to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ChoosingQuestion:
    """A question with two answers: the one speaks for coaching, the other for mentoring."""

    key: str
    text: Any
    coaching: Any
    mentoring: Any


QUESTIONS = (
    ChoosingQuestion(
        "topic",
        _("What is it about?"),
        _("One thing that I want to move soon"),
        _("Where I am going, over a longer time"),
    ),
    ChoosingQuestion(
        "help",
        _("What would help more?"),
        _("Good questions, so that I find my own way"),
        _("Advice from somebody who has done it"),
    ),
    ChoosingQuestion(
        "who",
        _("Who should it be?"),
        _("Somebody trained to coach, from anywhere"),
        _("Somebody who knows my field or this place"),
    ),
    ChoosingQuestion(
        "time",
        _("How long should it go on?"),
        _("A few sessions, then done"),
        _("Half a year or more"),
    ),
)


def advice(answers: Mapping[str, Any]) -> str:
    """``coaching``, ``mentoring`` or ``either`` from the answers; empty until all four are given."""
    given = [answers.get(question.key) for question in QUESTIONS]
    if any(answer not in {"coaching", "mentoring"} for answer in given):
        return ""
    for_coaching = given.count("coaching")
    if for_coaching == len(QUESTIONS) / 2:
        return "either"
    return "coaching" if for_coaching > len(QUESTIONS) / 2 else "mentoring"
