"""Slot: a short time that a guide offers. Booking: a learner's, with the question that only the two read."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Session
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from datetime import datetime

    from alongside.accounts.models import Person


class SlotQuerySet(models.QuerySet["Slot"]):
    """Slots, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and those that one has booked; what can be booked is found by ``finding``."""
        booked = Booking.objects.filter(learner__person=person).values("slot")
        return self.filter(models.Q(guide__person=person) | models.Q(pk__in=booked))

    def offered(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at=None)

    def to_come(self) -> Self:
        """Offered, and not begun."""
        return self.offered().filter(starts_at__gt=timezone.now())

    def free(self) -> Self:
        """To come, and booked by nobody."""
        booked = Booking.objects.standing().filter(slot=models.OuterRef("pk"))
        return self.to_come().filter(~models.Exists(booked))

    def overlapping(self, starts_at: "datetime", ends_at: "datetime") -> Self:
        """Offered, and at least partly between these two moments."""
        return self.offered().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Slot(models.Model):
    """A short time that a guide offers in a programme."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="slots")
    guide = models.ForeignKey(Enrolment, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    way = models.CharField(_("how you meet"), max_length=9, choices=Session.Way, default=Session.Way.VIDEO)
    offered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["programme", "starts_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "starts_at"],
                condition=models.Q(withdrawn_at=None),
                name="one_slot_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings, as far as somebody may read them."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the two who meet; the programme's team reads counts and times elsewhere, never a question."""
        return self.filter(models.Q(learner__person=person) | models.Q(slot__guide__person=person))

    def standing(self) -> Self:
        """Those not cancelled, over or to come."""
        return self.filter(cancelled_at=None)

    def with_people(self) -> Self:
        """With the slot, the session and both people with their profiles, in the same query."""
        return self.select_related(
            "session__relationship",
            "slot__programme__organisation",
            "slot__guide__person__profile",
            "learner__person__profile",
        )


class Booking(models.Model):
    """A slot that a learner has taken, with the question they bring: for the two, and for nobody else."""

    public_id = PublicIdField()
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="bookings")
    learner = models.ForeignKey(Enrolment, models.CASCADE, related_name="bookings")
    session = models.OneToOneField(
        "relationships.Session", models.CASCADE, related_name="booking", help_text="The meeting itself."
    )
    question = models.TextField(_("your question"), max_length=1000)
    booked_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["-slot__starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(cancelled_at=None), name="a_slot_is_booked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_to_come(self) -> bool:
        """Whether they still meet."""
        return self.cancelled_at is None and not self.slot.has_begun

    def side_of(self, person: "Person") -> str:
        """``learner`` or ``guide``."""
        return "learner" if self.learner.person_id == person.pk else "guide"

    def other(self, person: "Person") -> "Person":
        """Whom the person meets."""
        return self.slot.guide.person if self.side_of(person) == "learner" else self.learner.person
