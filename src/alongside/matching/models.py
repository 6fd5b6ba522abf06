"""Scenario: inputs and the matching computed from them, kept whole. Proposal: a match offered to both."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.matching.weekly.models import WeeklyMatching  # noqa: F401  so that Django finds it
from alongside.matching.wishes.models import Shortlist, Wish, WishRound  # noqa: F401  so that Django finds them
from alongside.programmes.models import Enrolment, Programme
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(programme__in=Programme.objects.managed_by(person))


class Scenario(models.Model):
    """One set of inputs, criteria and rules with the matching computed from it, kept whole."""

    class State(models.TextChoices):
        """The life of a scenario."""

        DRAFT = "draft", _("Being computed")
        SOLVED = "solved", _("Ready")
        PUBLISHED = "published", _("Published")

    class Objective(models.TextChoices):
        """What a run aims for."""

        PLACES = Programme.Objective.PLACES.value, Programme.Objective.PLACES.label
        PEOPLE = Programme.Objective.PEOPLE.value, Programme.Objective.PEOPLE.label
        FAIREST = "fairest", _("Fairest: the worst pair as good as can be, then the highest total")
        STABLE = "stable", _("Stable: no two would both rather have each other")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="scenarios")
    number = models.PositiveIntegerField(help_text="Counts the runs of a programme, from 1.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    objective = models.CharField(max_length=8, choices=Objective, default=Objective.PLACES)
    criteria = models.JSONField(default=list, help_text="Kinds, settings and weights, as they stood.")
    rules = models.JSONField(default=list, help_text="Kinds and settings, as they stood.")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    result = models.JSONField(default=dict, help_text="Totals, bound, gap and distribution.")
    is_weekly = models.BooleanField(default=False, help_text="Made by the clock, for whoever joined since.")
    audit_readers = models.ManyToManyField("accounts.Person", related_name="+")
    created_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_scenario_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def mean_points(self) -> int:
        """The mean fit as it was solved, 0 to 100."""
        return round(100 * self.result.get("mean", 0))

    @property
    def lowest_points(self) -> int:
        """The lowest fit as it was solved, 0 to 100."""
        return round(100 * self.result.get("lowest", 0))


class ScenarioPairQuerySet(models.QuerySet["ScenarioPair"]):
    """Pairs of scenarios."""

    def visible_to(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(scenario__programme__in=Programme.objects.managed_by(person))

    def with_people(self) -> Self:
        """With both people and their profiles, in the same query."""
        return self.select_related("learner__person__profile", "guide__person__profile")

    def with_name(self, words: str) -> Self:
        """Those in which one of the two is called like this."""
        return self.filter(
            models.Q(learner__person__name__icontains=words) | models.Q(guide__person__name__icontains=words)
        )


class ScenarioPair(models.Model):
    """A pair of a solved scenario, with what each criterion gave and the reasons in words."""

    public_id = PublicIdField()
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="pairs")
    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    fit = models.FloatField(help_text="0 to 1.")
    contributions = models.JSONField(
        default=list, help_text="Points of each criterion, adding up to the fit."
    )
    reasons = models.JSONField(default=list, help_text="Reasons with a key and parameters.")
    flags = models.JSONField(default=list, help_text="What a manager should look at, as keys.")
    is_locked = models.BooleanField(default=False)

    objects = ScenarioPairQuerySet.as_manager()

    class Meta:
        ordering = ["-fit", "pk"]
        indexes = [models.Index(fields=["scenario", "-fit"])]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "learner", "guide"], name="pair_once_per_scenario"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"


class ScenarioUnmatched(models.Model):
    """Someone left without a match in a scenario: why, and the smallest change that would mend it."""

    public_id = PublicIdField()
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="unmatched")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    reason = models.JSONField(default=dict, help_text="A key and parameters.")
    cure = models.JSONField(default=dict, blank=True, help_text="A key, parameters, and whom it touches.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}"


class PairConstraint(models.Model):
    """The manager's word on a pair: kept together in every later run, or kept apart."""

    class Kind(models.TextChoices):
        """Together or apart."""

        LOCK = "lock", _("Keep together")
        FORBID = "forbid", _("Keep apart")

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pair_constraints")
    kind = models.CharField(max_length=6, choices=Kind)
    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    created_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "learner", "guide"], name="one_word_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.learner_id} {self.guide_id}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those offered to the person."""
        return self.filter(models.Q(learner__person=person) | models.Q(guide__person=person))

    def overseen_by(self, person: "Person") -> Self:
        """Those of the programmes that the person runs."""
        return self.filter(programme__in=Programme.objects.managed_by(person))

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


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Recommended guides, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those recommended to the person, and to nobody else: not to the guide, not to the team."""
        return self.filter(learner__person=person)


class Recommendation(models.Model):
    """A guide whom a learner is shown first where people ask somebody themselves, and why."""

    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="recommendations")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="+")
    fit = models.FloatField(help_text="0 to 1; nobody reads it.")
    reasons = models.JSONField(default=list, help_text="Reasons with a key and parameters.")
    rank = models.PositiveSmallIntegerField(help_text="From 1, the best fit first.")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["learner", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "guide"], name="recommended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"


class Recommending(models.Model):
    """When a programme's recommendations were worked out last, and from what."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="recommending")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of who took part with which places."
    )
    worked_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.programme_id}"


class InLineQuerySet(models.QuerySet["InLine"]):
    """Places in the lines of guides who are full."""

    def visible_to(self, person: "Person") -> Self:
        """The person's own; a guide does not learn who waits for them."""
        return self.filter(learner__person=person)


class InLine(models.Model):
    """A learner who waits for a place with a guide who is full; the first in line is told when there is one."""

    learner = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="in_lines")
    guide = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="line")
    since = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, help_text="When a place was kept for them for a while.")

    objects = InLineQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name_plural = "in line"
        constraints = [
            models.UniqueConstraint(fields=["learner", "guide"], name="in_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.guide_id}"


def suggested_people(person: "Person") -> models.Q:
    """Whom a suggested match that waits makes known to the person."""
    waiting = Proposal.objects.waiting()
    guides = waiting.filter(learner__person=person).values("guide__person")
    learners = waiting.filter(guide__person=person).values("learner__person")
    return models.Q(pk__in=guides) | models.Q(pk__in=learners)


def has_waiting(person: "Person") -> bool:
    """Whether a suggested match of the person's still waits for an answer of either side."""
    return Proposal.objects.visible_to(person).waiting().exists()
