"""Proposal: a match offered to both."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.matching.models.scenarios import Scenario
from alongside.programmes.models import Enrolment, Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those offered to the person."""
        return self.filter(models.Q(learner__person=person) | models.Q(guide__person=person))

    def overseen_by(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(programme__in=Programme.objects.managed_by(person))

    def with_reasons_for(self, person: "Person") -> Self:
        """``reason_told``: why somebody said no, for the team; who runs a programme and takes part in it reads
        none that was given about themselves.
        """
        about = models.Q(learner__person=person) | models.Q(guide__person=person)
        withheld = models.When(about & ~models.Q(declined_by=person), then=models.Value(""))
        return self.annotate(reason_told=models.Case(withheld, default=models.F("decline_reason")))

    def with_people(self) -> Self:
        """With the programme and everything of both people that a page shows, in a few queries."""
        rows = self.select_related(
            "programme__organisation",
            "relationship",
            "learner__person__profile__level",
            "guide__person__profile__level",
        )
        return rows.prefetch_related("learner__person__skills__skill", "guide__person__skills__skill")

    def waiting(self) -> Self:
        """Offered, still in time to be answered, and both still take part."""
        in_time = self.filter(state=Proposal.State.OFFERED, expires_at__gt=Now())
        there = Enrolment.TAKING_PART
        return in_time.filter(learner__state__in=there, guide__state__in=there)

    def waiting_for(self, person: "Person") -> Self:
        """Those to which this person has not said yes yet."""
        as_learner = models.Q(learner__person=person, learner_accepted_at=None)
        as_guide = models.Q(guide__person=person, guide_accepted_at=None)
        return self.filter(as_learner | as_guide)


class Proposal(models.Model):
    """A match offered to both sides, which they accept or decline."""

    class State(models.TextChoices):
        """The life of a proposal."""

        OFFERED = "offered", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered in time")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="proposals")
    scenario = models.ForeignKey(Scenario, models.SET_NULL, null=True, related_name="proposals")
    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="proposals_as_learner")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="proposals_as_guide")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    learner_accepted_at = models.DateTimeField(null=True)
    guide_accepted_at = models.DateTimeField(null=True)
    is_request = models.BooleanField(default=False, help_text="The learner asked for it themselves.")
    message = models.TextField(blank=True, max_length=600, help_text="What the learner wrote to the guide.")
    declined_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    relationship = models.ForeignKey(
        "relationships.Relationship", models.SET_NULL, null=True, related_name="proposals"
    )
    offered_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, help_text="When who had not answered was reminded.")
    answered_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["programme", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "guide"],
                condition=models.Q(state="offered"),
                name="one_open_proposal_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be answered."""
        return self.state == self.State.OFFERED and self.expires_at > timezone.now()

    def side_of(self, person: "Person") -> str:
        """``learner`` or ``guide``."""
        return "learner" if self.learner.person_id == person.pk else "guide"

    def other(self, person: "Person") -> "Person":
        """Whom the person is suggested."""
        return self.guide.person if self.side_of(person) == "learner" else self.learner.person

    def enrolment_of(self, person: "Person") -> Enrolment:
        """The enrolment of one of the two."""
        return self.learner if self.side_of(person) == "learner" else self.guide

    def has_yes_of(self, person: "Person") -> bool:
        """Whether this person has accepted."""
        return getattr(self, f"{self.side_of(person)}_accepted_at") is not None

    def waits_for(self, person: "Person") -> bool:
        """Whether this person's answer is still wanted."""
        return self.is_waiting and not self.has_yes_of(person)


def suggested_people(person: "Person") -> models.Q:
    """Whom a suggested match that waits makes known to the person."""
    waiting = Proposal.objects.waiting()
    guides = waiting.filter(learner__person=person).values("guide__person")
    learners = waiting.filter(guide__person=person).values("learner__person")
    return models.Q(pk__in=guides) | models.Q(pk__in=learners)


def waiting_suggestions(person: "Person") -> ProposalQuerySet:
    """The person's suggested matches that still wait for an answer of either side."""
    return Proposal.objects.visible_to(person).waiting()
