"""FirstChat: a learner and a guide find out whether they want to work together. FirstChatTime: when they could."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Enrolment, Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class FirstChatQuerySet(models.QuerySet["FirstChat"]):
    """First chats, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """The person's own, on either side; a programme's team reads none."""
        return self.filter(models.Q(learner__person=person) | models.Q(guide__person=person))

    def open(self) -> Self:
        """Those that still lead somewhere: not over, in time, and both take part."""
        in_time = self.exclude(state=FirstChat.State.OVER).filter(expires_at__gt=Now())
        there = Enrolment.TAKING_PART
        return in_time.filter(learner__state__in=there, guide__state__in=there)

    def with_people(self) -> Self:
        """With the programme and everything of both people that a page shows."""
        return self.select_related(
            "programme__organisation",
            "proposal__relationship",
            "learner__person__profile__level",
            "guide__person__profile__level",
        ).prefetch_related("times")


class FirstChat(models.Model):
    """A short talk of a learner and a guide before the learner chooses. It holds no place of the guide."""

    class State(models.TextChoices):
        """The life of a first chat."""

        ASKED = "asked", _("A time is looked for")
        AGREED = "agreed", _("A time is agreed")
        HELD = "held", _("You have talked")
        OVER = "over", _("Has ended")

    class Ending(models.TextChoices):
        """Why it is over; the other side is never told."""

        DECLINED = "declined", _("The guide said no")
        TAKEN_BACK = "taken_back", _("The learner let go of it")
        CHOSE_ANOTHER = "chose_another", _("The learner works with somebody else")
        TOGETHER = "together", _("The two work together")
        EXPIRED = "expired", _("Nobody went on in time")
        LEFT = "left", _("One of the two has left")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="first_chats")
    learner = models.ForeignKey(Enrolment, models.CASCADE, related_name="first_chats_as_learner")
    guide = models.ForeignKey(Enrolment, models.CASCADE, related_name="first_chats_as_guide")
    message = models.TextField(max_length=600, help_text="What the learner wrote to the guide.")
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    ending = models.CharField(max_length=13, choices=Ending, blank=True)
    is_learners_turn = models.BooleanField(
        default=False, help_text="Who is asked to agree to a time: the learner, else the guide."
    )
    starts_at = models.DateTimeField(null=True, help_text="The time that both agreed to.")
    proposal = models.OneToOneField(
        "matching.Proposal", models.SET_NULL, null=True, related_name="first_chat", help_text="The choice."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="By when somebody has to go on with it.")
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = FirstChatQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["programme", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "guide"],
                condition=~models.Q(state="over"),
                name="one_open_first_chat_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still leads somewhere."""
        return self.state != self.State.OVER and self.expires_at > timezone.now()

    @property
    def stage(self) -> str:
        """Where it stands, as a word that is another one once somebody has gone on with it."""
        return f"{self.state} {int(self.is_learners_turn)} {self.proposal_id or 0}"

    @property
    def has_begun(self) -> bool:
        """Whether the agreed time has come."""
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_chosen(self) -> bool:
        """Whether the learner has chosen this guide, and the guide has not answered yet."""
        return self.proposal is not None and self.proposal.is_waiting

    def side_of(self, person: "Person") -> str:
        """``learner`` or ``guide``."""
        return "learner" if self.learner.person_id == person.pk else "guide"

    def other(self, person: "Person") -> "Person":
        """With whom the person talks."""
        return self.guide.person if self.side_of(person) == "learner" else self.learner.person

    def waits_for(self, person: "Person") -> bool:
        """Whether the person is asked to agree to a time."""
        return (
            self.is_open
            and self.state == self.State.ASKED
            and self.is_learners_turn == (self.side_of(person) == "learner")
        )

    def times_to_come(self) -> list["FirstChatTime"]:
        """The times that stand to choose from and have not passed."""
        return [time for time in self.times.all() if time.starts_at > timezone.now()]


class FirstChatTime(models.Model):
    """One of the times that one side proposes, for the other to choose from."""

    chat = models.ForeignKey(FirstChat, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["chat", "starts_at"], name="first_chat_time_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


def chatting_people(person: "Person") -> models.Q:
    """Whom an open first chat makes known to the person."""
    chats = FirstChat.objects.open()
    guides = chats.filter(learner__person=person).values("guide__person")
    learners = chats.filter(guide__person=person).values("learner__person")
    return models.Q(pk__in=guides) | models.Q(pk__in=learners)


def open_chats(person: "Person") -> "FirstChatQuerySet":
    """The person's first chats that still lead somewhere."""
    return FirstChat.objects.visible_to(person).open()
