"""SessionGrant: credits that somebody got on top. SessionFee: what a held session cost."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class SessionGrantQuerySet(models.QuerySet["SessionGrant"]):
    """Grants, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and those in the programmes that one runs."""
        own = models.Q(enrolment__person=person)
        return self.filter(own | models.Q(enrolment__programme__managers__person=person)).distinct()


class SessionGrant(models.Model):
    """Session credits that the programme team gave somebody on top of what everybody has, and why."""

    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="session_grants")
    sessions = models.PositiveSmallIntegerField(
        _("how many sessions more"), validators=[MinValueValidator(1)]
    )
    reason = models.CharField(_("why"), max_length=300)
    granted_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    objects = SessionGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} +{self.sessions}"


class SessionFeeQuerySet(models.QuerySet["SessionFee"]):
    """Fees of held sessions, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those in the programmes that the person runs."""
        return self.filter(session__relationship__programme__managers__person=person).distinct()


class SessionFee(models.Model):
    """What a held session of an external coach cost, by the fee of that day."""

    session = models.OneToOneField("relationships.Session", models.CASCADE, related_name="fee")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3, help_text="ISO 4217.")

    objects = SessionFeeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session_id}"
