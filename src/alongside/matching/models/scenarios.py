"""Scenario: inputs and the matching computed from them, kept whole."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(programme__in=Programme.objects.managed_by(person))


class Scenario(models.Model):
    """One set of inputs, criteria and rules with the matching computed from it, kept whole."""

    class State(models.TextChoices):
        """The life of a scenario."""

        DRAFT = "draft", _("Being computed")
        SOLVED = "solved", _("Ready")
        PUBLISHED = "published", _("Published")

    class Objective(models.TextChoices):
        """What a run aims for."""

        PLACES = Programme.Objective.PLACES.value, Programme.Objective.PLACES.label
        PEOPLE = Programme.Objective.PEOPLE.value, Programme.Objective.PEOPLE.label
        FAIREST = "fairest", _("Fairest: the worst pair as good as can be, then the highest total")
        STABLE = "stable", _("Stable: no two would both rather have each other")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="scenarios")
    number = models.PositiveIntegerField(help_text="Counts the runs of a programme, from 1.")
    name = models.CharField(_("name"), max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    objective = models.CharField(max_length=8, choices=Objective, default=Objective.PLACES)
    criteria = models.JSONField(default=list, help_text="Kinds, settings and weights, as they stood.")
    rules = models.JSONField(default=list, help_text="Kinds and settings, as they stood.")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    result = models.JSONField(default=dict, help_text="Totals, bound, gap and distribution.")
    prices = models.JSONField(null=True, help_text="What the run would come to without each of its rules.")
    only = models.ForeignKey(
        "programmes.Enrolment",
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="The one learner whom it looks for; empty: everybody.",
    )
    is_weekly = models.BooleanField(default=False, help_text="Made by the clock, for whoever joined since.")
    audit_readers = models.ManyToManyField("accounts.Person", related_name="+")
    created_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_scenario_per_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the run is called: its name, or the number of the draft."""
        return self.name or gettext("Draft %(number)d") % {"number": self.number}

    @property
    def has_circles(self) -> bool:
        """Whether it brings people together in circles, not in pairs."""
        return "circles" in self.result

    @property
    def mean_points(self) -> int:
        """The mean fit as it was solved, 0 to 100."""
        return round(100 * self.result.get("mean", 0))

    @property
    def lowest_points(self) -> int:
        """The lowest fit as it was solved, 0 to 100."""
        return round(100 * self.result.get("lowest", 0))
