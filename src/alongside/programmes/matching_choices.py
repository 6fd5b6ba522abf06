"""What a programme's team can choose for its matching: criteria and rules in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Criterion, Programme, Rule
from alongside.questionnaires.models import Question

ONE_ANSWER = frozenset({Question.Kind.CHOICE, Question.Kind.SHORT_TEXT, Question.Kind.YES_NO})
WISHES = frozenset(
    {Question.Kind.CHOICE, Question.Kind.CHOICES, Question.Kind.RANKING, Question.Kind.SHORT_TEXT}
)
A_MONTH = 30
"""Days from which dates count as far from each other."""

COUNTS: dict[Question.Kind, tuple[str, dict[str, Any], Any]] = {
    **dict.fromkeys(ONE_ANSWER, ("same", {}, _("The same answer: %(question)s"))),
    **dict.fromkeys(
        (Question.Kind.NUMBER, Question.Kind.SCALE), ("near", {}, _("Answers close together: %(question)s"))
    ),
    Question.Kind.CHOICES: ("shared", {}, _("Answers in common: %(question)s")),
    Question.Kind.RANKING: ("shared", {}, _("The first three in common: %(question)s")),
    Question.Kind.LANGUAGES: ("languages", {}, _("Languages in common: %(question)s")),
    Question.Kind.DATE: ("near", {"reach": A_MONTH}, _("Dates close together: %(question)s")),
}
"""How the answers of both to one question count, by its kind: kind of criterion, settings, and what it is called."""


@dataclass(frozen=True)
class Choice:
    """One criterion or rule that a manager can switch on: its kind and settings, in words."""

    name: str
    kind: str
    settings: dict[str, Any]
    label: Any


CRITERIA = (
    Choice("skills", "skills", {}, _("The mentor can help with what the mentee wants to learn")),
    Choice(
        "other_department", "different", {"field": "department"}, _("They come from different departments")
    ),
    Choice("same_department", "same", {"field": "department"}, _("They come from the same department")),
    Choice("same_location", "same", {"field": "location"}, _("They work at the same place")),
    Choice("levels", "level_gap", {"field": "level", "best": 2}, _("The mentor is two levels above")),
    Choice("languages", "languages", {}, _("They share languages")),
    Choice("time_zones", "time_zones", {}, _("Their working hours overlap")),
    Choice("interests", "shared", {"field": "interests"}, _("They share interests")),
)
RULES = (
    Choice("not_in_line", "not_in_line", {}, _("Nobody is matched with their own manager or report")),
    Choice(
        "no_shared_guide",
        "no_guide_shared_with_manager",
        {},
        _("Nobody shares a mentor with their own manager"),
    ),
    Choice("shared_language", "shared_language", {}, _("At least one language in common")),
    Choice("not_same_department", "not_same", {"field": "department"}, _("Never the same department")),
)


SAID_BY_KIND: dict[str, tuple[Choice, ...]] = {
    Programme.Kind.REVERSE: (
        Choice("levels", "level_gap", {"field": "level", "best": -2}, _("The mentee is two levels above")),
    ),
    Programme.Kind.COACHING: (
        Choice("skills", "skills", {}, _("The coach can help with what the coachee wants to learn")),
        Choice("levels", "level_gap", {"field": "level", "best": 2}, _("The coach is two levels above")),
        Choice(
            "no_shared_guide",
            "no_guide_shared_with_manager",
            {},
            _("Nobody shares a coach with their own manager"),
        ),
    ),
    Programme.Kind.PEER: (
        Choice("skills", "skills", {}, _("One can help with what the other wants to learn")),
        Choice("levels", "same", {"field": "level"}, _("They are at the same level")),
    ),
}
"""What a kind says, or means, in another way: in reverse mentoring who learns stands above, peers stand level."""


def criteria_for(programme: Programme) -> list[Choice]:
    """Everything that can count: what profiles hold, and the answers to the programme's own questions."""
    questions = _questions(programme)
    own = [choice for question in questions if (choice := _of_answers(question))]
    of_learners = [one for one in questions if one.asked == Question.Asked.LEARNERS]
    of_guides = [one for one in questions if one.asked == Question.Asked.GUIDES]
    wishes = product(*([one for one in side if one.kind in WISHES] for side in (of_learners, of_guides)))
    graded = [one for one in of_guides if one.kind == Question.Kind.GRADED]
    wanted = [one for one in of_learners if one.kind in {Question.Kind.GRADED, Question.Kind.CHOICES}]
    return [
        *_in_words_of(programme, CRITERIA),
        *own,
        *(_wish(*pair) for pair in wishes),
        *(_grades(*pair) for pair in product(wanted, graded)),
    ]


def _in_words_of(programme: Programme, choices: Iterable[Choice]) -> list[Choice]:
    """The choices as the programme's kind says them."""
    said = {choice.name: choice for choice in SAID_BY_KIND.get(programme.kind, ())}
    return [said.get(choice.name, choice) for choice in choices]


def rules_for(programme: Programme) -> list[Choice]:
    """Everything that can be asked to hold."""
    rules = [rule for rule in RULES if not (programme.is_pool and rule.name == "no_shared_guide")]
    return [
        *_in_words_of(programme, rules),
        *(
            Choice(
                f"not_{question.key}",
                "not_same",
                {"field": f"answer:{question.key}"},
                _("Never the same answer: %(question)s") % {"question": question.text},
            )
            for question in _questions(programme)
            if question.kind in ONE_ANSWER and question.asked == Question.Asked.EVERYBODY
        ),
    ]


def as_chosen(choice: Choice, rows: Iterable[Criterion | Rule]) -> Choice:
    """The choice with the settings under which the programme holds it already, such as finer values."""
    row = next((row for row in rows if stands_for(row, choice)), None)
    return replace(choice, settings=row.settings) if row else choice


def stands_for(row: Criterion | Rule, choice: Choice) -> bool:
    """Whether a criterion or rule of the programme is this choice."""
    named = ("field", "wish", "among", "wanted", "offered")
    is_alike = all(row.settings.get(name) == choice.settings.get(name) for name in named)
    return row.kind == choice.kind and is_alike


def _questions(programme: Programme) -> list[Question]:
    """Those whose answers may be used for matching."""
    if programme.questionnaire is None:
        return []
    return list(programme.questionnaire.questions.filter(is_used_for_matching=True))


def _of_answers(question: Question) -> Choice | None:
    """How both answers to one question can count, by its kind; None where only one side is asked."""
    counts = COUNTS.get(Question.Kind(question.kind))
    if question.asked != Question.Asked.EVERYBODY or counts is None:
        return None
    kind, settings, label = counts
    field = {"field": f"answer:{question.key}", **settings}
    return Choice(f"answer_{question.key}", kind, field, label % {"question": question.text})


def _grades(wanted: Question, offered: Question) -> Choice:
    """How much one side wants each thing, and how well the other knows it."""
    label = _("What “%(wanted)s” asks for is met by “%(offered)s”") % {
        "wanted": wanted.text,
        "offered": offered.text,
    }
    settings = {"wanted": f"answer:{wanted.key}", "offered": f"answer:{offered.key}"}
    return Choice(f"grades_{wanted.key}_{offered.key}", "skills", settings, label)


def _wish(wish: Question, among: Question) -> Choice:
    """What one side wishes for, and the other says of themselves."""
    label = _("The wish in “%(wish)s” is met by “%(among)s”") % {"wish": wish.text, "among": among.text}
    settings = {"wish": f"answer:{wish.key}", "among": f"answer:{among.key}"}
    return Choice(f"wish_{wish.key}_{among.key}", "wish", settings, label)
