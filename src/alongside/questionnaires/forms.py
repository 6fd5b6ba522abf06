"""A form made of questions."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from alongside.questionnaires.grading import GradedField, RankedField
from alongside.questionnaires.models import Question
from alongside.web.forms import Day, Scale, Segments
from alongside.web.languages import LanguagesField

PREFIX = "answer_"
MOST_CHARACTERS = 2000
ENDS = 2
"""How many words a scale has for its ends, where it has any."""


class QuestionsForm(forms.Form):
    """Asks the questions that it is given; ``answers`` are what came back, by question key."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[PREFIX + question.key] = field_for(question)

    @property
    def answers(self) -> dict[str, Any]:
        """What came back, by question key."""
        return {question.key: self.cleaned_data.get(PREFIX + question.key) for question in self.questions}

    @staticmethod
    def initial_from(answers: dict[str, Any]) -> dict[str, Any]:
        """Answers by question key, as the form's initial values."""
        shown = {True: "yes", False: "no"}
        return {
            PREFIX + key: shown[value] if isinstance(value, bool) else value for key, value in answers.items()
        }


def checked_answers(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by question key, as the form would take them.

    Raises ``ValidationError`` with a message for each that is missing or does not fit its question.
    """
    form = QuestionsForm(QuestionsForm.initial_from(dict(answers)), questions=questions)
    asked = {question.key: question for question in form.questions}
    wrong = [said("%(key)s: nobody asks this of you.") % {"key": key} for key in answers if key not in asked]
    for key, value in answers.items():
        if key in asked and not _is_of_its_kind(asked[key], value):
            wrong.append(said("%(key)s: this is not an answer of its kind.") % {"key": key})
    for name, problems in form.errors.items():
        wrong += [f"{name.removeprefix(PREFIX)}: {problem}" for problem in problems]
    if wrong:
        raise ValidationError(wrong)
    return form.answers


def _is_of_its_kind(question: Question, value: Any) -> bool:  # noqa: ANN401  whatever was sent
    """Whether a value can be read as an answer; what is in no list is found here where a form would not see it."""
    if not isinstance(value, _TYPES[Question.Kind(question.kind)]):
        return False
    if question.kind == Question.Kind.GRADED:
        return set(value) <= set(question.options) and set(value.values()) <= {1, 2, 3, 4, 5}
    if question.kind == Question.Kind.RANKING:
        return set(value) <= set(question.options) and len(set(value)) == len(value)
    return True


def field_for(question: Question) -> forms.Field:
    """The form field by which a question is answered; its help says who reads the answer."""
    return _FIELDS[question.kind](
        question,
        label=question.text,
        required=question.is_required,
        help_text=" ".join(filter(None, [question.help_text, *map(str, _what_becomes_of(question))])),
    )


def _what_becomes_of(question: Question) -> list[Any]:
    """Who reads the answer, and whether it counts, in sentences."""
    if question.reader == Question.Reader.NOBODY:
        return [_READERS[question.reader]]
    counts = [_("It may count for who is matched with whom.")] if question.is_used_for_matching else []
    return [_READERS[question.reader], *counts]


def _long_text(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return forms.CharField(max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _short_text(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return forms.CharField(max_length=300, **common)


def _choice(question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    options = [(option, option) for option in question.options]
    return forms.ChoiceField(choices=[("", _("Choose one")), *options], **common)


def _choices(question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    options = [(option, option) for option in question.options]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)


def _number(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return forms.FloatField(**common)


def _scale(question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    numbers = [(number, str(number)) for number in range(1, 6)]
    low, high = question.options if len(question.options) == ENDS else ("", "")
    scale = Scale(low=low, high=high)
    return forms.TypedChoiceField(choices=numbers, coerce=int, empty_value=None, widget=scale, **common)


class _DayField(forms.DateField):
    """A day, given as ISO 8601 because answers are kept as JSON."""

    widget = Day

    def clean(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        day = super().clean(value)
        return day.isoformat() if day else None


def _date(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return _DayField(**common)


def _languages(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    common["help_text"] = " ".join([said("With commas between them."), common["help_text"]])
    return LanguagesField(max_length=300, **common)


def _graded(question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return GradedField(things=question.options, **common)


def _ranking(question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    common["help_text"] = " ".join([said("1 comes first."), common["help_text"]])
    return RankedField(things=question.options, **common)


def _yes_no(_question: Question, **common: Any) -> forms.Field:  # noqa: ANN401
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=Segments,
        **common,
    )


_FIELDS: dict[str, Callable[..., forms.Field]] = {
    Question.Kind.SHORT_TEXT: _short_text,
    Question.Kind.LONG_TEXT: _long_text,
    Question.Kind.CHOICE: _choice,
    Question.Kind.CHOICES: _choices,
    Question.Kind.NUMBER: _number,
    Question.Kind.SCALE: _scale,
    Question.Kind.YES_NO: _yes_no,
    Question.Kind.DATE: _date,
    Question.Kind.LANGUAGES: _languages,
    Question.Kind.GRADED: _graded,
    Question.Kind.RANKING: _ranking,
}

_TYPES: dict[Question.Kind, type | tuple[type, ...]] = {
    Question.Kind.SHORT_TEXT: str,
    Question.Kind.LONG_TEXT: str,
    Question.Kind.CHOICE: str,
    Question.Kind.CHOICES: list,
    Question.Kind.NUMBER: (int, float),
    Question.Kind.SCALE: (int, float),
    Question.Kind.YES_NO: bool,
    Question.Kind.DATE: str,
    Question.Kind.LANGUAGES: list,
    Question.Kind.GRADED: dict,
    Question.Kind.RANKING: list,
}

_READERS: dict[str, Any] = {
    Question.Reader.MATCHES: _("Read by the programme team, and by the person you are matched with."),
    Question.Reader.MANAGERS: _("Read by the programme team."),
    Question.Reader.NOBODY: _("Read by nobody; it is used for matching only."),
}
