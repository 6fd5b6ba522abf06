"""Event (the audit trail), Delivery (who is told) and Job (work in the background)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class Event(models.Model):
    """One thing that somebody did: who, what verb, which subject and when; never what was written."""

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="events")
    actor = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=32, help_text="The subject's public id.")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-happened_at"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class Delivery(models.Model):
    """One message to one person: sent after commit, at least once, never twice to the reader."""

    class State(models.TextChoices):
        """The life of a delivery."""

        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        ON_PAPER = "on_paper", _("To be handed over on paper")

    public_id = PublicIdField()
    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey("accounts.Person", models.CASCADE, null=True, related_name="deliveries")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    due_at = models.DateTimeField(default=timezone.now, help_text="Not to be tried before.")
    claimed_at = models.DateTimeField(null=True, help_text="When a worker last took it up.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "address"], name="one_delivery_per_event_and_address"),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs."""

    def visible_to(self, person: "Person") -> Self:
        """The jobs that the person started."""
        return self.filter(started_by=person)


class Job(models.Model):
    """Work in the background, as a row that a page can show: progress, result, error in words."""

    class State(models.TextChoices):
        """The life of a job."""

        QUEUED = "queued", _("Waiting to start")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped by a problem")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="jobs")
    started_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="jobs")
    kind = models.CharField(max_length=60)
    input = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    cancel_requested = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0, help_text="Steps finished so far.")
    total = models.PositiveIntegerField(default=0, help_text="Steps in all; 0 while unknown.")
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it up.")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(
        default=timezone.now, help_text="When it was handed to a worker, or its worker was last alive."
    )
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "seen_at"])]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def percent(self) -> int:
        """How much is done, out of 100; 0 while the total is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def per_cent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, round(100 * self.done / self.total)) if self.total else 0
