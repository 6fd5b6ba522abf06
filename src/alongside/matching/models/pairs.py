"""ScenarioPair and ScenarioUnmatched: who a scenario brings together, and who is left."""

from typing import TYPE_CHECKING, Self

from django.db import models

from alongside.matching.models.scenarios import Scenario
from alongside.programmes.models import Enrolment, Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class ScenarioPairQuerySet(models.QuerySet["ScenarioPair"]):
    """Pairs of scenarios."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(scenario__programme__in=Programme.objects.managed_by(person))

    def with_people(self) -> Self:
        """With both people and their profiles, in the same query."""
        return self.select_related("learner__person__profile", "guide__person__profile")

    def with_name(self, words: str) -> Self:
        """Those in which one of the two is called like this; the people are looked for first, and once."""
        people = Enrolment.objects.filter(person__name__icontains=words).order_by().values("pk")
        return self.filter(models.Q(learner__in=people) | models.Q(guide__in=people))


class ScenarioPair(models.Model):
    """A pair of a solved scenario, with what each criterion gave and the reasons in words."""

    public_id = PublicIdField()
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="pairs")
    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    fit = models.FloatField(help_text="0 to 1.")
    contributions = models.JSONField(
        default=list, help_text="Points of each criterion, adding up to the fit."
    )
    reasons = models.JSONField(default=list, help_text="Reasons with a key and parameters.")
    flags = models.JSONField(default=list, help_text="What a manager should look at, as keys.")
    is_locked = models.BooleanField(default=False)

    objects = ScenarioPairQuerySet.as_manager()

    class Meta:
        ordering = ["-fit", "pk"]
        indexes = [models.Index(fields=["scenario", "-fit"])]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "learner", "guide"], name="pair_once_per_scenario"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"


class ScenarioUnmatched(models.Model):
    """Someone left without a match in a scenario: why, and the smallest change that would mend it."""

    public_id = PublicIdField()
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="unmatched")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    reason = models.JSONField(default=dict, help_text="A key and parameters.")
    cure = models.JSONField(default=dict, blank=True, help_text="A key, parameters, and whom it touches.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}"
