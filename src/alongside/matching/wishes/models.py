"""WishRound: a time in which both sides order their short lists. Shortlist: one person's, read by them alone."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from alongside.programmes.models import Enrolment, Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class WishRound(models.Model):
    """A time in which the people of a programme order their short lists; it counts once it is over."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="wish_rounds")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    opened_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    listed_at = models.DateTimeField(null=True, help_text="When the short lists were ready.")
    closes_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, help_text="When who had said nothing was reminded.")

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Whether wishes can still be said and changed."""
        return self.listed_at is not None and self.closes_at > timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether the wishes count from now on, and nobody changes them any more."""
        return self.listed_at is not None and self.closes_at <= timezone.now()


class ShortlistQuerySet(models.QuerySet["Shortlist"]):
    """Short lists, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, where one takes part; a programme's team reads none."""
        return self.filter(enrolment__person=person, enrolment__state__in=Enrolment.TAKING_PART)

    def open(self) -> Self:
        """Those that can still be put into order."""
        now = timezone.now()
        return self.filter(round__closes_at__gt=now).exclude(round__listed_at=None)


class Shortlist(models.Model):
    """The people whom one person may wish for on one side of a programme."""

    class Side(models.TextChoices):
        """What the owner of the list is."""

        LEARNER = "learner"
        GUIDE = "guide"

    public_id = PublicIdField()
    round = models.ForeignKey(WishRound, models.CASCADE, related_name="shortlists")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="shortlists")
    side = models.CharField(max_length=7, choices=Side)
    answered_at = models.DateTimeField(null=True)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "enrolment", "side"], name="one_short_list_per_side"),
        ]

    def __str__(self) -> str:
        return self.public_id


class WishQuerySet(models.QuerySet["Wish"]):
    """The lines of short lists."""

    def standing(self) -> Self:
        """Those about people who still take part."""
        return self.filter(other__state__in=Enrolment.TAKING_PART, other__person__left_at=None)


class Wish(models.Model):
    """One of the other side on a short list: why, and where its owner puts them."""

    public_id = PublicIdField()
    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="From 1; by fit until the owner orders them.")
    is_unwanted = models.BooleanField(default=False, help_text="Rather not: comes after everybody else.")
    reasons = models.JSONField(default=list, help_text="Reasons with a key and parameters.")

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["is_unwanted", "position", "pk"]
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "other"], name="once_on_a_short_list"),
        ]

    def __str__(self) -> str:
        return self.public_id


def shortlisted_people(person: "Person") -> models.Q:
    """Whom the person's own short lists make known to them, while these can be put into order."""
    own = Shortlist.objects.visible_to(person).open()
    return models.Q(pk__in=Wish.objects.standing().filter(shortlist__in=own).values("other__person"))


def open_shortlists(person: "Person") -> "ShortlistQuerySet":
    """The short lists that the person can put into order now."""
    return Shortlist.objects.visible_to(person).open()
