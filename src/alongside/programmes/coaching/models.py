"""CoachTerms: on which terms a coach works in a programme."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class CoachTermsQuerySet(models.QuerySet["CoachTerms"]):
    """Terms of coaches, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and those in the programmes that one runs; no coachee and no other coach reads a fee."""
        own = models.Q(enrolment__person=person)
        return self.filter(own | models.Q(enrolment__programme__managers__person=person)).distinct()


class CoachTerms(models.Model):
    """A coach's profile in one programme. A coach without terms is internal and may coach everybody."""

    enrolment = models.OneToOneField("programmes.Enrolment", models.CASCADE, related_name="coach_terms")
    is_external = models.BooleanField(_("comes from outside and is paid by the session"), default=False)
    fee = models.DecimalField(
        _("fee for each session"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In the currency of the programme. Only its team and this coach read it."),
    )
    credentials = models.TextField(
        _("training and experience as a coach"),
        blank=True,
        max_length=1000,
        help_text=_("In free words; those whom this coach may coach read it."),
    )
    departments = models.JSONField(default=list, blank=True, help_text="Whom they may coach; empty: all.")
    levels = models.ManyToManyField("people.Level", blank=True, related_name="+", verbose_name=_("levels"))

    objects = CoachTermsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "coach terms"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_external=True) | models.Q(fee=None), name="internal_coaches_have_no_fee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}"
