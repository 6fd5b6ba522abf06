"""A question about a suggested match, and the programme team's answer."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from alongside.programmes.models import Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class TeamQuestionQuerySet(models.QuerySet["TeamQuestion"]):
    """Questions, as far as somebody may read them."""

    def visible_to(self, person: "Person") -> Self:
        """Those that the person asked; the other side never learns that something was asked."""
        return self.filter(asked_by=person)

    def overseen_by(self, person: "Person") -> Self:
        """Those of the programmes that the person runs, but for what somebody asks about themselves."""
        about = models.Q(proposal__learner__person=person) | models.Q(proposal__guide__person=person)
        return self.filter(proposal__programme__in=Programme.objects.managed_by(person)).exclude(about)


class TeamQuestion(models.Model):
    """What one of the two asks the programme team about a suggested match."""

    public_id = PublicIdField()
    proposal = models.ForeignKey("matching.Proposal", models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    text = models.TextField(max_length=600)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True, max_length=600)
    answered_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = TeamQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.public_id
