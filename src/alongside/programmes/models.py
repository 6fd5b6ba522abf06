"""Programme, who runs it, who takes part, and what makes a match good or forbidden."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.programmes.coaching.models import CoachTerms  # noqa: F401  Django looks for models here
from alongside.programmes.coaching.money import CURRENCIES
from alongside.programmes.lottery.models import Lot, Lottery  # noqa: F401  Django looks for models here
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Those that the person runs or takes part in, and those open to join."""
        here = {"programme": models.OuterRef("pk"), "person": person}
        runs = models.Exists(ProgrammeManager.objects.filter(**here))
        takes_part = models.Exists(Enrolment.objects.filter(**here))
        joinable = models.Q(state=Programme.State.OPEN, is_open_to_join=True)
        return self.filter(organisation=person.organisation).filter(runs | takes_part | joinable)

    def managed_by(self, person: "Person") -> Self:
        """Those that the person runs, as manager or deputy."""
        return self.filter(organisation=person.organisation, managers__person=person)


class Programme(models.Model):
    """Something that people take part in for a time: one kind, one set of rules, one rhythm."""

    class Kind(models.TextChoices):
        """How people meet."""

        MENTORING = "mentoring", _("Mentoring")
        REVERSE = "reverse", _("Reverse mentoring")
        PEER = "peer", _("Peer mentoring")
        GROUP = "group", _("Group mentoring")
        FLASH = "flash", _("Flash mentoring")
        COACHING = "coaching", _("Coaching")

    class State(models.TextChoices):
        """The life of a programme."""

        DRAFT = "draft", _("Being set up")
        OPEN = "open", _("Open for sign-up")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")

    class Objective(models.TextChoices):
        """What the matching fills first."""

        PLACES = "places", _("As many places as possible")
        PEOPLE = "people", _("Everyone at least one first")

    class Preparing(models.TextChoices):
        """Who prepares before they are matched."""

        NOBODY = "nobody", _("Nobody")
        LEARNERS = "learners", _("Mentees or coachees")
        GUIDES = "guides", _("Mentors or coaches")
        EVERYBODY = "everybody", _("Everybody")

    class Way(models.TextChoices):
        """How people find each other."""

        TEAM = "team", _("The programme team matches")
        WISHES = "wishes", _("Both sides say whom they would like")
        CHOICE = "choice", _("People ask somebody themselves")
        CHATS = "chats", _("First chats, then people choose")

    PEOPLE_ASK: ClassVar = [Way.CHOICE, Way.CHATS]

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="programmes")
    name = models.CharField(_("name people will see"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MENTORING)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    purpose = models.TextField(_("what it is for"), blank=True, max_length=1500)
    is_open_to_join = models.BooleanField(_("people may sign up themselves"), default=True)
    needs_approval = models.BooleanField(_("sign-ups are approved by the programme team"), default=True)
    departments = models.JSONField(
        _("open to"), default=list, blank=True, help_text="Empty: every department."
    )
    locations = models.JSONField(
        _("places of work"), default=list, blank=True, help_text="Empty: every place."
    )
    learner_levels = models.JSONField(default=list, blank=True, help_text="Public ids; empty: every level.")
    guide_levels = models.JSONField(default=list, blank=True, help_text="Public ids; empty: every level.")
    guide_least_years = models.PositiveSmallIntegerField(
        _("years of experience, at least"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )
    preparing = models.CharField(
        _("who prepares before they are matched"),
        max_length=9,
        choices=Preparing,
        default=Preparing.NOBODY,
    )
    preparation = models.CharField(_("what they do"), max_length=300, blank=True)
    preparation_link = models.URLField(_("where it is"), max_length=300, blank=True)
    sign_up_opens_on = models.DateField(_("sign-up opens"), null=True, blank=True)
    sign_up_closes_on = models.DateField(_("sign-up closes"), null=True, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    places = models.PositiveIntegerField(
        _("places for mentees"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rhythm_in_days = models.PositiveSmallIntegerField(
        _("they meet every"), default=14, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    session_minutes = models.PositiveSmallIntegerField(
        _("each session, minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    monthly_as_guide = models.PositiveSmallIntegerField(
        _("meetings that a mentor gives in a month, at most"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    monthly_as_learner = models.PositiveSmallIntegerField(
        _("meetings that a mentee books in a month, at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    guides_per_learner = models.PositiveSmallIntegerField(
        _("mentors for each mentee, at most"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    learners_per_guide = models.PositiveSmallIntegerField(
        _("mentees for each mentor, at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    objective = models.CharField(
        _("what to fill first"), max_length=8, choices=Objective, default=Objective.PLACES
    )
    way = models.CharField(_("how people find each other"), max_length=6, choices=Way, default=Way.TEAM)
    is_matched_weekly = models.BooleanField(
        _("whoever joins later is matched every week, by the same rules"), default=False
    )
    is_weekly_published = models.BooleanField(
        _("the weekly matching is published without the team looking first"), default=True
    )
    first_chat_minutes = models.PositiveSmallIntegerField(
        _("each first chat, minutes"),
        default=20,
        validators=[MinValueValidator(15), MaxValueValidator(30)],
    )
    circle_size = models.PositiveSmallIntegerField(
        _("people in a circle, about"),
        default=6,
        validators=[MinValueValidator(3), MaxValueValidator(15)],
    )
    circle_has_guide = models.BooleanField(_("each circle has a mentor"), default=True)
    circle_topics = models.JSONField(default=list, blank=True, help_text="What circles gather around.")
    peers_together = models.PositiveSmallIntegerField(
        _("peers meet"), choices=[(2, _("in twos")), (3, _("in threes"))], default=2
    )
    session_credits = models.PositiveSmallIntegerField(
        _("sessions for each coachee"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Each session that was held uses one. Leave it empty, and nobody counts them."),
    )
    budget = models.DecimalField(
        _("budget for coaches from outside"),
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("You are warned at 80 % and at 100 % of it. Only those who run the programme read it."),
    )
    currency = models.CharField(
        _("currency of fees and budget"),
        max_length=3,
        default="EUR",
        choices=[(code, code) for code in CURRENCIES],
    )
    answer_within_days = models.PositiveSmallIntegerField(_("days to answer a suggested match"), default=10)
    questionnaire = models.ForeignKey(
        "questionnaires.Questionnaire", models.RESTRICT, null=True, related_name="programmes"
    )
    setup_step = models.PositiveSmallIntegerField(
        default=1, help_text="The furthest step of the setup reached."
    )
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def people_ask(self) -> bool:
        """Whether learners look for a guide themselves, so that nobody has to be matched."""
        return self.way in self.PEOPLE_ASK

    @property
    def is_pool(self) -> bool:
        """Whether everybody is in one pool without sides; of the two numbers of places only the learner's counts."""
        return self.kind == self.Kind.PEER

    def side_of(self, wanted: str) -> str:
        """The side that somebody takes who asks for this one: in one pool, both."""
        return Enrolment.Role.BOTH if self.is_pool else wanted

    @property
    def forms_circles(self) -> bool:
        """Whether people are gathered in circles: around topics, or as peers in threes."""
        is_group = self.kind == self.Kind.GROUP and bool(self.circle_topics)
        return is_group or self.meets_in_threes

    @property
    def meets_in_threes(self) -> bool:
        """Whether peers meet in threes, and about no topic."""
        return self.is_pool and self.peers_together == 3

    @property
    def smallest_circle(self) -> int:
        """How few a circle can be, its mentor not counted: two fewer than is wanted, and never one alone."""
        if self.meets_in_threes:
            return 2
        return max(3, self.circle_size - 2)

    @property
    def largest_circle(self) -> int:
        """How many a circle can be, its mentor not counted."""
        if self.meets_in_threes:
            return 3
        return min(15, self.circle_size + 2)

    @property
    def takes_people(self) -> bool:
        """Whether one can sign up: open or running, by oneself, and inside the dates."""
        today = timezone.localdate()
        has_begun = self.sign_up_opens_on is None or self.sign_up_opens_on <= today
        has_ended = self.sign_up_closes_on is not None and self.sign_up_closes_on < today
        is_live = self.state in {self.State.OPEN, self.State.RUNNING}
        return is_live and self.is_open_to_join and has_begun and not has_ended

    @property
    def rhythm_in_words(self) -> str:
        """How often people meet, as they say it."""
        if self.kind == self.Kind.FLASH:
            return str(_("When you have a question"))
        usual = {7: _("Every week"), 14: _("Every two weeks"), 30: _("Every month")}
        every = ngettext("Every %(count)d day", "Every %(count)d days", self.rhythm_in_days)
        return str(usual.get(self.rhythm_in_days, every % {"count": self.rhythm_in_days}))


class ProgrammeManager(models.Model):
    """A person who runs a programme, or stands in for who does."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="managers")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="managed_programmes")
    is_deputy = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="manager_once_per_programme")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """One's own, and all of the programmes that one runs."""
        managed = Programme.objects.managed_by(person)
        return self.filter(models.Q(person=person) | models.Q(programme__in=managed))

    def taking_part(self) -> Self:
        """Approved and not gone: the people whom a matching considers. Who waits for a place is not in yet."""
        return self.filter(state__in=Enrolment.TAKING_PART)

    def looking(self) -> Self:
        """Approved, and nobody found yet."""
        return self.filter(state=Enrolment.State.APPROVED)

    def still_preparing(self) -> Self:
        """Those who take part and have the preparation of their programme still to do."""
        prepares = models.Q(programme__preparing=Programme.Preparing.EVERYBODY)
        for preparing, role in (
            (Programme.Preparing.LEARNERS, Enrolment.Role.LEARNER),
            (Programme.Preparing.GUIDES, Enrolment.Role.GUIDE),
        ):
            prepares |= models.Q(programme__preparing=preparing, role__in=[role, Enrolment.Role.BOTH])
        return self.taking_part().filter(prepares, prepared_at=None)


class Enrolment(models.Model):
    """A person in a programme, in a role, with their answers, places and pause."""

    class Role(models.TextChoices):
        """Which side of a relationship the person takes."""

        LEARNER = "learner", _("Mentee")
        GUIDE = "guide", _("Mentor")
        BOTH = "both", _("Mentee and mentor")

    class State(models.TextChoices):
        """The life of an enrolment."""

        APPLIED = "applied", _("Applied")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WAITING = "waiting", _("On the waiting list")
        MATCHED = "matched", _("Matched")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TAKING_PART: ClassVar = [State.APPROVED, State.MATCHED]
    OVER: ClassVar = frozenset({State.WITHDRAWN, State.DECLINED, State.COMPLETED})

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="enrolments")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    places_as_learner = models.PositiveSmallIntegerField(_("how many mentors"), default=1)
    places_as_guide = models.PositiveSmallIntegerField(_("how many mentees"), default=1)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    prepared_at = models.DateTimeField(null=True, help_text="When the preparation was marked as done.")
    response = models.ForeignKey(
        "questionnaires.Response", models.SET_NULL, null=True, related_name="enrolments"
    )
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    applied_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], name="one_enrolment_per_person_and_programme"
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"])]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_learner(self) -> bool:
        """Whether the person seeks somebody in this programme."""
        return self.role in {self.Role.LEARNER, self.Role.BOTH}

    @property
    def asks_for_themselves(self) -> bool:
        """Whether the person may look for a guide and ask them, instead of being matched."""
        live = {Programme.State.OPEN, Programme.State.RUNNING}
        is_choice = self.programme.people_ask and self.programme.state in live
        return is_choice and self.is_learner and self.state in self.TAKING_PART

    def has_to_prepare(self, side: str = "") -> bool:
        """Whether the preparation for a side, ``learner`` or ``guide``, or for any that they take, is still to do."""
        preparing = self.programme.preparing
        if self.prepared_at is not None or preparing == Programme.Preparing.NOBODY:
            return False
        sides = {"learner": self.is_learner, "guide": self.is_guide}
        taken = {side} if side else {each for each, is_taken in sides.items() if is_taken}
        return preparing == Programme.Preparing.EVERYBODY or f"{preparing}".removesuffix("s") in taken

    @property
    def is_preparing(self) -> bool:
        """Whether the person takes part, and a preparation keeps them from being matched on some side."""
        return self.state in self.TAKING_PART and self.has_to_prepare()

    @property
    def looks_by_criteria(self) -> bool:
        """Whether the person takes part and looks for somebody by the programme's criteria, not by topic or time."""
        by_topic = {Programme.Kind.FLASH, Programme.Kind.GROUP}
        return self.is_learner and self.state in self.TAKING_PART and self.programme.kind not in by_topic

    @property
    def meets_shortly(self) -> bool:
        """Whether the person books or offers short meetings by this enrolment, as things stand."""
        live = {Programme.State.OPEN, Programme.State.RUNNING}
        is_flash = self.programme.kind == Programme.Kind.FLASH and self.programme.state in live
        return is_flash and self.state in self.TAKING_PART

    @property
    def is_guide(self) -> bool:
        """Whether the person helps somebody in this programme."""
        return self.role in {self.Role.GUIDE, self.Role.BOTH}


class JoiningCodeQuerySet(models.QuerySet["JoiningCode"]):
    """One-time codes."""

    def open(self) -> Self:
        """Those that still work."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class JoiningCode(models.Model):
    """A printed code by which somebody without a mailbox at work signs up: once, for a time."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="joining_codes")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the code.")
    made_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")

    objects = JoiningCodeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class Criterion(models.Model):
    """What makes a match better: a kind that the matching engine knows, its settings, its weight."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    weight = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(20)])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.kind


class Rule(models.Model):
    """What a match must obey: a kind that the matching engine knows, and its settings."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.kind
