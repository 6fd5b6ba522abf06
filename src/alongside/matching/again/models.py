"""Emphasis: which of a programme's criteria count more to one of its people, read by nobody else."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class EmphasisQuerySet(models.QuerySet["Emphasis"]):
    """Emphases."""

    def visible_to(self, person: "Person") -> Self:
        """A person's own, and nobody else's: not for a programme's team, not for an admin."""
        return self.filter(enrolment__person=person)


class Emphasis(models.Model):
    """What counts twice for one person's next match; only the matching uses it."""

    enrolment = models.OneToOneField(
        "programmes.Enrolment", models.CASCADE, related_name="emphasis", primary_key=True
    )
    criteria = models.JSONField(default=list, help_text="Keys of the programme's criteria.")
    said_at = models.DateTimeField(default=timezone.now)

    objects = EmphasisQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"
