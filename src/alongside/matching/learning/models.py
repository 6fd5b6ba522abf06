"""AdvisedCriteria: advice that somebody took, before they saved it."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from alongside.programmes.models import Programme

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class AdvisedCriteriaQuerySet(models.QuerySet["AdvisedCriteria"]):
    """Drafts of criteria."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(programme__in=Programme.objects.managed_by(person))


class AdvisedCriteria(models.Model):
    """A draft of what counts, with weights that the past suggests; nothing counts by it until somebody saves it."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="advised_criteria")
    criteria = models.JSONField(
        default=list, help_text="Kinds, settings, weights as they stood, and what is advised."
    )
    taken_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = AdvisedCriteriaQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advised criteria"

    def __str__(self) -> str:
        return f"{self.programme_id}"
