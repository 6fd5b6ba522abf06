"""Circle and Seat: who is to meet about what, as a run drafted it and as people answer."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.matching.models.scenarios import Scenario
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class Circle(models.Model):
    """A circle of a solved run: its topic and its seats; published, it waits for enough of them to say yes."""

    public_id = PublicIdField()
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="circles")
    topic = models.CharField(max_length=200)
    fit = models.FloatField(help_text="The mean of its members' fits with the topic, 0 to 1.")
    smallest = models.PositiveSmallIntegerField(help_text="With so many members it can begin.")
    expires_at = models.DateTimeField(null=True, help_text="Until when answers are waited for.")
    relationship = models.OneToOneField(
        "relationships.Relationship", models.SET_NULL, null=True, related_name="circle"
    )

    class Meta:
        ordering = ["topic", "pk"]

    def __str__(self) -> str:
        return self.topic

    @property
    def programme(self) -> Programme:
        """Where it is."""
        return self.scenario.programme


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """The person's own, once it is offered."""
        return self.filter(enrolment__person=person).exclude(state=Seat.State.DRAFTED)

    def overseen_by(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(circle__scenario__programme__in=Programme.objects.managed_by(person))

    def holding(self) -> Self:
        """Offered, or accepted in a circle that has not begun, by somebody who takes part: it holds a place."""
        begins = models.Q(circle__relationship=None, state=Seat.State.ACCEPTED)
        return self.filter(
            Seat.is_offered() | begins,
            circle__expires_at__gt=timezone.now(),
            enrolment__state__in=Seat.THERE,
        )

    def waiting(self) -> Self:
        """Offered, and still in time to be answered."""
        offered = self.filter(Seat.is_offered(), enrolment__state__in=Seat.THERE)
        return offered.filter(circle__expires_at__gt=timezone.now())

    def with_circle(self) -> Self:
        """With the programme, and everybody in the circle, in a constant number of queries."""
        rows = self.select_related("circle__scenario__programme__organisation", "enrolment__person")
        return rows.prefetch_related(
            "circle__seats__enrolment__person__profile__level", "circle__relationship__participants"
        )


class Seat(models.Model):
    """One person's place in a circle, with why, and their answer."""

    class State(models.TextChoices):
        """The life of a seat."""

        DRAFTED = "drafted", _("Not offered yet")
        OFFERED = "offered", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered in time")

    HOLDING: ClassVar = [State.OFFERED, State.ACCEPTED]
    THERE: ClassVar = ["approved", "matched"]

    public_id = PublicIdField()
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="seats")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="seats")
    is_guide = models.BooleanField(default=False)
    fit = models.FloatField(help_text="With the topic, 0 to 1.")
    choice = models.PositiveSmallIntegerField(
        null=True,
        help_text="Which of their choices the topic is, from 1; empty where they put none in order.",
    )
    reasons = models.JSONField(default=list, help_text="Keys of sentences.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFTED)
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    offered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "-is_guide", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "enrolment"], name="one_seat_in_a_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"

    @property
    def waits(self) -> bool:
        """Whether it can still be answered."""
        until = self.circle.expires_at
        return self.state == self.State.OFFERED and until is not None and until > timezone.now()

    @staticmethod
    def is_offered() -> models.Q:
        """Offered in a circle that has not begun, or that meets and is not over."""
        not_over = models.Q(circle__relationship=None) | models.Q(
            circle__relationship__state__in=Relationship.OPEN_STATES
        )
        return models.Q(state=Seat.State.OFFERED) & not_over

    def others(self) -> list["Seat"]:
        """Who else is offered this circle, or has said yes and is still in it; the guide first."""
        meets = self.circle.relationship
        inside = {row.person_id for row in meets.participants.all()} if meets else set()
        return [
            seat
            for seat in self.circle.seats.all()
            if seat.pk != self.pk
            and seat.state in self.HOLDING
            and (meets is None or seat.state == self.State.OFFERED or seat.enrolment.person_id in inside)
        ]


def offered_people(person: "Person") -> models.Q:
    """Whom an offered circle makes known to the person."""
    circles = Seat.objects.filter(enrolment__person=person).holding().values("circle")
    return models.Q(pk__in=Seat.objects.filter(circle__in=circles).holding().values("enrolment__person"))
