"""Relationship, its participants, and what they do together: sessions, notes, actions."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Programme
from alongside.relationships.credits.models import (  # noqa: F401  Django looks for models here
    SessionFee,
    SessionGrant,
)
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


GRACE = timedelta(days=7)
"""How long after the day that their rhythm asks for a pair counts as silent."""


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    """Relationships, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those that the person takes part in."""
        return self.filter(pk__in=Participant.objects.filter(person=person).values("relationship"))

    def overseen_by(self, person: "Person") -> Self:
        """Those of the programmes that the person runs: that they exist and meet, never what is written."""
        return self.filter(programme__in=Programme.objects.managed_by(person))

    def known_to(self, person: "Person") -> Self:
        """One's own, and those that one oversees: who may know that it exists."""
        own, overseen = self.model.objects.visible_to(person), self.model.objects.overseen_by(person)
        return self.filter(models.Q(pk__in=own.values("pk")) | models.Q(pk__in=overseen.values("pk")))

    def open(self) -> Self:
        """Active or paused: they still have each other."""
        return self.filter(state__in=Relationship.OPEN_STATES)

    def behind(self, programmes: Iterable[Programme]) -> Self:
        """Active ones of these programmes that should have met more than a week ago, by their rhythm."""
        condition = models.Q(pk__in=[])
        for programme in programmes:
            if programme.kind == Programme.Kind.FLASH:  # one meeting, and it is in the calendar
                continue
            longest = timedelta(days=programme.rhythm_in_days) + GRACE
            since = timezone.localdate() - longest
            condition |= models.Q(programme=programme, met_or_begun__lt=since)
        return self.with_meetings().filter(condition, state=Relationship.State.ACTIVE)

    def with_meetings(self) -> Self:
        """``met_or_begun`` (day), ``held`` and ``minutes`` (counts), ``next_at``: what may be known of meetings."""
        sessions = Session.objects.filter(relationship=models.OuterRef("pk"))
        held = sessions.filter(state=Session.State.HELD).order_by().values("relationship")
        planned = sessions.filter(state=Session.State.PLANNED, starts_at__gt=timezone.now()).order_by(
            "starts_at"
        )
        return self.annotate(
            met_or_begun=Coalesce("last_met_on", "started_on"),
            held=Coalesce(models.Subquery(held.annotate(number=models.Count("pk")).values("number")), 0),
            minutes=Coalesce(models.Subquery(held.annotate(sum=models.Sum("minutes")).values("sum")), 0),
            next_at=models.Subquery(planned.values("starts_at")[:1]),
        )

    def with_people(self) -> Self:
        """Everyone in it with their profile, in two more queries however many there are."""
        people = Participant.objects.select_related("person__profile", "enrolment")
        return self.select_related("programme").prefetch_related(models.Prefetch("participants", people))


class Relationship(models.Model):
    """An accepted match: a guide and one learner, or a circle."""

    class State(models.TextChoices):
        """The life of a relationship."""

        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        ENDED_EARLY = "ended_early", _("Ended early")

    class Origin(models.TextChoices):
        """How the two came together."""

        MATCHING = "matching", _("Matched by the programme")
        IMPORT = "import", _("Already running when it was brought in")
        BOOKING = "booking", _("Booked for a short meeting")

    class EndReason(models.TextChoices):
        """Why it ended, as far as somebody wanted to say; the other side is never told."""

        NO_TIME = "no_time", _("There is not enough time")
        NOT_A_FIT = "not_a_fit", _("It is not the right match")
        REACHED = "reached", _("We have reached what we wanted")
        CIRCUMSTANCES = "circumstances", _("My circumstances have changed")
        LEFT = "left", _("One of them has left")

    OPEN_STATES: ClassVar = [State.ACTIVE, State.PAUSED]

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="relationships")
    state = models.CharField(max_length=11, choices=State, default=State.ACTIVE)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MATCHING)
    reasons = models.JSONField(default=list, help_text="Why these two, as reasons with a key and parameters.")
    started_on = models.DateField(default=timezone.localdate)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    end_reason = models.CharField(
        max_length=13,
        choices=EndReason,
        blank=True,
        help_text="For the programme team only; never shown to the other side.",
    )
    met_before_on = models.DateField(null=True, help_text="The last meeting before it was brought in.")
    last_met_on = models.DateField(null=True, help_text="The newest held session, or the date brought in.")
    created_at = models.DateTimeField(default=timezone.now)

    objects = RelationshipQuerySet.as_manager()

    if TYPE_CHECKING:  # what with_meetings() adds to each row
        met_or_begun: date
        held: int
        minutes: int
        next_at: datetime | None

    class Meta:
        ordering = ["-started_on", "-pk"]
        indexes = [models.Index(fields=["programme", "state"])]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Whether they still have each other: active or paused."""
        return self.state in self.OPEN_STATES

    @property
    def is_active(self) -> bool:
        """Whether they meet."""
        return self.state == self.State.ACTIVE

    @cached_property
    def in_order(self) -> list["Participant"]:
        """Everyone in it; mentees first, because the page is theirs."""
        return sorted(
            self.participants.all(), key=lambda participant: participant.role == Participant.Role.GUIDE
        )

    @property
    def people(self) -> list["Person"]:
        """The people in it, in the same order."""
        return [participant.person for participant in self.in_order]

    @property
    def names(self) -> str:
        """The full names of the people in it, joined as the language does."""
        return get_text_list([person.name for person in self.people], gettext("and"))

    def others(self, person: "Person") -> list["Person"]:
        """Everyone in it but the person."""
        return [other for other in self.people if other.pk != person.pk]


class Participant(models.Model):
    """A person in a relationship; a pair is a circle of two."""

    class Role(models.TextChoices):
        """The side that the person takes."""

        GUIDE = "guide", _("Mentor")
        LEARNER = "learner", _("Mentee")
        PEER = "peer", _("Peer")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="participants")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="participations")
    enrolment = models.ForeignKey(
        "programmes.Enrolment", models.SET_NULL, null=True, related_name="participations"
    )
    role = models.CharField(max_length=8, choices=Role)

    class Meta:
        ordering = ["relationship", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person"], name="person_once_per_relationship"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those of one's own relationships."""
        return self.filter(relationship__in=Relationship.objects.visible_to(person))


class Session(models.Model):
    """A meeting of a relationship: planned, held, missed or cancelled."""

    class State(models.TextChoices):
        """The life of a session."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    class Way(models.TextChoices):
        """How they meet."""

        VIDEO = "video", _("By video")
        IN_PERSON = "in_person", _("In person")
        PHONE = "phone", _("By phone")

    public_id = PublicIdField()
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    way = models.CharField(_("how you meet"), max_length=9, choices=Way, default=Way.VIDEO)
    topic = models.CharField(_("what it is about"), max_length=200, blank=True)
    planned_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "-starts_at"])]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.starts_at + timedelta(minutes=self.minutes) <= timezone.now()


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, as far as somebody may read them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and those shared within one's relationships."""
        shared = models.Q(
            audience=Note.Audience.PAIR, relationship__in=Relationship.objects.visible_to(person)
        )
        return self.filter(models.Q(author=person) | shared)


class Note(models.Model):
    """Something written down: for oneself, or for the relationship. Nobody else reads it."""

    class Audience(models.TextChoices):
        """Who can read it."""

        ME = "me", _("Only me")
        PAIR = "pair", _("Both of us")

    public_id = PublicIdField()
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    author = models.ForeignKey("accounts.Person", models.CASCADE, related_name="notes")
    audience = models.CharField(
        _("who can read this note"), max_length=4, choices=Audience, default=Audience.ME
    )
    body = models.TextField(_("your note"), max_length=10_000)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.public_id


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions, as far as somebody may see them."""

    def in_order(self) -> Self:
        """Open ones first, the earliest due at the top; then what was done, newest first."""
        return self.order_by(
            models.F("done_at").desc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk"
        )

    def visible_to(self, person: "Person") -> Self:
        """Those of one's own relationships."""
        return self.filter(relationship__in=Relationship.objects.visible_to(person))


class Action(models.Model):
    """A small next step with an owner and a date."""

    public_id = PublicIdField()
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="actions")
    owner = models.ForeignKey(
        "accounts.Person", models.CASCADE, related_name="actions", verbose_name=_("who does it")
    )
    text = models.CharField(_("the next step"), max_length=300)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_late(self) -> bool:
        """Whether it should have been done before today."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_due_today(self) -> bool:
        """Whether today is the day."""
        return self.done_at is None and self.due_on == timezone.localdate()
