"""PairConstraint: the manager's word on a pair, in every later run."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Programme
from alongside.web.public_ids import PublicIdField


class PairConstraint(models.Model):
    """The manager's word on a pair: kept together in every later run, or kept apart."""

    class Kind(models.TextChoices):
        """Together or apart."""

        LOCK = "lock", _("Keep together")
        FORBID = "forbid", _("Keep apart")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pair_constraints")
    kind = models.CharField(max_length=6, choices=Kind)
    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    created_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "learner", "guide"], name="one_word_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.learner_id} {self.guide_id}"
