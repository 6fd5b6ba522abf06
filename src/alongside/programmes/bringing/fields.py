"""What a file can say about somebody who takes part: the person, their side, their places, their answers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Organisation
from alongside.people.fields import Unfit, WantedField, person_fields
from alongside.people.models import Level
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Question
from alongside.tables.errors import gettext_noop, say
from alongside.tables.mapping import Content, Field
from alongside.tables.values import (
    parse_date,
    parse_language,
    parse_whole_number,
    parse_yes_no,
    plain,
    split_list,
)
from alongside.tables.vocabulary import HEADINGS

ROLE, PLACES, ANSWER = "role", "places", "answer_"
MOST_PLACES = 5

_ROLES = {
    Enrolment.Role.LEARNER: ("mentee", "mentees", "coachee", "coachees", "learner", "mentoree"),
    Enrolment.Role.GUIDE: ("mentor", "mentors", "coach", "coaches", "guide"),
    Enrolment.Role.BOTH: ("both", "mentee and mentor", "mentor and mentee", "coach and coachee", "peer"),
}
_CONTENT = {
    Question.Kind.CHOICE: Content.CHOICE,
    Question.Kind.NUMBER: Content.NUMBER,
    Question.Kind.SCALE: Content.NUMBER,
    Question.Kind.YES_NO: Content.YES_NO,
    Question.Kind.DATE: Content.DATE,
    Question.Kind.LANGUAGES: Content.LANGUAGES,
}
_GRADED = re.compile(r"(.+?)[:\s(]+([1-5])\)?")


@dataclass(frozen=True)
class AnswerField(WantedField):
    """The answer to one of the programme's questions."""

    question: Question | None = None


def enrolment_fields(organisation: Organisation, programme: Programme, *, role: str) -> list[WantedField]:
    """Everything that a file can bring into a programme; ``role`` is empty where a column says it."""
    levels = tuple(Level.objects.filter(organisation=organisation).values_list("name", flat=True))
    fields: list[WantedField] = [_also_organisation(one) for one in person_fields(levels)]
    if not role:
        wanted = Field(ROLE, HEADINGS["role"], required=True)
        fields.append(WantedField(wanted, _("Takes part as"), _("Mentor or coach, mentee or coachee, both.")))
    places = Field(PLACES, ("places in this programme", "places here"), Content.NUMBER)
    fields.append(WantedField(places, _("How many people at most, in this programme")))
    return [*fields, *answer_fields(questions_of(programme))]


def questions_of(programme: Programme) -> list[Question]:
    """What the programme asks."""
    return list(programme.questionnaire.questions.all()) if programme.questionnaire else []


def answer_fields(questions: Sequence[Question]) -> list[AnswerField]:
    """A field for each question, known by its words and by its key."""
    return [
        AnswerField(
            Field(
                ANSWER + question.key,
                (question.text, question.key.replace("_", " ")),
                _CONTENT.get(Question.Kind(question.kind), Content.TEXT),
                tuple(question.options),
            ),
            question.text,
            question=question,
        )
        for question in questions
    ]


def read_role(text: str) -> str:
    """The side that a text means. Raises ``Unfit``."""
    for role, words in _ROLES.items():
        if plain(text) in words:
            return str(role)
    raise Unfit(
        say(gettext_noop("“%(text)s” is not a side that somebody can take."), text=text[:80]),
        say(gettext_noop("Write mentee, mentor or both; in coaching, coachee, coach or both.")),
    )


def read_places(text: str) -> int:
    """How many people at most. Raises ``Unfit``."""
    number = parse_whole_number(text)
    if number is None or not 1 <= number <= MOST_PLACES:
        raise Unfit(
            say(
                gettext_noop("“%(text)s” is not a whole number from 1 to %(most)s."),
                text=text[:80],
                most=MOST_PLACES,
            ),
            say(gettext_noop("Write a number such as 2, or leave the cell empty.")),
        )
    return number


def read_answer(question: Question, text: str) -> Any:  # noqa: ANN401  by the question's kind
    """The answer that a text gives to a question. Raises ``Unfit``."""
    read = _ANSWERS.get(Question.Kind(question.kind))
    return read(question, text) if read else text


def _also_organisation(field: WantedField) -> WantedField:
    """Across organisations, "organisation" is what "department" is inside one; a department goes first."""
    if field.key != "department":
        return field
    # Two words, so that the heading of a department itself is always the surer one.
    headings = (*field.wanted.headings, "own organisation")
    return replace(field, wanted=replace(field.wanted, headings=headings))


def _yes_no(text: str) -> bool:
    answer = parse_yes_no(text)
    if answer is None:
        raise Unfit(
            say(gettext_noop("“%(text)s” is neither yes nor no."), text=text[:80]),
            say(gettext_noop("Write yes or no.")),
        )
    return answer


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e12:  # also refuses what is not a number
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a number."), text=text[:80]),
            say(gettext_noop("Write digits, such as 12 or 2.5.")),
        )
    return number


def _scale(text: str) -> int:
    number = parse_whole_number(text)
    if number is None or not 1 <= number <= 5:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a whole number from 1 to 5."), text=text[:80]),
            say(gettext_noop("Write a number such as 4.")),
        )
    return number


def _grade(question: Question, text: str) -> tuple[str, int]:
    """“Python 4”, “Python: 4” or “Python (4)”; without a number, 3."""
    found = _GRADED.fullmatch(text.strip())
    thing, grade = (found[1], int(found[2])) if found else (text, 3)
    return _option(question, thing), grade


def _language(text: str) -> str:
    code = parse_language(text)
    if code is None:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a language that is known here."), text=text[:80]),
            say(gettext_noop("Write its name or its code, such as German or de.")),
        )
    return code


def _day(text: str) -> str:
    day = parse_date(text)
    if day is None:
        raise Unfit(
            say(gettext_noop("“%(text)s” is not a date."), text=text[:80]),
            say(gettext_noop("Write it as 2026-03-31.")),
        )
    return day.isoformat()


def _option(question: Question, text: str) -> str:
    for option in question.options:
        if plain(str(option)) == plain(text):
            return str(option)
    raise Unfit(
        say(gettext_noop("“%(text)s” is not in the list of this question."), text=text[:80]),
        say(gettext_noop("Use one of these: %(options)s."), options=", ".join(map(str, question.options))),
    )


_ANSWERS: dict[Question.Kind, Callable[[Question, str], Any]] = {
    Question.Kind.YES_NO: lambda _question, text: _yes_no(text),
    Question.Kind.NUMBER: lambda _question, text: _number(text),
    Question.Kind.SCALE: lambda _question, text: _scale(text),
    Question.Kind.CHOICE: _option,
    Question.Kind.CHOICES: lambda question, text: [_option(question, item) for item in split_list(text)],
    Question.Kind.RANKING: lambda question, text: list(
        dict.fromkeys(_option(question, item) for item in split_list(text))
    ),
    Question.Kind.GRADED: lambda question, text: dict(_grade(question, item) for item in split_list(text)),
    Question.Kind.LANGUAGES: lambda _question, text: [_language(item) for item in split_list(text)],
    Question.Kind.DATE: lambda _question, text: _day(text),
}
"""How the text of a cell is read, by the question's kind; where none stands, the text is the answer."""
