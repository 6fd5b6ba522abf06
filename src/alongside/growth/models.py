"""Goals: a person's own, shared one by one with whom they choose."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and those that their owner has shared with the person."""
        shared = GoalShare.objects.filter(person=person).values("goal")
        return self.filter(models.Q(owner=person) | models.Q(pk__in=shared))


class Goal(models.Model):
    """What a person wants to reach, how they will know, and by when."""

    class State(models.TextChoices):
        """The life of a goal."""

        ACTIVE = "active", _("Working on it")
        REACHED = "reached", _("Reached")
        LET_GO = "let_go", _("Let go")

    public_id = PublicIdField()
    owner = models.ForeignKey("accounts.Person", models.CASCADE, related_name="goals")
    title = models.CharField(_("what you want to reach"), max_length=200)
    why = models.TextField(_("why it matters to you"), blank=True, max_length=1500)
    measure = models.CharField(_("how you will know"), max_length=300)
    due_on = models.DateField(_("by when"))
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day has passed while it is still worked on."""
        return self.state == self.State.ACTIVE and self.due_on < timezone.localdate()

    @property
    def readers(self) -> str:
        """The short names of those it is shared with, joined as the language does."""
        return get_text_list([share.person.short_name for share in self.shares.all()], gettext("and"))


class GoalShare(models.Model):
    """The owner lets one other person read a goal, until they take it back."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="shares")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="goals_shared_with")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "person"], name="one_share_per_goal_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}"
