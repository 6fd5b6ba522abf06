"""Recommendation: whom a learner is shown first where people ask somebody themselves."""

from typing import TYPE_CHECKING, Self

from django.db import models

from alongside.programmes.models import Programme

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Recommended guides, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those recommended to the person, and to nobody else: not to the guide, not to the team."""
        return self.filter(learner__person=person)


class Recommendation(models.Model):
    """A guide whom a learner is shown first where people ask somebody themselves, and why."""

    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="recommendations")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    fit = models.FloatField(help_text="0 to 1; nobody reads it.")
    reasons = models.JSONField(default=list, help_text="Reasons with a key and parameters.")
    rank = models.PositiveSmallIntegerField(help_text="From 1, the best fit first.")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["learner", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "guide"], name="recommended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"


class Recommending(models.Model):
    """When a programme's recommendations were worked out last, and from what."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="recommending")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of who took part with which places."
    )
    worked_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.programme_id}"
