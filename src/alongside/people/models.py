"""Profile, skills and the organisation's own ordered levels."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class Level(models.Model):
    """One step of the organisation's own ladder of seniority; a higher rank is more senior."""

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="levels")
    name = models.CharField(_("name"), max_length=80)
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_level_per_name"),
            models.UniqueConstraint(fields=["organisation", "rank"], name="one_level_per_rank"),
        ]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """What others may know of a person before they meet."""

    person = models.OneToOneField("accounts.Person", models.CASCADE, related_name="profile")
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    photo = models.ImageField(_("photo"), upload_to="photos", blank=True)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    level = models.ForeignKey(
        Level, models.SET_NULL, null=True, blank=True, related_name="profiles", verbose_name=_("level")
    )
    department = models.CharField(_("department"), max_length=150, blank=True, db_index=True)
    location = models.CharField(_("location"), max_length=150, blank=True)
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text="BCP 47 codes, as en, de."
    )
    manager = models.ForeignKey(
        "accounts.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("manager"),
    )
    years_of_experience = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )
    biography = models.TextField(_("about you"), blank=True, max_length=2000)
    interests = models.JSONField(_("interests"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("how many people at most, over all programmes"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(50)],
    )
    other = models.JSONField(default=dict, blank=True, help_text="Further columns of the directory, by name.")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.person)


class Skill(models.Model):
    """A skill, as the organisation names it."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="skills")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_skill_per_name")]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """A skill that a person offers (how strong) or wants (how much), one to five."""

    class Direction(models.TextChoices):
        """Whether the person gives or seeks it."""

        OFFERED = "offered", _("I can help with")
        WANTED = "wanted", _("I want to learn")

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="people")
    direction = models.CharField(max_length=8, choices=Direction)
    strength = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill", "direction"], name="one_direction_per_skill"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.direction} {self.strength}"


class ProtectedCharacteristicQuerySet(models.QuerySet["ProtectedCharacteristic"]):
    """Protected characteristics."""

    def visible_to(self, person: "Person") -> Self:
        """A person's own, and nobody else's: not for a programme's team, not for an admin."""
        return self.filter(person=person)


class ProtectedCharacteristic(models.Model):
    """Something about a person that only the matching may use, and only as far as they have ticked."""

    class Kind(models.TextChoices):
        """What it is about."""

        GENDER = "gender", _("Gender")
        ETHNICITY = "ethnicity", _("Ethnicity or culture")
        DISABILITY = "disability", _("Disability")
        AGE = "age", _("Age group")
        RELIGION = "religion", _("Religion or belief")
        ORIENTATION = "orientation", _("Sexual orientation")

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="protected_characteristics")
    kind = models.CharField(max_length=11, choices=Kind)
    value = models.CharField(max_length=60)
    is_sought = models.BooleanField(default=False, help_text="Wishes for a guide who shares it.")
    is_offered = models.BooleanField(default=False, help_text="Lets it count for learners who wish for it.")

    objects = ProtectedCharacteristicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_characteristic_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Declared conflicts."""

    def visible_to(self, person: "Person") -> Self:
        """All of the organisation, for those who keep the directory; nothing for anybody else."""
        if not (person.is_organisation_admin or person.may_start_programmes):
            return self.none()
        return self.filter(organisation=person.organisation)


class Conflict(models.Model):
    """Two people who must not be matched, such as a panel member and a candidate."""

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="conflicts")
    one = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    other = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    declared_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["one__name", "other__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_conflict_per_pair")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class ImportMapping(models.Model):
    """How a file's columns were read last time, so that the same file needs no second thought."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="import_mappings")
    purpose = models.CharField(max_length=40)
    columns_digest = models.CharField(max_length=64, help_text="SHA-256 of the column names.")
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "columns_digest"], name="one_mapping_per_columns"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class UploadQuerySet(models.QuerySet["Upload"]):
    """Files being brought in."""

    def visible_to(self, person: "Person") -> Self:
        """A person's own."""
        return self.filter(uploaded_by=person)


class Upload(models.Model):
    """A file that somebody is bringing in: read, mapped, previewed; applied only when confirmed."""

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey("accounts.Person", models.CASCADE, related_name="uploads")
    purpose = models.CharField(max_length=40, help_text="people, enrolments, pairs, locks or leavers.")
    subject_id = models.CharField(
        max_length=32, blank=True, help_text="The programme's public id, where one is meant."
    )
    file = models.FileField(upload_to="uploads")
    filename = models.CharField(max_length=255)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="uploads")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename
