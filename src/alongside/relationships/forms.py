"""What people fill in where they work together."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.relationships.models import Action, Note, Relationship, Session
from alongside.web.forms import Day

TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class WhenForm(forms.Form):
    """A day, a time in the person's own zone, and a length; gives ``starts_at`` and ``minutes``."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=Day)
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TIME)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=480)

    @property
    def zone(self) -> str:
        """The zone in which day and time are meant."""
        return timezone.get_current_timezone_name().replace("_", " ")

    def clean(self) -> dict[str, Any]:
        """Day and time as one instant; a time that the clocks skip is refused."""
        data = super().clean() or {}
        day, time = data.pop("day", None), data.pop("time", None)
        if day and time:
            data["starts_at"] = self._instant(datetime.combine(day, time))
        return data

    def _instant(self, wall: datetime) -> datetime | None:
        zone = timezone.get_current_timezone()
        try:
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
            exists = instant.astimezone(zone).replace(tzinfo=None) == wall
        except OverflowError:
            self.add_error("day", _("This day is too far away. Choose another."))
            return None
        if not exists:
            self.add_error("time", _("The clocks skip this time on that day. Choose another time."))
        return instant


class SessionForm(WhenForm):
    """A session to plan or to log."""

    way = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Session.Way.choices)
    topic = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only those who meet can read this."),
    )


class HeldForm(forms.Form):
    """How long a session was."""

    minutes = forms.IntegerField(label=gettext_lazy("Minutes that you met"), min_value=5, max_value=480)


class NoteForm(forms.ModelForm):
    """A note and who can read it."""

    class Meta:
        model = Note
        fields = ["audience", "body"]
        widgets = {
            "audience": forms.RadioSelect,
            "body": forms.Textarea(attrs={"rows": 3, "class": "input"}),
        }


class NoteBodyForm(forms.ModelForm):
    """A note written anew; who can read it stays as it is."""

    class Meta:
        model = Note
        fields = ["body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}


class ActionForm(forms.ModelForm):
    """A next step, who does it, and by when."""

    owner = forms.ModelChoiceField(label=gettext_lazy("Who does it"), queryset=Person.objects.none())

    class Meta:
        model = Action
        fields = ["text", "owner", "due_on"]
        widgets = {"due_on": Day}

    def __init__(self, *args: Any, relationship: Relationship, by: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.initial["owner"] = by
        people = Person.objects.filter(pk__in=[person.pk for person in relationship.people])
        owner = self.fields["owner"]
        owner.queryset, owner.empty_label = people, None  # type: ignore[attr-defined]  # a ModelChoiceField


class EndForm(forms.Form):
    """Perhaps why; for the programme team, who may not know."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        required=False,
        choices=[("", gettext_lazy("No reason given")), *Relationship.EndReason.choices],
        help_text=gettext_lazy("Only the programme team sees this. Nobody has to say."),
    )


class OwnEndForm(EndForm):
    """The wish of who ends it, and perhaps why; neither is needed."""

    field_order = ["match_again", "reason"]
    match_again = forms.ChoiceField(
        label=gettext_lazy("And then?"),
        choices=[("yes", gettext_lazy("Match me again")), ("no", gettext_lazy("Not for now"))],
        initial="yes",
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        required=False,
        choices=[("", gettext_lazy("I would rather not say")), *Relationship.EndReason.choices[:-1]],
        help_text=gettext_lazy("Only the programme team sees this, never the other side. You need not say."),
    )

    def clean_match_again(self) -> bool:
        """Yes unless they said no."""
        return self.cleaned_data["match_again"] != "no"
