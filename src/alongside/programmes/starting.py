"""What a new programme begins with; all of it can be changed."""

from typing import Any

from django.utils.translation import gettext as _

from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question, Questionnaire

Criteria = list[tuple[str, dict[str, Any], int]]
Rules = list[tuple[str, dict[str, Any]]]

CRITERIA: Criteria = [
    ("skills", {}, 5),
    ("different", {"field": "department"}, 2),
    ("languages", {}, 2),
]
RULES: Rules = [("not_in_line", {}), ("shared_language", {})]

CRITERIA_BY_KIND: dict[str, Criteria] = {
    # Daily work seen from below, and away from one's own line.
    Programme.Kind.REVERSE: [*CRITERIA, ("level_gap", {"field": "level", "best": -2}, 1)],
    # Equals: as far as each other, with other eyes, and something to talk about.
    Programme.Kind.PEER: [
        ("same", {"field": "level"}, 4),
        ("different", {"field": "department"}, 3),
        ("shared", {"field": "interests"}, 2),
        ("skills", {}, 2),
        ("languages", {}, 2),
    ],
    # One question, one meeting: what somebody knows counts, and little else.
    Programme.Kind.FLASH: [("skills", {}, 5), ("languages", {}, 2)],
    # A coach need not know the trade: to stand apart from it, to speak freely and to find a time counts more.
    Programme.Kind.COACHING: [
        ("skills", {}, 4),
        ("different", {"field": "department"}, 4),
        ("languages", {}, 3),
        ("time_zones", {}, 2),
    ],
}
RULES_BY_KIND: dict[str, Rules] = {
    # The junior guides: the mentee stands at least one level above.
    Programme.Kind.REVERSE: [*RULES, ("level_gap", {"field": "level", "maximum": -1})],
    # A coach who also meets one's manager is not told everything.
    Programme.Kind.COACHING: [*RULES, ("no_guide_shared_with_manager", {})],
}

SHORT_MEETING = range(20, 46)
"""Minutes of a meeting in flash mentoring."""


def starting_minutes(kind: str) -> int:
    """How long a meeting is at first."""
    return 30 if kind == Programme.Kind.FLASH else 60


def starting_criteria(kind: str) -> Criteria:
    """What counts at first in a programme of this kind: kind of criterion, settings, weight."""
    return CRITERIA_BY_KIND.get(kind, CRITERIA)


def starting_rules(kind: str) -> Rules:
    """What has to hold at first in a programme of this kind: kind of rule, settings."""
    return RULES_BY_KIND.get(kind, RULES)


def starting_questions(kind: str) -> list[tuple[str, str, str]]:
    """Key, text and who is asked of the few questions that tell two people most about each other."""
    learners, guides, everybody = Question.Asked.LEARNERS, Question.Asked.GUIDES, Question.Asked.EVERYBODY
    hope = ("hope", _("What do you hope will change?"), learners)
    meet_when = ("meet_when", _("When can you usually meet?"), everybody)
    by_kind = {
        Programme.Kind.REVERSE: [
            ("hope", _("What would you like to see through younger eyes?"), learners),
            ("offer", _("What could you show somebody more senior?"), guides),
            meet_when,
        ],
        Programme.Kind.PEER: [
            ("hope", _("What would you like to think through with an equal?"), everybody),
            meet_when,
        ],
        Programme.Kind.GROUP: [
            ("hope", _("What would you like to take home from the circle?"), learners),
            ("offer", _("What have you seen that a circle could learn from?"), guides),
            meet_when,
        ],
        # A question comes with each booking, and times are offered one by one.
        Programme.Kind.FLASH: [("offer", _("What can people ask you about?"), guides)],
        Programme.Kind.COACHING: [
            hope,
            ("offer", _("How do you work as a coach, and with whom do you work best?"), guides),
            meet_when,
        ],
    }
    ours = [hope, ("offer", _("What could you pass on to somebody?"), guides), meet_when]
    return [(key, text, asked.value) for key, text, asked in by_kind.get(Programme.Kind(kind), ours)]


def add_starting_questions(questionnaire: Questionnaire, kind: str) -> None:
    """Ask what suits the kind; whoever is matched reads the answers, and they count for nothing."""
    for position, (key, text, asked) in enumerate(starting_questions(kind)):
        Question.objects.create(
            questionnaire=questionnaire,
            key=key,
            text=text,
            kind=Question.Kind.LONG_TEXT,
            asked=asked,
            reader=Question.Reader.MATCHES,
            is_used_for_matching=False,
            position=position,
        )


def suit_questions(programme: Programme, *, before: str) -> None:
    """Ask what suits the programme's kind instead of the one before, where nobody has touched the questions."""
    questionnaire = programme.questionnaire
    if questionnaire is None or questionnaire.responses.exists():
        return
    asked = list(questionnaire.questions.values_list("key", "text", "asked"))
    if asked == starting_questions(before):
        questionnaire.questions.all().delete()
        add_starting_questions(questionnaire, programme.kind)
