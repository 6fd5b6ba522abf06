"""What people fill in: times to offer, a question to bring, and whether a time is offered again."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.matching.flash.cutting import cut
from alongside.matching.forms import GuidesFilter
from alongside.relationships.models import Session
from alongside.web.forms import Day

MOST_WEEKS = 12


class TimesFilter(GuidesFilter):
    """What the guides with open times are narrowed to; lives in the address."""

    free = None  # type: ignore[assignment]  # everybody shown has a free time
    order = None  # type: ignore[assignment]  # whoever has been booked least stands first


class OfferForm(forms.Form):
    """One time, or a stretch of a day to be cut into several, once or every week; gives ``starts``."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=Day)
    begins = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("Empty: one time. With an end, the stretch is cut into several."),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks"), min_value=1, max_value=MOST_WEEKS, initial=1
    )
    way = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Session.Way.choices)

    def __init__(self, *args: Any, minutes: int, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self.minutes = minutes

    @property
    def zone(self) -> str:
        """The zone in which day and times are meant."""
        return timezone.get_current_timezone_name().replace("_", " ")

    def clean(self) -> dict[str, Any]:
        """Day and times as the moments at which the slots begin."""
        data = super().clean() or {}
        if self.errors:
            return data
        begins, ends = data["begins"], data["ends"]
        if ends and ends <= begins:
            self.add_error("ends", _("The end has to come after the beginning, on the same day."))
            return data
        try:
            starts = list(
                cut(
                    data["day"],
                    begins,
                    ends,
                    minutes=self.minutes,
                    weeks=data["weeks"],
                    zone=timezone.get_current_timezone(),
                )
            )
        except OverflowError:
            self.add_error("day", _("This day is too far away. Choose another."))
            return data
        return {"starts": starts, "way": data["way"]}


class BookForm(forms.Form):
    """The question that one brings."""

    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "What you would like to think about in this short time. One or two sentences."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CancelForm(forms.Form):
    """Whether a guide who cancels offers the time to others."""

    offer_again = forms.BooleanField(label=gettext_lazy("Offer this time to somebody else"), required=False)
