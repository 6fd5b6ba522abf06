"""Questionnaire, Question, Response, Answer: an answered version never changes."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.questionnaires.saying import in_words
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class Questionnaire(models.Model):
    """A set of questions at one version; once answered, a change makes the next version."""

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="questionnaires")
    title = models.CharField(_("title"), max_length=150)
    version = models.PositiveIntegerField(default=1)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="later_versions")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "-version"]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Question(models.Model):
    """One question, who is asked it, and who reads the answer."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SHORT_TEXT = "short_text", _("A line of text")
        LONG_TEXT = "long_text", _("A few sentences")
        CHOICE = "choice", _("One of a list")
        CHOICES = "choices", _("Any of a list")
        NUMBER = "number", _("A number")
        SCALE = "scale", _("One to five")
        YES_NO = "yes_no", _("Yes or no")
        DATE = "date", _("A date")
        LANGUAGES = "languages", _("Languages")
        GRADED = "graded", _("How well, for each of a list")
        RANKING = "ranking", _("A list put in order")

    class Asked(models.TextChoices):
        """Which side of a relationship is asked."""

        EVERYBODY = "everybody", _("Everybody")
        LEARNERS = "learners", _("Mentees or coachees")
        GUIDES = "guides", _("Mentors or coaches")

    class Reader(models.TextChoices):
        """Who reads the answer, besides the person who gave it."""

        MATCHES = "matches", _("The programme team, and the person they are matched with")
        MANAGERS = "managers", _("The programme team")
        NOBODY = "nobody", _("Nobody; it is used for matching only")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60, help_text="Names the answer in rules, imports and exports.")
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("answered by"), max_length=12, choices=Kind, default=Kind.SHORT_TEXT)
    options = models.JSONField(_("the list"), default=list, blank=True)
    asked = models.CharField(_("asked of"), max_length=10, choices=Asked, default=Asked.EVERYBODY)
    reader = models.CharField(
        _("who reads the answer"), max_length=10, choices=Reader, default=Reader.MANAGERS
    )
    is_used_for_matching = models.BooleanField(
        _("used for matching"),
        default=True,
        help_text=_("What is answered may speak for a pair or against it. Without the tick it never does."),
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="one_question_per_key"),
        ]

    def __str__(self) -> str:
        return self.text


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses."""

    def visible_to(self, person: "Person") -> Self:
        """One's own; a feature that lets others read some answers does so by its own scope."""
        return self.filter(person=person)


class Response(models.Model):
    """What one person answered to one questionnaire."""

    public_id = PublicIdField()
    questionnaire = models.ForeignKey(Questionnaire, models.RESTRICT, related_name="responses")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="responses")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class Answer(models.Model):
    """One answer: text, number, true or false, a list of texts, or numbers by text, by the question's kind."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.RESTRICT, related_name="answers")
    value = models.JSONField(help_text="A date is kept as ISO 8601, languages as codes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"

    @property
    def in_words(self) -> str:
        """What was answered, as a page says it."""
        return in_words(self.question.kind, self.value, self.question.options)
