"""The forms of programmes: the four steps of the setup, a question, a sign-up, a decision."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.activity.actions import RuleBroken
from alongside.activity.mailboxes import has_mailbox
from alongside.people.models import Level, Profile
from alongside.programmes.coaching.actions import check_currency
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.starting import SHORT_MEETING
from alongside.programmes.words import Words, sides_of, words_for
from alongside.questionnaires.forms import ENDS
from alongside.questionnaires.models import Question
from alongside.web.forms import Cards, Day, Segments, Switch

KINDS_IN_A_LINE = {
    Programme.Kind.MENTORING: _("Someone further along, for six months or more."),
    Programme.Kind.REVERSE: _("Somebody early in their career teaches somebody senior."),
    Programme.Kind.PEER: _("Two who are equally far, in turns."),
    Programme.Kind.GROUP: _("A circle around a topic, with a mentor or among themselves."),
    Programme.Kind.FLASH: _("One to three meetings about one question."),
    Programme.Kind.COACHING: _("A trained coach, four to eight sessions, one aim."),
}


class NameForm(forms.ModelForm):
    """The name of a new programme."""

    class Meta:
        model = Programme
        fields = ["name"]


class KindForm(forms.ModelForm):
    """Step 1: what kind of programme, and what it is for."""

    class Meta:
        model = Programme
        fields = ["kind", "name", "purpose"]
        widgets = {"kind": Cards(hints=KINDS_IN_A_LINE), "purpose": forms.Textarea(attrs={"rows": 3})}


def _ticks(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:  # noqa: ANN401  lazy words
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class WhoForm(forms.ModelForm):
    """Step 2: who may join, and until when."""

    departments = _ticks(_("Open to"), _("Tick none, and it is open to everyone."))
    locations = _ticks(_("Places of work"))
    learner_levels = _ticks("")
    guide_levels = _ticks("")

    preparation_link = forms.URLField(
        label=_("Where it is"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("The address of the course or film, if it has one."),
    )

    MORE = ("locations", "learner_levels", "guide_levels", "guide_least_years")
    """What few programmes need, shown when one asks for it."""

    BEFORE = ("preparing", "preparation", "preparation_link")
    """What people do before they are matched."""

    class Meta:
        model = Programme
        fields = [
            "departments",
            "locations",
            "learner_levels",
            "guide_levels",
            "guide_least_years",
            "preparing",
            "preparation",
            "preparation_link",
            "sign_up_opens_on",
            "sign_up_closes_on",
            "places",
            "is_open_to_join",
            "needs_approval",
        ]
        widgets = {
            "sign_up_opens_on": Day,
            "sign_up_closes_on": Day,
            "preparing": forms.RadioSelect,
        }
        help_texts = {
            "preparation": _("Such as: watch the introduction, 20 minutes, and read the one-page guide."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        words = words_for(self.instance.kind)
        levels = Level.objects.filter(organisation=self.instance.organisation_id).order_by("rank")
        ladder = list(levels.values_list("public_id", "name"))
        self._offer("departments", self._known("department", self.instance.departments))
        self._offer("locations", self._known("location", self.instance.locations))
        self._offer("learner_levels", ladder, _("Levels: %(people)s") % {"people": words.learners})
        self._offer("guide_levels", ladder, _("Levels: %(people)s") % {"people": words.guides})
        years = _("Years of experience, at least: %(people)s") % {"people": words.guides}
        self.fields["guide_least_years"].label = years
        self._offer_preparing(words)

    def _offer_preparing(self, words: Words) -> None:
        sides: dict[str, Any] = {
            Programme.Preparing.LEARNERS: words.learners,
            Programme.Preparing.GUIDES: words.guides,
        }
        choices = [(value, sides.get(value, label)) for value, label in Programme.Preparing.choices]
        self.fields["preparing"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["preparing"].required = False

    def _known(self, field: str, chosen: list[str]) -> list[tuple[str, str]]:
        """What profiles say, and what is chosen already."""
        people = Profile.objects.filter(person__organisation=self.instance.organisation_id)
        names = {*people.exclude(**{field: ""}).values_list(field, flat=True).distinct(), *chosen}
        return [(name, name) for name in sorted(names)]

    def _offer(self, name: str, choices: list[tuple[str, str]], label: str = "") -> None:
        """Let these be ticked; a field with nothing to tick is not asked."""
        if not choices:
            del self.fields[name]
            return
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields[name].label = label or self.fields[name].label

    @property
    def always(self) -> list[forms.BoundField]:
        """What every programme is asked."""
        return [field for field in self if field.name not in (*self.MORE, *self.BEFORE)]

    @property
    def more(self) -> list[forms.BoundField]:
        """The further limits."""
        return [field for field in self if field.name in self.MORE]

    @property
    def has_more(self) -> bool:
        """Whether one of them is set, or was filled in wrongly."""
        return any(field.errors or getattr(self.instance, field.name) for field in self.more)

    @property
    def before(self) -> list[forms.BoundField]:
        """The preparation."""
        return [field for field in self if field.name in self.BEFORE]

    @property
    def has_before(self) -> bool:
        """Whether somebody prepares, or it was filled in wrongly."""
        is_asked = self.instance.preparing != Programme.Preparing.NOBODY
        return is_asked or any(field.errors for field in self.before)

    def clean(self) -> dict[str, Any]:
        """Sign-up ends after it begins."""
        data = super().clean() or {}
        opens, closes = data.get("sign_up_opens_on"), data.get("sign_up_closes_on")
        if opens and closes and closes < opens:
            self.add_error("sign_up_closes_on", _("Sign-up has to close after it opens."))
        data["preparing"] = data.get("preparing") or self.instance.preparing
        if data["preparing"] != Programme.Preparing.NOBODY and not data.get("preparation"):
            self.add_error("preparation", _("Say what they do, in a sentence."))
        return data


NOT_IN_FLASH = ("rhythm_in_days", "answer_within_days")
ONLY_IN_FLASH = ("monthly_as_guide", "monthly_as_learner")


class RhythmForm(forms.ModelForm):
    """Step 4: how often, how long, from when to when; of short meetings, how many in a month."""

    rhythm_in_days = forms.TypedChoiceField(
        label=_("They meet"),
        coerce=int,
        widget=Segments,
        choices=[(7, _("Every week")), (14, _("Every two weeks")), (30, _("Every month"))],
    )

    class Meta:
        model = Programme
        fields = [
            "rhythm_in_days",
            "session_minutes",
            "session_credits",
            "monthly_as_guide",
            "monthly_as_learner",
            "starts_on",
            "ends_on",
            "answer_within_days",
            "currency",
            "budget",
        ]
        widgets = {
            "starts_on": Day,
            "ends_on": Day,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        if kind != Programme.Kind.COACHING:
            for name in ("session_credits", "currency", "budget"):
                del self.fields[name]
        is_flash = kind == Programme.Kind.FLASH
        for name in NOT_IN_FLASH if is_flash else ONLY_IN_FLASH:
            del self.fields[name]
        if is_flash:
            self.fields["session_minutes"].help_text = _("20 to 45. It counts for times offered from now on.")
            self.fields["monthly_as_guide"].help_text = _(
                "Mentors may offer more times, for choice. Once so many are booked, the rest of the month closes."
            )

    def clean_session_minutes(self) -> int:
        """A short meeting is short."""
        minutes: int = self.cleaned_data["session_minutes"]
        if self.instance.kind == Programme.Kind.FLASH and minutes not in SHORT_MEETING:
            raise forms.ValidationError(_("A short meeting takes 20 to 45 minutes."))
        return minutes

    def clean_currency(self) -> str:
        """Fees that stand keep their currency."""
        currency = str(self.cleaned_data["currency"])
        try:
            check_currency(self.instance, currency)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return currency

    def clean(self) -> dict[str, Any]:
        """A programme ends after it starts."""
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The programme has to end after it starts."))
        return data


WITH_A_LIST = frozenset(
    {Question.Kind.CHOICE, Question.Kind.CHOICES, Question.Kind.GRADED, Question.Kind.RANKING}
)
MOST_THINGS = 100
"""In the list of a question."""


class QuestionForm(forms.ModelForm):
    """One question, who is asked, and who reads the answer."""

    options_text = forms.CharField(
        label=_("The list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One to a line: what people choose from, say how well they know, or put in order. "
            "For one to five: the words for both ends, or nothing."
        ),
    )

    class Meta:
        model = Question
        fields = ["text", "help_text", "kind", "asked", "reader", "is_used_for_matching", "is_required"]
        widgets = {"is_used_for_matching": Switch, "is_required": Switch}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self.fields["options_text"].initial = "\n".join(self.instance.options)

    def clean(self) -> dict[str, Any]:
        """A choice needs something to choose from."""
        data = super().clean() or {}
        lines = (line.strip() for line in data.pop("options_text", "").splitlines())
        data["options"] = list(dict.fromkeys(line for line in lines if line))
        if data.get("kind") in WITH_A_LIST:
            self._check_list(data["options"])
        elif data.get("kind") == Question.Kind.SCALE and len(data["options"]) not in {0, ENDS}:
            self.add_error("options_text", _("Write two lines, the words for 1 and for 5, or none."))
        elif data.get("kind") != Question.Kind.SCALE:
            data["options"] = []
        if data.get("reader") == Question.Reader.NOBODY and not data.get("is_used_for_matching"):
            self.add_error(
                "reader",
                _("Nobody would read it and it would count for nothing. Let somebody read it, or use it."),
            )
        return data

    def _check_list(self, things: list[str]) -> None:
        if len(things) < 2:
            self.add_error("options_text", _("Write at least two things to choose from, one to a line."))
        elif len(things) > MOST_THINGS:
            message = _("These are more than %(most)d. Ask for fewer, or people give up.")
            self.add_error("options_text", message % {"most": MOST_THINGS})

    @property
    def fields_of_question(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "options")}


class PlacesForm(forms.Form):
    """For how many people, asked only where there is a choice."""

    def __init__(self, *args: Any, programme: Programme, role: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        words, taken = words_for(programme.kind), sides_of(role)
        if programme.kind == Programme.Kind.FLASH or programme.forms_circles:  # nobody says how many there
            return
        self._ask(
            "places_as_learner", words.guides, programme.guides_per_learner if "learner" in taken else 1
        )
        is_asked = "guide" in taken and not programme.is_pool
        self._ask("places_as_guide", words.learners, programme.learners_per_guide if is_asked else 1)

    def _ask(self, name: str, people: Any, most: int) -> None:  # noqa: ANN401  a lazy word
        if most > 1:
            self.fields[name] = forms.IntegerField(
                label=_("At most how many? %(people)s") % {"people": people},
                required=False,
                min_value=1,
                max_value=most,
                initial=1,
            )

    @property
    def wishes(self) -> dict[str, int]:
        """What the actions take."""
        return {name: self.cleaned_data.get(name) or 1 for name in ("places_as_learner", "places_as_guide")}


class AvailabilityForm(PlacesForm):
    """For how many people one is there, and until which day for nobody new."""

    paused_until = forms.DateField(
        label=_("Nobody new until"),
        required=False,
        widget=Day,
        help_text=_("Whom you meet already, you go on meeting. Empty: you are there now."),
    )

    def clean_paused_until(self) -> date | None:
        """A pause ends after today, or there is none."""
        day: date | None = self.cleaned_data["paused_until"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today, or leave it empty."))
        return day


class DeclineForm(forms.Form):
    """Why not, for the person alone."""

    reason = forms.CharField(
        label=_("A reason, for this person alone"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The mail does not repeat it; it stands on their page."),
    )


class DeputyForm(forms.Form):
    """Whose help is wanted, by address."""

    email = forms.EmailField(label=_("Email address of the deputy"))


class AddForm(forms.Form):
    """Somebody of the directory, and the side they take."""

    email = forms.EmailField(label=_("Email address"))
    role = forms.ChoiceField(label=_("Takes part as"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        words = words_for(programme.kind)
        choices = [(Enrolment.Role.LEARNER, words.learner), (Enrolment.Role.GUIDE, words.guide)]
        if programme.is_pool:
            choices, self.initial = [(Enrolment.Role.BOTH, words.learner)], {"role": Enrolment.Role.BOTH}
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class CodesForm(forms.Form):
    """How many printed codes, and for how long."""

    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=200, initial=20)
    days = forms.TypedChoiceField(
        label=_("They work for"),
        coerce=int,
        widget=Segments,
        initial=30,
        choices=[(14, _("Two weeks")), (30, _("A month")), (90, _("Three months"))],
    )


class NewcomerForm(forms.Form):
    """Somebody who joins with a printed code."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=30,
        help_text=_("As it is printed; small letters do as well."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    address = forms.EmailField(
        label=_("An email address of your own"),
        required=False,
        max_length=254,
        help_text=_("A private one will do. You get a link that opens your account; no password is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("No address? Then choose a password"),
        required=False,
        help_text=_("12 characters or more, and none that everybody uses. You get a name to sign in with."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, is_signed_in: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.is_signed_in = is_signed_in

    def clean_address(self) -> str:
        """One that mail can reach."""
        address = str(self.cleaned_data["address"])
        if address and not has_mailbox(address):
            raise forms.ValidationError(
                _("No mail reaches this address. Leave it empty to sign up without one.")
            )
        return address

    def clean(self) -> dict[str, Any]:
        """An address, or a password that keeps to the rules, which opens an account on the spot."""
        given = super().clean() or {}
        if "address" not in self.errors and not given.get("address"):
            if self.is_signed_in:
                self.add_error(
                    "code", _("You are signed in already. Sign out first to sign up somebody new.")
                )
            try:
                validate_password(given.get("password", ""))
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return given
