"""Lottery and Lot: a draw of a programme's places, and each number in it."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.lottery.drawing import Entry
from alongside.web.public_ids import PublicIdField

if TYPE_CHECKING:
    from alongside.accounts.models import Person


class LotteryQuerySet(models.QuerySet["Lottery"]):
    """Lotteries; everything that is shown of one is for everybody."""

    def declared(self) -> Self:
        """Those that are still to be drawn."""
        return self.filter(drawn_at=None, withdrawn_at=None)


class Lottery(models.Model):
    """A draw that was declared: what was promised before it, and what came of it. It is never deleted by itself."""

    public_id = PublicIdField()
    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="lotteries")
    places = models.PositiveSmallIntegerField(
        _("how many places are drawn"), validators=[MinValueValidator(1)]
    )
    seed = models.CharField(max_length=64, help_text="Told to nobody before the draw.")
    commitment = models.CharField(max_length=64, help_text="SHA-256 of the seed, told from the start.")
    declared_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    drawn_at = models.DateTimeField(null=True)
    list_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the published list.")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    draws_refused = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was to be drawn again."
    )

    objects = LotteryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lotteries"
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(drawn_at=None, withdrawn_at=None),
                name="one_declared_lottery_per_programme",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_declared(self) -> bool:
        """Whether it is still to be drawn."""
        return self.drawn_at is None and self.withdrawn_at is None

    @property
    def opened_seed(self) -> str:
        """The seed once it may be known; empty before."""
        return "" if self.is_declared else self.seed


class LotQuerySet(models.QuerySet["Lot"]):
    """Lots, as far as somebody may see whose they are."""

    def visible_to(self, person: "Person") -> Self:
        """One's own."""
        return self.filter(enrolment__person=person)


class Lot(models.Model):
    """A number in a lottery that was drawn, and where it came."""

    lottery = models.ForeignKey(Lottery, models.CASCADE, related_name="lots")
    enrolment = models.ForeignKey("programmes.Enrolment", models.SET_NULL, null=True, related_name="lots")
    number = models.CharField(max_length=16)
    goes_first = models.BooleanField(default=False)
    position = models.PositiveIntegerField()
    is_drawn = models.BooleanField()

    objects = LotQuerySet.as_manager()

    class Meta:
        ordering = ["lottery", "position"]
        constraints = [
            models.UniqueConstraint(fields=["lottery", "number"], name="a_number_is_in_a_lottery_once"),
            models.UniqueConstraint(fields=["lottery", "position"], name="one_number_at_each_position"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def entry(self) -> Entry:
        """As the draw knows it."""
        return Entry(self.number, self.goes_first)
