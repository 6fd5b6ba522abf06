"""User (signs in), Organisation (the tenant), Person (someone in an organisation's directory)."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.accounts import acquaintance
from alongside.activity.mailboxes import has_mailbox, shown_address
from alongside.web.public_ids import PublicIdField


def normalised_email(address: str) -> str:
    """One spelling per mailbox, so that an address is unique however it was typed."""
    return address.strip().casefold()


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, because nobody is above the table of who reads what."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Save a new user; without a password they sign in by link or passkey."""
        user = self.model(email=normalised_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, however it is spelt."""
        return self.get(email=normalised_email(username or ""))


class User(AbstractBaseUser):
    """An account that signs in. What it may do is said by its people, one per organisation."""

    email = models.EmailField(_("email address"), max_length=254, unique=True)
    recovery_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the code that opens an account without a mailbox again; used once.",
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Organisation(models.Model):
    """The tenant: a company, university, association or community."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA name, as Europe/London.")
    language = models.CharField(max_length=12, default="en-gb")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """People, as far as somebody may see them."""

    def visible_to(self, person: "Person") -> Self:
        """Oneself; everyone for an administrator; otherwise those whom a feature has introduced."""
        within = self.filter(organisation=person.organisation)
        if person.is_organisation_admin:
            return within
        return within.filter(acquaintance.condition(person))

    def with_invitation(self) -> Self:
        """With ``invited_until``: when the invitation that still works ends; empty where there is none."""
        open_ones = Invitation.objects.open().filter(person=models.OuterRef("pk")).order_by("-expires_at")
        return self.annotate(invited_until=models.Subquery(open_ones.values("expires_at")[:1]))


class Person(models.Model):
    """Someone in an organisation's directory; exists before, and without, ever signing in."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="people")
    email = models.EmailField(_("email address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    is_organisation_admin = models.BooleanField(_("organisation admin"), default=False)
    may_start_programmes = models.BooleanField(_("may start programmes"), default=False)
    language = models.CharField(_("language of pages and mails"), max_length=12, default="en-gb")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    theme = models.CharField(
        max_length=5, blank=True, help_text="light, dark, or empty to follow the device."
    )
    left_at = models.DateTimeField(null=True, blank=True, help_text="When the person left the organisation.")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], name="one_person_per_email_in_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"], name="one_person_per_user_in_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        """Keep the address in its one spelling."""
        self.email = normalised_email(self.email)
        super().save(*args, **kwargs)

    @property
    def has_mailbox(self) -> bool:
        """Whether mail can reach this person; those it cannot reach sign in with a name."""
        return has_mailbox(self.email)

    @property
    def shown_address(self) -> str:
        """The address, or the sign-in name of those who have none."""
        return shown_address(self.email)

    @property
    def short_name(self) -> str:
        """What others call this person in running text: the first word of the name."""
        return self.name.split()[0] if self.name.split() else self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> Self:
        """Those whose link still works."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A personal link by which someone opens their account; used once, for a time."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    address = models.EmailField(
        max_length=254,
        help_text="Where it was sent; the account is for this address, whatever changes later.",
    )
    token_digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the secret in the link."
    )
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.expires_at > timezone.now()


class DemoPersona(models.Model):
    """Somebody of the demonstration whom a visitor can be for a while; used in demo mode only."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="demo_persona")
    part = models.CharField(max_length=60)
    line = models.CharField(max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.part


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens."""

    def visible_to(self, person: Person) -> Self:
        """A person's own tokens."""
        return self.filter(person=person)


class ApiToken(models.Model):
    """A personal token for the API: shown once, kept as a digest, limited to scopes."""

    class Scope(models.TextChoices):
        """What a token may do."""

        READ = "read", _("Read what I may see")
        WRITE = "write", _("Change what I may change")

    public_id = PublicIdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    scopes = models.JSONField(default=list, help_text='A list out of "read" and "write".')
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class IdempotentReply(models.Model):
    """The answer once given to a write with an Idempotency-Key, so that a repeat gets the same one."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="replies")
    key = models.CharField(max_length=120)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True, help_text="Empty where the answer has no body.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_reply_per_token_and_key")]
        verbose_name_plural = "idempotent replies"

    def __str__(self) -> str:
        return self.key
