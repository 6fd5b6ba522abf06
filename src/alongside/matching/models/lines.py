"""InLine: who waits for a place with a guide who is full."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class InLineQuerySet(models.QuerySet["InLine"]):
    """Places in the lines of guides who are full."""

    def visible_to(self, person: "Person") -> Self:
        """The person's own; a guide does not learn who waits for them."""
        return self.filter(learner__person=person)


class InLine(models.Model):
    """A learner who waits for a place with a guide who is full; the first in line is told when there is one."""

    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="in_lines")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="line")
    since = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, help_text="When a place was kept for them for a while.")

    objects = InLineQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name_plural = "in line"
        constraints = [
            models.UniqueConstraint(fields=["learner", "guide"], name="in_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"
